package io.busbar.drivers.simulated;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small workshop on three phases: a base load that swells over half an hour, and on each phase
 * something that switches on and off.
 */
final class MeterCurves implements Curves {
  private static final int PHASES = 3;
  private static final double SECONDS_PER_HOUR = 3600;

  /** Nominal voltage and frequency of the European grid (EN 50160). */
  private static final double VOLTS = 230;

  private static final double HERTZ = 50;
  private static final double POWER_FACTOR = 0.94;

  /** The deep and the quick swell of the base load, as shares of it. */
  private static final double SWELL = 0.3;

  private static final double RIPPLE = 0.08;

  private final long seed;
  private final double meterReading;
  private final List<Phase> phases = new ArrayList<>();
  private final List<DataPoint> points = new ArrayList<>();

  private record Phase(double base, Wave swell, Wave ripple, double step, Cycle cycle) {
    /** In W. */
    double power(double t) {
      return base * (1 + SWELL * swell.at(t) + RIPPLE * ripple.at(t)) + step * cycle.at(t);
    }

    /** In Wh since 0. */
    double energy(double t) {
      double wattSeconds =
          base * (t + SWELL * swell.sum(t) + RIPPLE * ripple.sum(t)) + step * cycle.sum(t);
      return wattSeconds / SECONDS_PER_HOUR;
    }
  }

  MeterCurves(String device, long seed) {
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    this.meterReading = 1000.0 * random.nextInt(2_000, 40_000);
    for (int i = 0; i < PHASES; i++) {
      phases.add(
          new Phase(
              random.nextDouble(250, 900),
              new Wave(1800, random.nextDouble(0, 6)),
              new Wave(67, random.nextDouble(0, 6)),
              random.nextDouble(400, 2_200),
              new Cycle(random.nextDouble(240, 420), 110, random.nextDouble(0, 240))));
    }
    for (String name : List.of("voltage", "current", "activePower")) {
      String unit = name.equals("voltage") ? "V" : name.equals("current") ? "A" : "W";
      for (int i = 1; i <= PHASES; i++) {
        add(device, name + "L" + i, unit);
      }
    }
    add(device, "activePowerTotal", "W");
    add(device, "powerFactorTotal", "");
    add(device, "frequency", "Hz");
    add(device, "activeEnergyImportTotal", "Wh");
  }

  private void add(String device, String name, String unit) {
    points.add(Curves.point(device, name, ValueType.REAL, unit, "meter"));
  }

  @Override
  public List<DataPoint> points() {
    return List.copyOf(points);
  }

  @Override
  public List<Sample> at(double seconds, Instant time) {
    double[] values = new double[points.size()];
    double total = 0;
    double energy = meterReading;
    for (int i = 0; i < PHASES; i++) {
      double power = phases.get(i).power(seconds);
      double volts = VOLTS - power / 1000 + 0.4 * Curves.noise(seed, i, seconds);
      values[i] = rounded(volts, 100);
      values[PHASES + i] = rounded(power / (volts * POWER_FACTOR), 1000);
      values[2 * PHASES + i] = rounded(power, 10);
      total += power;
      energy += phases.get(i).energy(seconds);
    }
    int at = 3 * PHASES;
    values[at++] = rounded(total, 10);
    values[at++] = POWER_FACTOR;
    values[at++] = rounded(HERTZ + 0.02 * Curves.noise(seed, PHASES, seconds), 1000);
    values[at] = rounded(energy, 10);
    List<Sample> block = new ArrayList<>(points.size());
    for (int i = 0; i < values.length; i++) {
      block.add(Sample.good(points.get(i), new Value.Real(values[i]), time));
    }
    return block;
  }

  private static double rounded(double value, int parts) {
    return Math.round(value * parts) / (double) parts;
  }
}
