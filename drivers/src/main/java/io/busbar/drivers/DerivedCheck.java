package io.busbar.drivers;

import static java.util.stream.Collectors.joining;

import io.busbar.drivers.DerivedSettings.Kind;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What derived points must keep and no schema can say, and the points that they become. */
final class DerivedCheck {
  private static final Duration SHORTEST_GAP = Duration.ofSeconds(1);
  private static final Duration LONGEST_GAP = Duration.ofDays(1);

  /** Unit of a power by that of its energy; both ways. */
  private static final Map<String, String> POWER_OF =
      Map.of("Wh", "W", "varh", "var", "VAh", "VA", "Ah", "A", "m³", "m³/h");

  private static final Map<String, String> ENERGY_OF =
      Map.of("W", "Wh", "var", "varh", "VA", "VAh", "A", "Ah", "m³/h", "m³");

  private final String device;
  private final List<DerivedSettings> wanted;
  private final Map<String, DataPoint> known = new HashMap<>();
  private final List<DataPoint> ordered = new ArrayList<>();
  private final List<DerivedSettings> rules = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private DerivedCheck(String device, List<DerivedSettings> wanted, List<DataPoint> offered) {
    this.device = device;
    this.wanted = wanted;
    offered.forEach(point -> known.put(point.name(), point));
  }

  /** The derived points of a device in an order in which each follows only from those before. */
  static DerivedCheck of(String device, List<DerivedSettings> wanted, List<DataPoint> offered) {
    DerivedCheck check = new DerivedCheck(device, wanted, offered);
    check.names();
    for (int i = 0; i < wanted.size(); i++) {
      check.keys(wanted.get(i), "/" + i);
    }
    if (check.problems.isEmpty()) {
      check.order();
    }
    return check;
  }

  /** Every fault; paths count from the list. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The points, in their order. */
  List<DataPoint> points() {
    return List.copyOf(ordered);
  }

  /** What each of {@link #points} follows from. */
  List<DerivedSettings> rules() {
    return List.copyOf(rules);
  }

  private void names() {
    HashSet<String> names = new HashSet<>(known.keySet());
    for (int i = 0; i < wanted.size(); i++) {
      String name = wanted.get(i).name();
      if (!names.add(name)) {
        add("/" + i + "/name", "got " + name + " again, want a name of its own");
      }
    }
  }

  private void keys(DerivedSettings one, String path) {
    Kind kind = one.kind();
    int inputs = one.inputs().size();
    if (kind.takesSeveral() ? inputs < 2 : inputs != 1) {
      add(
          path + "/inputs",
          "got %d, want %s".formatted(inputs, kind.takesSeveral() ? "two or more" : "one"));
    }
    if (one.factor() != null && !kind.hasFactor()) {
      add(path + "/factor", "want this key only for product and power-from-pulses");
    } else if (one.factor() == null ? kind == Kind.PRODUCT : one.factor().signum() == 0) {
      add(path + "/factor", one.factor() == null ? "missing; add this key" : "got 0, want another");
    }
    Duration gap = one.longestGap();
    if (gap != null && !kind.hasGap()) {
      add(path + "/longestGap", "want this key only for power-from-pulses and energy-from-power");
    } else if (gap != null && (gap.compareTo(SHORTEST_GAP) < 0 || gap.compareTo(LONGEST_GAP) > 0)) {
      add(path + "/longestGap", "got " + DurationText.format(gap) + ", want 1s to 1d");
    }
  }

