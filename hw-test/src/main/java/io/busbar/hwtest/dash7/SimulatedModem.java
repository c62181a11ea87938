package io.busbar.hwtest.dash7;

import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Addressee;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.CompressedTime;
import io.busbar.drivers.dash7.alp.InterfaceConfig;
import io.busbar.drivers.dash7.alp.LinkStatus;
import io.busbar.drivers.dash7.alp.StatusCode;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.FrameParser;
import io.busbar.drivers.dash7.frame.FrameWriter;
import io.busbar.drivers.dash7.frame.RebootReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A modem as the host sees it: takes the host's bytes and gives its own. It has no port, no thread
 * and no clock, so a pty, a socket or a test may carry it. For one thread.
 */
public final class SimulatedModem {
  private static final StatusCode NO_FILE = new StatusCode(0xFF);
  private static final StatusCode OUT_OF_BOUNDS = new StatusCode(0xF9);

  private final FrameParser parser = new FrameParser();
  private final Map<Integer, byte[]> files = new LinkedHashMap<>();
  private final Map<Uid, Map<Integer, byte[]>> nodes = new LinkedHashMap<>();
  private final Consumer<byte[]> line;
  private FrameWriter writer = new FrameWriter(1);

  /**
   * Makes a modem that runs the firmware of vector 26.
   *
   * @param line takes what the modem sends, one frame at a time
   */
  public SimulatedModem(Uid uid, Consumer<byte[]> line) {
    this.line = line;
    files.put(0x00, Bytes.hex(uid.toString()).toArray());
    files.put(0x02, Bytes.hex("01 01 00 02 67 61 74 65 77 61 37 33 66 30 63 37 33").toArray());
  }

  /** A node within reach gets a file, or new content of one. It is not pushed by that alone. */
  public void put(Uid node, int file, Bytes content) {
    nodes.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(file, content.toArray());
  }

  /** A file of a node; empty when it has none. */
  public Bytes file(Uid node, int file) {
    return Bytes.copyOf(nodes.getOrDefault(node, Map.of()).getOrDefault(file, new byte[0]));
  }

  /** A node goes out of reach with all its files. */
  public void remove(Uid node) {
    nodes.remove(node);
  }

  /**
   * A node sends one of its files by itself.
   *
   * @param rxLevel minus dBm, 0 to 255
   * @param linkBudget dB, 0 to 255
   */
  public void push(Uid node, int file, int rxLevel, int linkBudget) {
    Bytes data = file(node, file);
    send(Command.of(returned(file, 0, data), status(node, rxLevel, linkBudget)));
  }

  /** The modem's watchdog asks whether the host is there. */
  public void ping() {
    send(new Frame.PingRequest(Bytes.of(0xCC)));
  }

  /** The modem logs a line of ASCII, 1 to 248 characters. */
  public void log(String text) {
    send(
        new Frame.Logging(Bytes.copyOf(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
  }

  /** The modem starts anew and forgets what it was asked. */
  public void reboot(RebootReason reason) {
    writer = new FrameWriter(1);
    send(new Frame.Rebooted(Bytes.of(reason.code())));
  }

  /** Takes what the host sent, however it is cut, and answers it at once. */
  public void receive(byte[] bytes, int offset, int length) {
    parser.feed(bytes, offset, length, frame -> take(frame.content()));
  }

  private void take(Frame.Content content) {
    switch (content) {
      case Frame.Alp alp -> take(Command.decode(alp.payload(), Command.Reading.STRICT));
      case Frame.PingRequest _ -> send(new Frame.PingResponse(Bytes.of(0x02)));
      case Frame.PingResponse _, Frame.Logging _, Frame.Rebooted _, Frame.Unknown _ -> {}
    }
  }

  private void take(Command command) {
    int tag =
        command.all(Action.RequestTag.class).findFirst().map(Action.RequestTag::tag).orElse(0);
    Optional<InterfaceConfig.D7> session =
        command
            .all(Action.Forward.class)
            .map(Action.Forward::to)
            .filter(InterfaceConfig.D7.class::isInstance)
            .map(InterfaceConfig.D7.class::cast)
            .findFirst();
    if (session.isEmpty()) {
      List<Action> answer = answer(files, command);
      answer.add(new Action.ResponseTag(tag, true, false));
      send(new Command(answer));
      return;
    }
    List<Uid> asked = asked(session.get().addressee());
    for (Uid node : asked) {
      List<Action> answer = new ArrayList<>();
      answer.add(new Action.ResponseTag(tag, false, false));
      answer.addAll(answer(nodes.getOrDefault(node, Map.of()), command));
      answer.add(status(node, 57, 71));
      send(new Command(answer));
    }
    send(
        Command.of(
            new Action.ResponseTag(tag, true, asked.isEmpty()),
            new Action.InterfaceStatus(new LinkStatus.Empty(InterfaceConfig.D7ASP))));
  }

  private List<Uid> asked(Addressee addressee) {
    return switch (addressee.id()) {
      case Addressee.Id.Node(Uid uid) -> nodes.containsKey(uid) ? List.of(uid) : List.of();
      case Addressee.Id.All _, Addressee.Id.Some _ -> List.copyOf(nodes.keySet());
      case Addressee.Id.ShortId _ -> List.of();
    };
  }

  private static List<Action> answer(Map<Integer, byte[]> files, Command command) {
    List<Action> answer = new ArrayList<>();
    for (Action action : command.actions()) {
      if (action instanceof Action.ReadFile read) {
        answer.add(read(files, read.place(), read.count()));
      } else if (action instanceof Action.WriteFile write) {
        write(files, write).ifPresent(answer::add);
      }
    }
    return answer;
  }

  private static Action read(Map<Integer, byte[]> files, Action.Place place, int count) {
    byte[] file = files.get(place.file());
    if (file == null) {
      return new Action.ActionStatus(NO_FILE);
    }
    if (place.offset() > file.length || count > file.length - place.offset()) {
      return new Action.ActionStatus(OUT_OF_BOUNDS);
    }
    Bytes data = Bytes.copyOf(file, place.offset(), place.offset() + count);
    return returned(place.file(), place.offset(), data);
  }

  private static Optional<Action> write(Map<Integer, byte[]> files, Action.WriteFile write) {
    byte[] file = files.get(write.place().file());
    if (file == null) {
      return Optional.of(new Action.ActionStatus(NO_FILE));
    }
    int offset = write.place().offset();
    if (offset > file.length || write.data().length() > file.length - offset) {
      return Optional.of(new Action.ActionStatus(OUT_OF_BOUNDS));
    }
    write.data().copyTo(file, offset);
    return Optional.empty();
  }

  private static Action returned(int file, int offset, Bytes data) {
    return new Action.ReturnFile(new Action.Place(file, offset), data, Action.Flags.NONE);
  }

  /** 868 LO FEC, channel 0, access class 01, as the public frames have it. */
  private static Action status(Uid node, int rxLevel, int linkBudget) {
    return new Action.InterfaceStatus(
        new LinkStatus.D7(
            new LinkStatus.Reception(
                new LinkStatus.Channel(0x32), 0, new LinkStatus.Levels(rxLevel, linkBudget, 80)),
            new LinkStatus.Delivery(0, 0x49, 0, new CompressedTime(0xA9)),
            Addressee.of(node, 1)));
  }

  private void send(Command command) {
    send(new Frame.Alp(command.encode()));
  }

  private void send(Frame.Content content) {
    line.accept(writer.write(content));
  }
}
