package io.busbar.drivers.serial;

import java.time.Duration;

/**
 * Where a serial line is and how it talks.
 *
 * @param port a device such as {@code /dev/ttyAMA0}, a name from {@code /dev/serial/by-id}, or
 *     {@code tcp://host:port} of a serial device server
 * @param baudRate bits per second; of a {@code tcp://} port the rate behind the server, for timing
 * @param dataBits 7 or 8
 * @param stopBits 1 or 2
 * @param direction who switches an RS-485 line to sending; means nothing for a {@code tcp://} port
 */
public record SerialSettings(
    String port, int baudRate, int dataBits, Parity parity, int stopBits, Direction direction) {
  public SerialSettings {
    if (baudRate <= 0) {
      throw new IllegalArgumentException("got " + baudRate + " baud, want more than 0");
    }
    if (dataBits < 5 || dataBits > 8 || stopBits < 1 || stopBits > 2) {
      throw new IllegalArgumentException(
          "got " + dataBits + " data and " + stopBits + " stop bits, want 5 to 8 and 1 or 2");
    }
  }

  /** A line whose adapter switches by itself. */
  public SerialSettings(String port, int baudRate, int dataBits, Parity parity, int stopBits) {
    this(port, baudRate, dataBits, parity, stopBits, Direction.ADAPTER);
  }

  /** How long so many characters take on the wire: start, data, parity and stop bits. */
  public Duration timeOf(int characters) {
    long bits = 1L + dataBits + (parity == Parity.NONE ? 0 : 1) + stopBits;
    return Duration.ofNanos(bits * characters * 1_000_000_000L / baudRate);
  }

  /** The line as installers write it, for example {@code 19200 8N1}. */
  public String line() {
    return baudRate + " " + dataBits + parity.letter() + stopBits;
  }
}
