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
 * Modbus RTU on a pair of streams in front of one slave. Requests of functions 3 and 4 are eight
 * bytes long, so a sliding window with a good CRC finds them after any noise.
 */
public final class RtuFront implements AutoCloseable {
  private static final int REQUEST = 8;
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
    byte[] window = new byte[REQUEST];
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
        if (filled == REQUEST) {
          filled = isWhole(window) ? take(window) : shift(window);
        }
      }
    } catch (IOException | InterruptedException gone) {
      // The line has gone or close() was called: a slave has nobody to tell.
      closed = true;
    }
  }

  private static boolean isWhole(byte[] window) {
    return crc(window, REQUEST - 2) == ((window[6] & 0xFF) | ((window[7] & 0xFF) << 8));
  }

  /** Drops the first byte and goes on looking; returns how many are left. */
  private static int shift(byte[] window) {
    System.arraycopy(window, 1, window, 0, REQUEST - 1);
    return REQUEST - 1;
  }

  /** Answers a request; returns how many of its bytes are left, which is none. */
  private int take(byte[] request) throws IOException, InterruptedException {
    if (slave.is(request[0] & 0xFF)) {
      send(slave.answer(Arrays.copyOfRange(request, 1, REQUEST - 2)));
    }
    return 0;
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
