package io.busbar.appliance.store;

import io.busbar.drivers.Quality;

/** The numbers that qualities have in every file; a greater one is worse. */
final class Qualities {
  private Qualities() {}

  static int code(Quality quality) {
    return switch (quality) {
      case GOOD -> 0;
      case UNCERTAIN -> 1;
      case BAD -> 2;
    };
  }

  /** The quality of a number that was checked. */
  static Quality of(int code) {
    return switch (code) {
      case 0 -> Quality.GOOD;
      case 1 -> Quality.UNCERTAIN;
      case 2 -> Quality.BAD;
      default -> throw new IllegalArgumentException("got quality " + code + ", want 0 to 2");
    };
  }
}
