package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import org.jspecify.annotations.Nullable;

/**
 * Asks devices, one question at a time, and takes only the answer to that question. Not safe for
 * two threads.
 */
final class ModbusMaster implements AutoCloseable {
  private final Line configured;
  private Line line;

  private ModbusMaster(Line line) {
    this.configured = line;
    this.line = line;
  }

  /**
   * A master on an RTU line.
   *
   * @param timing its timeout is from the end of a request to the first byte of its answer
   */
  static ModbusMaster rtu(
      String bus, SerialPort.Opener opener, SerialSettings settings, Timing timing, Pace pace) {
    return new ModbusMaster(new RtuLine(bus, opener, settings, timing, pace));
  }

  /**
   * A master on a TCP connection.
   *
   * @param timing its timeout is from a request to its answer
   */
  static ModbusMaster tcp(String bus, Dialer dialer, Timing timing, Pace pace) {
    return new ModbusMaster(new TcpLine(dialer, Failures.ofTcp(bus), null, timing, pace));
  }

  /** A master on a connection beside the first. */
  static ModbusMaster spare(
      String bus, Dialer dialer, SpareConnection spare, Timing timing, Pace pace) {
    return new ModbusMaster(new TcpLine(dialer, Failures.ofTcp(bus, spare), spare, timing, pace));
  }

  /** Makes the connection to a Modbus TCP host. */
  @FunctionalInterface
  interface Dialer {
    SerialPort connect() throws Unavailable;
  }

  /**
   * Opens the line or connection, closing one that is open.
   *
   * @throws Unavailable it cannot be opened now
   */
  void open() throws Unavailable {
    line.close();
    line = configured;
    line.open();
  }

  /**
   * Asks once and waits for the answer.
   *
   * @return as many registers or bits as were asked for: 0 to 65535 each, or 0 or 1
   * @throws BusException no answer, a refusal, or an answer to something else
   * @throws InterruptedException the thread was interrupted while waiting
   */
  int[] read(ReadRequest request) throws BusException, InterruptedException {
    return request.values(line.ask(request));
  }

  /**
   * The same for any question.
   *
   * @return function and data of the answer, verified by the question
   */
  byte[] ask(Question question) throws BusException, InterruptedException {
    return line.ask(question);
  }

  /** The whole frames of the last question and of what came for it. */
  Line.Exchange last() {
    return line.last();
  }

  /**
   * Opens an RTU line anew with other settings, until {@link #restore}; with the same ones it stays
   * open and only its timing changes. What is known of late answers stays.
   *
   * @return why the port does not take these settings; it is open as configured again then. Null
   *     when it takes them
   * @throws Unavailable the port does not open as configured either; it is closed then
   */
  @Nullable Unavailable retune(SerialSettings settings, Timing timing) throws Unavailable {
    Line before = line;
    line = before.with(settings, timing);
    before.close();
    try {
      if (!line.isOpen()) {
        line.open();
      }
      return null;
    } catch (Unavailable e) {
      open();
      return e;
    }
  }

  /** Opens the line as configured again; nothing when it is not retuned. */
  void restore() throws Unavailable {
    if (line != configured) {
      open();
    }
  }

  /** What could make the open line better, in words for the installer; null for nothing. */
  @Nullable String hint() {
    return line.hint();
  }

  /** Nanoseconds until a unit may be asked without waiting; none when not above 0. */
  long quarantine(int unit) {
    return line.quarantine(unit);
  }

  @Override
  public void close() {
    line.close();
  }
}
