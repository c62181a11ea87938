package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RegisterWriterTest {
  private static final Writing ANY = new Writing(null, null, null, 0, false);

  private static Register register(
      RegisterType type,
      WordOrder order,
      boolean swap,
      String scale,
      String offset,
      Map<String, String> texts,
      @Nullable Writing writing) {
    return new Register(
        "x",
        0,
        type,
        4,
        null,
        order,
        swap,
        new BigDecimal(scale),
        new BigDecimal(offset),
        null,
        "",
        texts,
        List.of(),
        Area.HOLDING.function(),
        writing);
  }

  private static Register plain(RegisterType type, String scale, Writing writing) {
    return register(type, WordOrder.HIGH_FIRST, false, scale, "0", Map.of(), writing);
  }

  private static String hex(List<Integer> words) {
    return words.stream().map("%04X"::formatted).collect(Collectors.joining(" "));
  }

  private static String misfit(Register register, Value value) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class, () -> new RegisterWriter(register).encode(value, 0))
            .getMessage());
  }

  /** Words as they go over the wire, worked out by hand. */
  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource({
    "UINT16, HIGH_FIRST, false, 600, 0258",
    "UINT16, HIGH_FIRST, true, 600, 5802",
    "INT16, HIGH_FIRST, false, -2, FFFE",
    "UINT32, HIGH_FIRST, false, 65538, 0001 0002",
    "UINT32, LOW_FIRST, false, 65538, 0002 0001",
    "UINT32, LOW_FIRST, true, 65538, 0200 0100",
    "INT32, HIGH_FIRST, false, -2, FFFF FFFE",
    "INT64, LOW_FIRST, false, -2, FFFE FFFF FFFF FFFF",
    "FLOAT32, HIGH_FIRST, false, 230.2, 4366 3333",
    "FLOAT64, HIGH_FIRST, false, 12345678, 4167 8C29 C000 0000",
    "BCD16, HIGH_FIRST, false, 1234, 1234",
    "BCD32, HIGH_FIRST, false, 12345678, 1234 5678",
    "BCD64, LOW_FIRST, false, 1, 0001 0000 0000 0000",
  })
  void writesANumberAsItStandsOnTheWire(
      RegisterType type, WordOrder order, boolean swap, double value, String words) {
    Register register = register(type, order, swap, "1", "0", Map.of(), ANY);
    assertEquals(words, hex(new RegisterWriter(register).encode(new Value.Real(value), 0)));
  }

  @Test
  void writesATextAStateAndTheNameOfACode() {
    Register text = plain(RegisterType.TEXT, "1", ANY);
    assertEquals(
        "4142 4300 0000 0000", hex(new RegisterWriter(text).encode(new Value.Text("ABC"), 0)));
    Register state = plain(RegisterType.BOOL, "1", ANY);
    assertEquals("0001", hex(new RegisterWriter(state).encode(new Value.Bool(true), 0)));
    Register code =
        register(
            RegisterType.UINT16,
            WordOrder.HIGH_FIRST,
            false,
            "1",
            "0",
            Map.of("0", "off", "7", "heat"),
            ANY);
    assertEquals("0007", hex(new RegisterWriter(code).encode(new Value.Text("heat"), 0)));
    assertEquals("x: got cool, want one of [heat, off]", misfit(code, new Value.Text("cool")));
  }

  @Test
  void appliesScaleOffsetAndScaleFactorBackwards() {
    Register degrees =
        register(RegisterType.INT16, WordOrder.HIGH_FIRST, false, "0.1", "-40", Map.of(), ANY);
    assertEquals("026D", hex(new RegisterWriter(degrees).encode(new Value.Real(22.1), 0)));
    Register factor = plain(RegisterType.INT16, "1", ANY);
    assertEquals("00E6", hex(new RegisterWriter(factor).encode(new Value.Int(23000), 2)));
    assertEquals("00E6", hex(new RegisterWriter(factor).encode(new Value.Real(2.3), -2)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "UINT16 | 70000 | got 70000 in the register, want what UINT16 holds",
        "UINT16 | -1 | got -1 in the register, want what UINT16 holds",
        "INT16 | 32768 | got 32768 in the register, want what INT16 holds",
        "UINT64 | -1 | got -1 in the register, want what UINT64 holds",
        "BCD16 | 10000 | got 10000 in the register, want what BCD16 holds",
        "BCD16 | -1 | got -1 in the register, want what BCD16 holds",
        "FLOAT32 | 1e39 | in the register, want what FLOAT32 holds",
        "UINT16 | 0.5 | got 0.5, want a multiple of 1",
      })
  void refusesWhatTheRegisterCannotHold(RegisterType type, double value, String fault) {
    String message = misfit(plain(type, "1", ANY), new Value.Real(value));
    assertTrue(message.contains(fault), message);
  }

  @Test
  void takesARoundingErrorOfBinaryFractionsForWhatItIs() {
    Register tenths = plain(RegisterType.UINT16, "0.1", ANY);
    assertEquals("0003", hex(new RegisterWriter(tenths).encode(new Value.Real(0.1 + 0.2), 0)));
    assertEquals("x: got 0.34, want a multiple of 0.1", misfit(tenths, new Value.Real(0.34)));
  }

  @Test
  void keepsTheLimitsOfTheMap() {
    Writing limits =
        new Writing(
            BigDecimal.valueOf(5), BigDecimal.valueOf(95), BigDecimal.valueOf(10), 0, false);
    Register register = plain(RegisterType.UINT16, "1", limits);
    assertEquals("0019", hex(new RegisterWriter(register).encode(new Value.Int(25), 0)));
    assertEquals("x: got 4, want 5 to 95", misfit(register, new Value.Int(4)));
    assertEquals("x: got 96, want 5 to 95", misfit(register, new Value.Int(96)));
    assertEquals(
        "x: got 20, want 5 and any number of steps of 10", misfit(register, new Value.Int(20)));
    Writing least = new Writing(BigDecimal.ONE, null, null, 0, false);
    assertEquals(
        "x: got 0, want 1 or more",
        misfit(plain(RegisterType.UINT16, "1", least), new Value.Int(0)));
  }

  @Test
  void refusesAPatternThatMeansNoValue() {
    Register register = plain(RegisterType.UINT16, "1", ANY).in(3, List.of(Bits.parse("0xFFFF")));
    assertEquals(
        "x: got 65535 in the register, want what the device takes for a value",
        misfit(register, new Value.Int(65_535)));
  }

  /** What a register says can be written back to it, bit by bit. */
  @ParameterizedTest
  @EnumSource
  void whatIsDecodedIsEncodedToTheSameBits(RegisterType type) {
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      Register register = random(type, random);
      int exponent = register.valueType() == ValueType.TEXT ? 0 : random.nextInt(5) - 2;
      int[] words = words(type, random);
      if (register.decode(words, 0, exponent) instanceof Reading.Is(Value value)) {
        int[] back =
            new RegisterWriter(register)
                .encode(value, exponent).stream().mapToInt(word -> word).toArray();
        assertSame(value, register.decode(back, 0, exponent), register);
      }
    }
  }

  /** A scaled float may differ in its last binary digit; nothing else may. */
  private static void assertSame(Value value, Reading got, Register register) {
    if (value instanceof Value.Real(double wanted) && !register.type().isInteger()) {
      Value back = assertInstanceOf(Reading.Is.class, got).value();
      double real = assertInstanceOf(Value.Real.class, back).value();
      assertEquals(wanted, real, Math.abs(wanted) * 1e-15, register::toString);
    } else {
      assertEquals(new Reading.Is(value), got, register::toString);
    }
  }

  private static Register random(RegisterType type, Random random) {
    String[] scales = {"1", "0.1", "10", "0.001", "1000", "0.25"};
    boolean number = type != RegisterType.BOOL && type != RegisterType.TEXT;
    return register(
        type,
        random.nextBoolean() ? WordOrder.HIGH_FIRST : WordOrder.LOW_FIRST,
        random.nextBoolean(),
        number ? scales[random.nextInt(scales.length)] : "1",
        number && type.isInteger() ? String.valueOf(random.nextInt(100) - 50) : "0",
        Map.of(),
        ANY);
  }

  /** Numbers that a double carries exactly enough, and digits where digits are wanted. */
  private static int[] words(RegisterType type, Random random) {
    int[] words = new int[type == RegisterType.TEXT ? 4 : type.words()];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          switch (type) {
            case BCD16, BCD32 -> Integer.parseInt(String.valueOf(random.nextInt(10_000)), 16);
            case TEXT -> (0x41 + random.nextInt(26)) << 8 | 0x41 + random.nextInt(26);
            case BOOL -> random.nextInt(2) * 0x0101;
            case BCD64 -> i == 0 ? 0 : Integer.parseInt(String.valueOf(random.nextInt(10)), 16);
            case INT8, UINT8 -> random.nextInt(0x100);
            case INT16, UINT16, INT32, UINT32, INT64, UINT64, FLOAT32, FLOAT64 ->
                random.nextInt(0x1_0000);
          };
    }
    return words;
  }
}
