package io.busbar.appliance.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Whole numbers in as few bytes as they need: LEB128, and the same after zigzag. */
final class Leb {
  private Leb() {}

  /**
   * A number that was written by {@link Out#unsigned}.
   *
   * @throws StoreException the bytes are none of ours
   * @throws java.nio.BufferUnderflowException they end too early
   */
  static long unsigned(ByteBuffer in) throws StoreException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte octet = in.get();
      value |= (octet & 0x7FL) << shift;
      if (octet >= 0) {
        return value;
      }
    }
    throw new StoreException(StoreException.Kind.DAMAGED, "got a number of more than ten bytes");
  }

  /** A number that was written by {@link Out#signed}. */
  static long signed(ByteBuffer in) throws StoreException {
    long folded = unsigned(in);
    return folded >>> 1 ^ -(folded & 1);
  }

  /** Bytes that grow. */
  static final class Out {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    void octet(int value) {
      out.write(value);
    }

    void bytes(byte[] more) {
      out.writeBytes(more);
    }

    void unsigned(long value) {
      long rest = value;
      for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
        octet((int) ((rest & 0x7F) | 0x80));
      }
      octet((int) rest);
    }

    void signed(long value) {
      unsigned(value << 1 ^ value >> 63);
    }

    byte[] toArray() {
      return out.toByteArray();
    }
  }
}
