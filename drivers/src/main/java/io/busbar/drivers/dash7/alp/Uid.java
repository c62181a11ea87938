package io.busbar.drivers.dash7.alp;

import java.util.HexFormat;

/** The unique id of a node or modem: 64 bits, written as 16 hex digits. */
public record Uid(long value) {
  /** How a configuration writes it. */
  public static final String PATTERN = "^[0-9A-Fa-f]{16}$";

  /**
   * Reads 16 hex digits.
   *
   * @throws IllegalArgumentException the text is something else
   */
  public static Uid parse(String text) {
    if (text.length() != 16) {
      throw new IllegalArgumentException("got `" + text + "`, want 16 hex digits");
    }
    return new Uid(HexFormat.fromHexDigitsToLong(text));
  }

  @Override
  public String toString() {
    return HexFormat.of().withUpperCase().toHexDigits(value);
  }
}
