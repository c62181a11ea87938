package io.busbar.drivers.dash7.frame;

/**
 * CRC-16/CCITT-FALSE: polynomial 1021, start FFFF, not reflected, no final xor. Of the ASCII text
 * {@code 123456789} it is 29B1, of nothing FFFF.
 */
public final class Crc16 {
  private static final char[] TABLE = table();

  private Crc16() {}

  /** The sum over a part of an array, 0 to FFFF. */
  public static int of(byte[] data, int from, int length) {
    int sum = 0xFFFF;
    for (int i = from; i < from + length; i++) {
      sum = (sum << 8 & 0xFFFF) ^ TABLE[(sum >> 8) ^ (data[i] & 0xFF)];
    }
    return sum;
  }

  private static char[] table() {
    char[] table = new char[256];
    for (int octet = 0; octet < 256; octet++) {
      int sum = octet << 8;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 0x8000) == 0 ? sum << 1 : (sum << 1) ^ 0x1021;
      }
      table[octet] = (char) sum;
    }
    return table;
  }
}
