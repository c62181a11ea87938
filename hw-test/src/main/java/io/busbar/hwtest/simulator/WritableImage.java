package io.busbar.hwtest.simulator;

import java.util.BitSet;

/** A register image whose registers can be written, with coils and discrete inputs beside it. */
public final class WritableImage implements Registers {
  private static final int COILS = 1;

  private final RegisterImage registers;
  private final int size;
  private final BitSet coils = new BitSet();
  private final BitSet inputs = new BitSet();

  /**
   * @param registers what can be written is what is there
   * @param bits how many coils and how many discrete inputs there are
   */
  public WritableImage(RegisterImage registers, int bits) {
    this.registers = registers;
    this.size = bits;
  }

  /** Sets a discrete input. */
  public synchronized WritableImage input(int address, boolean state) {
    inputs.set(address, state);
    return this;
  }

  @Override
  public int[] read(int function, int address, int count) throws RefusalException {
    return registers.read(function, address, count);
  }

  @Override
  public synchronized boolean[] readBits(int function, int address, int count)
      throws RefusalException {
    check(address, count);
    boolean[] states = new boolean[count];
    for (int i = 0; i < count; i++) {
      states[i] = (function == COILS ? coils : inputs).get(address + i);
    }
    return states;
  }

  @Override
  public synchronized void write(int address, int... words) throws RefusalException {
    registers.read(HOLDING, address, words.length); // refused where there is nothing
    for (int i = 0; i < words.length; i++) {
      registers.put(address + i, words[i]);
    }
  }

  @Override
  public synchronized void writeBits(int address, boolean... states) throws RefusalException {
    check(address, states.length);
    for (int i = 0; i < states.length; i++) {
      coils.set(address + i, states[i]);
    }
  }

  private void check(int address, int count) throws RefusalException {
    if (address + count > size) {
      throw new RefusalException(RefusalException.ILLEGAL_ADDRESS);
    }
  }
}
