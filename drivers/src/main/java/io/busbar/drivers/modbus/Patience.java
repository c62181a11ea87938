package io.busbar.drivers.modbus;

import java.time.Duration;

/**
 * How long one unit's answer is waited for. A unit that answers within 10 ms is given up after some
 * 200 ms and not after the whole timeout, so a unit that dies takes little time from the others.
 *
 * <p>The wait is four times the smoothed latency, or one and a half times the longest of late where
 * that is more. A missed answer counts as one that took twice as long as was waited, so a unit that
 * is slow now and then is soon waited for. After a miss the whole timeout is waited until the unit
 * answers again, so one that has become slow is never locked out.
 *
 * <p>This is only about when the master goes on. How long a late answer is guarded against is
 * {@link RtuLine}'s business, and never shorter than by the whole timeout.
 */
final class Patience {
  /** Fewer answers say too little. */
  private static final int LEARNT = 8;

  /** Whatever its latency: another program, a USB adapter or a radio link may take so long. */
  static final long FLOOR_NANOS = Duration.ofMillis(200).toNanos();

  /** Answers over which the longest is forgotten, by the usual e-th. */
  private static final int MEMORY = 128;

  private final long most;
  private long smoothed;
  private long longest;
  private int answers;
  private boolean missed;

  /**
   * @param timeout the longest wait
   */
  Patience(Duration timeout) {
    this.most = timeout.toNanos();
  }

  /**
   * The wait for the next answer, in nanoseconds.
   *
   * @param lineNanos what the answer's bytes take on the wire; an adapter may pass them on only
   *     when all have come
   */
  long nanos(long lineNanos) {
    if (missed || answers < LEARNT) {
      return most;
    }
    long learnt = Math.max(4 * smoothed, longest + longest / 2);
    return Math.min(most, Math.max(learnt, FLOOR_NANOS + lineNanos));
  }

  /** Notes an answer that took so long. */
  void answered(long nanos) {
    long latency = Math.max(nanos, 0);
    smoothed = answers == 0 ? latency : smoothed + (latency - smoothed) / 8;
    longest = Math.max(latency, longest - longest / MEMORY);
    answers = Math.min(answers + 1, LEARNT);
    missed = false;
  }

  /** Notes that no answer came within so long. */
  void missed(long waited) {
    if (waited < most) {
      longest = Math.max(longest, 2 * waited);
    }
    missed = true;
  }
}
