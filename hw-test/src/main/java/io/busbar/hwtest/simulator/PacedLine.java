package io.busbar.hwtest.simulator;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An RTU line of 8N1 with several slaves, on which every byte takes its time at the baud rate, as
 * on copper and not as on a pseudo terminal. It keeps a thread that blocks in a read: end what is
 * at the other end of the pair to end it.
 */
public final class PacedLine {
  private static final int REQUEST = 8;
  private static final int BITS = 10;

  /** What a UART collects before it tells its driver. */
  private static final long FIFO_NANOS = 1_000_000;

  /**
   * A slave on the line.
   *
   * @param turnaround from the end of a request to the start of the answer
   * @param faultEvery its fault is shown at each so many-th request; 1 for at each
   */
  public record Station(ModbusSlave slave, Duration turnaround, int faultEvery) {}

  private final List<Station> stations;
  private final InputStream in;
  private final OutputStream out;
  private final long byteNanos;
  private volatile long latestNanos;

  private PacedLine(List<Station> stations, InputStream in, OutputStream out, int baudRate) {
    this.stations = List.copyOf(stations);
    this.in = in;
    this.out = out;
    this.byteNanos = BITS * 1_000_000_000L / baudRate;
  }

  /**
   * Serves from now on.
   *
   * @param device an end of a pair of pseudo terminals in raw mode
   * @throws IOException the device cannot be opened
   */
  public static PacedLine start(Path device, int baudRate, List<Station> stations)
      throws IOException {
    PacedLine line =
        new PacedLine(
            stations,
            new FileInputStream(device.toFile()),
            new FileOutputStream(device.toFile()),
            baudRate);
    Thread.ofPlatform().daemon().name("paced line").start(line::serve);
    return line;
  }

  /** How much too late bytes have come at worst: the machine had something else to do. */
  public Duration latest() {
    return Duration.ofNanos(latestNanos);
  }

  /** What the bytes of both frames of a read take, without turn-around and silence. */
  public static Duration onTheWire(int registers, int baudRate) {
    return Duration.ofNanos((REQUEST + 5L + 2L * registers) * BITS * 1_000_000_000L / baudRate);
  }

  private void serve() {
    try (in;
        out) {
      byte[] request = new byte[REQUEST];
      while (in.readNBytes(request, 0, 1) == 1) {
        long end = System.nanoTime() + REQUEST * byteNanos;
        if (in.readNBytes(request, 1, REQUEST - 1) < REQUEST - 1) {
          return;
        }
        Optional<Station> asked =
            stations.stream().filter(station -> station.slave().is(request[0] & 0xFF)).findFirst();
        if (asked.isPresent()) {
          answer(asked.get(), request, end);
        }
      }
    } catch (IOException gone) {
      // the other end has gone: the line ends with it
    }
  }

  private void answer(Station station, byte[] request, long requestEnd) throws IOException {
    ModbusSlave slave = station.slave();
    byte[] pdu = slave.answer(Arrays.copyOfRange(request, 1, REQUEST - 2));
    boolean faulty = slave.requests() % station.faultEvery() == 0;
    Fault fault = faulty ? slave.fault() : new Fault.None();
    byte[] frame = frame(faulty ? slave.answeringUnit() : request[0], pdu);
    long start = requestEnd + station.turnaround().toNanos();
    switch (fault) {
      case Fault.None _, Fault.Refuses _, Fault.WrongUnit _, Fault.WrongTransaction _ ->
          send(frame, start);
      case Fault.Silent _, Fault.Closes _ -> {}
      case Fault.BreaksOff _ -> send(Arrays.copyOf(frame, frame.length / 2), start);
      case Fault.Corrupt _ -> {
        frame[frame.length - 1] ^= 0x55;
        send(frame, start);
      }
      case Fault.Late(var by) ->
          Thread.ofPlatform().daemon().name("late").start(() -> sendLate(frame, start, by));
    }
  }

  /** The line may ask others meanwhile; what collides is not modelled. */
  private void sendLate(byte[] frame, long start, Duration by) {
    try {
      send(frame, start + by.toNanos());
    } catch (IOException gone) {
      // as above
    }
  }

  private void send(byte[] frame, long start) throws IOException {
    int fifo = (int) Math.max(1, FIFO_NANOS / byteNanos);
    for (int sent = 0; sent < frame.length; sent += fifo) {
      int until = Math.min(sent + fifo, frame.length);
      await(start + until * byteNanos);
      out.write(frame, sent, until - sent);
    }
  }

  private void await(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    latestNanos = Math.max(latestNanos, System.nanoTime() - time);
  }

  private static byte[] frame(int unit, byte[] pdu) {
    ByteBuffer frame = ByteBuffer.allocate(pdu.length + 3).order(ByteOrder.LITTLE_ENDIAN);
    frame.put((byte) unit).put(pdu);
    return frame.putShort((short) RtuFront.crc(frame.array(), pdu.length + 1)).array();
  }
}
