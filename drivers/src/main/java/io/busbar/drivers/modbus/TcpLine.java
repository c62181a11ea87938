package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Modbus TCP connection: whole frames in and out. A timeout leaves it open, because the
 * transaction id tells a late answer; where the next frame starts is only lost by a broken one.
 */
final class TcpLine implements Line {
  /** Transaction id, protocol and length; the length counts from here. */
  private static final int HEADER = 6;

  private static final int UNIT = HEADER;
  private static final int FUNCTION = UNIT + 1;

  /** Unit, function and at most 252 bytes of data. */
  private static final int LONGEST = 254;

  private static final int SHORTEST = 3;

  /** Questions in a row without any answer after which the connection itself is suspect. */
  private static final int DEAF = 2;

  /** Behind a gateway there may be a line of 9600 baud. */
  private static final long SLOW_BYTE_NANOS = 1_041_667;

  /** The unit's byte, and a CRC for each way. */
  private static final int CRCS = 5;

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final ModbusMaster.Dialer dialer;
  private final Failures failures;
  private final Timing timing;
  private final Pace pace;
  private final @Nullable SpareConnection spare;
  private final Patience[] patience = new Patience[256];
  private @Nullable SerialPort socket;
  private long lastAt;
  private long openedAt;
  private int transaction;
  private byte[] sent = {};
  private byte[] answer = {};
  private int unanswered;

  /**
   * @param spare what is special about it; null for a host's first connection
   */
  TcpLine(
      ModbusMaster.Dialer dialer,
      Failures failures,
      @Nullable SpareConnection spare,
      Timing timing,
      Pace pace) {
    this.spare = spare;
    this.dialer = dialer;
    this.failures = failures;
    this.timing = timing;
    this.pace = pace;
    Arrays.setAll(patience, unit -> new Patience(timing.timeout(unit)));
    this.lastAt = pace.now() - timing.pause().toNanos();
  }

  @Override
  public void open() throws Unavailable {
    close();
    try {
      socket = dialer.connect();
    } catch (Unavailable e) {
      throw spare == null ? e : spare.lost(e);
    }
    unanswered = 0;
    openedAt = pace.now();
  }

  @Override
  public boolean isOpen() {
    return socket != null;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  @Override
  public @Nullable String hint() {
    return null;
  }

  @Override
  public long quarantine(int unit) {
    return 0; // the transaction id tells a late answer
  }

  @Override
  public Line with(SerialSettings settings, Timing other) {
    throw new UnsupportedOperationException("a TCP connection has no line settings");
  }

  @Override
  public Exchange last() {
    return new Exchange(HEX.formatHex(sent), HEX.formatHex(answer));
  }

  /** A device may close an idle connection: one that was in use is opened again once. */
  @Override
  public byte[] ask(Question question) throws BusException, InterruptedException {
    if (socket != null && unanswered < DEAF) {
      try {
        return exchange(question, socket);
      } catch (Unavailable e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (spare != null) {
          spare.broke(e, pace.now() - Math.max(lastAt, openedAt));
        }
      }
    }
    open();
    try {
      return exchange(question, Objects.requireNonNull(socket));
    } catch (Unavailable e) {
      throw spare == null ? e : spare.lost(e);
    }
  }

  /** Sends a frame and waits for the one with the same transaction id. */
  private byte[] exchange(Question question, SerialPort to)
      throws BusException, InterruptedException {
    pause(question.unit());
    transaction = (transaction + 1) & 0xFFFF;
    sent = frame(question, transaction);
    answer = new byte[0];
    to.write(sent);
    Patience unit = patience[question.unit()];
    long start = pace.now();
    long wait =
        unit.nanos(SLOW_BYTE_NANOS * (sent.length - HEADER + question.answerBytes() + CRCS));
    try {
      do {
        answer = next(question, to, start + wait, wait);
      } while (Pdu.word(answer, 0) != transaction); // the late answer to an earlier question
      unanswered = 0;
      unit.answered(pace.now() - start);
    } catch (NoAnswer e) {
      unit.missed(wait);
      throw e;
    } finally {
      lastAt = pace.now();
    }
    if (Byte.toUnsignedInt(answer[UNIT]) != question.unit()) {
      throw failures.unit(question, Byte.toUnsignedInt(answer[UNIT]));
    }
    byte[] pdu = Arrays.copyOfRange(answer, FUNCTION, answer.length);
    question.verify(pdu, failures);
    return pdu;
  }

  private static byte[] frame(Question question, int transaction) {
    byte[] pdu = question.pdu();
    return ByteBuffer.allocate(FUNCTION + pdu.length)
        .putShort((short) transaction)
        .putShort((short) 0)
        .putShort((short) (pdu.length + 1))
        .put((byte) question.unit())
        .put(pdu)
        .array();
  }

  private void pause(int unit) throws InterruptedException {
    long left = lastAt + timing.pause(unit).toNanos() - pace.now();
    if (left > 0) {
      pace.sleep(left);
    }
  }

  private byte[] next(Question request, SerialPort from, long end, long wait)
      throws BusException, InterruptedException {
    byte[] header = new byte[HEADER];
    int got = fill(from, header, 0, end);
    if (got == 0) {
      unanswered++;
      throw failures.silence(request, Duration.ofNanos(wait));
    }
    if (got < HEADER) {
      close();
      throw failures.cut(request, Arrays.copyOf(header, got));
    }
    int length = Pdu.word(header, 4);
    if (Pdu.word(header, 2) != 0 || length < SHORTEST || length > LONGEST) {
      close();
      throw failures.noFrame(request, header);
    }
    byte[] frame = Arrays.copyOf(header, HEADER + length);
    got = fill(from, frame, HEADER, end);
    if (got < frame.length) {
      close();
      throw failures.cut(request, Arrays.copyOf(frame, got));
    }
    return frame;
  }

  /** Fills the array from there on; returns up to where it got before the end of time. */
  private int fill(SerialPort from, byte[] into, int at, long end)
      throws Unavailable, InterruptedException {
    int got = at;
    while (got < into.length) {
      Duration left = Duration.ofNanos(Math.max(end - pace.now(), 0));
      int more = from.read(into, got, into.length - got, left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (more == 0) {
        return got;
      }
      got += more;
    }
    return got;
  }
}
