package io.busbar.drivers.dash7.alp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.dash7.FrameText;
import io.busbar.drivers.dash7.Vector;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "63, 3F",
    "64, 40 40",
    "65, 40 41",
    "67, 40 43",
    "16383, 7F FF",
    "16384, 80 40 00",
    "65120, 80 FE 60",
    "4194303, BF FF FF",
    "4194304, C0 40 00 00",
    "4263936, C0 41 10 00",
    "1073741823, FF FF FF FF"
  })
  void writesAndReadsLengthsOfOneToFourBytes(int value, String hex) {
    assertEquals(Bytes.hex("01 00 00" + hex), read(value).encode());
    assertEquals(read(value), strict("01 00 00" + hex));
  }

  @Test
  void writesAndReadsLengthsOverTheirWholeRange() {
    int checked = 0;
    for (long value = 0; value <= Range.LARGEST_LENGTH; value += 1 + value / 50) {
      Command command = read((int) value);
      assertEquals(command, Command.decode(command.encode(), Command.Reading.STRICT));
      checked++;
    }
    assertTrue(checked > 500, "checked " + checked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40 05", "80 00 05", "C0 00 00 05"})
  void readsALengthThatIsWrittenLongerThanNeeded(String hex) {
    assertEquals(read(5), strict("01 00 00" + hex));
  }

  @ParameterizedTest
  @CsvSource({"300, 53, 304", "1024, 70, 1024", "100, 39, 100", "0, 00, 0", "507904, FF, 507904"})
  void compressesTimes(int value, String hex, int means) {
    CompressedTime time = CompressedTime.atLeast(value);
    assertEquals(Bytes.hex(hex), Bytes.of(time.code()));
    assertEquals(means, time.value());
  }

  @Test
  void compressesEveryTimeToTheLeastThatIsNotLess() {
    int[] possible =
        IntStream.range(0, 256).map(code -> new CompressedTime(code).value()).sorted().toArray();
    int next = 0;
    for (int value = 0; value <= 507_904; value += 7) {
      while (possible[next] < value) {
        next++;
      }
      assertEquals(possible[next], CompressedTime.atLeast(value).value(), "of " + value);
    }
    assertThrows(IllegalArgumentException.class, () -> CompressedTime.atLeast(507_905));
    assertThrows(IllegalArgumentException.class, () -> CompressedTime.atLeast(-1));
  }

  /** One of each operation, as it stands on the wire. */
  @ParameterizedTest
  @CsvSource({
    "00, nop",
    "80, nop group",
    "41 40 00 08, read file data 40 offset 0 length 8 respond",
    "02 40, read file properties 40",
    "04 40 01 02 AB CD, write file data 40 offset 1 = AB CD",
    "C5 40 00 01 AB, 'write file data, flush 40 offset 0 = AB group respond'",
    "06 40 B4 83 41 42 00 00 00 10 00 00 00 20, write file properties 40 permissions B4 properties"
        + " 83 (PERMANENT) action 41 interface 42 length 16 of 32",
    "08 00 01 20 00, action query code 00 value  mask  of file 20 offset 0",
    "09 30 01 0F 20 00, break query code 30 value  mask 0F of file 20 offset 0",
    "0B 60 02 20 00 21 04, 'verify checksum code 60 value  mask  of file 20 offset 0, 21 offset 4'",
    "0A 01 42 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F, permission request level 1 protocol"
        + " 66",
    "10 40, exist file 40",
    "11 40, create file 40",
    "12 40, delete file 40",
    "13 40, restore file 40",
    "14 40, flush file 40",
    "15 40, open file 40",
    "16 40, close file 40",
    "17 40 41, copy file 40 to 41",
    "1F 40, execute file 40",
    "22 FC, action status permission denied",
    "22 C7, action status status C7",
    "30, chunk",
    "B1, logic group",
    "32 00, forward interface 00",
    "32 01 20 40 00 01 AA, forward interface 01; return file data 40 offset 0 = AA",
    "32 D7 ED 39 07 21 24, forward D7 ON_ERROR retry 5 record stop on error dormant 100 s about 16"
        + " nodes class 21 security AES-CCM-32",
    "32 D7 06 00 31 01 12 34, forward D7 PREFERRED dormant 0 s VID 1234 class 01 security AES-CTR",
    "33 40, indirect forward 40",
    "35 D7, start interface D7",
    "36 D7, stop interface D7",
    "62 03 02 AA BB, status of 03: AA BB",
    "62 D7 03 AA BB CC, status of D7: AA BB CC",
    "62 00 00, status of 00 empty"
  })
  void readsAndWritesEveryOperation(String hex, String text) {
    Command command = strict(hex);
    assertEquals(text, FrameText.of(command));
    assertEquals(Bytes.hex(hex), command.encode());
  }

  @ParameterizedTest
  @CsvSource({
    "13, 62 D7 0D 32 00 05 39 47 50 90 49 07 A9 00 01 24, about 16 nodes",
    "12, 62 D7 0C 32 00 05 39 47 50 90 49 07 A9 10 01, everyone",
    "20, 62 D7 14 32 00 05 39 47 50 90 49 07 A9 22 01 32 36 36 30 00 39 00 4C,"
        + " UID 323636300039004C",
    "14, 62 D7 0E 32 00 05 39 47 50 90 49 07 A9 30 01 12 34, VID 1234"
  })
  void readsAStatusOfEachKindOfOrigin(int length, String hex, String origin) {
    Command command = strict(hex);
    LinkStatus.D7 status = command.origin().orElseThrow();
    assertEquals(length, command.encode().at(2));
    assertEquals(Bytes.hex(hex), command.encode());
    assertTrue(FrameText.of(command).contains("from " + origin), FrameText.of(command));
    assertEquals(5, status.reception().channelIndex());
    assertTrue(status.delivery().secured() && status.delivery().unicast());
    assertFalse(status.delivery().missed() || status.delivery().retry());
  }

  @Test
  void readsAnRxLevelAboveHalfOfItsByteAsPositive() {
    Command command = strict("62 D7 0C 32 00 05 C8 47 50 90 49 07 A9 10 01");
    assertEquals(200, command.origin().orElseThrow().reception().levels().rx());
  }

  @ParameterizedTest
  @CsvSource({
    "24 01 02, 24 01 02",
    "20 40 00 04 00 F3 00 00 3F 11, 3F 11",
    "A3 2A E2 01, E2 01",
    "32 03 00 01 00, 32 03 00 01 00",
    "08 80 01 20 00, 08 80 01 20 00"
  })
  void keepsWhatItDoesNotKnowInHex(String hex, String unknown) {
    Command command = strict(hex);
    Action.Unknown rest = assertInstanceOf(Action.Unknown.class, command.actions().getLast());
    assertEquals(Bytes.hex(unknown), rest.bytes());
    assertEquals(Bytes.hex(hex), command.encode());
    assertTrue(FrameText.of(command).contains(unknown));
  }

  static List<Vector> commands() {
    return Vector.all().stream()
        .filter(vector -> vector.frame().content() instanceof Frame.Alp)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void readsACommandThatIsCutShortAsFarAsItGoes(Vector vector) {
    Bytes whole = vector.frame().content().payload();
    for (int length = 0; length < whole.length(); length++) {
      Bytes cut = whole.slice(0, length);
      assertEquals(cut, Command.decode(cut, Command.Reading.STRICT).encode(), "cut to " + length);
    }
  }

  @Test
  void namesStatusCodes() {
    assertEquals("no such file", new StatusCode(0xFF).text());
    assertEquals("status 42", new StatusCode(0x42).text());
    assertTrue(new StatusCode(1).good());
    assertFalse(new StatusCode(0x80).good());
  }

  @Test
  void refusesNumbersThatDoNotFitTheirOperand() {
    assertThrows(IllegalArgumentException.class, () -> new Action.Place(256, 0));
    assertThrows(IllegalArgumentException.class, () -> new Action.Place(0, -1));
    assertThrows(IllegalArgumentException.class, () -> new Action.Place(0, 1 << 30));
    assertThrows(IllegalArgumentException.class, () -> new Action.RequestTag(-1, true));
    assertThrows(
        IllegalArgumentException.class, () -> new Action.OnFile(Op.STATUS, 1, Action.Flags.NONE));
    assertThrows(IllegalArgumentException.class, () -> Uid.parse("1234"));
  }

  @Test
  void keepsAKeyOutOfEveryText() {
    Command command = strict("0A 01 42 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F");
    assertFalse(command.toString().contains("0A 0B"), command.toString());
  }

  private static Command read(int count) {
    return Command.of(new Action.ReadFile(new Action.Place(0, 0), count, Action.Flags.NONE));
  }

  private static Command strict(String hex) {
    return Command.decode(Bytes.hex(hex), Command.Reading.STRICT);
  }
}
