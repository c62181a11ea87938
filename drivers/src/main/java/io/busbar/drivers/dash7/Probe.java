package io.busbar.drivers.dash7;

import io.busbar.drivers.BusException;
import io.busbar.drivers.Listening.Heard;
import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Addressee;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.LinkStatus;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.FrameParser;
import io.busbar.drivers.dash7.frame.RebootReason;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import io.busbar.drivers.serial.SerialPort;
import java.io.BufferedReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says what modem is at a port and what it hears, for somebody who stands beside it. */
public final class Probe {
  private static final int UID_FILE = 0x00;
  private static final int VERSION_FILE = 0x02;
  private static final int VERSION_LENGTH = 17;

  private final Consumer<String> out;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final HeardNodes heard = new HeardNodes(LayoutLibrary.shipped());

  private boolean settled;
  private Bytes uid = Bytes.EMPTY;
  private Bytes version = Bytes.EMPTY;

  /**
   * What was found.
   *
   * @param uid of the modem, as hex; empty when it did not say
   * @param version firmware of the modem; empty when it did not say
   * @param frames good frames that came
   * @param noiseBytes bytes that were part of none
   * @param nodes every node that was heard, the last first
   */
  public record Found(
      String uid, String version, long frames, long noiseBytes, List<Heard> nodes) {}

  /**
   * @param out takes one line for each thing that comes
   * @param clock stamps when a node was heard
   */
  public Probe(Consumer<String> out, InstantSource clock, LongSupplier nanos) {
    this.out = out;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * Asks the modem who it is and listens for a while; at least until it has answered.
   *
   * @param name of the port, for messages
   * @throws BusException.NoAnswer no modem answers within 10 s
   * @throws BusException.Unavailable the port has gone
   */
  public Found listen(SerialPort port, String name, Duration length)
      throws BusException.NoAnswer, BusException.Unavailable {
    Requests requests = new Requests(nanos, Runnable::run);
    requests.open();
    ModemSession session = new ModemSession(name, port, requests, new Ear(), nanos);
    long start = nanos.getAsLong();
    while (!settled || nanos.getAsLong() - start < length.toNanos()) {
      session.turn();
    }
    return found(session.counts());
  }

  /**
   * The same with what a recording holds, at once and without a modem.
   *
   * @throws BusException.Unavailable the recording cannot be read
   * @throws BusException.NoAnswer never, with a recording that has an end
   */
  public Found replay(BufferedReader recording)
      throws BusException.Unavailable, BusException.NoAnswer {
    Requests requests = new Requests(nanos, Runnable::run);
    requests.open();
    try (SerialPort port = Recording.replay(recording)) {
      ModemSession session = new ModemSession("the recording", port, requests, new Ear(), nanos);
      try {
        while (true) {
          session.turn();
        }
      } catch (BusException.Unavailable e) {
        if (Recording.isOver(e)) {
          return found(session.counts());
        }
        throw e;
      }
    }
  }

  private Found found(FrameParser.Counts counts) {
    return new Found(
        uid.toString().replace(" ", ""),
        version.length() == VERSION_LENGTH ? ModemState.text(version) : "",
        counts.frames(),
        counts.noiseBytes(),
        heard.all());
  }

  private final class Ear implements ModemSession.Listener {
    @Override
    public void command(Command command) {
      out.accept(FrameText.of(command));
      command.origin().ifPresentOrElse(status -> node(command, status), () -> local(command));
    }

    private void node(Command command, LinkStatus.D7 status) {
      if (status.origin().id() instanceof Addressee.Id.Node(var node)) {
        heard.heard(node, command, status, clock.instant());
      }
    }

    /** In a recording the modem's answers bear the tags of another day. */
    private void local(Command command) {
      command
          .all(Action.ReturnFile.class)
          .filter(part -> part.place().offset() == 0)
          .forEach(part -> {
            switch (part.place().file()) {
              case UID_FILE -> uid = part.data();
              case VERSION_FILE -> version = part.data();
              default -> {}
            }
          });
    }

    @Override
    public void identified(Bytes itsUid, Bytes itsVersion) {
      settled = true;
    }

    @Override
    public void unidentified(String reason) {
      settled = true;
      out.accept("frames come, but the modem does not answer: " + reason);
    }

    @Override
    public void rebooted(RebootReason reason) {
      out.accept("rebooted: " + reason.text());
    }

    @Override
    public void logged(String line) {
      out.accept("log: " + line);
    }

    @Override
    public void unknown(Frame frame) {
      out.accept(FrameText.of(frame, Command.Reading.LENIENT));
    }
  }
}
