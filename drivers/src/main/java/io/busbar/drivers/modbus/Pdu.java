package io.busbar.drivers.modbus;

/** Bytes of frames. */
final class Pdu {
  private Pdu() {}

  /** The two bytes from there on as a number, the first one high. */
  static int word(byte[] bytes, int at) {
    return (Byte.toUnsignedInt(bytes[at]) << 8) | Byte.toUnsignedInt(bytes[at + 1]);
  }
}
