package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.Value;
import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Addressee;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.InterfaceConfig;
import io.busbar.drivers.dash7.alp.LinkStatus;
import io.busbar.drivers.dash7.alp.Qos;
import io.busbar.drivers.dash7.alp.StatusCode;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Dash7RequestTest {
  private static final InterfaceConfig.D7 NODE =
      InterfaceConfig.D7.now(Qos.PREFERRED, Addressee.of(Uid.parse(Rig.UID), 1));
  private static final InterfaceConfig.D7 EVERYONE =
      InterfaceConfig.D7.now(Qos.ALL, Addressee.everyone(0x11));
  private static final Action EMPTY =
      new Action.InterfaceStatus(new LinkStatus.Empty(InterfaceConfig.D7ASP));

  private final Rig rig = new Rig(Rig.ENERGY);
  private final ScriptedPort port = new ScriptedPort().then(() -> {}).answersProbe();
  private final List<CompletableFuture<?>> asked = new ArrayList<>();

  @Test
  void readsAFileOfANode() {
    rig.run(
        port.then(() -> ask(Request.over(NODE, Request.read(0x40, 0, 2))))
            .answers(false, false, ScriptedPort.returned(0x40, "0E C8"), status())
            .answers(true, false, EMPTY));
    Answer answer = (Answer) asked.getFirst().join();
    assertEquals(Bytes.hex("0E C8"), answer.file(0x40).orElseThrow());
    assertTrue(answer.completed());
    assertEquals(1, answer.replies().size());
    assertEquals(
        "forward D7 PREFERRED dormant 0 s UID 323636300039004C class 01 security none;"
            + " read file data 40 offset 0 length 2",
        port.commands().getLast());
  }

  @Test
  void gathersTheAnswersOfEveryNode() {
    rig.run(
        port.then(() -> ask(Request.over(EVERYONE, Request.read(0x40, 0, 2))))
            .answers(false, false, ScriptedPort.returned(0x40, "0E C8"), status())
            .answers(false, false, status(), ScriptedPort.returned(0x40, "0E C9"))
            .answers(true, false, EMPTY));
    assertEquals(2, ((Answer) asked.getFirst().join()).replies().size());
  }

  @Test
  void takesARemoteAnswerAsValuesToo() {
    rig.run(
        port.then(() -> ask(Request.over(NODE, Request.read(62, 0, 5))))
            .answers(false, false, ScriptedPort.returned(62, "58 02 00 00 01"), status())
            .answers(true, false, EMPTY));
    assertEquals("600 UNCERTAIN", rig.shows("Energy_4", "interval"));
  }

  @Test
  void timesOutWhenTheNodeIsSilent() {
    rig.run(
        port.then(() -> ask(Request.over(NODE, Request.read(0x40, 0, 2))))
            .then(() -> rig.pass(Duration.ofMillis(14_999)))
            .then(() -> assertFalse(asked.getFirst().isDone()))
            .then(() -> rig.pass(Duration.ofMillis(1)))
            .then(() -> {}));
    assertTrue(failure(0) instanceof BusException.NoAnswer, failure(0).toString());
  }

  @Test
  void givesWhatCameWhenTheTimeRunsOut() {
    rig.run(
        port.then(() -> ask(Request.over(EVERYONE, Request.read(0x40, 0, 2))))
            .answers(false, false, ScriptedPort.returned(0x40, "0E C8"), status())
            .then(() -> rig.pass(Duration.ofSeconds(16)))
            .then(() -> {}));
    Answer answer = (Answer) asked.getFirst().join();
    assertFalse(answer.completed());
    assertEquals(1, answer.replies().size());
  }

  @Test
  void waitsLongerForADormantSession() {
    InterfaceConfig.D7 dormant =
        InterfaceConfig.D7.dormant(
            Qos.PREFERRED, Addressee.of(Uid.parse(Rig.UID), 1), Duration.ofMinutes(5));
    rig.run(
        port.then(() -> ask(Request.over(dormant, Request.read(0x40, 0, 2))))
            .then(() -> rig.pass(Duration.ofMinutes(5)))
            .answers(true, false, ScriptedPort.returned(0x40, "0E C8"), status()));
    assertTrue(((Answer) asked.getFirst().join()).completed());
    assertTrue(port.commands().get(1).contains("dormant 304 s"), port.commands().get(1));
  }

  @Test
  void failsEveryRequestWithTheReasonWhenTheModemRestarts() {
    rig.run(
        port.then(() -> ask(Request.over(NODE, Request.read(0x40, 0, 2))))
            .then(() -> ask(Request.toModem(Request.read(0x0A, 0, 7))))
            .then(() -> {})
            .receives(Vector.number(33).bytes())
            .then(() -> {
              for (int i = 0; i < 2; i++) {
                assertInstanceOf(BusException.Unavailable.class, failure(i));
                assertTrue(message(i).contains("reset pin"));
              }
            })
            .then(() -> {}));
    assertTrue(port.commands().getLast().startsWith("read file data 00"), "probed anew");
  }

  @Test
  void failsEveryRequestWhenThePortGoes() {
    rig.run(port.then(() -> ask(Request.over(NODE, Request.read(0x40, 0, 2)))));
    assertTrue(message(0).contains("has gone"), failure(0).toString());
    ask(Request.toModem(Request.read(0, 0, 8)));
    assertInstanceOf(BusException.Unavailable.class, failure(1));
  }

  @ParameterizedTest
  @CsvSource({"true, permission denied", "false, unknown error"})
  void saysWhyTheModemRefused(boolean told, String why) {
    Action.ActionStatus denied = new Action.ActionStatus(new StatusCode(0xFC));
    rig.run(
        port.then(() -> ask(Request.toModem(Request.read(0x0E, 0, 16))))
            .then(() -> {})
            .answers(true, true, told ? new Action[] {denied} : new Action[0])
            .then(() -> {}));
    assertTrue(message(0).contains(why), failure(0).toString());
    assertInstanceOf(BusException.Refused.class, failure(0));
  }

  @Test
  void callsANodeSilentWhenTheModemGivesUp() {
    rig.run(
        port.then(() -> ask(Request.over(NODE, Request.read(0x40, 0, 2))))
            .answers(true, true)
            .then(() -> {}));
    assertInstanceOf(BusException.NoAnswer.class, failure(0));
  }

  @Test
  void sendsFewRequestsAtATimeEachWithATagOfItsOwn() {
    rig.run(
        port.then(
                () -> {
                  for (int i = 0; i < 10; i++) {
                    ask(Request.over(NODE, Request.read(0x40, i, 2)));
                  }
                })
            .then(() -> assertEquals(1 + 4, port.commands().size()))
            .answers(true, false, EMPTY)
            .then(() -> assertEquals(1 + 5, port.commands().size())));
    List<Integer> tags =
        port.written().stream()
            .map(Frame::content)
            .map(Frame.Alp.class::cast)
            .map(alp -> Command.decode(alp.payload(), Command.Reading.STRICT))
            .map(command -> command.all(Action.RequestTag.class).findFirst().orElseThrow().tag())
            .toList();
    assertEquals(tags.size(), new HashSet<>(tags).size());
  }

  @Test
  void refusesMoreRequestsThanCanWait() {
    rig.run(
        port.then(() -> {
          for (int i = 0; i < 65; i++) {
            ask(Request.over(NODE, Request.read(0x40, 0, 2)));
          }
          assertTrue(message(64).contains("wait"), failure(64).toString());
          assertFalse(asked.get(63).isDone());
        }));
    assertTrue(asked.stream().allMatch(CompletableFuture::isDone));
  }

  @Test
  void refusesACommandThatIsTooLong() {
    ask(Request.over(NODE, Request.write(0x40, 0, Bytes.copyOf(new byte[240]))));
    assertInstanceOf(IllegalArgumentException.class, failure(0));
  }

  @Test
  void takesAnAnswerToNobodyInItsStride() {
    rig.run(
        port.receives(Vector.number(32).bytes())
            .receives(Vector.number(27).bytes())
            .then(() -> {}));
    assertEquals("605 UNCERTAIN", rig.shows("Energy_4", "activeEnergyImportTotal"));
  }

  @Test
  void setsTheIntervalOfANode() {
    rig.run(
        port.then(() -> set("interval", new Value.Int(600)))
            .answers(true, false, EMPTY)
            .then(() -> asked.getFirst().join())
            .then(() -> assertEquals("600 GOOD", rig.shows("Energy_4", "interval"))));
    assertEquals(
        "forward D7 PREFERRED dormant 0 s UID 323636300039004C class 01 security none;"
            + " write file data 3E offset 0 = 58 02 00 00",
        port.commands().getLast());
  }

  @Test
  void keepsTheOldValueWhenTheNodeRefusesTheNew() {
    rig.run(
        port.then(() -> set("interval", new Value.Int(600)))
            .answers(true, false, new Action.ActionStatus(new StatusCode(0xF9)), status())
            .then(() -> {}));
    assertTrue(message(0).contains("offset out of bounds"), failure(0).toString());
    assertEquals("nothing UNCERTAIN", rig.shows("Energy_4", "interval"));
  }

  @ParameterizedTest
  @CsvSource({
    "interval, -1, want 0 to 4294967295 s",
    "interval, 4294967296, want 0 to 4294967295 s",
    "enabled, 5, want true or false",
    "voltageL1, 230, want a point that can be set"
  })
  void refusesAValueThatDoesNotFit(String name, long value, String reason) {
    set(name, new Value.Int(value));
    assertInstanceOf(IllegalArgumentException.class, failure(0));
    assertTrue(message(0).contains(reason), message(0));
  }

  private void ask(Request request) {
    asked.add(rig.bus.request(request));
  }

  private void set(String name, Value value) {
    asked.add(rig.bus.write(rig.point("Energy_4", name), value));
  }

  private Throwable failure(int index) {
    Throwable failure = asked.get(index).exceptionNow();
    return failure.getCause() == null ? failure : failure.getCause();
  }

  private String message(int index) {
    return String.valueOf(failure(index).getMessage());
  }

  private static Action status() {
    return new Action.InterfaceStatus(
        new LinkStatus.D7(
            new LinkStatus.Reception(
                new LinkStatus.Channel(0x38), 0, new LinkStatus.Levels(26, 36, 80)),
            new LinkStatus.Delivery(0, 0xEF, 0, io.busbar.drivers.dash7.alp.CompressedTime.ZERO),
            Addressee.of(Uid.parse(Rig.UID), 1)));
  }
}