  /** Takes those whose inputs are all known, until there are none left or none that can be. */
  private void order() {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      left.add(i);
    }
    while (left.removeIf(this::taken)) {
      // each round knows more
    }
    left.forEach(this::lost);
  }

  private boolean taken(int at) {
    DerivedSettings one = wanted.get(at);
    if (!known.keySet().containsAll(one.inputs())) {
      return false;
    }
    List<DataPoint> inputs =
        one.inputs().stream()
            .map(name -> Optional.ofNullable(known.get(name)).orElseThrow())
            .toList();
    DataPoint point = point(one, inputs, "/" + at);
    known.put(one.name(), point);
    ordered.add(point);
    rules.add(one);
    return true;
  }

  private DataPoint point(DerivedSettings one, List<DataPoint> inputs, String path) {
    for (int i = 0; i < inputs.size(); i++) {
      input(inputs.get(i), inputs.getFirst(), path + "/inputs/" + i);
    }
    String unit = unit(one, inputs.getFirst().unit(), path + "/unit");
    String source = one.kind().word() + " of " + String.join(", ", one.inputs());
    return new DataPoint(device, one.name(), type(one, inputs), unit, source);
  }

  private void input(DataPoint input, DataPoint first, String path) {
    if (input.type() == ValueType.BOOL || input.type() == ValueType.TEXT) {
      add(path, "got %s, which is no number, want one".formatted(input.name()));
    } else if (!input.unit().equals(first.unit())) {
      add(
          path,
          "got %s in %s, want %s as %s has"
              .formatted(input.name(), shown(input.unit()), shown(first.unit()), first.name()));
    }
  }

  private static ValueType type(DerivedSettings one, List<DataPoint> inputs) {
    boolean whole = inputs.stream().allMatch(input -> input.type() == ValueType.INT);
    return switch (one.kind()) {
      case SUM, DIFFERENCE -> whole ? ValueType.INT : ValueType.REAL;
      case PRODUCT ->
          whole && one.factor() != null && one.factor().stripTrailingZeros().scale() <= 0
              ? ValueType.INT
              : ValueType.REAL;
      case POWER_FROM_PULSES, ENERGY_FROM_POWER -> ValueType.REAL;
    };
  }

  private String unit(DerivedSettings one, String input, String path) {
    String follows =
        switch (one.kind()) {
          case SUM, DIFFERENCE -> input;
          case PRODUCT -> one.unit() == null ? input : one.unit();
          case POWER_FROM_PULSES -> input.isEmpty() ? pulses(one, path) : POWER_OF.get(input);
          case ENERGY_FROM_POWER -> ENERGY_OF.get(input);
        };
    if (follows == null) {
      add(path, "got an input in %s, want one of %s".formatted(shown(input), fitting(one.kind())));
      return "";
    }
    if (one.unit() != null && !one.unit().equals(follows)) {
      add(path, "got %s, want %s".formatted(shown(one.unit()), shown(follows)));
    }
    return follows;
  }

  /** Bare pulses may count anything; only the configuration knows what. */
  private String pulses(DerivedSettings one, String path) {
    String unit = one.unit();
    if (unit == null || !ENERGY_OF.containsKey(unit)) {
      add(
          path,
          "got %s, want one of %s: the pulses themselves have no unit"
              .formatted(unit == null ? "none" : shown(unit), joined(ENERGY_OF)));
      return "";
    }
    return unit;
  }

  private static String fitting(Kind kind) {
    return kind == Kind.ENERGY_FROM_POWER ? joined(ENERGY_OF) : joined(POWER_OF);
  }

  private static String joined(Map<String, String> units) {
    return units.keySet().stream().sorted().collect(joining(", "));
  }

  private void lost(int at) {
    List<String> inputs = wanted.get(at).inputs();
    for (int i = 0; i < inputs.size(); i++) {
      String input = inputs.get(i);
      if (!known.containsKey(input)) {
        boolean derived = wanted.stream().anyMatch(other -> other.name().equals(input));
        add(
            "/" + at + "/inputs/" + i,
            derived
                ? "got %s, which in turn follows from what is unknown or from %s itself"
                    .formatted(input, wanted.get(at).name())
                : "got %s, want the name of a point that this device has".formatted(input));
      }
    }
  }

  private static String shown(@Nullable String unit) {
    return unit == null || unit.isEmpty() ? "no unit" : unit;
  }

  private void add(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
