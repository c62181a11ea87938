package io.busbar.drivers.io;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Counts pulses of a meter (S0, IEC 62053-31) and takes the rate from the distance of the last two.
 * While the next pulse does not come, the rate falls as the waiting says that it must.
 */
final class PulseCounter {
  private static final double NANOS_PER_HOUR = 3.6e12;

  /** Whoever is silent for so long stands still. */
  private static final long STANDSTILL = Duration.ofHours(1).toNanos();

  private final double pulsesPerUnit;
  private final long leastDistance;
  private long pulses;
  private long refused;
  private long distance;
  private long last;
  private boolean seen;

  /**
   * @param most highest rate that can be, in units per hour; pulses that come faster are refused
   * @param pulses the count so far
   */
  PulseCounter(double pulsesPerUnit, double most, long pulses, long now) {
    this.pulsesPerUnit = pulsesPerUnit;
    this.leastDistance = (long) (NANOS_PER_HOUR / (most * pulsesPerUnit));
    this.pulses = pulses;
    this.last = now;
  }

  /** A pulse, by the monotonic clock. */
  void pulse(long nanos) {
    if (seen && nanos - last < leastDistance) {
      refused++;
      return;
    }
    distance = seen ? nanos - last : 0;
    seen = true;
    last = nanos;
    pulses++;
  }

  /** Sets the count to what the meter itself shows. */
  void set(double units) {
    pulses = Math.round(units * pulsesPerUnit);
  }

  long pulses() {
    return pulses;
  }

  /** Pulses that came too fast to be true. */
  long refused() {
    return refused;
  }

  double units() {
    return pulses / pulsesPerUnit;
  }

  /** Units per hour; nothing before two pulses or a long silence have told. */
  OptionalDouble rate(long now) {
    long silence = now - last;
    if (silence >= STANDSTILL) {
      return OptionalDouble.of(0);
    }
    if (distance == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(NANOS_PER_HOUR / (pulsesPerUnit * Math.max(distance, silence)));
  }
}
