package io.busbar.appliance.cloud;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much of a backlog is under way at once, in readings: more while the broker acknowledges
 * quickly, less when it is slow, so that what is live never waits long behind it on the same line;
 * and never more in a second than the rate allows. Outlives its connections: a line is as slow the
 * next time.
 */
final class Pace {
  /** Handed to the connector at once, at most: fills some messages of any platform. */
  static final int BATCH = 5_000;

  private static final int LEAST = 50;
  private static final int FIRST = 1_000;
  private static final int MOST = 40_000;
  private static final long QUICK = Duration.ofMillis(250).toNanos();
  private static final long SLOW = Duration.ofSeconds(1).toNanos();

  private final int rate;
  private int budget = FIRST;
  private long underWay;
  private long slowedAt = Long.MIN_VALUE;
  private long next = Long.MIN_VALUE;

  /**
   * @param rate readings of the backlog in a second at most; 0 for no limit
   */
  Pace(int rate) {
    this.rate = rate;
  }

  /** A new connection: nothing is under way. */
  void begin() {
    underWay = 0;
  }

  /** The last connection ended because nothing was acknowledged in time. */
  void silent() {
    budget = LEAST;
  }

  /** How many readings, live or not, make a batch for this line. */
  int batch() {
    return Math.min(BATCH, budget);
  }

  /** How many readings of the backlog may go now. */
  int allowance(long now) {
    if (pause(now) > 0) {
      return 0;
    }
    long room = underWay == 0 ? batch() : Math.min(BATCH, budget - underWay);
    return (int) Math.max(0, rate == 0 ? room : Math.min(room, rate));
  }

  /** Nanoseconds until the rate allows more; 0 when it does. */
  long pause(long now) {
    return rate == 0 || next == Long.MIN_VALUE ? 0 : Math.max(0, next - now);
  }

  /** So many readings of the backlog are under way from now on. */
  void began(int readings, long now) {
    underWay += readings;
    if (rate > 0) {
      long from = next == Long.MIN_VALUE ? now : Math.max(next, now);
      next = from + readings * TimeUnit.SECONDS.toNanos(1) / rate;
    }
  }

  /** So many of them are done. */
  void done(int readings) {
    underWay -= readings;
  }

  /**
   * The broker has acknowledged a message of the backlog.
   *
   * @param since when it was published
   */
  void acknowledged(int readings, long since, long now) {
    if (now - since < QUICK) {
      budget = Math.min(MOST, budget + Math.max(1, readings));
    } else if (now - since > SLOW && (slowedAt == Long.MIN_VALUE || since - slowedAt > 0)) {
      // What was under way already when it was slowed down says nothing about the new pace.
      budget = Math.max(LEAST, budget / 2);
      slowedAt = now;
    }
  }
}
