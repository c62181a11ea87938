package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.ConnectorType.Section;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All sensors of a connector by their controllers (section 2.2.1). A variable that several sections
 * send is one sensor, under the name that it has in the first of them.
 */
final class DataModel {
  private final List<Section> sections;
  private final Map<String, List<Sensor>> controllers = new LinkedHashMap<>();
  private final Map<String, Sensor> byPath = new HashMap<>();
  private final Map<String, Map<String, Sensor>> bySection = new HashMap<>();

  /** Paths of longitudes, and the latitudes that they belong to. */
  private final Map<String, Sensor> latitudes = new HashMap<>();

  DataModel(List<Section> sections) {
    this.sections = List.copyOf(sections);
    for (Section section : sections) {
      Map<String, Sensor> names = new HashMap<>();
      for (Point point : section.points()) {
        Sensor sensor = byPath.computeIfAbsent(point.path(), _ -> added(Sensor.of(point)));
        names.put(point.name(), sensor);
      }
      bySection.put(section.name(), names);
    }
  }

  private Sensor added(Sensor sensor) {
    controllers.computeIfAbsent(sensor.controller(), _ -> new ArrayList<>()).add(sensor);
    if (sensor.longitude() != null) {
      latitudes.put(sensor.longitude(), sensor);
    }
    return sensor;
  }

  /** The sensors of each controller, in the order of the configuration. */
  Map<String, List<Sensor>> controllers() {
    return controllers;
  }

  /** The sensor of a section's point; null when the section has no such point any more. */
  @Nullable Sensor sensor(String section, String point) {
    Map<String, Sensor> names = bySection.get(section);
    return names == null ? null : names.get(point);
  }

  /** The sensor of a path. */
  @Nullable Sensor at(String path) {
    return byPath.get(path);
  }

  /** The latitude that a sensor is, or belongs to; null when it is no position. */
  @Nullable Sensor latitude(Sensor sensor) {
    return sensor.longitude() != null ? sensor : latitudes.get(sensor.point().path());
  }

  /** What is wrong with the points; paths count from the connector. */
  List<Problem> problems(boolean virtualDevices) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> paths = new HashMap<>();
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      for (int j = 0; j < section.points().size(); j++) {
        Point point = section.points().get(j);
        String place = "/sections/" + i + "/points/" + j;
        SensorMeta.problems(point, virtualDevices).forEach(p -> problems.add(p.under(place)));
        problems.addAll(positionProblems(section, Sensor.of(point), place));
        Sensor sensor = Sensor.of(point);
        String other = paths.putIfAbsent(sensor.controller() + " " + sensor.id(), point.path());
        if (other != null && !other.equals(point.path())) {
          problems.add(
              new Problem(
                  place + "/path",
                  "got %s, which the portal cannot tell from %s: both are sensor %s of controller %s"
                      .formatted(point.path(), other, sensor.id(), sensor.controller())));
        }
      }
    }
    return problems;
  }

  private static List<Problem> positionProblems(Section section, Sensor sensor, String place) {
    String longitude = sensor.longitude();
    if (longitude == null
        || section.points().stream().anyMatch(other -> other.path().equals(longitude))) {
      return List.of();
    }
    return List.of(
        new Problem(
            place + "/meta/lng",
            "got " + longitude + ", want the path of another point of this section"));
  }
}
