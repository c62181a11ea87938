package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.modbus.FakeLine.Reply;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModbusMasterRtuTest {
  private static final String ANSWER = "01 04 04 43 66 33 34 1B 38";
  private static final int[] WORDS = {0x4366, 0x3334};
  private static final ReadRequest FIRST = new ReadRequest("PAC1", 1, 4, 0x34, 2);
  private static final ReadRequest NEXT = new ReadRequest("PAC1", 1, 4, 0x46, 2);
  private static final ReadRequest OTHER = new ReadRequest("PAC2", 2, 4, 0x46, 2);

  private final VirtualPace pace = new VirtualPace();
  private final FakeLine line = new FakeLine(pace);
  private ModbusMaster master;

  @BeforeEach
  void open() throws Exception {
    master = RegisterTest.rtu(line, pace);
  }

  @Test
  void saysWhoIsSilentAndWhatToLookAt() {
    NoAnswer silence = assertThrows(NoAnswer.class, () -> master.read(FIRST));
    assertEquals(
        "Meters: no answer from PAC1 (unit 1, input 0x0034, 2 registers) within 1s. Is the device"
            + " on, is its unit id right, are its settings 19200 8N1, and are A and B not swapped?",
        silence.advice());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "01 04 04 43 66 33 34 1B 39 | a frame with a wrong CRC: 01 04 04 43 66 33 34 1B 39 (9 bytes)",
        "01 04 04 43 66 | a short frame: 01 04 04 43 66 (5 bytes)",
        "01 | a short frame: 01 (1 byte)",
        "02 04 04 43 66 33 34 | an answer of unit 2, want unit 1",
        "01 03 04 43 66 33 34 | an answer to function 3, want 4",
        "01 83 02 | an answer to function 3, want 4",
        "01 04 02 43 66 | an answer of 2 data bytes, want 4",
        "01 04 06 43 66 33 34 00 00 | an answer of 6 data bytes, want 4",
        "01 55 04 43 66 | bytes that are no Modbus frame: 01 55 (2 bytes)",
      })
  void saysWhatCameInsteadOfTheAnswer(String frame, String what) {
    boolean whole = what.startsWith("an answer");
    line.answersAlways(whole ? FakeLine.withCrc(frame) : frame);
    Garbled garbled = assertThrows(Garbled.class, () -> master.read(FIRST));
    assertEquals(
        "Meters: got " + what + ", asking PAC1 (unit 1, input 0x0034, 2 registers)",
        garbled.getMessage());
    assertTrue(garbled.hint().startsWith("Check baud rate and parity (19200 8N1)"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "1, illegal function",
    "2, illegal data address",
    "3, illegal data value",
    "4, device failure",
    "5, 'acknowledged, still working'",
    "6, device busy",
    "8, memory parity error",
    "10, gateway path unavailable",
    "11, gateway got no answer from the device",
    "99, a code of its maker's own",
  })
  void namesEveryRefusal(int code, String words) {
    line.answersAlways(FakeLine.withCrc("01 84 %02X".formatted(code)));
    Refused refused = assertThrows(Refused.class, () -> master.read(FIRST));
    assertEquals(code, refused.code());
    assertEquals(
        "Meters: PAC1 (unit 1, input 0x0034, 2 registers) refused: %s (exception %d)"
            .formatted(words, code),
        refused.getMessage());
  }

  @Test
  void takesTheAnswerAfterAGlitchOfTheLineDriver() throws Exception {
    line.answersAlways("00 FF " + ANSWER);
    assertArrayEquals(WORDS, master.read(FIRST));
  }

  @Test
  void passesOverWhatAnotherUnitSays() throws Exception {
    line.answersAlways(FakeLine.withCrc("02 04 04 00 00 00 01") + " " + ANSWER);
    assertArrayEquals(WORDS, master.read(FIRST));
  }

  @Test
  void drainsALateAnswerThatCameBeforeTheNextRequest() throws Exception {
    line.answers(request ->
        List.of(
            request.startsWith("01 04 00 34")
                ? new Reply(1500, FakeLine.withCrc("01 04 04 DE AD BE EF"))
                : new Reply(10, ANSWER)));
    assertThrows(NoAnswer.class, () -> master.read(FIRST));
    pace.advanceTo(5_000_000_000L);
    assertArrayEquals(WORDS, master.read(NEXT));
  }

  /** Without the quarantine this answer would come while the next request waits, and pass. */
  @ParameterizedTest
  @CsvSource({"1010", "1500", "1990", "2500", "2990"})
  void neverTakesALateAnswerForTheNextOne(long lateMillis) throws Exception {
    line.answers(request ->
        List.of(
            request.startsWith("01 04 00 34")
                ? new Reply(lateMillis, FakeLine.withCrc("01 04 04 DE AD BE EF"))
                : new Reply(900, ANSWER)));
    assertThrows(NoAnswer.class, () -> master.read(FIRST));
    assertArrayEquals(WORDS, master.read(NEXT));
    assertTrue(line.askedAt.get(1) >= 3.0, "asked at " + line.askedAt);
  }

  /** However quick a unit was before: the quarantine is of three whole timeouts. */
  @ParameterizedTest
  @CsvSource({"210", "250", "500", "990", "1010", "1500", "2500", "2990"})
  void neverTakesTheLateAnswerOfAQuickUnitForTheNextOne(long lateMillis) throws Exception {
    line.answersAlways(ANSWER);
    for (int i = 0; i < 20; i++) {
      master.read(NEXT);
    }
    line.answers(request ->
        List.of(
            request.startsWith("01 04 00 34")
                ? new Reply(lateMillis, FakeLine.withCrc("01 04 04 DE AD BE EF"))
                : new Reply(90, ANSWER)));
    double asked = pace.seconds();
    NoAnswer silence = assertThrows(NoAnswer.class, () -> master.read(FIRST));
    assertTrue(pace.seconds() - asked < 0.22, "given up after " + (pace.seconds() - asked));
    assertTrue(String.valueOf(silence.getMessage()).endsWith("within 204ms"), silence.toString());
    assertArrayEquals(WORDS, master.read(NEXT));
    assertTrue(line.askedAt.getLast() - asked >= 3.0, "asked at " + line.askedAt.getLast());
  }

  /** Answers of any lateness below the quarantine; each says the number of its question. */
  @Test
  void takesOnlyTheAnswerToItsQuestionHoweverLateOthersCome() throws Exception {
    Random random = new Random(7);
    line.answers(request -> {
      long after = random.nextInt(4) > 0 ? random.nextInt(40) : random.nextInt(2990);
      String answer = request.substring(0, 2) + " 04 04 00 00 %04X".formatted(line.asked.size());
      return List.of(
          new Reply(after, FakeLine.withCrc(answer.substring(0, 17) + " " + answer.substring(17))));
    });
    int right = 0;
    for (int i = 0; i < 3000; i++) {
      try {
        int[] words = master.read(random.nextBoolean() ? FIRST : OTHER);
        assertEquals(line.asked.size(), words[1], "at " + pace.seconds());
        right++;
      } catch (NoAnswer | Garbled e) {
        // late: what matters is that the next question does not get this answer
      }
    }
    assertTrue(right > 2000, "got " + right);
  }

  @Test
  void keepsTheConfiguredPause() throws Exception {
    ModbusMaster slow =
        ModbusMaster.rtu(
            "Meters",
            _ -> line,
            new SerialSettings("/dev/ttyUSB0", 19_200, 8, Parity.NONE, 1),
            new Timing(Duration.ofSeconds(1), Duration.ofMillis(25)),
            pace);
    slow.open();
    line.answersAlways(ANSWER);
    slow.read(FIRST);
    double answered = pace.seconds();
    slow.read(NEXT);
    assertEquals(0.025, line.askedAt.get(1) - answered, 0.0001);
  }

  @Test
  void asksOtherUnitsWithoutWaitingForALateOne() throws Exception {
    line.answers(request ->
        List.of(
            request.startsWith("01")
                ? new Reply(1100, FakeLine.withCrc("01 04 04 DE AD BE EF"))
                : new Reply(500, FakeLine.withCrc("02 04 04 43 66 33 34"))));
    assertThrows(NoAnswer.class, () -> master.read(FIRST));
    assertArrayEquals(WORDS, master.read(OTHER));
    assertTrue(line.askedAt.get(1) < 1.1, "asked at " + line.askedAt);
  }

  @Test
  void asksAgainAtOnceAfterAProperRefusal() {
    line.answersAlways("01 84 02 C2 C1");
    assertThrows(Refused.class, () -> master.read(FIRST));
    assertThrows(Refused.class, () -> master.read(NEXT));
    assertTrue(line.askedAt.get(1) < 0.1, "asked at " + line.askedAt);
  }

  @Test
  void readsRightAgainAfterAFrameThatClaimsTooMuch() throws Exception {
    line.answersAlways("01 04 FF " + "55 ".repeat(260).strip());
    assertThrows(Garbled.class, () -> master.read(FIRST));
    line.answersAlways(ANSWER);
    assertArrayEquals(WORDS, master.read(FIRST));
  }

  @Test
  void leavesSilenceBetweenTwoFrames() throws Exception {
    line.answersAlways(ANSWER);
    master.read(FIRST);
    double answered = pace.seconds();
    master.read(NEXT);
    double silence = line.askedAt.get(1) - answered;
    assertTrue(silence >= 0.0018 && silence < 0.003, "3.5 characters are 1.82 ms, got " + silence);
  }

  @Test
  void givesUpOnALineThatIsNeverSilent() {
    line.answers(_ -> LongStream.range(0, 5000).mapToObj(i -> new Reply(i, "55")).toList());
    assertThrows(BusException.class, () -> master.read(FIRST));
    Garbled garbled = assertThrows(Garbled.class, () -> master.read(OTHER));
    assertTrue(String.valueOf(garbled.getMessage()).contains("never silent"), garbled.getMessage());
  }

  @Test
  void tellsThatThePortHasGone() {
    line.answers(_ -> {
      line.gone = true;
      return List.of();
    });
    Unavailable gone = assertThrows(Unavailable.class, () -> master.read(FIRST));
    assertEquals("/dev/ttyUSB0 has gone while in use", gone.getMessage());
    assertInstanceOf(Unavailable.class, assertThrows(BusException.class, () -> master.read(OTHER)));
  }

  @Test
  void closesThePort() {
    master.close();
    assertTrue(line.closed);
  }

  @Test
  void endsWhenInterrupted() {
    line.answersAlways(ANSWER);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> master.read(FIRST));
  }

  @Test
  void passesOnWhyThePortDoesNotOpen() {
    Unavailable absent = new Unavailable("/dev/ttyUSB9 is not there", "Check the plug");
    ModbusMaster closed =
        ModbusMaster.rtu(
            "Meters",
            _ -> {
              throw absent;
            },
            new SerialSettings("/dev/ttyUSB9", 19_200, 8, Parity.NONE, 1),
            new Timing(Duration.ofSeconds(1), Duration.ZERO),
            pace);
    assertSame(absent, assertThrows(Unavailable.class, closed::open));
  }
}
