package io.busbar.appliance.store;

import io.busbar.appliance.store.Track.SeriesKey;
import io.busbar.drivers.Quality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reading or one bucket of the history, in full.
 *
 * @param time of the reading, or when the bucket begins
 * @param value a Boolean, Long or Double, of a bucket its last one; null when the reading failed
 * @param min of a bucket; null of a reading, as are max and mean
 * @param count of values
 */
public record Row(
    String path,
    String unit,
    Instant time,
    @Nullable Object value,
    @Nullable Number min,
    @Nullable Number max,
    @Nullable Double mean,
    int count,
    Quality quality) {

  static List<Row> of(SeriesKey key, Columns columns) {
    List<Row> rows = new ArrayList<>(columns.size());
    for (int row = 0; row < columns.size(); row++) {
      rows.add(of(key, columns, row));
    }
    return rows;
  }

  private static Row of(SeriesKey key, Columns columns, int row) {
    Kind kind = key.kind();
    boolean values = columns.count(row) > 0;
    boolean bucket = values && columns.buckets();
    return new Row(
        key.path(),
        key.unit(),
        Instant.ofEpochMilli(columns.time(row)),
        values ? kind.plain(columns.last(row)) : null,
        bucket ? kind.shown(columns.min(row)) : null,
        bucket ? kind.shown(columns.max(row)) : null,
        bucket ? columns.mean(row) : null,
        columns.count(row),
        Qualities.of(columns.quality(row)));
  }
}
