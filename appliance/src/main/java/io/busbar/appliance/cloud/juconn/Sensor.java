package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.Numbers;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A data point as the portal knows it.
 *
 * @param controller the variable's path but its last level, with underscores (tables 2-1 and 2-2)
 * @param id the last level of the path, unique in its controller
 * @param longitude path of the other half of a position; null for all else (section 7.1)
 */
record Sensor(String controller, String id, Point point, @Nullable String longitude) {
  static final String GPS = "gps";

  private static final Set<String> NO_DEVICES = Set.of("PV", "MB", "Program", "SysIO");

  /** Bits, bytes and words of an expansion module: {@code /Process/C20/Q/P0}. */
  private static final Pattern MODULE =
      Pattern.compile("/Process/[^/]+/([IQ][BWD]?|A[IO]|Counter)/P[0-9]+");

  static Sensor of(Point point) {
    String path = point.path();
    int last = path.lastIndexOf('/');
    String above = path.substring(0, Math.max(0, last)).replaceFirst("^/", "");
    return new Sensor(
        above.isEmpty() ? "Get" : above.replace('/', '_'),
        path.substring(last + 1),
        point,
        GPS.equals(point.meta().get("type")) ? point.meta().get("lng") : null);
  }

  /**
   * The state of table 2-5: of a device's variable 1 while it is valid, else 0; of all that has no
   * device 2. A value that could not be read anew is not valid, even if the last one is known.
   */
  int state(Quality quality) {
    if (!onDevice()) {
      return 2;
    }
    return quality == Quality.GOOD ? 1 : 0;
  }

  private boolean onDevice() {
    String[] levels = point.path().split("/", -1);
    return !isPosition()
        && levels.length == 5
        && levels[1].equals("Process")
        && !NO_DEVICES.contains(levels[2])
        && !MODULE.matcher(point.path()).matches();
  }

  private boolean isPosition() {
    return GPS.equals(point.meta().get("type"));
  }

  /** A value as the portal reads it, empty when there is none. */
  String text(@Nullable Value value) {
    return switch (value) {
      case null -> "";
      case Value.Bool(boolean on) ->
          SensorMeta.type(point).equals("switch") ? Boolean.toString(on) : on ? "1" : "0";
      case Value.Int _, Value.Real _, Value.Text _ -> Numbers.text(value);
    };
  }

  /** Whether JSON has the value as a number; of custom sensors everything is a text (table 2-4). */
  boolean isNumber(@Nullable Value value) {
    return (value instanceof Value.Int || value instanceof Value.Real)
        && !SensorMeta.type(point).equals(SensorMeta.CUSTOM);
  }
}
