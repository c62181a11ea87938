package io.busbar.appliance.config;

import io.busbar.appliance.process.VariableSettings;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.Problem;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the schema cannot see of the user's process variables. */
record VariableCheck(List<Problem> problems) {
  void check(List<VariableSettings> variables, String path) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < variables.size(); i++) {
      VariableSettings variable = variables.get(i);
      String place = path + "/" + i;
      if (!names.add(variable.name())) {
        problems.add(
            Problem.of(
                place + "/name", "twice", "got %s twice, want a name of its own", variable.name()));
      }
      limits(variable, place);
      if (variable.derive() != null) {
        derived(variable, place);
        continue;
      }
      try {
        variable.initial();
      } catch (IllegalArgumentException e) {
        problem(place + "/value", String.valueOf(e.getMessage()));
      }
    }
  }

  private void limits(VariableSettings variable, String place) {
    Double min = variable.min();
    Double max = variable.max();
    boolean number =
        variable.valueType() == ValueType.INT || variable.valueType() == ValueType.REAL;
    if (!number && (min != null || max != null)) {
      problem(
          place + (min != null ? "/min" : "/max"),
          "only a number has limits, this variable is " + variable.type());
    }
    if (min != null && max != null && min > max) {
      problem(place + "/min", "got " + min + ", want at most max, which is " + max);
    }
  }

  /** A variable that follows from others holds nothing of its own. */
  private void derived(VariableSettings variable, String place) {
    boolean number =
        variable.valueType() == ValueType.INT || variable.valueType() == ValueType.REAL;
    if (!number) {
      problem(place + "/type", "got " + variable.type() + ", want int or real: it is computed");
    }
    Map<String, Boolean> others = new LinkedHashMap<>();
    others.put("value", variable.value() != null);
    others.put("min", variable.min() != null);
    others.put("max", variable.max() != null);
    others.put("persistent", variable.persistent());
    others.forEach((key, given) -> {
      if (given) {
        problem(place + "/" + key, "want this key only without derive: it is never set");
      }
    });
  }

  private void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
