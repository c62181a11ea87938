package io.busbar.appliance.process;

import java.time.Duration;
import java.time.Instant;

/**
 * What makes times right that were counted while nobody knew the time.
 *
 * @param from the count of one boot begins here; what is earlier was known before and stays
 * @param by how far the count was behind; negative when it was ahead
 */
public record Correction(Instant from, Duration by) {
  /** The right time for one of this count. */
  public Instant of(Instant counted) {
    return counted.isBefore(from) ? counted : counted.plus(by);
  }

  /**
   * The right time for one that is either counted or right already: whichever is nearer to now.
   *
   * @param now the right time
   */
  Instant nearer(Instant either, Instant now) {
    Instant corrected = of(either);
    return distance(corrected, now).compareTo(distance(either, now)) < 0 ? corrected : either;
  }

  private static Duration distance(Instant one, Instant other) {
    return Duration.between(one, other).abs();
  }
}
