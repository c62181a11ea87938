package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Sample;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bus on a scripted line, with a clock that stands still unless it is told to go. */
final class Rig {
  static final String UID = "323636300039004C";
  static final NodeSettings ENERGY = node("Energy_4", UID, "camexia-energy", null, null);

  private final List<Sample> samples = new ArrayList<>();
  private long nanos = 5_000_000_000L;
  private ScriptedPort port = new ScriptedPort();
  final Dash7Bus bus;

  Rig(NodeSettings... nodes) {
    bus =
        new Dash7Bus(
            new Dash7Settings("Radio", "/dev/ttyACM0", 115_200, null, Arrays.asList(nodes)),
            LayoutLibrary.shipped(),
            _ -> port,
            this::now,
            () -> nanos,
            Runnable::run);
  }

  static NodeSettings node(
      String name,
      String uid,
      String layout,
      @Nullable Duration period,
      @Nullable Duration dormant) {
    return new NodeSettings(name, uid, layout, period, dormant, 1);
  }

  Instant now() {
    return Instant.ofEpochSecond(1_700_000_000, nanos - 5_000_000_000L);
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** Runs the bus over a script until the port has gone. */
  BusException run(ScriptedPort script) {
    port = script;
    return assertThrows(BusException.class, () -> bus.run(samples::addAll));
  }

  List<Sample> samples() {
    return samples;
  }

  /** What the tree would show: value and quality of the newest sample, values being kept. */
  String shows(String device, String name) {
    String value = "nothing";
    String quality = "never";
    for (Sample sample : samples) {
      if (sample.point().device().equals(device) && sample.point().name().equals(name)) {
        value = sample.value() == null ? value : sample.value().toString();
        quality = sample.quality().toString();
      }
    }
    return value + " " + quality;
  }

  DataPoint point(String device, String name) {
    return bus.devices().stream()
        .filter(each -> each.name().equals(device))
        .map(Device::points)
        .flatMap(List::stream)
        .filter(point -> point.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
