package io.busbar.drivers.dash7;

import io.busbar.drivers.BusException;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.serial.SerialPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The raw bytes of a line as text: what was received and sent, and how many milliseconds after the
 * start. A recording replays as a port and so can be a test fixture.
 *
 * <pre>
 * 0 > C0 00 00 01 0A 12 FD B4 2A 01 00 00 08 01 02 00 11
 * 12 < C0 00 01 02 01 F9 30 CC
 * </pre>
 */
public final class Recording {
  private static final String RECEIVED = " < ";
  private static final String SENT = " > ";

  private static final String ENDED = "the recording has ended";

  private Recording() {}

  /** Whether a port has gone because its recording is over. */
  static boolean isOver(BusException.Unavailable gone) {
    return ENDED.equals(gone.getMessage());
  }

  /**
   * A port that also writes down everything.
   *
   * @param out is flushed with every line and closed with the port
   */
  public static SerialPort record(SerialPort port, Writer out, LongSupplier nanos) {
    return new Recorder(port, new PrintWriter(out), nanos);
  }

  /**
   * A port that receives what a recording received, without its pauses, and swallows what is sent.
   * At its end the port has gone.
   *
   * @param in lines as {@link #record} writes them; lines that start with {@code #} are skipped
   */
  public static SerialPort replay(BufferedReader in) {
    return new Player(in);
  }

  private static final class Recorder implements SerialPort {
    private final SerialPort port;
    private final PrintWriter out;
    private final LongSupplier nanos;
    private final long start;

    Recorder(SerialPort port, PrintWriter out, LongSupplier nanos) {
      this.port = port;
      this.out = out;
      this.nanos = nanos;
      this.start = nanos.getAsLong();
    }

    @Override
    public int read(byte[] into, int offset, int length, Duration timeout)
        throws BusException.Unavailable {
      int count = port.read(into, offset, length, timeout);
      if (count > 0) {
        line(RECEIVED, Bytes.copyOf(into, offset, offset + count));
      }
      return count;
    }

    @Override
    public void write(byte[] bytes) throws BusException.Unavailable {
      port.write(bytes);
      line(SENT, Bytes.copyOf(bytes));
    }

    @Override
    public int drain() throws BusException.Unavailable {
      return port.drain();
    }

    @Override
    public void close() {
      port.close();
      out.close();
    }

    private void line(String direction, Bytes bytes) {
      out.println((nanos.getAsLong() - start) / 1_000_000 + direction + bytes);
      out.flush();
    }
  }

  private static final class Player implements SerialPort {
    private final BufferedReader in;
    private byte[] left = new byte[0];

    Player(BufferedReader in) {
      this.in = in;
    }

    @Override
    public int read(byte[] into, int offset, int length, Duration timeout)
        throws BusException.Unavailable {
      while (left.length == 0) {
        left = next();
      }
      int count = Math.min(length, left.length);
      System.arraycopy(left, 0, into, offset, count);
      left = Arrays.copyOfRange(left, count, left.length);
      return count;
    }

    private byte[] next() throws BusException.Unavailable {
      try {
        String line = in.readLine();
        if (line == null) {
          throw new BusException.Unavailable(ENDED, "Nothing more comes of it");
        }
        int at = line.indexOf(RECEIVED);
        boolean received = at >= 0 && !line.startsWith("#");
        return received ? Bytes.hex(line.substring(at + RECEIVED.length())).toArray() : new byte[0];
      } catch (IOException | IllegalArgumentException e) {
        throw new BusException.Unavailable(
            "the recording cannot be read: " + e.getMessage(),
            "Want lines such as `12 < C0 00 01 02 01 F9 30 CC`",
            e);
      }
    }

    @Override
    public void write(byte[] bytes) {
      // What a program sends now is not what it sent then; the recording goes on all the same.
    }

    @Override
    public int drain() {
      return 0;
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
