package io.busbar.hwtest.simulator;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Registers in memory, the same for functions 3 and 4. Registers that were never put are not there:
 * reading one is refused. Values of several words have the high word first.
 */
public final class RegisterImage implements Registers {
  private static final int SIZE = 0x10000;
  private final int[] words = new int[SIZE];
  private final BitSet present = new BitSet(SIZE);

  @Override
  public synchronized int[] read(int function, int address, int count) throws RefusalException {
    int end = address + count;
    if (end > SIZE || present.nextClearBit(address) < end) {
      throw new RefusalException(RefusalException.ILLEGAL_ADDRESS);
    }
    return Arrays.copyOfRange(words, address, end);
  }

  /** Makes a range exist; what was not put in it reads as 0, as the holes of real meters do. */
  public synchronized RegisterImage reserve(int from, int count) {
    present.set(from, from + count);
    return this;
  }

  /** One word; the low 16 bits of the value count. */
  public synchronized RegisterImage put(int address, int value) {
    words[address] = value & 0xFFFF;
    present.set(address);
    return this;
  }

  /** A 32-bit integer in two registers. */
  public RegisterImage putInt(int address, long value) {
    return put(address, (int) (value >>> 16)).put(address + 1, (int) value);
  }

  /** An IEEE 754 binary32 in two registers. */
  public RegisterImage putFloat(int address, double value) {
    return putInt(address, Float.floatToIntBits((float) value));
  }

  /** An IEEE 754 binary64 in four registers. */
  public RegisterImage putDouble(int address, double value) {
    long bits = Double.doubleToLongBits(value);
    return putInt(address, bits >>> 32).putInt(address + 2, bits);
  }

  /** Text in a field of {@code count} registers, two characters each, filled up with zeros. */
  public RegisterImage putText(int address, int count, String text) {
    for (int i = 0; i < count; i++) {
      put(address + i, (letter(text, 2 * i) << 8) | letter(text, 2 * i + 1));
    }
    return this;
  }

  private static int letter(String text, int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }
}
