package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Positions (section 7.1): in TiXML one point with two paths, {@code <GNSS _="/a" lng="/b"
 * meta_type="gps"/>}. Our sections have a point for each path, of which the latitude names the
 * longitude; the longitude follows it, with everything else as the latitude has it.
 */
final class Positions {
  /** The second path: an attribute of TiXML, and a key of our meta data. */
  static final String LONGITUDE = "lng";

  private static final String META = "meta";

  private Positions() {}

  /** Gives each longitude that is no point of the section yet a point. */
  static void split(ArrayNode points) {
    Set<String> paths = new HashSet<>();
    points.forEach(point -> paths.add(point.path("path").asText()));
    for (int i = points.size() - 1; i >= 0; i--) {
      JsonNode point = points.get(i);
      if (isLatitude(point) && paths.add(point.path(META).path(LONGITUDE).asText())) {
        points.insert(i + 1, longitude(point));
      }
    }
  }

  /** The points without the longitudes that {@link #split} makes of the others. */
  static List<JsonNode> joined(JsonNode points) {
    List<JsonNode> joined = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (!isMade(points, i)) {
        joined.add(points.get(i));
      }
    }
    return joined;
  }

  /** What a point is called in TiXML. */
  static String word(JsonNode points, int index) {
    return isMade(points, index)
        ? points.path(index - 1).path("name").asText() + "/" + LONGITUDE
        : points.path(index).path("name").asText();
  }

  private static boolean isMade(JsonNode points, int index) {
    JsonNode before = points.path(index - 1);
    return isLatitude(before) && points.path(index).equals(longitude(before));
  }

  private static boolean isLatitude(JsonNode point) {
    return point.path(META).has(LONGITUDE);
  }

  private static ObjectNode longitude(JsonNode latitude) {
    ObjectNode longitude = latitude.deepCopy();
    longitude.put("name", latitude.path("name").asText() + "_" + LONGITUDE);
    longitude.set("path", latitude.path(META).path(LONGITUDE));
    longitude.withObject("/" + META).remove(LONGITUDE);
    return longitude;
  }
}
