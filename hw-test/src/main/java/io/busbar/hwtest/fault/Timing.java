package io.busbar.hwtest.fault;

import java.util.random.RandomGenerator;

/** When bytes that come now leave a line with latency, jitter and a bandwidth. */
final class Timing {
  private static final double NANOS = 1e9;

  private final RandomGenerator random;
  private long free = Long.MIN_VALUE;
  private long last = Long.MIN_VALUE;

  Timing(RandomGenerator random) {
    this.random = random;
  }

  /** The time, on the clock of {@code now}, at which the last of so many bytes leaves. */
  long leaves(long now, int bytes, Trouble trouble) {
    long due = now;
    if (trouble instanceof Trouble.Slow slow) {
      long start = Math.max(now, free);
      long takes =
          slow.bytesPerSecond() == 0 ? 0 : Math.round(NANOS * bytes / slow.bytesPerSecond());
      free = start + takes;
      long jitter = slow.jitter().toNanos();
      long spread = jitter == 0 ? 0 : random.nextLong(-jitter, jitter + 1);
      due = Math.max(now, free + slow.latency().toNanos() + spread);
    }
    last = Math.max(due, last);
    return last;
  }
}
