package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** How the bits of a value lie in its registers. */
public enum RegisterType {
  @JsonProperty("int16")
  INT16(1),
  @JsonProperty("uint16")
  UINT16(1),
  @JsonProperty("int32")
  INT32(2),
  @JsonProperty("uint32")
  UINT32(2),
  @JsonProperty("int64")
  INT64(4),
  @JsonProperty("uint64")
  UINT64(4),
  @JsonProperty("float32")
  FLOAT32(2),
  @JsonProperty("float64")
  FLOAT64(4),

  /** Binary coded decimal: four bits for each digit, 0001 0010 0011 0100 is 1234. */
  @JsonProperty("bcd16")
  BCD16(1),
  @JsonProperty("bcd32")
  BCD32(2),
  @JsonProperty("bcd64")
  BCD64(4),

  /** One bit of a register, or whether any of its bits is set. */
  @JsonProperty("bool")
  BOOL(1),

  /** ASCII; the map says how many registers. */
  @JsonProperty("text")
  TEXT(0);

  private final int words;

  RegisterType(int words) {
    this.words = words;
  }

  /** Registers of 16 bits that one value takes; 0 for a text, whose length is its own. */
  public int words() {
    return words;
  }

  /** Whether it is a number without fraction. */
  boolean isInteger() {
    return switch (this) {
      case INT16, UINT16, INT32, UINT32, INT64, UINT64, BCD16, BCD32, BCD64 -> true;
      case FLOAT32, FLOAT64, BOOL, TEXT -> false;
    };
  }

  /**
   * The number that the bits stand for, exact; null for NaN, infinity and digits that are not
   * decimal. A float is taken as the shortest decimal that it stands for: 43663333h is 230.2, not
   * 230.1999969482421875.
   */
  @Nullable BigDecimal number(long bits) {
    return switch (this) {
      case INT16 -> BigDecimal.valueOf(bits << 48 >> 48);
      case INT32 -> BigDecimal.valueOf(bits << 32 >> 32);
      case UINT16, UINT32, INT64, BOOL -> BigDecimal.valueOf(bits);
      case UINT64 -> new BigDecimal(new BigInteger(Long.toUnsignedString(bits)));
      case FLOAT32 -> {
        float number = Float.intBitsToFloat((int) bits);
        yield Float.isFinite(number) ? new BigDecimal(Float.toString(number)) : null;
      }
      case FLOAT64 -> {
        double number = Double.longBitsToDouble(bits);
        yield Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
      }
      case BCD16, BCD32, BCD64 -> {
        String digits = Long.toHexString(bits);
        yield digits.chars().allMatch(Character::isDigit) ? new BigDecimal(digits) : null;
      }
      case TEXT -> null;
    };
  }
}
