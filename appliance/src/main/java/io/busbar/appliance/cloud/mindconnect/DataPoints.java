package io.busbar.appliance.cloud.mindconnect;

import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.ConnectorType.Section;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The dataPointId of each section point, the same in the mapping model and in the time series: the
 * point's name; where several sections have a point of that name, {@code <section>_<name>} for each
 * of them.
 */
final class DataPoints {
  /** By section and point. */
  private final Map<String, Map<String, String>> ids = new HashMap<>();

  private final List<Problem> problems = new ArrayList<>();

  DataPoints(List<Section> sections) {
    Map<String, Integer> uses = new HashMap<>();
    for (Section section : sections) {
      Set<String> names = new HashSet<>();
      section.points().forEach(point -> names.add(point.name()));
      names.forEach(name -> uses.merge(name, 1, Integer::sum));
    }
    Set<String> given = new HashSet<>();
    for (int s = 0; s < sections.size(); s++) {
      Section section = sections.get(s);
      for (int p = 0; p < section.points().size(); p++) {
        Point point = section.points().get(p);
        boolean shared = uses.getOrDefault(point.name(), 0) > 1;
        String id = shared ? section.name() + "_" + point.name() : point.name();
        ids.computeIfAbsent(section.name(), _ -> new HashMap<>()).put(point.name(), id);
        if (!given.add(id)) {
          problems.add(
              new Problem(
                  "/sections/" + s + "/points/" + p + "/name",
                  "got the data point id `" + id + "` twice, want it once; rename the point"));
        }
      }
    }
  }

  /** The id of a point; of one that is not configured any more, its name. */
  String id(String section, String point) {
    Map<String, String> known = ids.get(section);
    return known == null ? point : known.getOrDefault(point, point);
  }

  /** Points that cannot be told apart at the platform. */
  List<Problem> problems() {
    return problems;
  }
}
