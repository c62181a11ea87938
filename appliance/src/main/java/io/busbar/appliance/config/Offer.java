package io.busbar.appliance.config;

import io.busbar.appliance.process.Path;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.schema.Problem;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a configuration offers: those of its buses, and the appliance's own.
 *
 * @param variables by their paths
 * @param good indices of the buses that have no problem of their own
 * @param whole whether every bus was good, so that a variable that is missing is really missing
 */
record Offer(Map<String, DataPoint> variables, Set<Integer> good, boolean whole) {

  /**
   * Asks every good bus what it offers. Touches no wire.
   *
   * @param found problems of the buses, by their index
   * @param faults what the schema found before; buses that it cut out offer nothing
   */
  static Offer of(List<Config.Bus<?>> buses, List<Problem> found, List<Problem> faults) {
    Map<String, DataPoint> variables = new LinkedHashMap<>();
    Set<Integer> good = new HashSet<>();
    for (int i = 0; i < buses.size(); i++) {
      String place = "/buses/" + i + "/";
      if (found.stream().noneMatch(problem -> problem.path().startsWith(place))) {
        Config.Bus<?> bus = buses.get(i);
        add(bus.name(), bus.driver().devices(), variables);
        good.add(i);
      }
    }
    boolean spoilt = faults.stream().anyMatch(problem -> problem.path().startsWith("/buses"));
    return new Offer(variables, good, found.isEmpty() && !spoilt);
  }

  /**
   * Whether an unknown variable may come from a device that is to be mended first: then it is not
   * told as a problem of its own.
   */
  private boolean mayHave(String path) {
    String device = path.substring(0, path.lastIndexOf('/') + 1);
    boolean known = variables.keySet().stream().anyMatch(other -> other.startsWith(device));
    return !whole && !known;
  }

  /**
   * The variable of a path.
   *
   * @param place where the configuration names it; a path that is not there is a problem of it
   * @return null when there is none
   */
  @Nullable DataPoint find(String path, String place, List<Problem> problems) {
    DataPoint variable = variables.get(path);
    if (variable == null && !mayHave(path)) {
      problems.add(
          Problem.of(
              place,
              "variable",
              "got %s, want a variable that a bus or the appliance offers; %s",
              path,
              Nearest.hint(path, variables.keySet())));
    }
    return variable;
  }

  /** Adds what the appliance itself offers. */
  void add(String source, List<Device> devices) {
    add(source, devices, variables);
  }

  private static void add(String bus, List<Device> devices, Map<String, DataPoint> variables) {
    for (Device device : devices) {
      for (DataPoint point : device.points()) {
        variables.put(Path.of(bus, device, point), point);
      }
    }
  }
}
