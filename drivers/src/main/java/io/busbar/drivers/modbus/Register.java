package io.busbar.drivers.modbus;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one quantity stands in a device and how its registers become a value.
 *
 * @param name canonical name of the quantity, for example {@code activePowerTotal}
 * @param address first register, 0-based as it is sent; in a SunSpec map the offset from the
 *     model's id register
 * @param scale value = number in the registers x scale, in {@code unit}
 * @param scaleFactor name of the SunSpec scale factor whose power of ten multiplies too; null for
 *     none
 * @param unit SI unit; empty for none
 * @param notAvailable bits, high word first, by which the device says that it has no value; NaN and
 *     infinity say so without being listed
 */
public record Register(
    String name,
    @JsonDeserialize(using = HexText.class) int address,
    RegisterType type,
    WordOrder order,
    BigDecimal scale,
    @Nullable String scaleFactor,
    String unit,
    List<Bits> notAvailable) {
  private static final BigDecimal MOST = BigDecimal.valueOf(Double.MAX_VALUE);

  public Register {
    notAvailable = List.copyOf(notAvailable);
  }

  /** The first address after this value. */
  int end() {
    return address + type.words();
  }

  /** INT for counts and codes whose scale has no fraction, REAL for the rest. */
  public ValueType valueType() {
    boolean whole = scale.stripTrailingZeros().scale() <= 0 && scaleFactor == null;
    return type.isInteger() && whole ? ValueType.INT : ValueType.REAL;
  }

  /** The same register with more patterns that mean "no value". */
  Register alsoNotAvailable(List<Bits> patterns) {
    List<Bits> all = new ArrayList<>(notAvailable);
    all.addAll(patterns);
    return new Register(name, address, type, order, scale, scaleFactor, unit, all);
  }

  /**
   * The value in the registers of an answer.
   *
   * @param words registers of the answer, 0 to 65535 each
   * @param at index of this value's first register in them
   * @param exponent what the scale factor's register says; 0 when there is none
   */
  public Reading decode(int[] words, int at, int exponent) {
    long bits = bits(words, at);
    if (notAvailable.contains(new Bits(bits))) {
      return new Reading.NotAvailable("the device says that it has no value (" + hex(bits) + ")");
    }
    BigDecimal number = type.number(bits);
    if (number == null) {
      return new Reading.NotAvailable("the device gives no number (" + hex(bits) + ", NaN)");
    }
    BigDecimal value = number.multiply(scale).scaleByPowerOfTen(exponent);
    return valueType() == ValueType.INT ? whole(value, bits) : real(value, bits);
  }

  private Reading whole(BigDecimal value, long bits) {
    try {
      return new Reading.Is(new Value.Int(value.longValueExact()));
    } catch (ArithmeticException e) {
      return new Reading.NotAvailable("too large for 64 bits with sign (" + hex(bits) + ")");
    }
  }

  private Reading real(BigDecimal value, long bits) {
    return value.abs().compareTo(MOST) > 0
        ? new Reading.NotAvailable("too large for a number (" + hex(bits) + ")")
        : new Reading.Is(new Value.Real(value.doubleValue()));
  }

  private long bits(int[] words, int at) {
    long bits = 0;
    for (int i = 0; i < type.words(); i++) {
      int word = order == WordOrder.HIGH_FIRST ? i : type.words() - 1 - i;
      bits = (bits << 16) | (words[at + word] & 0xFFFF);
    }
    return bits;
  }

  private String hex(long bits) {
    return ("%0" + 4 * type.words() + "Xh").formatted(bits);
  }
}
