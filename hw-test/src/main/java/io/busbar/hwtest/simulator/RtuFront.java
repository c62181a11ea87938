package io.busbar.hwtest.simulator;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Modbus RTU on a pair of streams in front of one slave. A request tells its length, and a
 * sliding window with a good CRC finds it after any noise.
 */
public final class RtuFront implements AutoCloseable {
  private static final int REQUEST = 8;
  private static final int LONGEST = 256;
  private static final int POLL_MS = 2;

  private final ModbusSlave slave;
  private final InputStream in;
  private final OutputStream out;
  private final Thread thread;
  private volatile boolean closed;

  /** Serves from now on; the streams are closed with it. */
  public RtuFront(InputStream in, OutputStream out, ModbusSlave slave) {
    this.slave = slave;
    this.in = in;
    this.out = out;
    this.thread = Thread.ofPlatform().daemon().name("slave rtu").start(this::serve);
  }

  /**
   * On a terminal device, for example the other end of a pair of pseudo terminals in raw mode.
   *
   * @throws IOException the device cannot be opened
   */
  public static RtuFront on(Path device, ModbusSlave slave) throws IOException {
    return new RtuFront(
        new FileInputStream(device.toFile()), new FileOutputStream(device.toFile()), slave);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    in.close();
    out.close();
  }

  private void serve() {
    byte[] window = new byte[LONGEST];
    int filled = 0;
    try {
      while (!closed) {
        // A blocking read of a terminal cannot be ended from outside and would steal the bytes
        // of the next slave on this device.
        if (in.available() == 0) {
          Thread.sleep(POLL_MS);
          continue;
        }
        window[filled++] = (byte) in.read();
        while (filled >= REQUEST && filled >= length(window)) {
          int request = length(window);
          boolean whole = isWhole(window, request);
          if (whole) {
            take(Arrays.copyOf(window, request));
          }
          filled = drop(window, filled, whole ? request : 1);
        }
      }
    } catch (IOException | InterruptedException gone) {
      // The line has gone or close() was called: a slave has nobody to tell.
      closed = true;
    }
  }

  /** Requests that write several values say how many bytes follow. */
  private static int length(byte[] request) {
    boolean several = request[1] == 15 || request[1] == 16;
    return several ? Math.min(REQUEST + 1 + (request[6] & 0xFF), LONGEST) : REQUEST;
  }

  private static boolean isWhole(byte[] window, int length) {
    int crc = (window[length - 2] & 0xFF) | ((window[length - 1] & 0xFF) << 8);
    return crc(window, length - 2) == crc;
  }

  /** Drops the first bytes and goes on looking; returns how many are left. */
  private static int drop(byte[] window, int filled, int count) {
    System.arraycopy(window, count, window, 0, filled - count);
    return filled - count;
  }

  private void take(byte[] request) throws IOException, InterruptedException {
    if (slave.is(request[0] & 0xFF)) {
      send(slave.answer(Arrays.copyOfRange(request, 1, request.length - 2)));
    }
  }

  private void send(byte[] answer) throws IOException, InterruptedException {
    byte[] good = frame(slave.answeringUnit(), answer);
    switch (slave.fault()) {
      case Fault.None _, Fault.Refuses _, Fault.WrongUnit _, Fault.WrongTransaction _ ->
          out.write(good);
      case Fault.Silent _, Fault.Closes _ -> {}
      case Fault.BreaksOff _ -> out.write(Arrays.copyOf(good, good.length / 2));
      case Fault.Corrupt _ -> {
        good[good.length - 1] ^= 0x55;
        out.write(good);
      }
      case Fault.Late(var by) -> {
        Thread.sleep(by);
        out.write(good);
      }
    }
  }

  private static byte[] frame(int unit, byte[] pdu) {
    ByteBuffer frame = ByteBuffer.allocate(pdu.length + 3).order(ByteOrder.LITTLE_ENDIAN);
    frame.put((byte) unit).put(pdu);
    return frame.putShort((short) crc(frame.array(), pdu.length + 1)).array();
  }

  /** CRC-16 of Modbus: polynomial A001 reflected, starting from FFFF. */
  static int crc(byte[] bytes, int length) {
    int crc = 0xFFFF;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xA001;
      }
    }
    return crc;
  }
}
