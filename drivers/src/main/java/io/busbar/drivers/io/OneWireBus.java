package io.busbar.drivers.io;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Temperature sensors by the kernel's w1 driver, and the mainboard. Reading a sensor makes it
 * measure, which takes up to 750 ms; the kernel waits for it.
 */
final class OneWireBus implements Driver {
  /** What a DS18B20 shows when it lost its supply while it measured (data sheet, table 1). */
  private static final long POWER_ON = 85_000;

  static final String POINT = "Temperature";

  private final OneWireSettings settings;
  private final Path root;
  private final InstantSource clock;
  private final Mainboard mainboard;
  private final List<Sensor> sensors;
  private final Map<Sensor, Integer> failures = new HashMap<>();
  private final Map<Sensor, Long> last = new HashMap<>();

  private record Sensor(DataPoint state, DataPoint temperature, String file) {}

  OneWireBus(OneWireSettings settings, Path root, InstantSource clock) {
    this.settings = settings;
    this.root = root;
    this.clock = clock;
    this.mainboard = new Mainboard(root);
    this.sensors = settings.sensors().stream().map(OneWireBus::sensor).toList();
  }

  private static Sensor sensor(OneWireSettings.Sensor each) {
    String device = each.name();
    return new Sensor(
        new DataPoint(device, DataPoint.DEVICE_STATE, ValueType.INT, "", each.id()),
        new DataPoint(device, POINT, ValueType.REAL, "°C", each.id()),
        "sys/bus/w1/devices/" + each.id() + "/temperature");
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public List<Device> devices() {
    List<Device> all = new ArrayList<>();
    all.add(mainboard.device());
    sensors.forEach(each ->
        all.add(new Device(each.state().device(), List.of(each.state(), each.temperature()))));
    return all;
  }

  @Override
  public void run(SampleSink sink) throws InterruptedException {
    while (true) {
      read(sink);
      Thread.sleep(settings.pollInterval());
    }
  }

  /** Reads everything once. */
  void read(SampleSink sink) {
    sink.accept(mainboard.read(clock.instant()));
    sensors.forEach(each -> sink.accept(read(each)));
  }

  private List<Sample> read(Sensor sensor) {
    Instant time = clock.instant();
    try {
      long thousandths = SysFile.number(root, sensor.file(), 10);
      Long before = last.put(sensor, thousandths);
      if (thousandths == POWER_ON && (before == null || before != POWER_ON)) {
        throw new IOException("got 85 °C, which a sensor shows that lost its supply");
      }
      failures.put(sensor, 0);
      return List.of(
          Sample.good(sensor.state(), new Value.Int(1), time),
          Sample.good(sensor.temperature(), new Value.Real(thousandths / 1000.0), time));
    } catch (IOException e) {
      int count = failures.merge(sensor, 1, Integer::sum);
      String reason =
          e.getMessage() + ". Check the sensor's wires, and dtoverlay=w1-gpio in config.txt";
      return List.of(
          Sample.good(sensor.state(), new Value.Int(0), time),
          Sample.failed(sensor.temperature(), Quality.afterFailures(count), time, reason));
    }
  }
}
