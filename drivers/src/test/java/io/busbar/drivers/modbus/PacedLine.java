package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A line in virtual time on which every byte takes its time at the baud rate, with slaves that
 * answer every read with zeros after their turn-around, or do not.
 */
final class PacedLine implements SerialPort {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  /** What a slave does with its n-th request, from 1. */
  @FunctionalInterface
  interface Slave {
    Answer to(int request);
  }

  /**
   * How a slave answers.
   *
   * @param turnaround from the end of the request to the start of the answer
   * @param unit added to the unit id of the answer; 0 for an honest one
   * @param noise xored to the last byte; 0 for a clean line
   */
  record Answer(Duration turnaround, int unit, int noise) {}

  private record Arriving(long at, long order, byte value) {}

  private final Map<Integer, List<Double>> askedAt = new HashMap<>();
  private final VirtualPace pace;
  private final SerialSettings settings;
  private final Map<Integer, Slave> slaves = new HashMap<>();
  private final PriorityQueue<Arriving> arriving =
      new PriorityQueue<>(
          Comparator.comparingLong(Arriving::at).thenComparingLong(Arriving::order));
  private long order;

  PacedLine(VirtualPace pace, SerialSettings settings) {
    this.pace = pace;
    this.settings = settings;
  }

  /** A slave that answers everything so soon. */
  static Slave after(Duration turnaround) {
    return _ -> new Answer(turnaround, 0, 0);
  }

  void connect(int unit, Slave slave) {
    slaves.put(unit, slave);
  }

  /** When a unit was asked, in seconds. */
  List<Double> askedAt(int unit) {
    return askedAt.computeIfAbsent(unit, _ -> new ArrayList<>());
  }

  @Override
  public void write(byte[] request) {
    int unit = request[0];
    List<Double> asked = askedAt(unit);
    asked.add(pace.seconds());
    Slave slave = slaves.get(unit);
    if (slave == null) {
      return;
    }
    Answer answer = slave.to(asked.size());
    int bytes = 2 * Byte.toUnsignedInt(request[5]);
    String zeros = "%02X %02X %02X".formatted(unit + answer.unit(), request[1], bytes);
    byte[] frame = HEX.parseHex(FakeLine.withCrc(zeros + " 00".repeat(bytes)));
    frame[frame.length - 1] ^= (byte) answer.noise();
    long start = pace.now() + settings.timeOf(request.length).plus(answer.turnaround()).toNanos();
    for (int i = 0; i < frame.length; i++) {
      arriving.add(new Arriving(start + settings.timeOf(i + 1).toNanos(), order++, frame[i]));
    }
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) {
    long end = pace.now() + timeout.toNanos();
    Arriving first = arriving.peek();
    if (first == null || first.at() > end) {
      pace.advanceTo(end);
      return 0;
    }
    pace.advanceTo(first.at());
    int count = 0;
    for (; count < length && hasCome(); count++) {
      into[offset + count] = arriving.remove().value();
    }
    return count;
  }

  @Override
  public int drain() throws Unavailable {
    int drained = 0;
    for (; hasCome(); drained++) {
      arriving.remove();
    }
    return drained;
  }

  private boolean hasCome() {
    Arriving next = arriving.peek();
    return next != null && next.at() <= pace.now();
  }

  @Override
  public void close() {
    arriving.clear();
  }
}
