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
  FLOAT64(4);

  private final int words;

  RegisterType(int words) {
    this.words = words;
  }

  /** Registers of 16 bits that one value takes. */
  public int words() {
    return words;
  }

  boolean isInteger() {
    return this != FLOAT32 && this != FLOAT64;
  }

  /**
   * The number that the bits stand for, exact; null for NaN and infinity. A float is taken as the
   * shortest decimal that it stands for: 43663333h is 230.2, not 230.1999969482421875.
   */
  @Nullable BigDecimal number(long bits) {
    return switch (this) {
      case INT16 -> BigDecimal.valueOf(bits << 48 >> 48);
      case INT32 -> BigDecimal.valueOf(bits << 32 >> 32);
      case UINT16, UINT32, INT64 -> BigDecimal.valueOf(bits);
      case UINT64 -> new BigDecimal(new BigInteger(Long.toUnsignedString(bits)));
      case FLOAT32 -> {
        float number = Float.intBitsToFloat((int) bits);
        yield Float.isFinite(number) ? new BigDecimal(Float.toString(number)) : null;
      }
      case FLOAT64 -> {
        double number = Double.longBitsToDouble(bits);
        yield Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
      }
    };
  }
}
