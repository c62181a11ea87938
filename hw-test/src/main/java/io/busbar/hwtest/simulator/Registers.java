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
}
