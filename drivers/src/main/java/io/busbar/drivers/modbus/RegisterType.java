package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the bits of a value lie in its registers. */
public enum RegisterType {
  /** The low byte of a register; what stands in the high one is not looked at, and set to 0. */
  @JsonProperty("int8")
  INT8(1),
  @JsonProperty("uint8")
  UINT8(1),
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

  /** The bits that belong to the value: all of its registers, or the low byte of one. */
  long own(long bits) {
    return this == INT8 || this == UINT8 ? bits & 0xFF : bits;
  }

  /** As register maps write it: {@code float32}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a number without fraction. */
  boolean isInteger() {
    return switch (this) {
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, BCD16, BCD32, BCD64 -> true;
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
      case INT8 -> BigDecimal.valueOf((byte) bits);
      case UINT8 -> BigDecimal.valueOf(bits & 0xFF);
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

  /**
   * The bits that stand for a number, the way back of {@link #number}; a float is rounded to the
   * nearest. Null when the number does not fit, and for types that are no numbers.
   */
  @Nullable Long bits(BigDecimal number) {
    return switch (this) {
      case INT8 -> low(whole(number, -1, 7));
      case UINT8 -> whole(number, 0, 8);
      case INT16, INT32, INT64 -> whole(number, -1, 16 * words - 1);
      case UINT16, UINT32, UINT64 -> whole(number, 0, 16 * words);
      case FLOAT32 -> {
        float rounded = number.floatValue();
        yield Float.isFinite(rounded)
            ? (Long) (Float.floatToIntBits(rounded) & 0xFFFF_FFFFL)
            : null;
      }
      case FLOAT64 -> {
        double rounded = number.doubleValue();
        yield Double.isFinite(rounded) ? (Long) Double.doubleToLongBits(rounded) : null;
      }
      case BCD16, BCD32, BCD64 -> {
        String digits = number.toPlainString();
        boolean fits = number.signum() >= 0 && digits.length() <= 4 * words;
        yield fits ? (Long) Long.parseUnsignedLong(digits, 16) : null;
      }
      case BOOL, TEXT -> null;
    };
  }

  private static @Nullable Long low(@Nullable Long bits) {
    return bits == null ? null : (Long) (bits & 0xFF);
  }

  /** The lowest bits of a whole number of at most so many bits beside the sign. */
  private @Nullable Long whole(BigDecimal number, int leastSign, int most) {
    BigInteger whole = number.toBigInteger();
    if (whole.signum() < leastSign || whole.bitLength() > most) {
      return null;
    }
    long mask = words == 4 ? -1L : (1L << (16 * words)) - 1;
    return whole.longValue() & mask;
  }
}
