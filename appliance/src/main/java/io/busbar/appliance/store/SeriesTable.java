package io.busbar.appliance.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table {@code series}, whole in memory: some thousands of short names. */
final class SeriesTable implements SendCodec.Dictionary {
  private final Database db;
  private final Map<Series, Long> numbers = new HashMap<>();
  private final Map<Long, Series> names = new HashMap<>();

  SeriesTable(Database db) throws SQLException {
    this.db = db;
    reload();
  }

  /** Reads the table again: after a rollback some of its rows are gone. */
  void reload() throws SQLException {
    numbers.clear();
    names.clear();
    try (PreparedStatement all =
            db.prepare(
                """
                SELECT s.id, c.name, s.section, s.point
                FROM series s JOIN connectors c ON c.id = s.connector
                """);
        ResultSet rows = all.executeQuery()) {
      while (rows.next()) {
        keep(rows.getLong(1), new Series(rows.getString(2), rows.getString(3), rows.getString(4)));
      }
    }
  }

  /** Two texts that are one in UTF-8 (an unpaired surrogate is "?") share their number. */
  @Override
  public long number(Series series) throws StoreException {
    Long known = numbers.get(series);
    if (known != null) {
      return known;
    }
    try (PreparedStatement insert =
        db.prepare(
            """
            INSERT INTO series(connector, section, point)
            SELECT id, ?, ? FROM connectors WHERE name = ?
            ON CONFLICT DO UPDATE SET point = excluded.point RETURNING id
            """)) {
      insert.setString(1, series.section());
      insert.setString(2, series.point());
      insert.setString(3, series.connector());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        long number = row.getLong(1);
        keep(number, series);
        return number;
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public @Nullable Series series(long number) {
    return names.get(number);
  }

  private void keep(long number, Series series) {
    numbers.put(series, number);
    names.put(number, series);
  }
}
