package io.busbar.hwtest.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Registers with one float in them that goes up by one whenever it is read. Whoever polls it has 1,
 * 2, 3 ... and must pass on all of them: a missing number is a lost sample.
 */
public final class ReadCounter implements Registers {
  /**
   * One answer to a read.
   *
   * @param number what the answer said
   * @param nanos when, on the clock that was given
   */
  public record Count(long number, long nanos) {}

  private final Registers below;
  private final int address;
  private final LongSupplier nanoTime;
  private final List<Count> log = new ArrayList<>();

  /**
   * @param below what answers everything else; the counter's two registers must be there
   * @param address of the counter's first register
   */
  public ReadCounter(Registers below, int address, LongSupplier nanoTime) {
    this.below = below;
    this.address = address;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized int[] read(int function, int from, int count) throws RefusalException {
    int[] words = below.read(function, from, count);
    if (from <= address && address + 2 <= from + count) {
      Count next = new Count(log.size() + 1L, nanoTime.getAsLong());
      log.add(next);
      int bits = Float.floatToIntBits((float) next.number());
      words[address - from] = bits >>> 16;
      words[address - from + 1] = bits & 0xFFFF;
    }
    return words;
  }

  /** Every answer so far, in order. */
  public synchronized List<Count> log() {
    return List.copyOf(log);
  }
}
