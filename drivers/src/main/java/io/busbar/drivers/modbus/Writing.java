package io.busbar.drivers.modbus;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How a quantity is set.
 *
 * @param min least value, in its unit; null for what the type can hold
 * @param max largest value, in its unit; null for what the type can hold
 * @param step the value is {@code min} (or 0) and so many times this; null for any
 * @param function 5 or 15 for a coil, 6, 16 or 23 for registers; 0 for the usual one: 5 for a coil,
 *     6 for one register, 16 for more
 * @param readModifyWrite whether a bit may be set by writing its whole register as it was just
 *     read: what the device itself changes in between is lost
 */
public record Writing(
    @Nullable BigDecimal min,
    @Nullable BigDecimal max,
    @Nullable BigDecimal step,
    int function,
    boolean readModifyWrite) {

  /** What is wrong with a value; null when it may be set. */
  @Nullable String misfit(BigDecimal value) {
    if ((min != null && value.compareTo(min) < 0) || (max != null && value.compareTo(max) > 0)) {
      return range();
    }
    if (step == null) {
      return null;
    }
    BigDecimal from = min == null ? BigDecimal.ZERO : min;
    return value.subtract(from).remainder(step).signum() == 0
        ? null
        : from.toPlainString() + " and any number of steps of " + step.toPlainString();
  }

  private String range() {
    if (min == null) {
      return max == null ? "any number" : max.toPlainString() + " or less";
    }
    return min.toPlainString() + (max == null ? " or more" : " to " + max.toPlainString());
  }

  /** The function that writes so many registers, or coils. */
  int function(boolean coil, int words) {
    if (function != 0) {
      return function;
    }
    return coil ? WriteRequest.COIL : words == 1 ? WriteRequest.REGISTER : WriteRequest.REGISTERS;
  }
}
