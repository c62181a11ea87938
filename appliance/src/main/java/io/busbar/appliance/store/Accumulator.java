package io.busbar.appliance.store;

/** What readings of one series come to: count, least, greatest, mean, last and worst quality. */
final class Accumulator {
  private final Kind kind;
  private long start;
  private boolean used;
  private int quality;
  private int count;
  private long last;
  private long min;
  private long max;
  private double sum;

  Accumulator(Kind kind) {
    this.kind = kind;
  }

  /** Begins anew, empty. */
  void begin(long at) {
    start = at;
    used = false;
    quality = 0;
    count = 0;
    sum = 0;
  }

  /** Whether anything is in it. */
  boolean used() {
    return used;
  }

  long start() {
    return start;
  }

  /** Worst of all, 0 to 2. */
  int quality() {
    return quality;
  }

  /** Of values; failed readings count for the quality alone. */
  int count() {
    return count;
  }

  long last() {
    return last;
  }

  long min() {
    return min;
  }

  long max() {
    return max;
  }

  /** Of at least one value. */
  double mean() {
    return sum / count;
  }

  /** A reading that failed. */
  void failed(int worse) {
    used = true;
    quality = Math.max(quality, worse);
  }

  void value(int of, long bits) {
    failed(of);
    merge(1, bits, bits, bits, kind.number(bits));
  }

  /** One row of columns, a reading or a bucket. */
  void row(Columns from, int row) {
    failed(from.quality(row));
    if (from.count(row) > 0) {
      double mean = from.buckets() ? from.mean(row) : kind.number(from.last(row));
      merge(from.count(row), from.last(row), from.min(row), from.max(row), mean);
    }
  }

  /** What others, that came later, come to. */
  void all(Accumulator later) {
    if (later.used) {
      failed(later.quality);
    }
    if (later.count > 0) {
      merge(later.count, later.last, later.min, later.max, later.mean());
    }
  }

  private void merge(int more, long newest, long least, long greatest, double mean) {
    min = count == 0 || kind.less(least, min) ? least : min;
    max = count == 0 || kind.less(max, greatest) ? greatest : max;
    last = newest;
    sum += mean * more;
    count += more;
  }
}
