package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
    @DecimalMin("-1e18")
        @DecimalMax("1e18")
        @JsonPropertyDescription("Least value, in the unit; without it what the type can hold")
        @Nullable BigDecimal min,
    @DecimalMin("-1e18")
        @DecimalMax("1e18")
        @JsonPropertyDescription("Largest value, in the unit; without it what the type can hold")
        @Nullable BigDecimal max,
    @DecimalMin("1e-18")
        @DecimalMax("1e18")
        @JsonPropertyDescription("A value is min (or 0) and any number of these")
        @Nullable BigDecimal step,
    @JsonProperty(defaultValue = "0")
        @Min(0)
        @Max(23)
        @JsonPropertyDescription(
            "5 or 15 for a coil, 6, 16 or 23 for registers; 0 is 5, 6 for one register, 16 for more")
        int function,
    @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription(
            "Allows to set a bit by writing its whole register as it was just read")
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
