package io.busbar.drivers.modbus;

import io.busbar.drivers.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a value becomes registers: the way back of {@link Register#decode}. */
final class RegisterWriter {
  /** What binary fractions such as 0.1 + 0.2 may be beside a whole number of the device's steps. */
  private static final BigDecimal ROUNDING = new BigDecimal("1e-9");

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7E;

  private final Register register;
  private final @Nullable Writing writing;

  RegisterWriter(Register register) {
    this.register = register;
    this.writing = register.writable();
  }

  /**
   * The registers that mean this value, as they are sent; of a coil or a bit, 0 or 1.
   *
   * @param exponent what the scale factor's register says; 0 when there is none
   * @throws IllegalArgumentException the register cannot hold the value, or its map forbids it
   */
  List<Integer> encode(Value value, int exponent) {
    return switch (value) {
      case Value.Bool state when register.type() == RegisterType.BOOL ->
          inOrder(state.value() ? 1 : 0);
      case Value.Text text when register.type() == RegisterType.TEXT -> ascii(text.value());
      case Value.Text text when !register.texts().isEmpty() -> number(code(text.value()));
      case Value.Int whole when isNumber() ->
          number(raw(BigDecimal.valueOf(whole.value()), exponent));
      case Value.Real real when isNumber() ->
          number(raw(BigDecimal.valueOf(real.value()), exponent));
      case Value.Bool _, Value.Text _, Value.Int _, Value.Real _ ->
          throw misfit(value.toString(), "a value of type " + register.valueType());
    };
  }

  private boolean isNumber() {
    return register.texts().isEmpty()
        && register.type() != RegisterType.BOOL
        && register.type() != RegisterType.TEXT;
  }

  /** The number in the registers that stands for a value in the unit. */
  private BigDecimal raw(BigDecimal value, int exponent) {
    String wanted = writing == null ? null : writing.misfit(value);
    if (wanted != null) {
      throw misfit(value.toString(), wanted);
    }
    BigDecimal raw =
        value
            .subtract(register.offset())
            .divide(register.scale(), MathContext.DECIMAL128)
            .scaleByPowerOfTen(-exponent);
    if (!register.type().isInteger()) {
      return raw;
    }
    BigDecimal whole = raw.setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal slack = ROUNDING.multiply(whole.abs().max(BigDecimal.ONE));
    if (raw.subtract(whole).abs().compareTo(slack) > 0) {
      BigDecimal step = register.scale().abs().scaleByPowerOfTen(exponent).stripTrailingZeros();
      throw misfit(value.toString(), "a multiple of " + step.toPlainString());
    }
    return whole;
  }

  private BigDecimal code(String text) {
    return register.texts().entrySet().stream()
        .filter(known -> known.getValue().equals(text))
        .map(Map.Entry::getKey)
        .map(BigDecimal::new)
        .findFirst()
        .orElseThrow(
            () -> misfit(text, "one of " + register.texts().values().stream().sorted().toList()));
  }

  private List<Integer> number(BigDecimal raw) {
    Long bits = register.type().bits(raw);
    if (bits == null) {
      throw misfit(raw.toPlainString() + " in the register", "what " + register.type() + " holds");
    }
    if (register.notAvailable().contains(new Bits(bits))) {
      throw misfit(raw.toPlainString() + " in the register", "what the device takes for a value");
    }
    return inOrder(bits);
  }

  private List<Integer> ascii(String text) {
    int most = 2 * register.words();
    boolean plain = text.chars().allMatch(c -> c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE);
    if (text.isBlank() || text.length() > most || !plain) {
      throw misfit("\"" + text + "\"", "1 to " + most + " ASCII characters");
    }
    List<Integer> words = new ArrayList<>();
    for (int at = 0; at < most; at += 2) {
      words.add((character(text, at) << 8) | character(text, at + 1));
    }
    return ordered(words);
  }

  private static int character(String text, int at) {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private List<Integer> inOrder(long bits) {
    List<Integer> words = new ArrayList<>();
    for (int i = register.words() - 1; i >= 0; i--) {
      words.add((int) ((bits >> (16 * i)) & 0xFFFF));
    }
    return ordered(words);
  }

  /** From the highest register first, each with its high byte first, to the device's order. */
  private List<Integer> ordered(List<Integer> words) {
    if (register.swapBytes() && !register.area().isBits()) {
      words.replaceAll(word -> ((word & 0xFF) << 8) | (word >> 8));
    }
    if (register.order() == WordOrder.LOW_FIRST) {
      Collections.reverse(words);
    }
    return words;
  }

  private IllegalArgumentException misfit(String got, String want) {
    String unit = register.unit().isEmpty() ? "" : " " + register.unit();
    return new IllegalArgumentException(
        "%s: got %s%s, want %s".formatted(register.name(), got, unit, want));
  }
}
