package io.busbar.appliance.store;

import io.busbar.appliance.store.Change.Batch;
import io.busbar.appliance.store.Change.Forget;
import io.busbar.appliance.store.Outbox.Entry;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The SQLite file, one transaction for each call. One thread uses it. After a failure every change
 * of that call is undone, or, when the disk gave up during the commit itself, maybe all done; each
 * call can therefore be made again.
 */
final class OutboxFile implements AutoCloseable {
  /** How much of a removed connector one transaction frees, so that the WAL stays small. */
  private static final int FORGET_ROWS = 5000;

  /** Where reading ahead ends in bytes: about 40,000 readings. */
  private static final int LOAD_BYTES = 500_000;

  private final Database db;
  private final SeriesTable series;
  private final Map<String, Long> connectors = new HashMap<>();

  /**
   * What the file has of a connector.
   *
   * @param rows how many Sends
   * @param last the highest sequence number; 0 when there is none
   */
  record Shelf(String connector, long rows, long last) {}

  /**
   * Rows in order.
   *
   * @param end whether no row follows them
   */
  record Loaded(List<Entry> entries, boolean end) {}

  /**
   * Opens the file or makes a new one.
   *
   * @throws StoreException DAMAGED when what lies there is no outbox of this version
   */
  OutboxFile(Path path, long mostBytes) throws StoreException {
    this.db = Database.open(path, mostBytes);
    try {
      this.series = new SeriesTable(db);
      reloadConnectors();
    } catch (SQLException e) {
      StoreException failure = new StoreException(e);
      try {
        db.close();
      } catch (StoreException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
  }

  /** Every connector of the file. */
  List<Shelf> shelves() throws StoreException {
    return inTransaction(() -> {
      List<Shelf> shelves = new ArrayList<>();
      try (PreparedStatement all =
              db.prepare(
                  """
                  SELECT name, rows,
                    (SELECT max(seq) FROM sends WHERE connector = c.id) FROM connectors c
                  """);
          ResultSet rows = all.executeQuery()) {
        while (rows.next()) {
          shelves.add(new Shelf(rows.getString(1), rows.getLong(2), rows.getLong(3)));
        }
      }
      return shelves;
    });
  }

  /** Sequence numbers below this one may have been given. */
  long reserved() throws StoreException {
    return inTransaction(() -> db.number("SELECT value FROM meta WHERE key = 'reserve'"));
  }

  /**
   * Makes a change durable.
   *
   * @return rows that each of the change's connectors has now
   */
  Map<String, Long> commit(Change change) throws StoreException {
    return inTransaction(() -> apply(change));
  }

  /** The rows of a connector after one sequence number and through another. */
  Loaded load(String connector, long after, long through, int most) throws StoreException {
    return inTransaction(() -> {
      List<Entry> entries = new ArrayList<>();
      int bytes = 0;
      try (PreparedStatement next =
          db.prepare(
              """
              SELECT seq, time, payload FROM sends
              WHERE connector = ? AND seq > ? AND seq <= ? ORDER BY seq
              """)) {
        next.setLong(1, id(connector));
        next.setLong(2, after);
        next.setLong(3, through);
        try (ResultSet rows = next.executeQuery()) {
          while (rows.next()) {
            if (entries.size() == most || bytes > LOAD_BYTES) {
              return new Loaded(entries, false);
            }
            byte[] payload = rows.getBytes(3);
            bytes += payload.length;
            entries.add(
                new Entry(
                    rows.getLong(1),
                    SendCodec.decode(connector, rows.getLong(2), payload, series)));
          }
        }
      }
      return new Loaded(entries, true);
    });
  }

  /**
   * Gives up the oldest rows of a connector after one sequence number and through another.
   *
   * @return how many went
   */
  int dropOldest(String connector, long after, long through, int most) throws StoreException {
    return inTransaction(() -> {
      long id = id(connector);
      int dropped =
          db.update(
              """
              DELETE FROM sends WHERE connector = ?1 AND seq > ?2 AND seq <= (
                SELECT max(seq) FROM (SELECT seq FROM sends WHERE connector = ?1
                  AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4))
              """,
              id,
              after,
              through,
              most);
      count(id, -dropped);
      return dropped;
    });
  }

  /** Closes the file; SQLite then folds its WAL into it. */
  @Override
  public void close() throws StoreException {
    db.close();
  }

  private <T> T inTransaction(Database.Work<T> work) throws StoreException {
    return db.inTransaction(
        work,
        () -> {
          series.reload();
          reloadConnectors();
        });
  }

  private Map<String, Long> apply(Change change) throws SQLException, StoreException {
    for (Forget forget : change.forgets()) {
      forget(forget);
    }
    Map<String, Long> rows = new HashMap<>();
    for (Batch batch : change.batches()) {
      long id = id(batch.connector());
      int deleted = delete(id, batch.delete());
      count(id, store(id, batch.store()) - deleted);
      rows.put(batch.connector(), db.number("SELECT rows FROM connectors WHERE id = " + id));
    }
    db.update("UPDATE meta SET value = ?1 WHERE key = 'reserve' AND value < ?1", change.reserve());
    return rows;
  }

  private int store(long id, List<Entry> entries) throws SQLException, StoreException {
    int stored = 0;
    try (PreparedStatement insert = db.prepare("INSERT OR IGNORE INTO sends VALUES(?, ?, ?, ?)")) {
      for (Entry entry : entries) {
        insert.setLong(1, id);
        insert.setLong(2, entry.sequence());
        insert.setLong(3, SendCodec.millis(entry.send().time()));
        insert.setBytes(4, SendCodec.encode(entry.send(), series));
        stored += insert.executeUpdate();
      }
    }
    return stored;
  }

  private int delete(long id, List<Long> sequences) throws SQLException {
    int deleted = 0;
    try (PreparedStatement delete =
        db.prepare("DELETE FROM sends WHERE connector = ? AND seq = ?")) {
      for (long sequence : sequences) {
        delete.setLong(1, id);
        delete.setLong(2, sequence);
        deleted += delete.executeUpdate();
      }
    }
    return deleted;
  }

  /** Frees some rows; the connector itself goes with the last of them, which reading finds out. */
  private void forget(Forget forget) throws SQLException, StoreException {
    Long id = connectors.get(forget.connector());
    if (id == null) {
      return;
    }
    int freed =
        db.update(
            """
            DELETE FROM sends WHERE connector = ?1 AND seq <= (
              SELECT max(seq) FROM (SELECT seq FROM sends
                WHERE connector = ?1 AND seq < ?2 ORDER BY seq LIMIT ?3))
            """,
            id,
            forget.below(),
            FORGET_ROWS);
    count(id, -freed);
    if (db.number("SELECT rows FROM connectors WHERE id = " + id) == 0) {
      db.update("DELETE FROM series WHERE connector = ?1", id);
      db.update("DELETE FROM connectors WHERE id = ?1", id);
      series.reload();
      connectors.remove(forget.connector());
    }
  }

  /** Whether the file has rows of a connector below a sequence number. */
  boolean has(Forget forget) throws StoreException {
    Long id = connectors.get(forget.connector());
    return id != null
        && inTransaction(() ->
            db.number(
                    "SELECT EXISTS(SELECT 1 FROM sends WHERE connector = %d AND seq < %d)"
                        .formatted(id, forget.below()))
                == 1);
  }

  private void count(long id, int more) throws SQLException {
    if (more != 0) {
      db.update("UPDATE connectors SET rows = rows + ?1 WHERE id = ?2", more, id);
    }
  }

  private long id(String connector) throws SQLException {
    Long known = connectors.get(connector);
    if (known != null) {
      return known;
    }
    try (PreparedStatement insert =
        db.prepare("INSERT INTO connectors(name) VALUES(?) RETURNING id")) {
      insert.setString(1, connector);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        long id = row.getLong(1);
        connectors.put(connector, id);
        return id;
      }
    }
  }

  private void reloadConnectors() throws SQLException {
    connectors.clear();
    try (PreparedStatement all = db.prepare("SELECT name, id FROM connectors");
        ResultSet rows = all.executeQuery()) {
      while (rows.next()) {
        connectors.put(rows.getString(1), rows.getLong(2));
      }
    }
  }
}
