package io.busbar.drivers.serial;

import io.busbar.drivers.BusException.Unavailable;
import java.time.Duration;

/**
 * An open line that carries bytes both ways. One thread owns it. What was opened is closed once and
 * never opened again: whoever wants the line back opens a new one.
 */
public interface SerialPort extends AutoCloseable {

  /** How a driver gets its line; a test gives it a line of its own. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens the line.
     *
     * @throws Unavailable the port is absent, forbidden, held by another program or unreachable
     */
    SerialPort open(SerialSettings settings) throws Unavailable;
  }

  /**
   * Opens a local device or, for {@code tcp://host:port}, a connection to a serial device server.
   *
   * @throws Unavailable the port is absent, forbidden, held by another program or unreachable
   */
  static SerialPort open(SerialSettings settings) throws Unavailable {
    return PortName.isTcp(settings.port()) ? SocketPort.open(settings) : LocalPort.open(settings);
  }

  /**
   * Waits for bytes and takes what is there, at most {@code length}.
   *
   * @return how many came; 0 when none came in time or the thread was interrupted
   * @throws Unavailable the line has gone: unplugged, or closed by the far end
   */
  int read(byte[] into, int offset, int length, Duration timeout) throws Unavailable;

  /**
   * Sends all of these bytes.
   *
   * @throws Unavailable the line has gone
   */
  void write(byte[] bytes) throws Unavailable;

  /**
   * Throws away what has been received and not read, without waiting.
   *
   * @return how many bytes that were
   * @throws Unavailable the line has gone
   */
  int drain() throws Unavailable;

  /** Gives the line back. Does nothing when it is closed already. */
  @Override
  void close();
}
