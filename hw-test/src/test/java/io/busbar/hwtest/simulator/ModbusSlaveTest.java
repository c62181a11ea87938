package io.busbar.hwtest.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes in, bytes out; the first rows are printed in the makers' documents. */
class ModbusSlaveTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final int SILENCE_MS = 300;
  private static final int PATIENCE_MS = 10_000;

  private final RegisterImage image =
      new RegisterImage()
          .putFloat(0x00, 230.2)
          .putFloat(0x02, 231.1)
          .putFloat(0x04, 229.9)
          .putFloat(0x48, 1234.5)
          .putFloat(0x4A, 6.75)
          .putDouble(801, 12_345_678)
          .putInt(0x5B14, -150_034);
  private final ModbusSlave slave = new ModbusSlave(1, image);

  @ParameterizedTest
  @CsvSource({
    "01 04 00 00 00 02 71 CB, 01 04 04 43 66 33 33 5A FA",
    "01 04 00 48 00 04 71 DF, 01 04 08 44 9A 50 00 40 D8 00 00 82 6C",
    "01 04 00 00 00 06 70 08, 01 04 0C 43 66 33 33 43 67 19 9A 43 65 E6 66 07 23",
    "01 03 03 21 00 04 14 47, 01 03 08 41 67 8C 29 C0 00 00 00 38 27",
    "01 03 5B 14 00 02 97 2B, 01 03 04 FF FD B5 EE AD 0B"
  })
  void answersAReadOnTheSerialLine(String request, String answer) throws IOException {
    assertEquals(answer, onSerial(request, length(answer)));
  }

  @ParameterizedTest
  @CsvSource({
    "01 04 00 06 00 02, 01 84 02, no such register",
    "01 04 00 00 00 7E, 01 84 03, more than 125 registers",
    "01 04 FF FF 00 02, 01 84 02, beyond the last register",
    "01 06 00 00 00 02, 01 86 01, function 6 is not offered"
  })
  void refusesWhatItCannotAnswer(String request, String answer, String why) throws IOException {
    assertEquals(withCrc(answer), onSerial(withCrc(request), length(answer) + 2), why);
  }

  /** The examples of the Modbus specification, sections 6.1, 6.2, 6.5, 6.6, 6.11 and 6.12. */
  @ParameterizedTest
  @CsvSource({
    "01 01 00 00 00 0A, 01 01 02 00 00",
    "01 02 00 00 00 0A, 01 02 02 02 02",
    "01 05 00 03 FF 00, 01 05 00 03 FF 00",
    "01 06 00 00 00 03, 01 06 00 00 00 03",
    "01 0F 00 00 00 0A 02 CD 01, 01 0F 00 00 00 0A",
    "01 10 00 00 00 02 04 00 0A 01 02, 01 10 00 00 00 02",
    "01 01 00 19 00 08, 01 81 02",
    "01 05 00 03 12 34, 01 85 03",
    "01 06 00 30 00 01, 01 86 02",
    "01 10 00 00 00 02 02 00 0A, 01 90 03",
    "01 17 00 00 00 01, 01 97 01"
  })
  void answersOfAWritableImage(String request, String answer) throws IOException {
    WritableImage image = new WritableImage(this.image, 32).input(1, true).input(9, true);
    ModbusSlave writable = new ModbusSlave(1, image);
    byte[] pdu = HEX.parseHex(request.substring(3));
    assertEquals(answer.substring(3), HEX.formatHex(writable.answer(pdu)));
  }

  @Test
  void keepsWhatIsWritten() throws IOException {
    WritableImage image = new WritableImage(this.image, 32);
    ModbusSlave writable = new ModbusSlave(1, image);
    writable.answer(HEX.parseHex("0F 00 00 00 0A 02 CD 01"));
    assertEquals("01 02 CD 01", HEX.formatHex(writable.answer(HEX.parseHex("01 00 00 00 0A"))));
    writable.answer(HEX.parseHex("10 00 00 00 02 04 00 0A 01 02"));
    assertEquals(
        "03 04 00 0A 01 02",
        HEX.formatHex(writable.answer(HEX.parseHex("03 00 00 00 02"))));
  }

  @Test
  void findsARequestAfterNoise() throws IOException {
    assertEquals(
        "01 04 04 43 66 33 33 5A FA", onSerial("01 04 FF 00 00 01 04 00 00 00 02 71 CB", 9));
  }

  @Test
  void leavesOtherUnitsToOthersOnASerialLine() throws IOException {
    assertEquals("", onSerial(withCrc("02 04 00 00 00 02"), 0));
  }

  @Test
  void answersOverTcp() throws IOException {
    assertEquals(
        "00 01 00 00 00 0B 01 03 08 41 67 8C 29 C0 00 00 00",
        overTcp("00 01 00 00 00 06 01 03 03 21 00 04", 17));
  }

  @Test
  void refusesOtherUnitsOverTcpAsAGatewayDoes() throws IOException {
    assertEquals("00 07 00 00 00 03 09 84 0B", overTcp("00 07 00 00 00 06 09 04 00 00 00 02", 9));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(new Fault.Silent(), "", ""),
        Arguments.of(new Fault.Refuses(4), "01 84 04 42 C3", "00 05 00 00 00 03 01 84 04"),
        Arguments.of(
            new Fault.WrongUnit(),
            "02 04 04 43 66 33 33 69 FA",
            "00 05 00 00 00 07 02 04 04 43 66 33 33"),
        Arguments.of(new Fault.BreaksOff(), "01 04 04 43", "00 05 00 00 00 07"),
        Arguments.of(
            new Fault.Corrupt(),
            "01 04 04 43 66 33 33 5A AF",
            "00 05 42 42 00 07 01 04 04 43 66 33 33"),
        Arguments.of(
            new Fault.Late(Duration.ofMillis(20)),
            "01 04 04 43 66 33 33 5A FA",
            "00 05 00 00 00 07 01 04 04 43 66 33 33"),
        Arguments.of(
            new Fault.WrongTransaction(),
            "01 04 04 43 66 33 33 5A FA",
            "00 06 00 00 00 07 01 04 04 43 66 33 33"),
        Arguments.of(new Fault.Closes(), "", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void misbehavesAsItIsTold(Fault fault, String rtu, String tcp) throws IOException {
    slave.fault(fault);

    assertEquals(rtu, onSerial("01 04 00 00 00 02 71 CB", length(rtu)));
    assertEquals(tcp, overTcp("00 05 00 00 00 06 01 04 00 00 00 02", length(tcp)));
  }

  /** A serial line is a pair of streams; here those of a socket. */
  private String onSerial(String request, int expected) throws IOException {
    try (ServerSocket line = new ServerSocket(0);
        Socket near = new Socket(line.getInetAddress(), line.getLocalPort());
        Socket far = line.accept();
        RtuFront _ = new RtuFront(far.getInputStream(), far.getOutputStream(), slave)) {
      return exchange(near, request, expected);
    }
  }

  private String overTcp(String request, int expected) throws IOException {
    try (TcpFront front = new TcpFront(0, slave);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      return exchange(socket, request, expected);
    }
  }

  /**
   * Sends, and takes as many bytes as are expected; for none it waits a while whether one comes.
   */
  private static String exchange(Socket socket, String request, int expected) throws IOException {
    socket.setSoTimeout(expected == 0 ? SILENCE_MS : PATIENCE_MS);
    socket.getOutputStream().write(HEX.parseHex(request));
    InputStream in = socket.getInputStream();
    if (expected == 0) {
      try {
        int next = in.read();
        return next < 0 ? "" : HEX.toHexDigits((byte) next) + " ...";
      } catch (SocketTimeoutException silence) {
        return "";
      }
    }
    return HEX.formatHex(in.readNBytes(expected)) + (in.available() > 0 ? " ..." : "");
  }

  /** How many bytes a text of hexadecimal bytes has. */
  private static int length(String hex) {
    return HEX.parseHex(hex).length;
  }

  private static String withCrc(String frame) {
    byte[] bytes = HEX.parseHex(frame);
    int crc = RtuFront.crc(bytes, bytes.length);
    return frame + " " + HEX.formatHex(new byte[] {(byte) crc, (byte) (crc >>> 8)});
  }
}
