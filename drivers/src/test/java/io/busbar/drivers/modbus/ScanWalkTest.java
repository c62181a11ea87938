package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScanWalkTest {
  private static final SerialSettings SLOW = line(9600);
  private static final SerialSettings FAST = line(19_200);

  private final List<String> asked = new ArrayList<>();
  private final ScanBoard board = new ScanBoard();
  private @Nullable Parity refused;
  private BiFunction<String, ScanQuestion, @Nullable ScanAnswer> devices =
      (_, _) -> new ScanAnswer.Silence();

  @Test
  void asksShortlyAtFirstThenWithPatienceAndAnotherFunction() throws Exception {
    walk().line(SLOW, List.of(1, 2));
    assertEquals(
        List.of("9600 80ms 1 f3", "9600 80ms 2 f3", "9600 500ms 1 f4", "9600 500ms 2 f4"), asked);
    assertEquals(List.of(), board.progress().found());
  }

  @Test
  void anExceptionCountsAsPresentAndWhoAnsweredIsNotAskedAgain() throws Exception {
    answer("9600 80ms 2", new ScanAnswer.Refused(2));
    answer("9600 500ms 3", new ScanAnswer.Registers(List.of(1, 2)));
    ScanWalk walk = walk();
    walk.line(SLOW, List.of(1, 2, 3));
    walk.line(FAST, List.of(1, 2, 3));
    List<ScanFound> found = board.progress().found();
    assertEquals(List.of(2, 3), found.stream().map(ScanFound::unit).toList());
    assertEquals("refuses with exception 2", found.getFirst().answer());
    assertEquals("/dev/ttyUSB0 9600 8N1", found.getFirst().place());
    assertEquals(
        List.of("19200 80ms 1 f3", "19200 500ms 1 f4"),
        asked.stream().filter(one -> one.startsWith("19200")).toList());
  }

  @Test
  void aGatewayThatReachesNobodyIsNobody() throws Exception {
    devices = (where, _) -> new ScanAnswer.Refused(where.startsWith("- - 1 ") ? 11 : 10);
    walk().host("192.168.1.20", 502, List.of(1, 2, 3), 0);
    assertEquals(List.of(), board.progress().found());
  }

  @Test
  void garbageIsToldWithTheSettingsAndTheUnits() throws Exception {
    answer("9600", new ScanAnswer.Noise());
    answer("9600 500ms 2", new ScanAnswer.Registers(List.of(1, 2)));
    walk().line(SLOW, List.of(1, 2));
    assertEquals(
        List.of(
            "9600 8N1: garbage from unit 1: another baud rate or parity, or two devices of one"
                + " unit id"),
        board.progress().remarks());
  }

  @Test
  void aHostThatAnswersToEveryUnitIdIsOneDevice() throws Exception {
    devices = (_, _) -> new ScanAnswer.Refused(1);
    walk().host("10.0.0.1", 502, IntStream.rangeClosed(1, 20).boxed().toList(), 0);
    assertEquals(List.of(1), board.progress().found().stream().map(ScanFound::unit).toList());
    assertEquals(
        List.of("10.0.0.1 answers to every unit id: it is taken for one device, unit 1"),
        board.progress().remarks());
  }

  @Test
  void aUnitThatFallsSilentIsNotAskedForEverything() throws Exception {
    answer("9600 80ms 1", new ScanAnswer.Refused(2));
    RegisterLibrary library = new RegisterLibrary();
    List<RegisterMap> maps =
        List.of("abb-b23", "accuenergy-acurev1312", "carlo-gavazzi-em24-e1").stream()
            .map(id -> library.find(id).orElseThrow())
            .toList();
    new ScanWalk(new Line(), maps, board).line(SLOW, List.of(1));
    assertEquals(1, board.progress().found().size());
    assertEquals(5, asked.stream().filter(one -> one.startsWith("9600 500ms 1 ")).count());
  }

  @Test
  void aLineThatIsGoneEndsTheWalkAndKeepsWhatWasFound() throws Exception {
    answer("9600 80ms 1", new ScanAnswer.Refused(2));
    ScanWalk walk = walk();
    walk.line(SLOW, List.of(1));
    devices = (_, _) -> null;
    assertThrows(Unavailable.class, () -> walk.line(FAST, List.of(2)));
    assertEquals(1, board.progress().found().size());
  }

  @Test
  void settingsThatThePortRefusesArePassedOverWithARemark() throws Exception {
    refused = Parity.EVEN;
    SerialSettings even = new SerialSettings("/dev/ttyUSB0", 9600, 8, Parity.EVEN, 1);
    board.plan(2 * 2, ScanWalk.nanos(even, 2));
    board.plan(2 * 2, ScanWalk.nanos(FAST, 2));
    answer("19200 80ms 2", new ScanAnswer.Refused(2));
    ScanWalk walk = walk();
    assertFalse(walk.line(even, List.of(1, 2)));
    assertEquals(List.of(), asked);
    assertTrue(walk.line(FAST, List.of(1, 2)));
    ScanProgress progress = board.progress();
    assertEquals(List.of("9600 8E1: the port refuses it: system error 22"), progress.remarks());
    assertEquals(List.of(2), progress.found().stream().map(ScanFound::unit).toList());
    assertEquals(3, progress.total());
    assertEquals(0, progress.left().toMillis());
  }

  @Test
  void countsWhatIsAskedAndHowLongItTakesAtMost() throws Exception {
    board.plan(4, ScanWalk.nanos(SLOW, 2));
    assertTrue(board.progress().left().toMillis() > 2 * 580);
    answer("9600 80ms 1", new ScanAnswer.Refused(2));
    walk().line(SLOW, List.of(1, 2));
    ScanProgress progress = board.progress();
    assertEquals(3, progress.asked());
    assertEquals(3, progress.total());
    assertEquals(0, progress.left().toMillis());
  }

  private ScanWalk walk() {
    return new ScanWalk(new Line(), List.of(), board);
  }

  private void answer(String where, ScanAnswer answer) {
    BiFunction<String, ScanQuestion, @Nullable ScanAnswer> others = devices;
    devices =
        (place, question) ->
            (place + " ").startsWith(where + " ") ? answer : others.apply(place, question);
  }

  private static SerialSettings line(int baudRate) {
    return new SerialSettings("/dev/ttyUSB0", baudRate, 8, Parity.NONE, 1);
  }

  private final class Line implements ScanPort {
    private String tuned = "- -";

    @Override
    public @Nullable Unavailable tune(SerialSettings settings, Timing timing) {
      if (settings.parity() == refused) {
        return new Unavailable("system error 22", "Try another");
      }
      tuned = settings.baudRate() + " " + timing.timeout().toMillis() + "ms";
      return null;
    }

    @Override
    public ScanAnswer ask(int unit, ScanQuestion question) throws BusException {
      String where = tuned + " " + unit;
      asked.add(where + " f" + question.function());
      ScanAnswer answer = devices.apply(where, question);
      if (answer == null) {
        throw new Unavailable("the line has gone", "Plug it in");
      }
      return answer;
    }

    @Override
    public void close() {
      asked.add("closed");
    }
  }
}
