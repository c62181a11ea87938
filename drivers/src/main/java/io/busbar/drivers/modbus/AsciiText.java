package io.busbar.drivers.modbus;

import io.busbar.drivers.Value;

/**
 * A text in registers: two ASCII characters in each, the first one high, filled up with NUL or
 * blanks.
 */
final class AsciiText {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7E;

  private AsciiText() {}

  static Reading read(int[] words) {
    StringBuilder text = new StringBuilder(2 * words.length);
    for (int i = 0; i < 2 * words.length; i++) {
      int character = i % 2 == 0 ? words[i / 2] >> 8 : words[i / 2] & 0xFF;
      if (character == 0) {
        break;
      }
      if (character < FIRST_PRINTABLE || character > LAST_PRINTABLE) {
        return new Reading.NotAvailable(
            "the device gives no ASCII text (%02Xh at character %d)".formatted(character, i + 1));
      }
      text.append((char) character);
    }
    String stripped = text.toString().strip();
    return stripped.isEmpty()
        ? new Reading.NotAvailable("the device gives an empty text")
        : new Reading.Is(new Value.Text(stripped));
  }
}
