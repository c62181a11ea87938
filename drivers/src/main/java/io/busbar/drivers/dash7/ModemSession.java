package io.busbar.drivers.dash7;

import io.busbar.drivers.BusException;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.FrameParser;
import io.busbar.drivers.dash7.frame.FrameWriter;
import io.busbar.drivers.dash7.frame.RebootReason;
import io.busbar.drivers.serial.SerialPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The talk with a modem over one opened port. For the bus's thread. */
final class ModemSession {
  /** A request waits at most this long before the thread looks for it. */
  private static final Duration READ = Duration.ofMillis(50);

  /** Bytes of one frame follow each other at once; after this long none is under way. */
  private static final long QUIET = Duration.ofSeconds(1).toNanos();

  /** A modem that says nothing for so long is asked whether it is there. */
  private static final long IDLE = Duration.ofMinutes(1).toNanos();

  private static final int UNANSWERED_PROBES = 3;
  private static final int UID_FILE = 0x00;
  private static final int UID_LENGTH = 8;
  private static final int VERSION_FILE = 0x02;
  private static final int VERSION_LENGTH = 17;

  private final String portName;
  private final SerialPort port;
  private final Requests requests;
  private final Listener listener;
  private final LongSupplier nanos;
  private final FrameParser parser = new FrameParser();
  private final FrameWriter writer = new FrameWriter(0);
  private final byte[] buffer = new byte[4096];
  private final List<Frame> arrived = new ArrayList<>();

  private @Nullable CompletableFuture<Answer> probe;
  private long lastByte;
  private long lastFrame;
  private long lastProbe;
  private boolean probeDue = true;
  private int unanswered;
  private boolean frameSinceProbe;

  /** What the talk brings up. */
  interface Listener {
    /** A command of the modem or of a node behind it. */
    void command(Command command);

    /** The modem answered a probe. */
    void identified(Bytes uid, Bytes version);

    /** The modem did not answer a probe, though frames of it came. */
    void unidentified(String reason);

    /** The modem started anew. */
    void rebooted(RebootReason reason);

    /** The modem logged something. */
    void logged(String line);

    /** A frame that has no meaning here. */
    void unknown(Frame frame);
  }

  ModemSession(
      String portName, SerialPort port, Requests requests, Listener listener, LongSupplier nanos) {
    this.portName = portName;
    this.port = port;
    this.requests = requests;
    this.listener = listener;
    this.nanos = nanos;
    this.lastByte = nanos.getAsLong();
  }

  FrameParser.Counts counts() {
    return parser.counts();
  }

  /**
   * Reads once, then does what is due.
   *
   * @throws BusException.Unavailable the port has gone
   * @throws BusException.NoAnswer no modem answers at this port
   */
  void turn() throws BusException.Unavailable, BusException.NoAnswer {
    int count = port.read(buffer, 0, buffer.length, READ);
    long now = nanos.getAsLong();
    if (count > 0) {
      lastByte = now;
      parser.feed(buffer, 0, count, arrived::add);
    } else if (now - lastByte > QUIET) {
      parser.silence(arrived::add);
    }
    for (Frame frame : arrived) {
      frameSinceProbe = true;
      lastFrame = now;
      take(frame.content(), frame);
    }
    arrived.clear();
    probe(now);
    requests.advance(command -> send(new Frame.Alp(command)));
  }

  private void take(Frame.Content content, Frame frame) throws BusException.Unavailable {
    switch (content) {
      case Frame.Alp alp -> take(Command.decode(alp.payload(), Command.Reading.LENIENT));
      case Frame.PingRequest _ -> send(new Frame.PingResponse(Bytes.of(0xCC)));
      case Frame.PingResponse _ -> {}
      case Frame.Logging log -> listener.logged(log.text());
      case Frame.Rebooted rebooted -> rebooted(rebooted.reason());
      case Frame.Unknown _ -> listener.unknown(frame);
    }
  }

  private void take(Command command) {
    command.tag().ifPresent(tag -> requests.answered(tag, command));
    listener.command(command);
  }

  private void rebooted(RebootReason reason) {
    requests.failSent(
        new BusException.Unavailable(
            "the modem restarted (" + reason.text() + ") and lost the request",
            "Ask again; if it restarts often, check its supply and its firmware"));
    listener.rebooted(reason);
    probe = null;
    probeDue = true;
  }

  /** On the wire: {@code B4 tag 01 00 00 08 01 02 00 11}, files 0 and 2 of the modem itself. */
  private void probe(long now) throws BusException.NoAnswer {
    if (probe == null) {
      if (probeDue || (now - lastFrame >= IDLE && now - lastProbe >= IDLE)) {
        probeDue = false;
        lastProbe = now;
        frameSinceProbe = false;
        probe =
            requests.post(
                Request.toModem(
                    Request.read(UID_FILE, 0, UID_LENGTH),
                    Request.read(VERSION_FILE, 0, VERSION_LENGTH)));
      }
      return;
    }
    if (probe.isDone()) {
      CompletableFuture<Answer> done = probe;
      probe = null;
      if (done.isCompletedExceptionally()) {
        missed(done.exceptionNow());
      } else {
        unanswered = 0;
        Answer answer = done.join();
        listener.identified(
            answer.file(UID_FILE).orElse(Bytes.EMPTY),
            answer.file(VERSION_FILE).orElse(Bytes.EMPTY));
      }
    }
  }

  /** A modem whose receive line is open still hears nodes: while frames come, it is kept. */
  private void missed(Throwable reason) throws BusException.NoAnswer {
    unanswered++;
    if (!frameSinceProbe && (parser.counts().frames() == 0 || unanswered >= UNANSWERED_PROBES)) {
      throw new BusException.NoAnswer(
          "got no frame of a DASH7 modem at " + portName + ", want an answer within 10 s",
          "Check that the modem has power, that this is its port and baud rate, and that it runs"
              + " the gateway firmware; got "
              + parser.counts().noiseBytes()
              + " bytes of something else");
    }
    listener.unidentified(String.valueOf(reason.getMessage()));
  }

  private void send(Frame.Content content) throws BusException.Unavailable {
    port.write(writer.write(content));
  }
}
