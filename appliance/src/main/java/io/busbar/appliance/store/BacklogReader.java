package io.busbar.appliance.store;

import io.busbar.appliance.store.Outbox.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue across both tiers over a connection of its own, while the store goes on. First the
 * file, page by page, each in a read of its own, so that the WAL is never held up; then what is in
 * memory. Between the two Sends may go from memory to the file: then the file is read on.
 */
final class BacklogReader implements Outbox.Waiting {
  private static final int PAGE_ROWS = 500;

  private final Lanes lanes;
  private final Lane lane;
  private final @Nullable Database db;
  private long after;
  private boolean ended;

  BacklogReader(Path file, Lanes lanes, Lane lane) throws IOException {
    this.lanes = lanes;
    this.lane = lane;
    try {
      this.db = Files.exists(file) ? Database.openToRead(file) : null;
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public @Nullable List<Entry> next() throws IOException {
    if (ended) {
      return null;
    }
    long stored = lanes.get(lane.stock()::storedTo);
    List<Entry> page = after < stored ? stored(stored) : List.of();
    if (!page.isEmpty()) {
      after = page.getLast().sequence();
      return lanes.get(() ->
          page.stream()
              .filter(entry -> !lane.stock().hasDeletion(entry.sequence()))
              .map(lane::shown)
              .toList());
    }
    return lanes.get(() -> {
      ended = lane.stock().storedTo() == stored;
      after = Math.max(after, stored);
      return ended
          ? lane.unstoredAfter(after).stream().map(lane::shown).toList()
          : List.<Entry>of();
    });
  }

  private List<Entry> stored(long through) throws IOException {
    Database open = db;
    if (open == null) {
      return List.of();
    }
    try {
      // One view of rows and names: new rows may name new series.
      return open.inTransaction(() -> read(open, through), () -> {});
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private List<Entry> read(Database db, long through) throws SQLException, StoreException {
    List<Entry> page = new ArrayList<>();
    SeriesTable series = new SeriesTable(db);
    try (PreparedStatement next =
        db.prepare(
            """
            SELECT id, time, payload, boot FROM sends WHERE id > ? AND id <= ? ORDER BY id LIMIT ?
            """)) {
      long id = id(db);
      next.setLong(1, RowNumber.near(id, after));
      next.setLong(2, RowNumber.near(id, through));
      next.setInt(3, PAGE_ROWS);
      try (ResultSet row = next.executeQuery()) {
        while (row.next()) {
          page.add(
              new Entry(
                  RowNumber.sequence(row.getLong(1)),
                  SendCodec.decode(
                      lane.connector(), row.getLong(2), row.getBytes(3), row.getLong(4), series)));
        }
      }
      return page;
    }
  }

  /** The connector's number in the file; 0, which none has, when it has nothing there. */
  private long id(Database db) throws SQLException {
    try (PreparedStatement find = db.prepare("SELECT id FROM connectors WHERE name = ?")) {
      find.setString(1, lane.connector());
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  @Override
  public void close() {
    if (db != null) {
      try {
        db.close();
      } catch (StoreException e) {
        throw new IllegalStateException("a connection that only reads does not close", e);
      }
    }
  }
}
