package io.busbar.appliance.store;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/** Readings or buckets of one series in the order in which they came, column by column. */
final class Columns {
  private static final int FIRST_SIZE = 16;
  private static final long[] NONE = {};

  private final boolean buckets;
  private int size;
  private long[] times = new long[FIRST_SIZE];
  private byte[] qualities = new byte[FIRST_SIZE];
  private int[] counts = new int[FIRST_SIZE];
  private long[] last = new long[FIRST_SIZE];
  private long[] min;
  private long[] max;
  private long[] means;

  /**
   * @param buckets whether a row is what several readings come to, and not one reading
   */
  Columns(boolean buckets) {
    this.buckets = buckets;
    this.min = buckets ? new long[FIRST_SIZE] : NONE;
    this.max = buckets ? new long[FIRST_SIZE] : NONE;
    this.means = buckets ? new long[FIRST_SIZE] : NONE;
  }

  boolean buckets() {
    return buckets;
  }

  int size() {
    return size;
  }

  /** Milliseconds since 1970: when the reading was, or its bucket begins. */
  long time(int row) {
    return times[row];
  }

  /** 0 good, 1 uncertain, 2 bad. */
  int quality(int row) {
    return qualities[row];
  }

  /** How many values the row stands for; 0 for failed readings. */
  int count(int row) {
    return counts[row];
  }

  /** Bits of the newest value; meaningless while the count is 0, as are the others. */
  long last(int row) {
    return last[row];
  }

  long min(int row) {
    return buckets ? min[row] : last[row];
  }

  long max(int row) {
    return buckets ? max[row] : last[row];
  }

  /** Of a bucket. */
  double mean(int row) {
    return Double.longBitsToDouble(means[row]);
  }

  /** Bits of a bucket's mean. */
  long meanBits(int row) {
    return means[row];
  }

  /** A reading; one that failed has the count 0. */
  void reading(long time, int quality, int count, long bits) {
    grow();
    times[size] = time;
    qualities[size] = (byte) quality;
    counts[size] = count;
    last[size] = bits;
    size++;
  }

  /** A bucket. */
  void bucket(Accumulator full) {
    boolean values = full.count() > 0;
    reading(full.start(), full.quality(), full.count(), values ? full.last() : 0);
    min[size - 1] = values ? full.min() : 0;
    max[size - 1] = values ? full.max() : 0;
    means[size - 1] = values ? Double.doubleToRawLongBits(full.mean()) : 0;
  }

  /** A bucket as the file has it. */
  void bucket(long time, int quality, int count, long[] lastMinMaxMean) {
    reading(time, quality, count, lastMinMaxMean[0]);
    min[size - 1] = lastMinMaxMean[1];
    max[size - 1] = lastMinMaxMean[2];
    means[size - 1] = lastMinMaxMean[3];
  }

  void addAll(Columns more) {
    for (int row = 0; row < more.size; row++) {
      add(more, row);
    }
  }

  private void add(Columns from, int row) {
    reading(from.times[row], from.qualities[row], from.counts[row], from.last[row]);
    if (buckets) {
      min[size - 1] = from.min[row];
      max[size - 1] = from.max[row];
      means[size - 1] = from.means[row];
    }
  }

  /** Gives every row another time. */
  void retime(LongUnaryOperator right) {
    for (int row = 0; row < size; row++) {
      times[row] = right.applyAsLong(times[row]);
    }
  }

  /** The rows with times in a range, still in their order. */
  Columns within(long from, long to) {
    Columns some = new Columns(buckets);
    for (int row = 0; row < size; row++) {
      if (times[row] >= from && times[row] < to) {
        some.add(this, row);
      }
    }
    return some;
  }

  /** Neighbours of one bucket made one; a bucket comes in parts when it was written in between. */
  Columns joined(Kind kind) {
    Columns whole = new Columns(true);
    Accumulator open = new Accumulator(kind);
    for (int row = 0; row < size; row++) {
      if (open.used() && open.start() != times[row]) {
        whole.bucket(open);
        open.begin(times[row]);
      } else if (!open.used()) {
        open.begin(times[row]);
      }
      open.row(this, row);
    }
    if (open.used()) {
      whole.bucket(open);
    }
    return whole;
  }

  private void grow() {
    if (size == times.length) {
      int larger = 2 * size;
      times = Arrays.copyOf(times, larger);
      qualities = Arrays.copyOf(qualities, larger);
      counts = Arrays.copyOf(counts, larger);
      last = Arrays.copyOf(last, larger);
      if (buckets) {
        min = Arrays.copyOf(min, larger);
        max = Arrays.copyOf(max, larger);
        means = Arrays.copyOf(means, larger);
      }
    }
  }
}
