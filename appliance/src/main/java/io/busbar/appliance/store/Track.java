package io.busbar.appliance.store;

import io.busbar.drivers.DataPoint;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/** The newest history of one variable, until it is written. The recorder's lock guards it. */
final class Track {
  /** An unchanged value is written so often, so that a chart can tell it from an outage. */
  private static final long UNCHANGED_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * What a series is. Another type or unit is another series.
   *
   * @param unit empty when it has none
   */
  record SeriesKey(String path, Kind kind, String unit) {}

  /** What is to be written of one variable. */
  record Taken(SeriesKey key, Map<Tier, Columns> columns) {
    /** Makes its times right. */
    void correct(LongUnaryOperator right) {
      columns.forEach((tier, rows) -> rows.retime(time -> tier.corrected(time, right)));
    }

    /** The same, whose times may be changed. */
    Taken copy() {
      Map<Tier, Columns> all = new EnumMap<>(Tier.class);
      columns.forEach((tier, rows) -> {
        Columns copy = new Columns(tier.buckets());
        copy.addAll(rows);
        all.put(tier, copy);
      });
      return new Taken(key, all);
    }

    int rows() {
      return columns.values().stream().mapToInt(Columns::size).sum();
    }
  }

  private final SeriesKey key;
  private final DataPoint point;
  private final Map<Tier, Columns> columns = new EnumMap<>(Tier.class);
  private final Accumulator minute;
  private final Accumulator quarter;
  private int writtenQuality = -1;
  private int writtenCount;
  private long writtenBits;
  private long writtenAt;

  Track(SeriesKey key, DataPoint point) {
    this.key = key;
    this.point = point;
    this.minute = new Accumulator(key.kind());
    this.quarter = new Accumulator(key.kind());
    renew();
  }

  SeriesKey key() {
    return key;
  }

  /** Whether it is the track of this point. */
  boolean isOf(DataPoint other) {
    return point.type() == other.type() && point.unit().equals(other.unit());
  }

  /**
   * A sample came. All of them count for the buckets; as a reading is kept what has changed, at
   * most so often, and what has not, once a minute.
   *
   * @param time ms since 1970
   * @param count 1, or 0 of a reading that failed
   * @param nanos the monotonic clock
   * @param spacing nanoseconds that are at least between two readings of the same quality
   * @return how many rows that made
   */
  int sample(long time, int quality, int count, long bits, long nanos, long spacing) {
    int rows =
        add(Tier.MINUTE, minute, time, quality, count, bits)
            + add(Tier.QUARTER, quarter, time, quality, count, bits);
    boolean same = quality == writtenQuality && count == writtenCount;
    boolean changed = count > 0 && bits != writtenBits;
    long since = nanos - writtenAt;
    if (!same || since >= (changed ? spacing : UNCHANGED_NANOS)) {
      of(Tier.RAW).reading(time, quality, count, count > 0 ? bits : 0);
      writtenQuality = quality;
      writtenCount = count;
      writtenBits = bits;
      writtenAt = nanos;
      return rows + 1;
    }
    return rows;
  }

  private int add(Tier tier, Accumulator open, long time, int quality, int count, long bits) {
    long start = tier.start(time);
    int rows = 0;
    if (!open.used()) {
      open.begin(start);
    } else if (open.start() != start) {
      of(tier).bucket(open);
      open.begin(start);
      rows = 1;
    }
    if (count > 0) {
      open.value(quality, bits);
    } else {
      open.failed(quality);
    }
    return rows;
  }

  /** All that there is so far; buckets that are not over yet go on in another row. */
  Taken take() {
    Map<Tier, Columns> all = new EnumMap<>(columns);
    addOpen(all);
    minute.begin(0);
    quarter.begin(0);
    renew();
    return new Taken(key, all);
  }

  /** The same, and it stays here. */
  Taken copy() {
    Taken copy = new Taken(key, columns).copy();
    addOpen(copy.columns());
    return copy;
  }

  /** The times of what is here were off. */
  void correct(LongUnaryOperator right) {
    addOpen(columns);
    minute.begin(0);
    quarter.begin(0);
    new Taken(key, columns).correct(right);
  }

  private void addOpen(Map<Tier, Columns> all) {
    addOpen(all, Tier.MINUTE, minute);
    addOpen(all, Tier.QUARTER, quarter);
  }

  private static void addOpen(Map<Tier, Columns> all, Tier tier, Accumulator open) {
    if (open.used()) {
      Objects.requireNonNull(all.get(tier)).bucket(open);
    }
  }

  private Columns of(Tier tier) {
    return Objects.requireNonNull(columns.get(tier));
  }

  private void renew() {
    for (Tier tier : Tier.values()) {
      columns.put(tier, new Columns(tier.buckets()));
    }
  }
}
