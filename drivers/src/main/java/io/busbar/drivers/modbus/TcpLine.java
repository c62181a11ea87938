package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialPort;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A Modbus TCP connection: whole frames in and out. A timeout leaves it open, because the
 * transaction id tells a late answer; where the next frame starts is only lost by a broken one.
 */
final class TcpLine {
  /** Transaction id, protocol and length; the length counts from here. */
  static final int HEADER = 6;

  /** Unit, function and at most 252 bytes of data. */
  private static final int LONGEST = 254;

  private static final int SHORTEST = 3;

  /** Questions in a row without any answer after which the connection itself is suspect. */
  private static final int DEAF = 3;

  /** Behind a gateway there may be a line of 9600 baud. */
  private static final long SLOW_BYTE_NANOS = 1_041_667;

  /** Bytes on that line around the registers: the whole request, and 5 of the answer. */
  private static final int FRAMES = 13;

  private final ModbusMaster.Dialer dialer;
  private final Failures failures;
  private final Timing timing;
  private final Pace pace;
  private final Patience[] patience = new Patience[256];
  private @Nullable SerialPort socket;
  private long lastAt;
  private int transaction;
  private int unanswered;

  TcpLine(ModbusMaster.Dialer dialer, Failures failures, Timing timing, Pace pace) {
    this.dialer = dialer;
    this.failures = failures;
    this.timing = timing;
    this.pace = pace;
    Arrays.setAll(patience, _ -> new Patience(timing.timeout()));
    this.lastAt = pace.now() - timing.pause().toNanos();
  }

  void open() throws Unavailable {
    close();
    socket = dialer.connect();
    unanswered = 0;
  }

  void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  /** Whether the connection is open and somebody has answered on it of late. */
  boolean isSound() {
    return socket != null && unanswered < DEAF;
  }

  int nextTransaction() {
    transaction = (transaction + 1) & 0xFFFF;
    return transaction;
  }

  /**
   * Sends a frame and waits for the one with the same transaction id.
   *
   * @return the answer with its header; as long as its header says
   */
  byte[] exchange(ReadRequest request, byte[] frame) throws BusException, InterruptedException {
    if (socket == null) {
      throw new IllegalStateException("not connected");
    }
    pause();
    socket.write(frame);
    Patience unit = patience[request.unit()];
    long start = pace.now();
    long wait = unit.nanos(SLOW_BYTE_NANOS * (2 * request.count() + FRAMES));
    try {
      byte[] answer;
      do {
        answer = next(request, socket, start + wait, wait);
      } while (word(answer, 0) != word(frame, 0)); // the late answer to an earlier question
      unanswered = 0;
      unit.answered(pace.now() - start);
      return answer;
    } catch (NoAnswer e) {
      unit.missed(wait);
      throw e;
    } finally {
      lastAt = pace.now();
    }
  }

  private void pause() throws InterruptedException {
    long left = lastAt + timing.pause().toNanos() - pace.now();
    if (left > 0) {
      pace.sleep(left);
    }
  }

  private byte[] next(ReadRequest request, SerialPort from, long end, long wait)
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
    int length = word(header, 4);
    if (word(header, 2) != 0 || length < SHORTEST || length > LONGEST) {
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

  private static int word(byte[] frame, int at) {
    return (Byte.toUnsignedInt(frame[at]) << 8) | Byte.toUnsignedInt(frame[at + 1]);
  }
}
