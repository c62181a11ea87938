package io.busbar.drivers.simulated;

import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Devices that are not there. Their values follow from the seed and from the time since the bus was
 * made, by the monotonic clock, and from nothing else: the same seed shows the same day again.
 */
final class SimulatedBus implements Driver {
  private static final double NANOS = 1e9;

  private final SimulatedSettings settings;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final long start;
  private final List<Curves> curves = new ArrayList<>();

  SimulatedBus(SimulatedSettings settings, InstantSource clock, LongSupplier nanoTime) {
    this.settings = settings;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    for (SimulatedSettings.Simulated each : settings.devices()) {
      // Two devices of a kind differ, and keep their values when another one is added.
      long seed = 31L * settings.seed() + each.name().hashCode();
      curves.add(curves(each, seed));
    }
  }

  private static Curves curves(SimulatedSettings.Simulated device, long seed) {
    return switch (device.kind()) {
      case THREE_PHASE_METER -> new MeterCurves(device.name(), seed);
      case PULSE_COUNTER -> new PulseCurves(device.name(), seed);
      case TEMPERATURE -> new TemperatureCurves(device.name(), seed);
    };
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public List<Device> devices() {
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      SimulatedSettings.Simulated each = settings.devices().get(i);
      devices.add(
          new Device(each.name(), "simulated-" + each.kind().word(), curves.get(i).points()));
    }
    return devices;
  }

  @Override
  public void run(SampleSink sink) throws InterruptedException {
    while (true) {
      read(sink);
      Thread.sleep(settings.pollInterval());
    }
  }

  /** One value of everything. */
  void read(SampleSink sink) {
    double seconds = (nanoTime.getAsLong() - start) / NANOS;
    Instant time = clock.instant();
    for (Curves each : curves) {
      List<Sample> block = each.at(seconds, time);
      sink.accept(block);
    }
  }
}
