package io.busbar.appliance.cloud.scorpio;

import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Numbers;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The platform's types of metric, by the words it has for them. */
enum DataType {
  Integer,
  Short,
  Long,
  Double,
  Float,
  Boolean,
  String;

  /** The type of a point: what its meta says under {@code dataType}, else what its value needs. */
  static DataType of(Point point) {
    String wanted = point.meta().get("dataType");
    return wanted == null ? of(point.type()).getFirst() : valueOf(wanted);
  }

  /** The types that can hold a value, the usual one first. */
  static List<DataType> of(ValueType type) {
    return switch (type) {
      case BOOL -> List.of(Boolean, String);
      case INT -> List.of(Long, Integer, Short, Double, Float, String);
      case REAL -> List.of(Double, Float, Long, Integer, Short, String);
      case TEXT -> List.of(String);
    };
  }

  static boolean fits(String word, ValueType type) {
    return Arrays.stream(values()).anyMatch(t -> t.name().equals(word) && of(type).contains(t));
  }

  /** A value as JSON; null when it is beyond what this type holds. */
  @Nullable String json(Value value) {
    return switch (this) {
      case Short -> whole(value, java.lang.Short.MIN_VALUE, java.lang.Short.MAX_VALUE);
      case Integer -> whole(value, java.lang.Integer.MIN_VALUE, java.lang.Integer.MAX_VALUE);
      case Long -> whole(value, java.lang.Long.MIN_VALUE, java.lang.Long.MAX_VALUE);
      case Float -> real(value, java.lang.Float.MAX_VALUE);
      case Double -> real(value, java.lang.Double.MAX_VALUE);
      case Boolean -> value instanceof Value.Bool ? Numbers.text(value) : null;
      case String -> JsonText.of(new Value.Text(Numbers.text(value)));
    };
  }

  private static @Nullable String whole(Value value, long least, long most) {
    BigDecimal number =
        switch (value) {
          case Value.Int(long whole) -> BigDecimal.valueOf(whole);
          case Value.Real(double real) ->
              BigDecimal.valueOf(real).setScale(0, RoundingMode.HALF_EVEN);
          case Value.Bool _, Value.Text _ -> null;
        };
    return number != null
            && number.compareTo(BigDecimal.valueOf(least)) >= 0
            && number.compareTo(BigDecimal.valueOf(most)) <= 0
        ? number.toPlainString()
        : null;
  }

  private static @Nullable String real(Value value, double most) {
    return switch (value) {
      case Value.Int whole -> Numbers.text(whole);
      case Value.Real(double real) -> Math.abs(real) <= most ? Numbers.text(value) : null;
      case Value.Bool _, Value.Text _ -> null;
    };
  }
}
