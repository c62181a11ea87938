package io.busbar.drivers.io;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Pi's own health, as the FP has it below {@code OneWire/Mainboard}: the temperature of its CPU
 * and what its firmware says of supply and throttling ({@code get_throttled}, Raspberry Pi
 * documentation of vcgencmd: bit 0 under-voltage, 1 frequency capped, 2 throttled, 3 soft
 * temperature limit; 16 to 19 the same since the start).
 */
final class Mainboard {
  static final String NAME = "Mainboard";

  private static final String TEMPERATURE = "sys/class/thermal/thermal_zone0/temp";
  private static final String THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled";

  private static final Map<String, Integer> FLAGS = flags();

  private final Path root;
  private final DataPoint state;
  private final DataPoint temperature;
  private final Map<DataPoint, Integer> flags = new LinkedHashMap<>();

  Mainboard(Path root) {
    this.root = root;
    String device = NAME;
    this.state = new DataPoint(device, DataPoint.DEVICE_STATE, ValueType.INT, "", "");
    this.temperature = new DataPoint(device, "CPUTemp", ValueType.REAL, "°C", "/" + TEMPERATURE);
    FLAGS.forEach((name, bit) ->
        flags.put(
            new DataPoint(device, name, ValueType.BOOL, "", "/" + THROTTLED + " bit " + bit), bit));
  }

  private static Map<String, Integer> flags() {
    Map<String, Integer> flags = new LinkedHashMap<>();
    flags.put("UnderVoltage", 0);
    flags.put("FrequencyCapped", 1);
    flags.put("Throttled", 2);
    flags.put("TemperatureLimit", 3);
    flags.put("UnderVoltageSinceStart", 16);
    flags.put("ThrottledSinceStart", 18);
    return flags;
  }

  Device device() {
    List<DataPoint> points = new ArrayList<>(List.of(state, temperature));
    points.addAll(flags.keySet());
    return new Device(NAME, points);
  }

  List<Sample> read(Instant time) {
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.good(state, new Value.Int(1), time));
    try {
      samples.add(
          Sample.good(
              temperature, new Value.Real(SysFile.number(root, TEMPERATURE, 10) / 1000.0), time));
    } catch (IOException e) {
      samples.add(Sample.failed(temperature, Quality.BAD, time, String.valueOf(e.getMessage())));
    }
    try {
      long word = SysFile.number(root, THROTTLED, 16);
      flags.forEach((point, bit) ->
          samples.add(Sample.good(point, new Value.Bool(((word >> bit) & 1) == 1), time)));
    } catch (IOException e) {
      flags
          .keySet()
          .forEach(point ->
              samples.add(Sample.failed(point, Quality.BAD, time, String.valueOf(e.getMessage()))));
    }
    return samples;
  }
}
