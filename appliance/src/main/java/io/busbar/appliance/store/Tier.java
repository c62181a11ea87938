package io.busbar.appliance.store;

import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** How finely a part of the history is kept. */
enum Tier {
  /** Each reading as it came. */
  RAW(0, "raw", 0, 35),
  /** What came within a minute. */
  MINUTE(1, "1m", 60_000, 40),
  /** What came within a quarter of an hour. */
  QUARTER(2, "15m", 900_000, 25);

  /**
   * How much of the file the ring fills: pages are never quite full, and the rest is the file's.
   */
  private static final int FILL_PERCENT = 70;

  private final long number;
  private final String word;
  private final long step;
  private final int percent;

  Tier(long number, String word, long step, int percent) {
    this.number = number;
    this.word = word;
    this.step = step;
    this.percent = percent;
  }

  /** Its number in the file. */
  long number() {
    return number;
  }

  /** What it is called in requests. */
  String word() {
    return word;
  }

  static @Nullable Tier of(String word) {
    for (Tier tier : values()) {
      if (tier.word.equals(word.toLowerCase(Locale.ROOT))) {
        return tier;
      }
    }
    return null;
  }

  /** Milliseconds of a bucket; 0 for readings. */
  long step() {
    return step;
  }

  /** Whether it keeps buckets and not readings. */
  boolean buckets() {
    return step > 0;
  }

  /** The start of the bucket that a time is in. */
  long start(long time) {
    return step == 0 ? time : Math.floorDiv(time, step) * step;
  }

  /** A time that was off, made right. A bucket moves as a whole, by its end. */
  long corrected(long time, LongUnaryOperator right) {
    return start(right.applyAsLong(time + step) - step);
  }

  /** Its share of the file, in bytes of rows. */
  long share(long fileBytes) {
    return fileBytes / 100 * FILL_PERCENT / 100 * percent;
  }
}
