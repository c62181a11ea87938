package io.busbar.appliance.process;

import io.busbar.drivers.Value;
import org.jspecify.annotations.Nullable;

/**
 * Whether the values of a variable fire an event. An edge or a change needs a value before it; a
 * limit that is passed by the first value fires, so that what the event protects is in place after
 * a restart too.
 */
final class Trigger {
  private final EventSettings event;
  private final double limit;
  private @Nullable Value last;
  private boolean beyond;

  Trigger(EventSettings event) {
    this.event = event;
    this.limit = event.limit() == null ? 0 : event.limit();
  }

  /** Takes the next good value in order. */
  boolean fires(Value now) {
    Value before = last;
    last = now;
    return switch (event.when()) {
      case "rising" -> before != null && !isOn(before) && isOn(now);
      case "falling" -> before != null && isOn(before) && !isOn(now);
      case "change" -> before != null && !now.equals(before);
      case "above" -> passes(number(now) - limit);
      case "below" -> passes(limit - number(now));
      default -> false;
    };
  }

  /**
   * @param over how far the value is beyond the limit
   */
  private boolean passes(double over) {
    if (beyond) {
      beyond = over > -event.hysteresis();
      return false;
    }
    beyond = over > 0;
    return beyond;
  }

  private static boolean isOn(Value value) {
    return value instanceof Value.Bool(boolean state) ? state : number(value) != 0;
  }

  private static double number(Value value) {
    return switch (value) {
      case Value.Int(long whole) -> (double) whole;
      case Value.Real(double real) -> real;
      case Value.Bool(boolean state) -> state ? 1 : 0;
      case Value.Text _ -> Double.NaN;
    };
  }
}
