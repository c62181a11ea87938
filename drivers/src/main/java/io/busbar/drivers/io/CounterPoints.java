package io.busbar.drivers.io;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** What a pulse counter shows: its reading, pulses, rate, and the pulses that were refused. */
final class CounterPoints {
  /** The device that all counters of a bus stand in. */
  static final String DEVICE = "Counter";

  /** The shortest pulse and pause of S0 (IEC 62053-31): 30 ms each, so 60000 pulses an hour. */
  private static final double FASTEST_S0 = 60_000;

  private static final double W_PER_KW = 1000;

  private final GpioSettings.Counter settings;
  private final DataPoint units;
  private final DataPoint pulses;
  private final DataPoint rate;
  private final DataPoint refused;
  private final double scale;

  CounterPoints(GpioSettings.Counter settings) {
    this.settings = settings;
    String name = settings.name();
    String source = "GPIO line " + settings.line();
    boolean energy = settings.unit().equals("kWh") || settings.unit().equals("Wh");
    this.scale = settings.unit().equals("kWh") ? W_PER_KW : 1;
    this.units = new DataPoint(DEVICE, name, ValueType.REAL, settings.unit(), source, true);
    this.pulses = new DataPoint(DEVICE, name + ".pulses", ValueType.INT, "", source);
    this.rate =
        new DataPoint(
            DEVICE,
            name + (energy ? ".power" : ".rate"),
            ValueType.REAL,
            energy ? "W" : settings.unit() + "/h",
            source);
    this.refused = new DataPoint(DEVICE, name + ".refused", ValueType.INT, "", source);
  }

  GpioSettings.Counter settings() {
    return settings;
  }

  String name() {
    return settings.name();
  }

  /** The point that can be set to what the meter shows. */
  DataPoint reading() {
    return units;
  }

  List<DataPoint> points() {
    return List.of(units, pulses, rate, refused);
  }

  /** A counter that goes on from so many pulses. */
  PulseCounter counter(long before, long now) {
    Double most = settings.most();
    double fastest = most == null ? FASTEST_S0 / settings.pulsesPerUnit() : most;
    return new PulseCounter(settings.pulsesPerUnit(), fastest, before, now);
  }

  List<Sample> samples(PulseCounter counter, long now, Instant time) {
    OptionalDouble perHour = counter.rate(now);
    return List.of(
        Sample.good(units, new Value.Real(counter.units()), time),
        Sample.good(pulses, new Value.Int(counter.pulses()), time),
        perHour.isPresent()
            ? Sample.good(rate, new Value.Real(perHour.getAsDouble() * scale), time)
            : Sample.failed(rate, Quality.BAD, time, "needs two pulses or an hour of silence"),
        Sample.good(refused, new Value.Int(counter.refused()), time));
  }

  List<Sample> failed(Quality quality, Instant time, String reason) {
    return points().stream().map(point -> Sample.failed(point, quality, time, reason)).toList();
  }
}
