package io.busbar.hwtest.simulator;

/** What a slave answers reads from. Called by every connection's thread. */
public interface Registers {
  /** Function code "read holding registers". */
  int HOLDING = 3;

  /** Function code "read input registers". */
  int INPUT = 4;

  /**
   * The words from an address on.
   *
   * @param function {@link #HOLDING} or {@link #INPUT}
   * @param address of the first, from 0 as on the wire
   * @param count 1 to 125
   * @return as many words, each 0 to 65535
   * @throws RefusalException the slave says no
   */
  int[] read(int function, int address, int count) throws RefusalException;

  /**
   * The bits from an address on; a slave that does not say otherwise has none.
   *
   * @param function 1 for coils, 2 for discrete inputs
   * @param count 1 to 2000
   * @throws RefusalException the slave says no
   */
  default boolean[] readBits(int function, int address, int count) throws RefusalException {
    throw new RefusalException(RefusalException.ILLEGAL_FUNCTION);
  }

  /**
   * Takes new words of holding registers; a slave that does not say otherwise takes none.
   *
   * @throws RefusalException the slave says no
   */
  default void write(int address, int... words) throws RefusalException {
    throw new RefusalException(RefusalException.ILLEGAL_FUNCTION);
  }

  /**
   * Takes new states of coils; a slave that does not say otherwise takes none.
   *
   * @throws RefusalException the slave says no
   */
  default void writeBits(int address, boolean... states) throws RefusalException {
    throw new RefusalException(RefusalException.ILLEGAL_FUNCTION);
  }
}
