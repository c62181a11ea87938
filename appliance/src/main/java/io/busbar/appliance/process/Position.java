package io.busbar.appliance.process;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.ValueType;
import java.util.Map;

/**
 * The position of the appliance itself, by the paths that the FP Juconn manual has in section 7.
 * This hardware has no receiver, so nobody ever fills them: a section that names them sends empty
 * values, as section 7.1 says. Who has a receiver names the paths of its variables.
 */
public final class Position {
  /** Both by their paths. */
  public static final Map<String, DataPoint> VARIABLES =
      Map.of("/GNSS/Latitude", point("Latitude"), "/GNSS/Longitude", point("Longitude"));

  private Position() {}

  private static DataPoint point(String name) {
    return new DataPoint("", name, ValueType.REAL, "", "no receiver here");
  }
}
