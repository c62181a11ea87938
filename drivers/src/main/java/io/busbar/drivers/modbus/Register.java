package io.busbar.drivers.modbus;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one quantity stands in a device and how its registers become a value.
 *
 * @param name canonical name of the quantity, for example {@code activePowerTotal}
 * @param address first register, 0-based as it is sent; in a SunSpec map the offset from the
 *     model's id register
 * @param words registers of a text; 0 for every other type, which knows them itself
 * @param bit which bit of its register a bool is, 0 the lowest; null for any bit that is set
 * @param swapBytes whether the low byte of each register comes first
 * @param scale value = number in the registers x scale + offset, in {@code unit}
 * @param offset added after all scaling, in {@code unit}
 * @param scaleFactor name of the SunSpec scale factor whose power of ten multiplies too; null for
 *     none
 * @param unit SI unit; empty for none
 * @param texts what the codes of an enumeration mean, by the number as text; empty for a number
 * @param notAvailable bits, high word first, by which the device says that it has no value; NaN and
 *     infinity say so without being listed
 * @param function 1 coils, 2 discrete inputs, 3 holding registers, 4 input registers; 0 for that of
 *     its map
 * @param writable how it is set; null when it can only be read
 */
public record Register(
    String name,
    @JsonDeserialize(using = HexText.class) int address,
    RegisterType type,
    int words,
    @Nullable Integer bit,
    WordOrder order,
    boolean swapBytes,
    BigDecimal scale,
    BigDecimal offset,
    @Nullable String scaleFactor,
    String unit,
    Map<String, String> texts,
    List<Bits> notAvailable,
    int function,
    @Nullable Writing writable) {
  private static final BigDecimal MOST = BigDecimal.valueOf(Double.MAX_VALUE);

  public Register {
    words = type == RegisterType.TEXT ? words : type.words();
    texts = Map.copyOf(texts);
    notAvailable = List.copyOf(notAvailable);
  }

  /** A plain number that can only be read: no offset, no texts, bytes as usual. */
  public Register(
      String name,
      int address,
      RegisterType type,
      WordOrder order,
      BigDecimal scale,
      @Nullable String scaleFactor,
      String unit,
      List<Bits> notAvailable) {
    this(
        name,
        address,
        type,
        type.words(),
        null,
        order,
        false,
        scale,
        BigDecimal.ZERO,
        scaleFactor,
        unit,
        Map.of(),
        notAvailable,
        0,
        null);
  }

  /** Which of the four areas it stands in; known once it is part of a map. */
  public Area area() {
    return Area.read(function);
  }

  /** The first address after this value. */
  int end() {
    return address + words;
  }

  /** INT for counts and codes whose scale and offset have no fraction, REAL for other numbers. */
  public ValueType valueType() {
    if (type == RegisterType.BOOL) {
      return ValueType.BOOL;
    }
    if (type == RegisterType.TEXT || !texts.isEmpty()) {
      return ValueType.TEXT;
    }
    boolean whole = isWhole(scale) && isWhole(offset) && scaleFactor == null;
    return type.isInteger() && whole ? ValueType.INT : ValueType.REAL;
  }

  /**
   * The same register as part of a map.
   *
   * @param usual the function of a register that names none
   * @param patterns more of those that mean "no value"
   */
  Register in(int usual, List<Bits> patterns) {
    return new Register(
        name,
        address,
        type,
        words,
        bit,
        order,
        swapBytes,
        scale,
        offset,
        scaleFactor,
        unit,
        texts,
        Stream.concat(notAvailable.stream(), patterns.stream()).distinct().toList(),
        function == 0 ? usual : function,
        writable);
  }

  /**
   * The value in the registers of an answer.
   *
   * @param words registers of the answer, 0 to 65535 each
   * @param at index of this value's first register in them
   * @param exponent what the scale factor's register says; 0 when there is none
   */
  public Reading decode(int[] words, int at, int exponent) {
    int[] own = inOrder(words, at);
    if (type == RegisterType.TEXT) {
      return AsciiText.read(own);
    }
    long bits = raw(own);
    if (notAvailable.contains(new Bits(type.own(bits)))) {
      return new Reading.NotAvailable("the device says that it has no value (" + hex(bits) + ")");
    }
    return type == RegisterType.BOOL
        ? new Reading.Is(new Value.Bool(bit == null ? bits != 0 : (bits >> bit & 1) == 1))
        : number(bits, exponent);
  }

  /** The bits that stand for a value; null when none do. */
  @Nullable Bits bits(@Nullable BigDecimal value) {
    if (value == null || scale.signum() == 0) {
      return null;
    }
    BigDecimal number;
    try {
      number = value.subtract(offset).divide(scale);
    } catch (ArithmeticException e) {
      return null; // no number of decimals would do, so no register holds it
    }
    boolean fits = !type.isInteger() || isWhole(number);
    Long bits = fits ? type.bits(number) : null;
    return bits == null ? null : new Bits(bits);
  }

  private static long raw(int[] own) {
    long bits = 0;
    for (int word : own) {
      bits = (bits << 16) | word;
    }
    return bits;
  }

  /** What the registers say before any scaling, in words for people. */
  String plain(int[] answer, int at) {
    int[] own = inOrder(answer, at);
    if (type == RegisterType.TEXT) {
      return switch (AsciiText.read(own)) {
        case Reading.Is(Value value) -> value.toString();
        case Reading.NotAvailable(String reason) -> reason;
      };
    }
    long bits = raw(own);
    if (notAvailable.contains(new Bits(type.own(bits)))) {
      return "no value (" + hex(bits) + ")";
    }
    BigDecimal number = type.number(bits);
    return number == null ? "no number (" + hex(bits) + ")" : number.toPlainString();
  }

  private Reading number(long bits, int exponent) {
    BigDecimal number = type.number(bits);
    if (number == null) {
      return new Reading.NotAvailable(
          "the device gives no number (%s, %s)"
              .formatted(hex(bits), type.isInteger() ? "not all digits are decimal" : "NaN"));
    }
    if (!texts.isEmpty()) {
      String code = number.toPlainString();
      return new Reading.Is(new Value.Text(texts.getOrDefault(code, "code " + code)));
    }
    BigDecimal value = number.multiply(scale).scaleByPowerOfTen(exponent).add(offset);
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

  /** The registers of this value, the highest first and each with its high byte first. */
  private int[] inOrder(int[] answer, int at) {
    int[] own = new int[words];
    for (int i = 0; i < words; i++) {
      int word = answer[at + (order == WordOrder.HIGH_FIRST ? i : words - 1 - i)] & 0xFFFF;
      own[i] = swapBytes ? (word & 0xFF) << 8 | word >> 8 : word;
    }
    return own;
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private String hex(long bits) {
    return ("%0" + 4 * words + "Xh").formatted(bits);
  }
}
