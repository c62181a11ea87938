package io.busbar.drivers;

import java.util.List;
import java.util.Set;

/**
 * Something of the machine that a part of the configuration wants for itself. Two claims to one
 * resource by different users are a wiring conflict.
 *
 * @param resource for example {@code GPIO line 17} or {@code address 0x20 of I2C bus 1}
 * @param user who wants it, in words for the installer; one user may want it in several places
 * @param path JSON pointer of the place, counted from the bus
 */
public record Claim(String resource, String user, String path) {
  /** The names of the UART whose pins are on the Pi's header. */
  private static final Set<String> HEADER_UARTS =
      Set.of("/dev/serial0", "/dev/ttyAMA0", "/dev/ttyS0");

  private static final List<Integer> UART_LINES = List.of(14, 15);

  /** A line of the Pi's header, by its GPIO number. */
  public static Claim line(int line, String user, String path) {
    return new Claim("GPIO line " + line, user, path);
  }

  /** What a serial port takes of the header: GPIO 14 and 15, or nothing (Raspberry Pi, UART). */
  public static List<Claim> port(String port) {
    return HEADER_UARTS.contains(port)
        ? UART_LINES.stream().map(line -> line(line, "serial port " + port, "/port")).toList()
        : List.of();
  }
}
