package io.busbar.drivers;

import java.time.Duration;

/**
 * What reading the used points of every device of a bus once takes of its line; of a device that
 * nothing uses, all its points.
 *
 * @param requests how many
 * @param bytes of requests and answers
 * @param busy how long the line is taken
 * @param utilisation share of the line's time that the configured intervals want, 1 for all of it:
 *     the used points at the poll interval, and everything at the idle interval
 */
public record BusLoad(int requests, long bytes, Duration busy, double utilisation) {
  /** Nothing at all. */
  public static final BusLoad NONE = new BusLoad(0, 0, Duration.ZERO, 0);

  /** Whether the line can keep the intervals. */
  public boolean fits() {
    return utilisation <= 1;
  }

  /** Both together, on one line. */
  public BusLoad plus(BusLoad other) {
    return new BusLoad(
        requests + other.requests,
        bytes + other.bytes,
        busy.plus(other.busy),
        utilisation + other.utilisation);
  }
}
