package io.busbar.drivers.simulated;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** The values of one simulated device, as functions of time. */
sealed interface Curves permits MeterCurves, PulseCurves, TemperatureCurves {
  /** Everything that the device offers. */
  List<DataPoint> points();

  /**
   * One value of each point.
   *
   * @param seconds since the bus was made, 0 or more
   * @param time stamps the samples
   */
  List<Sample> at(double seconds, Instant time);

  /** A point whose source says that nothing is measured. */
  static DataPoint point(String device, String name, ValueType type, String unit, String what) {
    return new DataPoint(device, name, type, unit, "simulated " + what + ", nothing is measured");
  }

  /** A number from -1 to 1 that a seed, a channel and a second always give alike. */
  static double noise(long seed, int channel, double seconds) {
    long step = (long) Math.floor(seconds);
    return 2 * new SplittableRandom((seed * 1_000_003 + channel) * 1_000_003 + step).nextDouble()
        - 1;
  }

  /** A wave of amplitude 1 whose integral is known, so that sums over time fit what they sum. */
  record Wave(double period, double phase) {
    private double omega() {
      return 2 * Math.PI / period;
    }

    double at(double seconds) {
      return Math.sin(omega() * seconds + phase);
    }

    /** The integral from 0, in seconds. */
    double sum(double seconds) {
      return (Math.cos(phase) - Math.cos(omega() * seconds + phase)) / omega();
    }
  }

  /** Something that is on for the first part of each period, and off for the rest. */
  record Cycle(double period, double on, double offset) {
    double at(double seconds) {
      return (seconds + offset) % period < on ? 1 : 0;
    }

    /** For how long it was on since 0, in seconds. */
    double sum(double seconds) {
      return total(seconds + offset) - total(offset);
    }

    private double total(double seconds) {
      return Math.floor(seconds / period) * on + Math.min(seconds % period, on);
    }
  }
}
