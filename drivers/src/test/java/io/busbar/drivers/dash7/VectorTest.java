package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Addressee;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.InterfaceConfig;
import io.busbar.drivers.dash7.alp.LinkStatus;
import io.busbar.drivers.dash7.alp.Op;
import io.busbar.drivers.dash7.alp.Qos;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.FrameWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorTest {
  private static final Uid NODE = Uid.parse("323636300039004C");
  private static final Bytes TEN = Bytes.hex("01 02 03 04 05 06 07 08 09 0A");

  static List<Vector> all() {
    return Vector.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void readsEveryFrameOfTheTable(Vector vector) {
    List<String> texts = new ArrayList<>();
    for (Frame frame : Vector.frames(vector.bytes())) {
      texts.add(FrameText.of(frame, vector.reading()));
    }
    assertEquals(List.of(vector.text()), texts);
  }

  @ParameterizedTest
  @MethodSource("all")
  void writesEveryFrameToTheSameBytes(Vector vector) {
    Frame frame = vector.frame();
    Frame.Content content = frame.content();
    if (content instanceof Frame.Alp alp && vector.reading() == Command.Reading.STRICT) {
      content = new Frame.Alp(Command.decode(alp.payload(), vector.reading()).encode());
    }
    byte[] written = new FrameWriter(frame.counter()).write(content);
    assertEquals(vector.bytes(), Bytes.copyOf(written));
  }

  /** What is ours to send, built as a caller builds it. */
  static Map<Integer, Command> ours() {
    return Map.of(
        16,
        Command.of(
            tag(),
            new Action.ReadFile(new Action.Place(0, 0), 8, Action.Flags.NONE),
            new Action.ReadFile(new Action.Place(2, 0), 17, Action.Flags.NONE)),
        17,
        Command.of(
            tag(), now(Qos.ALL, Addressee.of(Uid.parse("24DEF001537E8B81"), 0)), returned(TEN)),
        18,
        Command.of(tag(), now(Qos.ALL, Addressee.everyone(2)), returned(TEN)),
        19,
        Command.of(tag(), now(Qos.NONE, Addressee.everyone(1)), returned(TEN)),
        20,
        Command.of(
            tag(), now(any(), Addressee.of(Uid.parse("DEADBEEFCAFEBABE"), 2)), returned(TEN)),
        21,
        Command.of(
            tag(),
            now(any(), Addressee.everyone(1)),
            new Action.ReadFile(new Action.Place(0, 0), 8, Action.Flags.NONE)),
        22,
        Command.of(
            tag(),
            new Action.Forward(
                InterfaceConfig.D7.dormant(
                    any(),
                    Addressee.of(Uid.parse("E0022600017B388F"), 0x21),
                    Duration.ofMinutes(5)),
                Action.Flags.NONE),
            Action.WriteFile.of(0x40, 0, Bytes.of(0))),
        23,
        Command.of(
            tag(),
            now(Qos.ALL, Addressee.everyone(0x11)),
            new Action.ReadFile(new Action.Place(0x40, 0), 2, Action.Flags.NONE)),
        24,
        Command.of(
            tag(),
            now(Qos.PREFERRED, Addressee.of(NODE, 1)),
            Action.WriteFile.of(62, 0, Bytes.hex("58 02 00 00 01"))),
        25,
        Command.of(tag(), Action.WriteFile.of(0x1D, 0, Bytes.hex("D7 06 00 00 01 03"))));
  }

  @Test
  void buildsEveryHostFrameOfTheTable() {
    ours()
        .forEach((number, command) ->
            assertEquals(
                Vector.number(number).bytes(),
                Bytes.copyOf(new FrameWriter(0).write(new Frame.Alp(command.encode()))),
                "vector " + number));
  }

  @Test
  void readsEveryFieldOfAnInterfaceStatus() {
    Command command = command(27);
    LinkStatus.D7 expected =
        new LinkStatus.D7(
            new LinkStatus.Reception(
                new LinkStatus.Channel(0x32), 0, new LinkStatus.Levels(57, 71, 80)),
            new LinkStatus.Delivery(
                0, 0x49, 0, new io.busbar.drivers.dash7.alp.CompressedTime(0xA9)),
            Addressee.of(NODE, 1));
    assertEquals(expected, command.origin().orElseThrow());
  }

  @Test
  void keepsWhatStandsBehindAWrongStatusWhenReadStrictly() {
    Frame.Alp alp = (Frame.Alp) Vector.number(4).frame().content();
    List<Action> actions = Command.decode(alp.payload(), Command.Reading.STRICT).actions();
    assertEquals(2, actions.size());
    assertInstanceOf(LinkStatus.Other.class, ((Action.InterfaceStatus) actions.getFirst()).link());
    Action.Unknown rest = (Action.Unknown) actions.getLast();
    assertEquals(Bytes.hex("24 8A B6 01 51 C7 96 6D"), rest.bytes());
    assertEquals(alp.payload(), new Command(actions).encode());
  }

  private static Command command(int number) {
    Frame.Alp alp = (Frame.Alp) Vector.number(number).frame().content();
    return Command.decode(alp.payload(), Command.Reading.STRICT);
  }

  private static Action tag() {
    return new Action.RequestTag(0x2A, true);
  }

  private static Qos any() {
    return new Qos(false, false, 0, Qos.Response.ANY);
  }

  private static Action now(Qos qos, Addressee addressee) {
    return new Action.Forward(InterfaceConfig.D7.now(qos, addressee), Action.Flags.NONE);
  }

  private static Action returned(Bytes data) {
    return new Action.ReturnFile(new Action.Place(0x40, 0), data, Action.Flags.NONE);
  }

  @Test
  void hasEveryVectorOnce() {
    assertEquals(36, Vector.all().size());
    for (Vector vector : Vector.all()) {
      assertEquals(vector, Vector.number(vector.number()));
    }
    assertEquals(Op.UNKNOWN, new Action.Unknown(Bytes.EMPTY, "").op());
  }
}
