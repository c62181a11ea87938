package io.busbar.drivers;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from {@code first} to {@code most}, each wait
 * spread by the jitter so that many that failed together do not come back together.
 *
 * @param jitter share of the wait that is random, 0 to 1: 0.25 gives 75 % to 125 %
 */
public record Backoff(Duration first, Duration most, double jitter) {
  public Backoff {
    if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "got " + first + " to " + most + ", want 0 < first <= most");
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("got jitter " + jitter + ", want 0 to 1");
    }
  }

  /** The wait after so many failures in a row, the first failure being 1. */
  public Duration after(int failures, RandomGenerator random) {
    int doublings = Math.min(Math.max(failures - 1, 0), 40);
    double plain = Math.min((double) first.toNanos() * (1L << doublings), (double) most.toNanos());
    double spread = 1 + jitter * (2 * random.nextDouble() - 1);
    return Duration.ofNanos((long) (plain * spread));
  }
}
