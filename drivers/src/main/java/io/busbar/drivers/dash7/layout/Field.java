package io.busbar.drivers.dash7.layout;

import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.dash7.frame.Bytes;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One value in a file.
 *
 * @param name canonical name of the variable
 * @param offset first byte
 * @param bit of type bit: which one, 0 is the lowest
 * @param scale unit of the variable per count; with it every value is a real number
 * @param unit SI unit of the variable, empty when it has none
 * @param writable whether it can be set
 */
public record Field(
    String name,
    int offset,
    FieldType type,
    ByteOrder order,
    int bit,
    @Nullable BigDecimal scale,
    String unit,
    boolean writable) {

  /** The byte behind the field. */
  public int end() {
    return offset + type.width();
  }

  /** What its values are. */
  public ValueType valueType() {
    return scale == null ? type.valueType() : ValueType.REAL;
  }

  /** The value in a file that reaches to {@link #end}; null when it is no number. */
  public @Nullable Value read(Bytes file) {
    long count = type.count(file, offset, order);
    return switch (type) {
      case BOOL -> new Value.Bool(count != 0);
      case BIT -> new Value.Bool((count >> bit & 1) != 0);
      case FLOAT32 -> real(Float.intBitsToFloat((int) count));
      case FLOAT64 -> real(Double.longBitsToDouble(count));
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 ->
          scale == null
              ? new Value.Int(count)
              : new Value.Real(BigDecimal.valueOf(count).multiply(scale).doubleValue());
    };
  }

  /**
   * The bytes that stand for a value.
   *
   * @throws IllegalArgumentException the value has another type or does not fit
   */
  public Bytes write(Value value) {
    return switch (value) {
      case Value.Bool(boolean on) when type == FieldType.BOOL -> Bytes.of(on ? 1 : 0);
      case Value.Int(long count) when valueType() != ValueType.BOOL ->
          number(BigDecimal.valueOf(count));
      case Value.Real(double real) when valueType() != ValueType.BOOL ->
          number(BigDecimal.valueOf(real));
      case Value.Bool _, Value.Int _, Value.Real _, Value.Text _ ->
          throw new IllegalArgumentException(
              "got `" + value + "` for " + name + ", want " + wanted());
    };
  }

  private Bytes number(BigDecimal value) {
    BigDecimal scaled =
        scale == null ? value : value.divide(scale, java.math.MathContext.DECIMAL128);
    if (type == FieldType.FLOAT32) {
      return type.bytes(Float.floatToIntBits(scaled.floatValue()), order);
    }
    if (type == FieldType.FLOAT64) {
      return type.bytes(Double.doubleToLongBits(scaled.doubleValue()), order);
    }
    try {
      long count = scaled.longValueExact();
      if (type.holds(count)) {
        return type.bytes(count, order);
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("got " + value + " for " + name + ", want " + wanted(), e);
    }
    throw new IllegalArgumentException("got " + value + " for " + name + ", want " + wanted());
  }

  private String wanted() {
    return switch (type) {
      case BOOL, BIT -> "true or false";
      case FLOAT32, FLOAT64 -> "a number";
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> {
        BigDecimal step = scale == null ? BigDecimal.ONE : scale;
        yield BigDecimal.valueOf(type.least()).multiply(step).toPlainString()
            + " to "
            + BigDecimal.valueOf(type.most()).multiply(step).toPlainString()
            + (unit.isEmpty() ? "" : " " + unit)
            + " in steps of "
            + step.toPlainString();
      }
    };
  }

  private static @Nullable Value real(double value) {
    return Double.isFinite(value) ? new Value.Real(value) : null;
  }
}
