package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialSettings;
import org.jspecify.annotations.Nullable;

/** The way to devices: it carries one question at a time and brings its answer and no other. */
sealed interface Line extends AutoCloseable permits RtuLine, TcpLine {
  /**
   * Opens the line or connection, closing one that is open.
   *
   * @throws Unavailable it cannot be opened now
   */
  void open() throws Unavailable;

  /** Whether it can be asked. */
  boolean isOpen();

  /**
   * Asks once and waits for the answer.
   *
   * @return function and data of the answer, verified
   * @throws BusException no answer, a refusal, or an answer to something else
   * @throws InterruptedException the thread was interrupted while waiting
   */
  byte[] ask(Question question) throws BusException, InterruptedException;

  /** What could make the open line better, in words for the installer; null for nothing. */
  @Nullable String hint();

  /** Nanoseconds until a unit may be asked without waiting; none when not above 0. */
  long quarantine(int unit);

  /** The whole frames of the last question and of what came for it; empty when nothing did. */
  Exchange last();

  /**
   * A line to the same devices with another baud rate, parity, data and stop bits; what was late on
   * this one is known. It takes over the open port when they are the same, else it is closed.
   */
  Line with(SerialSettings settings, Timing timing);

  @Override
  void close();

  /**
   * What went over the wire, in hex.
   *
   * @param request as it was sent
   * @param answer as it came; empty for none
   */
  record Exchange(String request, String answer) {}
}
