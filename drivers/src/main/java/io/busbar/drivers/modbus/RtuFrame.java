package io.busbar.drivers.modbus;

import java.util.Arrays;

/** A frame of an RTU line: unit, function, data, CRC; see the package comment. */
final class RtuFrame {
  /** No frame is longer. */
  static final int LONGEST = 256;

  /** Unit and CRC around function and data. */
  static final int AROUND = 3;

  private static final int SHORTEST = 4;
  private static final int START = 0xFFFF;
  private static final int POLYNOMIAL = 0xA001;

  private RtuFrame() {}

  static byte[] of(int unit, byte[] pdu) {
    byte[] frame = new byte[pdu.length + AROUND];
    frame[0] = (byte) unit;
    System.arraycopy(pdu, 0, frame, 1, pdu.length);
    int crc = crc(frame, pdu.length + 1);
    frame[pdu.length + 1] = (byte) crc;
    frame[pdu.length + 2] = (byte) (crc >> 8);
    return frame;
  }

  /** Function and data of a sound frame. */
  static byte[] pdu(byte[] frame) {
    return Arrays.copyOfRange(frame, 1, frame.length - 2);
  }

  /** Whether its CRC is right. */
  static boolean isSound(byte[] frame) {
    if (frame.length < SHORTEST) {
      return false;
    }
    int crc = crc(frame, frame.length - 2);
    return frame[frame.length - 2] == (byte) crc && frame[frame.length - 1] == (byte) (crc >> 8);
  }

  /**
   * How long an answer is, as far as its first bytes tell: nothing but its content does.
   *
   * @return the length, or fewer when more must come to tell; 0 when this starts no answer
   */
  static int length(byte[] start) {
    if (start.length < 2) {
      return 2;
    }
    int function = Byte.toUnsignedInt(start[1]);
    return function > 0x7F
        ? 5
        : switch (function) {
          case 1, 2, 3, 4, 12, 17, 20, 21, 23 ->
              start.length < 3 ? 3 : 5 + Byte.toUnsignedInt(start[2]);
          case 5, 6, 8, 11, 15, 16 -> 8;
          case 22 -> 10;
          case 43 -> identification(start);
          default -> 0;
        };
  }

  /** After 8 bytes, of which the last says how many: objects of id, length and text. */
  private static int identification(byte[] start) {
    if (start.length < 8) {
      return 8;
    }
    int at = 8;
    for (int object = 0; object < Byte.toUnsignedInt(start[7]); object++) {
      if (start.length < at + 2) {
        return at + 2;
      }
      at += 2 + Byte.toUnsignedInt(start[at + 1]);
    }
    return at + 2;
  }

  private static int crc(byte[] bytes, int count) {
    int crc = START;
    for (int i = 0; i < count; i++) {
      crc ^= Byte.toUnsignedInt(bytes[i]);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ POLYNOMIAL;
      }
    }
    return crc;
  }
}
