package io.busbar.drivers.simulated;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** A room whose heating comes and goes. */
final class TemperatureCurves implements Curves {
  private final long seed;
  private final double mean;
  private final Wave heating;
  private final DataPoint temperature;

  TemperatureCurves(String device, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this.seed = seed;
    this.mean = random.nextDouble(19, 23);
    this.heating = new Wave(2400, random.nextDouble(0, 6));
    this.temperature = Curves.point(device, "temperature", ValueType.REAL, "°C", "thermometer");
  }

  @Override
  public List<DataPoint> points() {
    return List.of(temperature);
  }

  @Override
  public List<Sample> at(double seconds, Instant time) {
    double value = mean + 0.8 * heating.at(seconds) + 0.04 * Curves.noise(seed, 0, seconds);
    return List.of(Sample.good(temperature, new Value.Real(Math.round(value * 100) / 100.0), time));
  }
}
