package io.busbar.hwtest.simulator;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a three-phase meter in a workshop measures: about 230 V that sag under load, a base load, a
 * load that swells and fades within a minute, a compressor that comes and goes, and energy that is
 * the integral of exactly these powers.
 */
public final class ThreePhaseMeter {
  private static final double NANOS_PER_HOUR = 3.6e12;
  private static final double SWELL_SECONDS = 60;
  private static final double COMPRESSOR_PERIOD_SECONDS = 45;
  private static final double COMPRESSOR_ON_SECONDS = 20;
  private static final double COMPRESSOR_WATTS = 1500;

  /** One phase: V, A and the power factor (1 is a heater). */
  public record Phase(double volts, double amps, double powerFactor) {
    /** Active power in W. */
    public double watts() {
      return volts * amps * powerFactor;
    }

    /** Apparent power in VA. */
    public double voltAmps() {
      return volts * amps;
    }

    /** Reactive power in var, inductive. */
    public double vars() {
      return volts * amps * Math.sqrt(1 - powerFactor * powerFactor);
    }

    /** Phase angle in degrees. */
    public double degrees() {
      return Math.toDegrees(Math.acos(powerFactor));
    }
  }

  /** Energy since the meter was made, in Wh, varh and VAh. */
  public record Energy(double wattHours, double varHours, double voltAmpHours) {}

  /**
   * Everything at one instant.
   *
   * @param phases L1, L2, L3
   * @param energy of L1, L2, L3
   */
  public record Reading(List<Phase> phases, List<Energy> energy, double hertz) {
    /** The sum over the phases. */
    public double total(ToDoubleFunction<Phase> quantity) {
      return phases.stream().mapToDouble(quantity).sum();
    }

    /** The mean over the phases. */
    public double mean(ToDoubleFunction<Phase> quantity) {
      return total(quantity) / phases.size();
    }

    /** The sum of an energy over the phases. */
    public double totalEnergy(ToDoubleFunction<Energy> quantity) {
      return energy.stream().mapToDouble(quantity).sum();
    }

    /** Active over apparent power of all phases. */
    public double powerFactor() {
      return total(Phase::watts) / total(Phase::voltAmps);
    }

    /** Voltage between a phase (0 to 2) and the next, 120 degrees apart. */
    public double lineVolts(int phase) {
      double a = phases.get(phase).volts();
      double b = phases.get((phase + 1) % phases.size()).volts();
      return Math.sqrt(a * a + b * b + a * b);
    }

    /** The mean of the three voltages between phases. */
    public double meanLineVolts() {
      return (lineVolts(0) + lineVolts(1) + lineVolts(2)) / phases.size();
    }

    /** What is left of three currents 120 degrees apart. */
    public double neutralAmps() {
      double a = phases.get(0).amps();
      double b = phases.get(1).amps();
      double c = phases.get(2).amps();
      return Math.sqrt(Math.max(0, a * a + b * b + c * c - a * b - b * c - c * a));
    }
  }

  private final LongSupplier nanoTime;
  private final long start;
  private long last;
  private Reading reading;

  /**
   * @param nanoTime a clock that never jumps, in nanoseconds
   */
  public ThreePhaseMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.last = start;
    List<Energy> sofar =
        List.of(
            new Energy(412_000, 96_000, 423_000),
            new Energy(655_000, 201_000, 685_000),
            new Energy(167_567, 31_000, 170_000));
    this.reading = new Reading(phases(0), sofar, 50);
  }

  /** What the meter measures now; every call moves the energy on. */
  public synchronized Reading read() {
    long now = nanoTime.getAsLong();
    double hours = (now - last) / NANOS_PER_HOUR;
    double seconds = (now - start) / 1e9;
    List<Phase> phases = phases(seconds);
    List<Energy> energy =
        IntStream.range(0, phases.size())
            .mapToObj(i -> grown(reading.energy().get(i), phases.get(i), hours))
            .toList();
    last = now;
    reading = new Reading(phases, energy, 50 + 0.02 * Math.sin(seconds / 7));
    return reading;
  }

  private static Energy grown(Energy before, Phase phase, double hours) {
    return new Energy(
        before.wattHours() + phase.watts() * hours,
        before.varHours() + phase.vars() * hours,
        before.voltAmpHours() + phase.voltAmps() * hours);
  }

  private static List<Phase> phases(double seconds) {
    boolean compressor = seconds % COMPRESSOR_PERIOD_SECONDS < COMPRESSOR_ON_SECONDS;
    return List.of(
        phase(seconds, 0, 900, 0.99),
        phase(seconds, 1, compressor ? 600 + COMPRESSOR_WATTS : 600, compressor ? 0.84 : 0.97),
        phase(seconds, 2, 350, 0.95));
  }

  private static Phase phase(double seconds, int index, double watts, double powerFactor) {
    double turn = 2 * Math.PI * (seconds / SWELL_SECONDS + index / 3.0);
    double wanted = watts * (1 + 0.25 * Math.sin(turn) + 0.01 * Math.sin(13 * turn));
    double open = 231 + 0.8 * Math.sin(seconds / 11 + index);
    double amps = wanted / (open * powerFactor);
    return new Phase(open - 0.15 * amps, amps, powerFactor);
  }
}
