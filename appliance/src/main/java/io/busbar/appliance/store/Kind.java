package io.busbar.appliance.store;

import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a series are. Each value is 64 bits: a whole number or a state as such, a real
 * number as {@link Double#doubleToRawLongBits} has it, so that nothing of it is lost.
 */
enum Kind {
  BOOL(0),
  INT(1),
  REAL(2);

  private final int code;

  Kind(int code) {
    this.code = code;
  }

  /** Its number in the file. */
  int code() {
    return code;
  }

  static Kind ofCode(long code) throws SQLException {
    for (Kind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new SQLException(
        "got kind of series " + code + ", want 0 to 2", null, StoreException.SQLITE_CORRUPT);
  }

  /** Null for texts, which no chart shows. */
  static @Nullable Kind of(ValueType type) {
    return switch (type) {
      case BOOL -> BOOL;
      case INT -> INT;
      case REAL -> REAL;
      case TEXT -> null;
    };
  }

  static long bits(Value value) {
    return switch (value) {
      case Value.Bool(boolean on) -> on ? 1 : 0;
      case Value.Int(long number) -> number;
      case Value.Real(double number) -> Double.doubleToRawLongBits(number);
      case Value.Text text ->
          throw new IllegalArgumentException("got a text of " + text.value().length() + " letters");
    };
  }

  double number(long bits) {
    return this == REAL ? Double.longBitsToDouble(bits) : bits;
  }

  /** As a Boolean, Long or Double. */
  Object plain(long bits) {
    return switch (this) {
      case BOOL -> bits != 0;
      case INT -> bits;
      case REAL -> number(bits);
    };
  }

  /** As a Long or Double. */
  Number shown(long bits) {
    if (this == REAL) {
      return number(bits);
    }
    return bits;
  }

  boolean less(long bits, long than) {
    return this == REAL ? Double.compare(number(bits), number(than)) < 0 : bits < than;
  }
}
