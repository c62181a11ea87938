package io.busbar.appliance.tixml;

import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Values as TiXML has them: states are 1 and 0, numbers have a point and no exponent. */
final class ValueText {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,19}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{0,40})?([eE][+-]?[0-9]{1,3})?");

  private ValueText() {}

  static String of(Value value) {
    return switch (value) {
      case Value.Bool state -> state.value() ? "1" : "0";
      case Value.Int whole -> Long.toString(whole.value());
      case Value.Real real -> BigDecimal.valueOf(real.value()).toPlainString();
      case Value.Text text -> text.value();
    };
  }

  /**
   * The Boolean, Long, Double or String that a text stands for.
   *
   * @throws CommandException it is none of the variable's type
   */
  static Object parse(ValueType type, String text) throws CommandException {
    return switch (type) {
      case BOOL ->
          switch (text) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw misfit(text, "1 or 0");
          };
      case INT -> whole(text);
      case REAL -> number(text, "a number such as 21.5");
      case TEXT -> text;
    };
  }

  /** A whole number may come as 600.0; whether it is one is for the tree to say. */
  private static Object whole(String text) throws CommandException {
    if (!WHOLE.matcher(text).matches()) {
      return number(text, "a whole number");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new CommandException(
          ErrorNumber.OUT_OF_RANGE, "got " + text + ", want a whole number of 64 bits");
    }
  }

  private static double number(String text, String wanted) throws CommandException {
    if (!NUMBER.matcher(text).matches()) {
      throw misfit(text, wanted);
    }
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new CommandException(ErrorNumber.OUT_OF_RANGE, "got " + text + ", want less");
    }
    return number;
  }

  private static CommandException misfit(String text, String wanted) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return new CommandException(ErrorNumber.WRONG_TYPE, "got `" + shown + "`, want " + wanted);
  }
}
