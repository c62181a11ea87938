package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialSettings;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegisterTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  /** The published vectors, through the real frames: what is asked and what comes, with CRC. */
  @ParameterizedTest(name = "{0} -> {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "01 04 00 00 00 02 71 CB | 01 04 04 43 66 33 34 1B 38 | float32 high-first 1 | 0"
            + " | 230.20001",
        "01 04 00 00 00 06 70 08 | 01 04 0C 43 66 33 33 43 67 19 9A 43 65 E6 66 07 23"
            + " | float32 high-first 1 | 0 | 230.2",
        "01 04 00 00 00 06 70 08 | 01 04 0C 43 66 33 33 43 67 19 9A 43 65 E6 66 07 23"
            + " | float32 high-first 1 | 2 | 231.1",
        "01 04 00 00 00 06 70 08 | 01 04 0C 43 66 33 33 43 67 19 9A 43 65 E6 66 07 23"
            + " | float32 high-first 1 | 4 | 229.9",
        "01 04 00 48 00 04 71 DF | 01 04 08 44 9A 50 00 40 D8 00 00 82 6C"
            + " | float32 high-first 1000 | 0 | 1234500.0",
        "01 04 00 48 00 04 71 DF | 01 04 08 44 9A 50 00 40 D8 00 00 82 6C"
            + " | float32 high-first 1000 | 2 | 6750.0",
        "01 03 00 41 00 02 94 1F | 01 03 04 C4 BB 80 00 D6 E6 | float32 high-first 1 | 0 | -1500.0",
        "01 03 00 37 00 02 75 C5 | 01 03 04 42 48 14 7B 21 7E | float32 high-first 1 | 0 | 50.02",
        "01 03 03 21 00 04 14 47 | 01 03 08 41 67 8C 29 C0 00 00 00 38 27"
            + " | float64 high-first 1 | 0 | 1.2345678E7",
        "01 04 00 00 00 02 71 CB | 01 04 04 08 FE 00 00 98 14 | int32 low-first 0.1 | 0 | 230.2",
        "01 04 00 28 00 02 F1 C3 | 01 04 04 C5 65 FF FF D6 E7 | int32 low-first 0.1 | 0 | -1500.3",
        "01 04 00 34 00 02 30 05 | 01 04 04 E2 40 00 01 0D E8 | int32 low-first 100 | 0 | 12345600",
        "01 03 5B 00 00 02 D7 2F | 01 03 04 00 00 08 FE 7C 73 | uint32 high-first 0.1 | 0 | 230.2",
        "01 03 5B 14 00 02 97 2B | 01 03 04 FF FD B5 EE AD 0B | int32 high-first 0.01 | 0"
            + " | -1500.34",
        "01 03 50 00 00 04 55 09 | 01 03 08 00 00 00 00 00 BC 61 4E FD 97"
            + " | uint64 high-first 10 | 0 | 123456780",
        "01 03 0B F3 00 02 36 1C | 01 03 04 3F C0 00 00 F6 1B | float32 high-first 1000 | 0"
            + " | 1500.0",
        "01 03 0C 83 00 04 B6 B1 | 01 03 08 00 00 00 00 00 12 D6 87 2B D0"
            + " | int64 high-first 1 | 0 | 1234567",
        "01 03 4A 38 00 06 52 1D | 01 03 0C 43 66 33 33 43 67 19 9A 43 65 E6 66 01 E4"
            + " | float32 high-first 1 | 2 | 231.1",
        "01 03 4A 7C 00 02 13 CB | 01 03 04 49 96 B4 38 7A 91 | float32 high-first 1 | 0"
            + " | 1234567.0",
        "05 03 C5 58 00 02 78 90 | 05 03 04 00 00 59 ED 45 EE | uint32 high-first 0.01 | 0"
            + " | 230.21",
        "05 03 C5 68 00 02 78 9F | 05 03 04 FF FF FF 6A 7E 08 | int32 high-first 10 | 0 | -1500",
        "01 04 09 C4 00 02 33 AA | 01 04 04 43 66 33 33 5A FA | float32 high-first 1 | 0 | 230.2",
        "01 03 9C 40 00 02 EB 8F | 01 03 04 53 75 6E 53 96 F0 | uint32 high-first 1 | 0"
            + " | 1400204883",
        "01 03 9C 42 00 02 4A 4F | 01 03 04 00 CB 00 69 4B E3 | uint16 high-first 1 | 1 | 105",
      })
  void readsThePublishedVectors(String asked, String answer, String how, int at, String value)
      throws Exception {
    VirtualPace pace = new VirtualPace();
    FakeLine line = new FakeLine(pace);
    line.answersAlways(answer);
    ModbusMaster master = rtu(line, pace);

    int[] words = master.read(request(asked));

    assertEquals(List.of(asked), line.asked);
    Reading reading = register(how).decode(words, at, 0);
    assertEquals(value, assertInstanceOf(Reading.Is.class, reading).value().toString());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "float32 | FFC0 0000 | the device gives no number (FFC00000h, NaN)",
        "float32 | 7F80 0000 | the device gives no number (7F800000h, NaN)",
        "float64 | 7FF8 0000 0000 0000 | the device gives no number (7FF8000000000000h, NaN)",
        "int32   | 7FFF FFFF | the device says that it has no value (7FFFFFFFh)",
        "uint16  | FFFF      | the device says that it has no value (FFFFh)",
        "uint64  | 8000 0000 0000 0000 | too large for 64 bits with sign (8000000000000000h)",
      })
  void makesNoNumberOfWhatIsNotAvailable(String type, String words, String reason) {
    Register register =
        register(type + " high-first 1")
            .in(3, List.of(Bits.parse("0x7FFFFFFF"), Bits.parse("0xFFFF")));
    assertEquals(new Reading.NotAvailable(reason), register.decode(words(words), 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "int16, 1, INT",
    "uint64, 10, INT",
    "uint32, 0.1, REAL",
    "float32, 1, REAL",
    "float64, 1, REAL"
  })
  void isAnIntOnlyWithoutFraction(String type, String scale, ValueType expected) {
    assertEquals(expected, register(type + " high-first " + scale).valueType());
  }

  /** What a point says besides its name, and the words that are read at its address. */
  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'type': 'bool' | 0000 | false",
        "'type': 'bool' | 0100 | true",
        "'type': 'bool', 'bit': 0 | 0001 | true",
        "'type': 'bool', 'bit': 0 | FFFE | false",
        "'type': 'bool', 'bit': 15 | 8000 | true",
        "'type': 'bool', 'bit': 0, 'swapBytes': true | 0100 | true",
        "'type': 'bcd16' | 1234 | 1234",
        "'type': 'bcd32', 'scale': 0.01 | 0012 3456 | 1234.56",
        "'type': 'bcd32', 'order': 'low-first' | 3456 0012 | 123456",
        "'type': 'bcd64' | 1234 5678 9012 3456 | 1234567890123456",
        "'type': 'bcd16' | 12A4 | NotAvailable: the device gives no number (12A4h, not all digits are"
            + " decimal)",
        "'type': 'text', 'words': 3 | 4142 4344 4500 | ABCDE",
        "'type': 'text', 'words': 3, 'swapBytes': true | 4241 4443 2045 | ABCDE",
        "'type': 'text', 'words': 2, 'order': 'low-first' | 4344 4142 | ABCD",
        "'type': 'text', 'words': 2 | 4120 4220 | A B",
        "'type': 'text', 'words': 2 | 0000 0000 | NotAvailable: the device gives an empty text",
        "'type': 'text', 'words': 2 | 41FF 0000 | NotAvailable: the device gives no ASCII text (FFh at"
            + " character 2)",
        "'type': 'float32', 'swapBytes': true | 6643 3333 | 230.2",
        "'type': 'float32', 'swapBytes': true, 'order': 'low-first' | 3333 6643 | 230.2",
        "'type': 'int32', 'order': 'low-first' | B5EE FFFD | -150034",
        "'type': 'int16', 'offset': -40 | 0041 | 25",
        "'type': 'uint16', 'scale': 0.1, 'offset': -273.15 | 0BA6 | 25.05",
        "'type': 'int16', 'scale': -1 | 05DC | -1500",
        "'type': 'uint16', 'texts': {'0': 'off', '4': 'on'} | 0004 | on",
        "'type': 'int16', 'texts': {'-1': 'L1-L3-L2'} | FFFF | L1-L3-L2",
        "'type': 'uint16', 'texts': {'0': 'off'} | 0007 | code 7",
        "'type': 'uint16', 'texts': {'0': 'off'}, 'notAvailable': ['0xFFFF'] | FFFF | NotAvailable: the"
            + " device says that it has no value (FFFFh)",
      })
  void readsEveryType(String how, String hex, String expected) throws Exception {
    String json =
        """
        {"id": "a-b", "title": "t", "source": "s", "function": 4, "maxRegisters": 60,
         "points": [{"name": "x", "address": "0x0000", %s, "unit": ""}]}
        """
            .formatted(how.replace('\'', '"'));
    Register register =
        RegisterLibrary.parse(json.getBytes(StandardCharsets.UTF_8)).points().getFirst();
    switch (register.decode(words(hex), 0, 0)) {
      case Reading.Is(Value value) -> {
        assertEquals(expected, value.toString());
        assertEquals(register.valueType().name(), kind(value));
      }
      case Reading.NotAvailable(String reason) -> assertEquals(expected, "NotAvailable: " + reason);
    }
  }

  private static String kind(Value value) {
    return value.getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.split(" ", -1)).mapToInt(word -> Integer.parseInt(word, 16)).toArray();
  }

  @Test
  void appliesAScaleFactorAsAPowerOfTen() {
    Register power = register("int16 high-first 1");
    Register scaled =
        new Register("x", 0, power.type(), power.order(), power.scale(), "W_SF", "W", List.of());
    assertEquals(new Reading.Is(new Value.Real(-15.3)), scaled.decode(new int[] {0xFF67}, 0, -1));
    assertEquals(new Reading.Is(new Value.Real(1500)), scaled.decode(new int[] {15}, 0, 2));
    assertEquals(ValueType.REAL, scaled.valueType());
  }

  @Test
  void staysExactOverAllTenthsOfAVolt() {
    Register volts = register("uint16 high-first 0.1");
    for (int raw = 0; raw <= 0xFFFF; raw++) {
      Reading reading = volts.decode(new int[] {raw}, 0, 0);
      String text = assertInstanceOf(Reading.Is.class, reading).value().toString();
      assertTrue(text.indexOf('.') == text.length() - 2, text);
    }
  }

  static ModbusMaster rtu(FakeLine line, VirtualPace pace) throws Exception {
    ModbusMaster master =
        ModbusMaster.rtu(
            "Meters",
            _ -> line,
            new SerialSettings("/dev/ttyUSB0", 19_200, 8, Parity.NONE, 1),
            new Timing(Duration.ofSeconds(1), Duration.ZERO),
            pace);
    master.open();
    return master;
  }

  static ReadRequest request(String hex) {
    byte[] bytes = HEX.parseHex(hex);
    return new ReadRequest(
        "PAC1",
        bytes[0],
        bytes[1],
        (Byte.toUnsignedInt(bytes[2]) << 8) | Byte.toUnsignedInt(bytes[3]),
        bytes[5]);
  }

  static Register register(String typeOrderScale) {
    String[] words = typeOrderScale.split(" ", -1);
    return new Register(
        "x",
        0,
        RegisterType.valueOf(words[0].toUpperCase(Locale.ROOT)),
        words[1].equals("low-first") ? WordOrder.LOW_FIRST : WordOrder.HIGH_FIRST,
        new BigDecimal(words[2]),
        null,
        "",
        List.of());
  }
}
