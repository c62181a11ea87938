package io.busbar.appliance.store;

import io.busbar.appliance.store.Chart.Point;
import io.busbar.appliance.store.Track.SeriesKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings a time to so many points. It takes the finest tier of which a point still has few enough
 * rows, and for the time before that tier begins the next coarser one.
 */
final class Downsampling {
  /** A point has so many rows at most: more show nothing more. */
  private static final int ROWS_A_POINT = 4;

  private final Kind kind;
  private final long from;
  private final long to;
  private final long step;
  private final int points;
  private final Tier finest;
  private Accumulator[] result;

  /** Hands over what there is of a tier between two times, the end no part of it. */
  interface Source {
    void each(Tier tier, long from, long to, Consumer<Columns> into) throws StoreException;
  }

  Downsampling(Kind kind, long from, long to, int most) {
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.step = Math.max(1, Math.ceilDiv(to - from, (long) most));
    this.points = (int) Math.ceilDiv(to - from, step);
    this.finest =
        step >= ROWS_A_POINT * Tier.QUARTER.step()
            ? Tier.QUARTER
            : step >= ROWS_A_POINT * Tier.MINUTE.step() ? Tier.MINUTE : Tier.RAW;
    this.result = empty();
  }

  private Accumulator[] empty() {
    Accumulator[] all = new Accumulator[points];
    for (int i = 0; i < points; i++) {
      all[i] = new Accumulator(kind);
      all[i].begin(from + i * step);
    }
    return all;
  }

  void read(Source source) throws StoreException {
    long end = to;
    for (Tier tier : Tier.values()) {
      if (tier.compareTo(finest) < 0 || end <= from) {
        continue;
      }
      Fold fold = new Fold(tier, end);
      source.each(tier, from, end, fold);
      for (int i = 0; i < points; i++) {
        fold.into[i].all(result[i]);
      }
      result = fold.into;
      end = fold.earliest;
    }
  }

  /** Rows of one tier, all before an end, into points of their own. */
  private final class Fold implements Consumer<Columns> {
    private final Accumulator[] into = empty();
    private final Tier tier;
    private final long end;
    private long earliest;

    Fold(Tier tier, long end) {
      this.tier = tier;
      this.end = end;
      this.earliest = end;
    }

    @Override
    public void accept(Columns columns) {
      for (int row = 0; row < columns.size(); row++) {
        long time = columns.time(row);
        // Of a coarser tier only what is over before the finer one begins.
        if (time >= from && time < to && (tier == finest || time + tier.step() <= end)) {
          into[(int) ((time - from) / step)].row(columns, row);
          earliest = Math.min(earliest, time);
        }
      }
    }
  }

  Chart result(SeriesKey key) {
    List<Point> shown = new ArrayList<>();
    for (Accumulator point : result) {
      if (point.used()) {
        boolean values = point.count() > 0;
        shown.add(
            new Point(
                Instant.ofEpochMilli(point.start()),
                point.count(),
                Qualities.of(point.quality()),
                values ? kind.shown(point.last()) : null,
                values ? kind.shown(point.min()) : null,
                values ? kind.shown(point.max()) : null,
                values ? point.mean() : null));
      }
    }
    return new Chart(key.path(), key.unit(), finest.word(), step, shown);
  }
}
