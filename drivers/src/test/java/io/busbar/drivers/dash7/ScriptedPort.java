package io.busbar.drivers.dash7;

import io.busbar.drivers.BusException;
import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.FrameParser;
import io.busbar.drivers.dash7.frame.FrameWriter;
import io.busbar.drivers.serial.SerialPort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A line whose far end does one step at each read; after the last step it has gone. */
final class ScriptedPort implements SerialPort {
  private final FrameParser parser = new FrameParser();
  private final FrameWriter writer = new FrameWriter(1);
  private final ArrayDeque<Step> steps = new ArrayDeque<>();
  private final List<Frame> written = new ArrayList<>();
  private boolean closed;

  /** What the far end does; gives what is then received, which may be nothing. */
  interface Step {
    byte[] next();
  }

  ScriptedPort then(Step step) {
    steps.add(step);
    return this;
  }

  /** Something happens beside the line. */
  ScriptedPort then(Runnable step) {
    return then(() -> {
      step.run();
      return new byte[0];
    });
  }

  ScriptedPort receives(Bytes bytes) {
    return then(bytes::toArray);
  }

  ScriptedPort receives(Frame.Content content) {
    return then(() -> writer.write(content));
  }

  ScriptedPort receives(Command command) {
    return receives(new Frame.Alp(command.encode()));
  }

  /** Answers the newest request that is no probe; the tag is put before the actions. */
  ScriptedPort answers(boolean end, boolean error, Action... actions) {
    return answers(false, end, error, actions);
  }

  private ScriptedPort answers(boolean probe, boolean end, boolean error, Action... actions) {
    return then(() -> {
      List<Action> all = new ArrayList<>();
      all.add(new Action.ResponseTag(lastTag(probe), end, error));
      all.addAll(Arrays.asList(actions));
      return writer.write(new Frame.Alp(new Command(all).encode()));
    });
  }

  /** Answers the probe as vector 26 does. */
  ScriptedPort answersProbe() {
    return answers(
        true,
        true,
        false,
        returned(0, "32 36 36 30 00 39 00 4C"),
        returned(2, "01 01 00 02 67 61 74 65 77 61 37 33 66 30 63 37 33"));
  }

  static Action returned(int file, String hex) {
    return new Action.ReturnFile(new Action.Place(file, 0), Bytes.hex(hex), Action.Flags.NONE);
  }

  List<Frame> written() {
    return written;
  }

  /** Every command that was sent, as text without its tag. */
  List<String> commands() {
    return written.stream()
        .filter(frame -> frame.content() instanceof Frame.Alp)
        .map(frame -> FrameText.of(frame, Command.Reading.STRICT))
        .map(text -> text.substring(text.indexOf("; ") + 2))
        .toList();
  }

  /** The tag of the newest probe, or of the newest request that is none. */
  private int lastTag(boolean probe) {
    for (Frame frame : written.reversed()) {
      if (frame.content() instanceof Frame.Alp alp) {
        Command command = Command.decode(alp.payload(), Command.Reading.STRICT);
        if (command.actions().contains(Request.read(0, 0, 8)) == probe) {
          return command.all(Action.RequestTag.class).findFirst().orElseThrow().tag();
        }
      }
    }
    throw new AssertionError("nothing was asked");
  }

  boolean closed() {
    return closed;
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout)
      throws BusException.Unavailable {
    Step step = steps.poll();
    if (step == null) {
      throw new BusException.Unavailable("/dev/ttyACM0 has gone while in use", "Plug it in");
    }
    byte[] bytes = step.next();
    System.arraycopy(bytes, 0, into, offset, bytes.length);
    return bytes.length;
  }

  @Override
  public void write(byte[] bytes) {
    parser.feed(bytes, 0, bytes.length, written::add);
  }

  @Override
  public int drain() {
    return 0;
  }

  @Override
  public void close() {
    closed = true;
  }
}
