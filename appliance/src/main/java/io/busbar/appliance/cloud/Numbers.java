package io.busbar.appliance.cloud;

import io.busbar.drivers.Value;
import java.math.BigDecimal;

/** Values as every platform reads them. */
public final class Numbers {
  private static final double SMALLEST_PLAIN = 1e-9;
  private static final double LARGEST_PLAIN = 1e18;

  private Numbers() {}

  /**
   * A value as text: a whole number as it is, a real one as the shortest decimal that means it
   * (230.2, 605, 0.0000001), a state as true or false. Beyond 1e-9 and 1e18 a real has an exponent.
   */
  public static String text(Value value) {
    return switch (value) {
      case Value.Int(long whole) -> Long.toString(whole);
      case Value.Real(double real) -> real(real);
      case Value.Bool(boolean state) -> Boolean.toString(state);
      case Value.Text(String text) -> text;
    };
  }

  private static String real(double value) {
    double magnitude = Math.abs(value);
    if (magnitude == 0) {
      return "0";
    }
    if (magnitude < SMALLEST_PLAIN || magnitude >= LARGEST_PLAIN) {
      return Double.toString(value);
    }
    String shortest = Double.toString(value);
    if (shortest.indexOf('E') >= 0) {
      return new BigDecimal(shortest).stripTrailingZeros().toPlainString();
    }
    return shortest.endsWith(".0") ? shortest.substring(0, shortest.length() - 2) : shortest;
  }
}
