package io.busbar.appliance.config;

import io.busbar.appliance.process.DeriveSettings;
import io.busbar.appliance.process.VariableSettings;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.DerivedPoints;
import io.busbar.drivers.DerivedSettings;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the process variables that follow from others against what there is: the same rules as for
 * the derived points of a device, with paths for names.
 */
final class DeriveCheck {
  private final Offer offer;
  private final List<Problem> problems;

  DeriveCheck(Offer offer, List<Problem> problems) {
    this.offer = offer;
    this.problems = problems;
  }

  /** The variables with the units that follow; as they are where something is wrong. */
  List<VariableSettings> resolve(List<VariableSettings> variables, String path) {
    Set<String> unsure = unsure(variables, path);
    List<DerivedSettings> rules = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < variables.size(); i++) {
      VariableSettings variable = variables.get(i);
      DeriveSettings derive = variable.derive();
      String name = variable.path();
      if (derive != null && !unsure.contains(name) && names.add(name)) {
        rules.add(derive.rule(name, variable.unit()));
        places.add(i);
      }
    }
    List<DataPoint> offered = new ArrayList<>();
    offer
        .variables()
        .forEach((at, point) -> {
          if (!names.contains(at)) {
            offered.add(new DataPoint("", at, point.type(), point.unit(), point.source()));
          }
        });
    List<Problem> found = DerivedPoints.problems(rules, offered);
    found.forEach(problem -> problems.add(placed(problem, places, path)));
    return found.isEmpty() ? withUnits(variables, rules, offered, path) : variables;
  }

  /** Those that follow from what is not there, or in turn from one of these. */
  private Set<String> unsure(List<VariableSettings> variables, String path) {
    Set<String> unsure = new HashSet<>();
    for (int i = 0; i < variables.size(); i++) {
      DeriveSettings derive = variables.get(i).derive();
      if (derive != null && !known(derive, path + "/" + i)) {
        unsure.add(variables.get(i).path());
      }
    }
    int before;
    do {
      before = unsure.size();
      for (VariableSettings variable : variables) {
        DeriveSettings derive = variable.derive();
        if (derive != null && !Collections.disjoint(derive.inputs(), unsure)) {
          unsure.add(variable.path());
        }
      }
    } while (unsure.size() > before);
    return unsure;
  }

  /** Whether there is everything that a variable follows from. */
  private boolean known(DeriveSettings derive, String path) {
    boolean all = true;
    for (int i = 0; i < derive.inputs().size(); i++) {
      all &= offer.find(derive.inputs().get(i), path + "/derive/inputs/" + i, problems) != null;
    }
    return all;
  }

  /** Name and unit are keys of the variable itself, all others of its rule. */
  private static Problem placed(Problem problem, List<Integer> places, String path) {
    String[] keys = problem.path().split("/", 3);
    boolean own = keys[2].equals("name") || keys[2].equals("unit");
    String place = path + "/" + places.get(Integer.parseInt(keys[1]));
    return new Problem(place + (own ? "/" : "/derive/") + keys[2], problem.message());
  }

  private List<VariableSettings> withUnits(
      List<VariableSettings> variables,
      List<DerivedSettings> rules,
      List<DataPoint> offered,
      String path) {
    Map<String, DataPoint> computed = new HashMap<>();
    DerivedPoints.of("", rules, offered)
        .points()
        .forEach(point -> computed.put(point.name(), point));
    List<VariableSettings> resolved = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      VariableSettings variable = variables.get(i);
      DataPoint point = variable.derive() == null ? null : computed.get(variable.path());
      if (point != null
          && variable.valueType() == ValueType.INT
          && point.type() == ValueType.REAL) {
        problems.add(
            new Problem(path + "/" + i + "/type", "got int, want real: the result has a fraction"));
      }
      resolved.add(point == null ? variable : variable.in(point.unit()));
    }
    return resolved;
  }
}
