package io.busbar.drivers.modbus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SocketPort;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModbusMasterTcpTest {
  private static final ReadRequest T1 = new ReadRequest("PAC1", 1, 3, 801, 4);
  private static final String ANSWER = "ID 00 00 00 0B 01 03 08 41 67 8C 29 C0 00 00 00";
  private static final int[] WORDS = {0x4167, 0x8C29, 0xC000, 0};

  private TcpSlave slave;
  private ModbusMaster master;

  @BeforeEach
  void open() throws Exception {
    slave = new TcpSlave();
    master = master(Duration.ofSeconds(20));
    master.open();
  }

  @AfterEach
  void close() throws IOException {
    master.close();
    slave.close();
  }

  private ModbusMaster master(Duration timeout) {
    int port = slave.port();
    return ModbusMaster.tcp(
        "Lan",
        () -> SocketPort.connect("127.0.0.1", port),
        new Timing(timeout, Duration.ZERO),
        Pace.monotonic());
  }

  @Test
  void playsThePublishedVector() throws Exception {
    slave.answersAlways(ANSWER);
    assertArrayEquals(WORDS, master.read(T1));
    assertEquals(List.of("00 01 00 00 00 06 01 03 03 21 00 04"), slave.asked);
  }

  @Test
  void passesOverTheLateAnswerToAnEarlierQuestion() throws Exception {
    slave.answersAlways("00 77 00 00 00 0B 01 03 08 DE AD BE EF DE AD BE EF " + ANSWER);
    assertArrayEquals(WORDS, master.read(T1));
  }

  @Test
  void keepsTheConnectionOverATimeoutAndKnowsTheLateAnswer() throws Exception {
    String late = "00 01 00 00 00 0B 01 03 08 DE AD BE EF DE AD BE EF ";
    slave.answers(_ -> slave.asked.size() == 1 ? "" : late + ANSWER);
    try (ModbusMaster hasty = master(Duration.ofMillis(500))) {
      hasty.open();
      NoAnswer silence = assertThrows(NoAnswer.class, () -> hasty.read(T1));
      assertEquals(
          "Lan: no answer from PAC1 (unit 1, holding 0x0321, 4 registers) within 500ms",
          silence.getMessage());
      assertArrayEquals(WORDS, hasty.read(T1));
      assertEquals(2, slave.connections(), "this master's and the other's");
    }
  }

  @Test
  void connectsAnewWhenNobodyAnswersThreeTimes() throws Exception {
    try (ModbusMaster hasty = master(Duration.ofMillis(20))) {
      hasty.open();
      for (int i = 0; i < 4; i++) {
        assertThrows(NoAnswer.class, () -> hasty.read(T1));
      }
      await().until(() -> slave.connections() == 3);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ID 00 00 00 0B 02 03 08 41 67 8C 29 C0 00 00 00 | an answer of unit 2, want unit 1",
        "ID 00 00 00 0B 01 04 08 41 67 8C 29 C0 00 00 00 | an answer to function 4, want 3",
        "ID 00 00 00 07 01 03 04 41 67 8C 29 | an answer of 4 data bytes, want 8",
        "ID 00 00 00 07 01 03 08 41 67 8C 29 | an answer of 4 data bytes, want 8",
        "ID 00 07 00 0B 01 03 08 41 67 | bytes that are no Modbus frame: 00 01 00 07 00 0B (6 bytes)",
        "ID 00 00 00 02 01 03 | bytes that are no Modbus frame: 00 01 00 00 00 02 (6 bytes)",
        "ID 00 00 FF FF 01 03 | bytes that are no Modbus frame: 00 01 00 00 FF FF (6 bytes)",
      })
  void saysWhatCameInsteadOfTheAnswer(String answer, String what) throws Exception {
    slave.answersAlways(answer);
    Garbled garbled = assertThrows(Garbled.class, () -> master.read(T1));
    assertEquals(
        "Lan: got " + what + ", asking PAC1 (unit 1, holding 0x0321, 4 registers)",
        garbled.getMessage());
    slave.answersAlways(ANSWER);
    assertArrayEquals(WORDS, master.read(T1), "and reads right after it");
  }

  @Test
  void tellsAShortFrame() throws Exception {
    slave.answersAlways("ID 00 00 00 0B 01 03 08 41");
    try (ModbusMaster hasty = master(Duration.ofMillis(500))) {
      hasty.open();
      Garbled garbled = assertThrows(Garbled.class, () -> hasty.read(T1));
      assertTrue(
          String.valueOf(garbled.getMessage())
              .contains("a short frame: 00 01 00 00 00 0B 01 03 08 41 (10 bytes)"),
          garbled.getMessage());
    }
  }

  @Test
  void passesOnARefusal() {
    slave.answersAlways("ID 00 00 00 03 01 83 02");
    Refused refused = assertThrows(Refused.class, () -> master.read(T1));
    assertEquals(
        "Lan: PAC1 (unit 1, holding 0x0321, 4 registers) refused: illegal data address (exception"
            + " 2). Check that the configured meter type is the one that is built in",
        refused.advice());
  }

  @Test
  void opensAConnectionAgainThatTheDeviceClosed() throws Exception {
    slave.answersAlways(ANSWER);
    master.read(T1);
    slave.answers(_ -> slave.asked.size() == 2 ? "close" : ANSWER);
    assertArrayEquals(WORDS, master.read(T1));
    assertEquals(2, slave.connections());
  }

  @Test
  void tellsThatTheHostHasGone() throws Exception {
    slave.answersAlways(ANSWER);
    master.read(T1);
    slave.close();
    Unavailable gone = assertThrows(Unavailable.class, () -> master.read(T1));
    assertTrue(
        String.valueOf(gone.getMessage())
            .startsWith("127.0.0.1 port " + slave.port() + " does not accept the"),
        gone.getMessage());
  }

  @Test
  void endsWhenInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> master.read(T1));
  }
}
