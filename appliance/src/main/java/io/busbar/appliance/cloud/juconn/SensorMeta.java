package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the portal is told of a sensor (tables 2-3 and 2-4). The configuration has it under {@code
 * meta}, without the manual's {@code meta_}; {@code custom_fields.plant} makes one custom field.
 */
final class SensorMeta {
  static final String CUSTOM = "custom";

  private static final String FIELD = "custom_fields.";

  /** Table 2-4. The manual's own examples have K for temperatures as well. */
  private static final Map<String, List<String>> UNITS =
      Map.ofEntries(
          Map.entry("temperature", List.of("°C", "°F", "°K", "K")),
          Map.entry("humidity", List.of("%")),
          Map.entry("air pressure", List.of("Pa", "bar", "psi", "atm")),
          Map.entry("water pressure", List.of("Pa", "bar", "psi", "atm")),
          Map.entry("light", List.of("lm", "lx")),
          Map.entry("switch", List.of()),
          Map.entry("gas content", List.of("%")),
          Map.entry("volume", List.of("l", "cm^3")),
          Map.entry("speed", List.of("km/h", "m/sec", "miles/h")),
          Map.entry(Sensor.GPS, List.of()),
          Map.entry("power", List.of("W", "mW")),
          Map.entry("current", List.of("A", "mA")),
          Map.entry("voltage", List.of("V", "mV")));

  /** What a variable's unit says by itself. */
  private static final Map<String, String> BY_UNIT =
      Map.of("W", "power", "A", "current", "V", "voltage", "°C", "temperature");

  /** A name of a virtual device: ASCII without spaces (section 2.2.1). */
  private static final Pattern DEVICE = Pattern.compile("[!-~]{1,128}");

  private SensorMeta() {}

  /** The sensor type: the configured one if the portal knows it, else what the unit says. */
  static String type(Point point) {
    String type = point.meta().get("type");
    if (type != null) {
      return UNITS.containsKey(type) ? type : CUSTOM;
    }
    return point.type() == ValueType.BOOL ? "switch" : BY_UNIT.getOrDefault(unit(point), CUSTOM);
  }

  private static String unit(Point point) {
    return point.meta().getOrDefault("unit", point.unit());
  }

  /**
   * What follows the name, in the order of the manual's example: texts, flags, numbers, and the
   * custom fields as a map.
   */
  static Map<String, Object> of(Point point, String setPoint) {
    Map<String, String> rest = new TreeMap<>(point.meta());
    rest.remove("type");
    rest.remove("unit");
    rest.remove("lng");
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("type", type(point));
    if (!unit(point).isEmpty()) {
      told.put("unit", unit(point));
    }
    move(rest, "setpoint", told, setPoint);
    move(rest, "virtual", told, "virtual");
    move(rest, "virtual_device", told, "virtual_device");
    move(rest, "receive_signal", told, "receive_signal");
    move(rest, "signal_frequency", told, "signal_frequency");
    Map<String, String> fields = fields(rest);
    rest.forEach(told::put);
    if (!fields.isEmpty()) {
      told.put("custom_fields", fields);
    }
    return told;
  }

  private static void move(
      Map<String, String> from, String key, Map<String, Object> told, String name) {
    String text = from.remove(key);
    if (text == null) {
      return;
    }
    told.put(
        name,
        switch (key) {
          case "virtual" -> Boolean.valueOf(text);
          case "signal_frequency" -> Long.valueOf(text);
          default -> text;
        });
  }

  private static Map<String, String> fields(Map<String, String> meta) {
    Map<String, String> fields = new LinkedHashMap<>();
    meta.forEach((key, value) -> {
      if (key.startsWith(FIELD)) {
        fields.put(key.substring(FIELD.length()), value);
      }
    });
    meta.keySet().removeIf(key -> key.startsWith(FIELD));
    return fields;
  }

  /**
   * What is wrong with a point's meta; paths count from the point.
   *
   * @param virtualDevices whether it must name a virtual device
   */
  static List<Problem> problems(Point point, boolean virtualDevices) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> meta = point.meta();
    List<String> units = UNITS.getOrDefault(type(point), List.of());
    if (!units.isEmpty() && !unit(point).isEmpty() && !units.contains(unit(point))) {
      problems.add(
          new Problem(
              "/meta/unit",
              "got %s for a sensor of type %s, want one of %s, or the type %s"
                  .formatted(unit(point), type(point), units, CUSTOM)));
    }
    String device = meta.get("virtual_device");
    if (device == null ? virtualDevices : !DEVICE.matcher(device).matches()) {
      problems.add(
          new Problem(
              "/meta/virtual_device",
              "got %s, want a name of ASCII characters without spaces%s"
                  .formatted(
                      device == null ? "none" : "`" + device + "`",
                      virtualDevices ? ": virtualDevices needs one at every point" : "")));
    }
    require(problems, meta.get("virtual"), "virtual", "true|false", "true or false");
    require(
        problems,
        meta.get("signal_frequency"),
        "signal_frequency",
        "[0-9]{1,9}",
        "a whole number of seconds");
    return problems;
  }

  private static void require(
      List<Problem> problems, @Nullable String got, String key, String pattern, String wanted) {
    if (got != null && !got.matches(pattern)) {
      problems.add(new Problem("/meta/" + key, "got `%s`, want %s".formatted(got, wanted)));
    }
  }
}
