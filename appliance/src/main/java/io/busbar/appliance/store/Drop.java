package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Dropped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of a connector's stored rows are given up; each looks at a bounded part of them. */
sealed interface Drop {
  /**
   * Rows after one sequence number and through another, at most so many.
   *
   * @param spared the numbers of rows among them that stay
   */
  record Range(long after, long through, int most, Set<Long> spared) {}

  /** The oldest of a range. */
  record Oldest(Range range) implements Drop {}

  /** The newest of a range. */
  record Newest(Range range) implements Drop {}

  /** Those of the oldest of a range whose time is before another. */
  record Before(Range range, Instant time) implements Drop {}

  /** Those of the oldest of a range that may go when of each series one of so many stays. */
  record Thin(Range range, int every) implements Drop {}

  /**
   * What went.
   *
   * @param bytes of payload
   * @param last the highest sequence number that was looked at; 0 when there was none
   */
  record Gone(Dropped dropped, long bytes, long last) {}

  Range range();

  /**
   * Deletes them, in the transaction that is under way.
   *
   * @param boots whose times are known
   */
  default Gone run(Database db, long id, String connector, SendCodec.Dictionary series, Boots boots)
      throws SQLException, StoreException {
    Dropped dropped = Dropped.NONE;
    long bytes = 0;
    List<Row> rows = rows(db, id, connector, series, boots);
    try (PreparedStatement delete =
        db.prepare("DELETE FROM sends WHERE id = ? RETURNING length(payload)")) {
      for (Row row : chosen(rows)) {
        delete.setLong(1, RowNumber.of(id, row.sequence()));
        try (ResultSet gone = delete.executeQuery()) {
          gone.next();
          bytes += gone.getLong(1);
        }
        dropped = dropped.plus(Dropped.one(row.time()));
      }
    }
    return new Gone(dropped, bytes, rows.isEmpty() ? 0 : rows.getLast().sequence());
  }

  /** A row; the Send is read only where the choice depends on it. */
  record Row(long sequence, Instant time, @Nullable Send send) {}

  private List<Row> rows(
      Database db, long id, String connector, SendCodec.Dictionary series, Boots boots)
      throws SQLException, StoreException {
    boolean whole = this instanceof Thin;
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement select =
        db.prepare(
            """
            SELECT id, time, coalesce(boot, 0), %s FROM sends
            WHERE id > ? AND id <= ? ORDER BY id %s LIMIT ?
            """
                .formatted(whole ? "payload" : "NULL", this instanceof Newest ? "DESC" : "ASC"))) {
      select.setLong(1, RowNumber.near(id, range().after()));
      select.setLong(2, RowNumber.near(id, range().through()));
      select.setInt(3, range().most() + range().spared().size());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long sequence = RowNumber.sequence(row.getLong(1));
          if (range().spared().contains(sequence)) {
            continue;
          }
          long millis = row.getLong(2);
          long boot = row.getLong(3);
          Instant time =
              new Send(connector, "", Instant.ofEpochMilli(millis), List.of(), boot).time(boots);
          Send send =
              whole ? SendCodec.decode(connector, millis, row.getBytes(4), boot, series) : null;
          rows.add(new Row(sequence, time, send));
        }
      }
    }
    return rows;
  }

  private List<Row> chosen(List<Row> rows) {
    return switch (this) {
      case Oldest _, Newest _ -> rows;
      case Before(Range _, Instant time) ->
          rows.stream().filter(row -> row.time().isBefore(time)).toList();
      case Thin(Range _, int every) -> {
        Thinning thinning = new Thinning(every);
        yield rows.stream()
            .filter(row -> row.send() != null && !thinning.keeps(row.send()))
            .toList();
      }
    };
  }
}
