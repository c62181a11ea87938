package io.busbar.appliance.cloud.smartgear;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was last sent of one device, and what is computed of it. */
final class Device {
  /** A number of now. */
  private record Known(double number, Quality quality) {}

  /**
   * A computed value.
   *
   * @param input one of the variables that it comes of
   */
  record Made(String code, String input, Value value, Quality quality) {}

  private final Set<String> own = new HashSet<>();
  private final Map<String, Known> last = new HashMap<>();
  private final Map<String, Double> extremes = new HashMap<>();

  /** The device sends this code itself, so it is not computed. */
  void has(String code) {
    own.add(code);
  }

  /** Notes a variable's value; of one that is no number or never was nothing is computed. */
  void note(String variable, Value value, Quality quality) {
    switch (value) {
      case Value.Int(long whole) -> last.put(variable, new Known(whole, quality));
      case Value.Real(double real) -> last.put(variable, new Known(real, quality));
      case Value.Bool _, Value.Text _ -> {}
    }
  }

  /** What can be computed anew after these variables came. */
  List<Made> computed(Set<String> touched) {
    List<Made> made = new ArrayList<>();
    for (Computed each : Computed.ALL) {
      if (!own.contains(each.code())
          && each.uses(touched)
          && last.keySet().containsAll(each.inputs())) {
        made.add(make(each));
      }
    }
    return made;
  }

  private Made make(Computed each) {
    double[] numbers = new double[each.inputs().size()];
    Quality worst = Quality.GOOD;
    for (int i = 0; i < numbers.length; i++) {
      Known known = last.getOrDefault(each.inputs().get(i), new Known(0, Quality.BAD));
      numbers[i] = known.number();
      worst = known.quality().compareTo(worst) > 0 ? known.quality() : worst;
    }
    double now = each.how().of(numbers);
    double result = now;
    if (worst == Quality.GOOD) {
      double before = extremes.getOrDefault(each.code(), now);
      result = each.extreme().of(before, now);
      extremes.put(each.code(), result);
    }
    Value value =
        each.how() == Computed.How.WHICH
            ? new Value.Int((long) result)
            : new Value.Real(Math.round(result * 1e6) / 1e6);
    return new Made(each.code(), each.inputs().getFirst(), value, worst);
  }
}
