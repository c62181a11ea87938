package io.busbar.drivers.simulated;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** A water meter with a pulse for each litre: now and then somebody opens a tap. */
final class PulseCurves implements Curves {
  private static final double LITRES_PER_CUBIC_METRE = 1000;
  private static final double SECONDS_PER_HOUR = 3600;

  private final double meterReading;
  private final double litresPerSecond;
  private final Cycle tap;
  private final DataPoint pulses;
  private final DataPoint volume;
  private final DataPoint flow;

  PulseCurves(String device, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this.meterReading = random.nextInt(10_000, 900_000);
    this.litresPerSecond = random.nextDouble(0.1, 0.3);
    this.tap = new Cycle(random.nextDouble(150, 260), 70, random.nextDouble(0, 150));
    this.pulses = Curves.point(device, "pulses", ValueType.INT, "", "pulse counter");
    this.volume = Curves.point(device, "volume", ValueType.REAL, "m³", "pulse counter");
    this.flow = Curves.point(device, "flow", ValueType.REAL, "m³/h", "pulse counter");
  }

  @Override
  public List<DataPoint> points() {
    return List.of(pulses, volume, flow);
  }

  @Override
  public List<Sample> at(double seconds, Instant time) {
    long litres = (long) Math.floor(meterReading + litresPerSecond * tap.sum(seconds));
    double perHour = litresPerSecond * tap.at(seconds) * SECONDS_PER_HOUR / LITRES_PER_CUBIC_METRE;
    return List.of(
        Sample.good(pulses, new Value.Int(litres), time),
        Sample.good(volume, new Value.Real(litres / LITRES_PER_CUBIC_METRE), time),
        Sample.good(flow, new Value.Real(Math.round(perHour * 1000) / 1000.0), time));
  }
}
