package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/** A serial line in virtual time. What is asked goes to a script, which says what comes when. */
final class FakeLine implements SerialPort {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final long MILLI = 1_000_000;

  /** Bytes that come so long after the request; they come together. */
  record Reply(long afterMillis, String hex) {}

  private record Arriving(long at, long order, byte value) implements Comparable<Arriving> {
    @Override
    public int compareTo(Arriving other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  final List<String> asked = new ArrayList<>();
  final List<Double> askedAt = new ArrayList<>();
  boolean gone;
  boolean closed;
  private final VirtualPace pace;
  private final PriorityQueue<Arriving> arriving = new PriorityQueue<>();
  private Function<String, List<Reply>> script = _ -> List.of();
  private long order;

  FakeLine(VirtualPace pace) {
    this.pace = pace;
  }

  /** What comes for a request, which is given as hex without its CRC. */
  void answers(Function<String, List<Reply>> script) {
    this.script = script;
  }

  /** One answer 10 ms after each request, given with its CRC. */
  void answersAlways(String hex) {
    answers(_ -> List.of(new Reply(10, hex)));
  }

  @Override
  public void write(byte[] bytes) throws Unavailable {
    failIfGone();
    String request = HEX.formatHex(bytes);
    asked.add(request);
    askedAt.add(pace.seconds());
    for (Reply reply : script.apply(request.substring(0, request.length() - 6))) {
      for (byte value : HEX.parseHex(reply.hex())) {
        arriving.add(new Arriving(pace.now() + reply.afterMillis() * MILLI, order++, value));
      }
    }
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws Unavailable {
    failIfGone();
    long end = pace.now() + timeout.toNanos();
    if (Thread.currentThread().isInterrupted()) {
      return 0;
    }
    if (arriving.isEmpty() || arriving.peek().at() > end) {
      pace.advanceTo(end);
      return 0;
    }
    pace.advanceTo(arriving.peek().at());
    int count = 0;
    while (count < length && !arriving.isEmpty() && arriving.peek().at() <= pace.now()) {
      into[offset + count++] = arriving.remove().value();
    }
    return count;
  }

  @Override
  public int drain() throws Unavailable {
    failIfGone();
    int drained = 0;
    while (!arriving.isEmpty() && arriving.peek().at() <= pace.now()) {
      arriving.remove();
      drained++;
    }
    return drained;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void failIfGone() throws Unavailable {
    if (gone) {
      throw new Unavailable("/dev/ttyUSB0 has gone while in use", "Plug it in");
    }
  }

  /** A frame with its CRC, computed here bit by bit and not by the code under test. */
  static String withCrc(String hex) {
    int crc = 0xFFFF;
    for (byte value : HEX.parseHex(hex)) {
      crc ^= Byte.toUnsignedInt(value);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xA001;
      }
    }
    return "%s %02X %02X".formatted(hex, crc & 0xFF, crc >> 8);
  }
}
