package io.busbar.drivers.serial;

import io.busbar.drivers.BusException.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A UART of this machine through jSerialComm, locked against other programs.
 *
 * <p>jSerialComm resolves a link such as by-id when its object is made, so each opening makes a new
 * one: after replugging, the link may lead to another tty. No listener is used; a read that returns
 * -1 tells that the port has gone.
 */
final class LocalPort implements SerialPort {
  /** POSIX counts a read's wait in tenths of a second; longer waits are several of these. */
  private static final int SLICE_MILLIS = 100;

  private static final int NO_SUCH_FILE = 2;
  private static final int TRY_AGAIN = 11; // the lock is taken
  private static final int NO_PERMISSION = 13;
  private static final int BUSY = 16;

  private final Path device;
  private final com.fazecast.jSerialComm.SerialPort port;
  private final SerialSettings settings;

  private LocalPort(
      Path device, com.fazecast.jSerialComm.SerialPort port, SerialSettings settings) {
    this.device = device;
    this.port = port;
    this.settings = settings;
  }

  static LocalPort open(SerialSettings settings) throws Unavailable {
    Path device = PortName.device(settings.port());
    if (!Files.exists(device)) {
      throw PortFaults.absent(device);
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      throw PortFaults.denied(device);
    }
    com.fazecast.jSerialComm.SerialPort port = port(device);
    port.setComPortParameters(
        settings.baudRate(), settings.dataBits(), stopBits(settings), parity(settings.parity()));
    port.setComPortTimeouts(
        com.fazecast.jSerialComm.SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SLICE_MILLIS, 0);
    direct(port, settings.direction());
    if (!port.openPort(0)) {
      throw refusal(device, port.getLastErrorCode());
    }
    return new LocalPort(device, port, settings);
  }

  /** To be said before the port is opened. */
  private static void direct(com.fazecast.jSerialComm.SerialPort port, Direction direction) {
    switch (direction) {
      case ADAPTER -> {}
      case KERNEL -> port.setRs485ModeParameters(true, true, 0, 0);
      case KERNEL_INVERTED -> port.setRs485ModeParameters(true, false, 0, 0);
      case RTS -> port.clearRTS();
    }
  }

  private static com.fazecast.jSerialComm.SerialPort port(Path device) throws Unavailable {
    try {
      return com.fazecast.jSerialComm.SerialPort.getCommPort(device.toString());
    } catch (com.fazecast.jSerialComm.SerialPortInvalidPortException e) {
      throw new Unavailable(
          device + " is no serial port: " + e.getMessage(), "Name a serial port of /dev", e);
    }
  }

  private static Unavailable refusal(Path device, int error) {
    return switch (error) {
      case NO_PERMISSION -> PortFaults.denied(device);
      case TRY_AGAIN, BUSY -> PortFaults.held(device);
      // jSerialComm says "no such file" too for a port that this process has open
      case NO_SUCH_FILE ->
          Files.exists(device) ? PortFaults.held(device) : PortFaults.absent(device);
      default -> PortFaults.refused(device, error);
    };
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws Unavailable {
    long start = System.nanoTime();
    do {
      int count = port.readBytes(into, length, offset);
      if (count < 0) {
        throw PortFaults.gone(device);
      }
      if (count > 0) {
        return count;
      }
    } while (System.nanoTime() - start < timeout.toNanos()
        && !Thread.currentThread().isInterrupted());
    return 0;
  }

  @Override
  public void write(byte[] bytes) throws Unavailable {
    if (settings.direction() != Direction.RTS) {
      send(bytes);
      return;
    }
    long end = System.nanoTime() + settings.timeOf(bytes.length).toNanos();
    port.setRTS();
    try {
      send(bytes);
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    } finally {
      port.clearRTS();
    }
  }

  private void send(byte[] bytes) throws Unavailable {
    int sent = 0;
    while (sent < bytes.length) {
      int count = port.writeBytes(bytes, bytes.length - sent, sent);
      if (count <= 0) {
        throw PortFaults.gone(device);
      }
      sent += count;
    }
  }

  @Override
  public int drain() throws Unavailable {
    byte[] waste = new byte[256];
    int drained = 0;
    int waiting = port.bytesAvailable();
    while (waiting > 0) {
      drained += Math.max(port.readBytes(waste, Math.min(waiting, waste.length)), 0);
      waiting = port.bytesAvailable();
    }
    if (waiting < 0) {
      throw PortFaults.gone(device);
    }
    return drained;
  }

  @Override
  public void close() {
    port.closePort();
  }

  private static int stopBits(SerialSettings settings) {
    return settings.stopBits() == 2
        ? com.fazecast.jSerialComm.SerialPort.TWO_STOP_BITS
        : com.fazecast.jSerialComm.SerialPort.ONE_STOP_BIT;
  }

  private static int parity(Parity parity) {
    return switch (parity) {
      case NONE -> com.fazecast.jSerialComm.SerialPort.NO_PARITY;
      case EVEN -> com.fazecast.jSerialComm.SerialPort.EVEN_PARITY;
      case ODD -> com.fazecast.jSerialComm.SerialPort.ODD_PARITY;
    };
  }
}
