package io.busbar.drivers.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.simulated.SimulatedSettings.Kind;
import io.busbar.drivers.simulated.SimulatedSettings.Simulated;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedBusTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final List<Simulated> DEVICES =
      List.of(
          new Simulated("Meter", Kind.THREE_PHASE_METER),
          new Simulated("Water", Kind.PULSE_COUNTER),
          new Simulated("Room", Kind.TEMPERATURE));

  private final AtomicLong nanos = new AtomicLong(Duration.ofDays(3).toNanos());

  @Test
  void theSameSeedGivesTheSameDay() {
    assertEquals(day(bus(7)), day(bus(7)));
    assertNotEquals(day(bus(7)), day(bus(8)));
  }

  @Test
  void everyPointHasAGoodValueAndASourceThatSaysThatItIsSimulated() {
    SimulatedBus bus = bus(1);
    Map<String, Sample> values = values(bus);
    int points = bus.devices().stream().mapToInt(device -> device.points().size()).sum();
    assertEquals(points, values.size());
    for (Sample sample : values.values()) {
      assertEquals(Quality.GOOD, sample.quality());
      assertEquals(NOW, sample.time());
      assertTrue(sample.point().source().startsWith("simulated "), sample.point().source());
    }
    assertTrue(
        bus.devices().stream().map(Device::type).allMatch(type -> type.startsWith("simulated-")));
  }

  @Test
  void energyIsWhatThePowerComesTo() {
    SimulatedBus bus = bus(3);
    double before = real(values(bus), "activeEnergyImportTotal");
    double sum = 0;
    for (int second = 0; second < 3600; second++) {
      sum += real(values(bus), "activePowerTotal") / 3600;
      pass(Duration.ofSeconds(1));
    }
    double after = real(values(bus), "activeEnergyImportTotal");
    assertEquals(sum, after - before, sum * 0.005);
  }

  @Test
  void thePhasesFitTheirSumAndTheGrid() {
    SimulatedBus bus = bus(5);
    for (int i = 0; i < 500; i++) {
      Map<String, Sample> values = values(bus);
      double sum = 0;
      for (int phase = 1; phase <= 3; phase++) {
        sum += real(values, "activePowerL" + phase);
        double volts = real(values, "voltageL" + phase);
        assertTrue(volts > 207 && volts < 253, "EN 50160: " + volts);
      }
      assertEquals(sum, real(values, "activePowerTotal"), 0.3);
      assertEquals(50, real(values, "frequency"), 0.03);
      pass(Duration.ofSeconds(13));
    }
  }

  @Test
  void pulsesOnlyEverBecomeMore() {
    SimulatedBus bus = bus(2);
    long before = 0;
    long first = pulses(bus);
    for (int i = 0; i < 1000; i++) {
      long now = pulses(bus);
      assertTrue(now >= before, now + " after " + before);
      before = now;
      pass(Duration.ofSeconds(1));
    }
    assertTrue(before > first, "nobody drew any water");
  }

  @Test
  void whatASchemaCannotSeeIsChecked() {
    SimulatedType type = new SimulatedType(InstantSource.fixed(NOW), nanos::get);
    SimulatedSettings wrong =
        new SimulatedSettings(
            "Demo",
            Duration.ofHours(2),
            1,
            List.of(new Simulated("A", Kind.TEMPERATURE), new Simulated("A", Kind.PULSE_COUNTER)));
    assertEquals(
        "[/pollInterval: got 2h, want 100ms to 1h, /devices/1/name: got A again, want a name of"
            + " its own]",
        type.check(wrong).toString());
    assertEquals(List.of(), type.check(settings(1)));
  }

  private SimulatedBus bus(int seed) {
    return (SimulatedBus)
        new SimulatedType(InstantSource.fixed(NOW), nanos::get).driver(settings(seed));
  }

  private static SimulatedSettings settings(int seed) {
    return new SimulatedSettings("Demo", Duration.ofSeconds(1), seed, DEVICES);
  }

  /** A day in steps of ten minutes. */
  private String day(SimulatedBus bus) {
    StringBuilder all = new StringBuilder();
    long before = nanos.get();
    for (int i = 0; i < 144; i++) {
      bus.read(block -> block.forEach(one -> all.append(one.value()).append('\n')));
      pass(Duration.ofMinutes(10));
    }
    nanos.set(before);
    return all.toString();
  }

  private static Map<String, Sample> values(SimulatedBus bus) {
    List<Sample> all = new ArrayList<>();
    bus.read(all::addAll);
    Map<String, Sample> byName = new HashMap<>();
    all.forEach(one -> byName.put(one.point().name(), one));
    return byName;
  }

  private static @Nullable Value value(Map<String, Sample> values, String name) {
    return Objects.requireNonNull(values.get(name), name).value();
  }

  private static double real(Map<String, Sample> values, String name) {
    return value(values, name) instanceof Value.Real real ? real.value() : Double.NaN;
  }

  private static long pulses(SimulatedBus bus) {
    return value(values(bus), "pulses") instanceof Value.Int count ? count.value() : -1;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
