package io.busbar.drivers.dash7.alp;

/** The ranges that numbers on the wire keep. */
final class Range {
  /** The largest number of a length operand: 30 bits. */
  static final int LARGEST_LENGTH = 0x3FFF_FFFF;

  private Range() {}

  static void octet(String what, int value) {
    within(what, value, 0xFF);
  }

  static void length(String what, int value) {
    within(what, value, LARGEST_LENGTH);
  }

  static void within(String what, long value, long most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException("got " + what + " " + value + ", want 0 to " + most);
    }
  }
}
