package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.store.Change.Batch;
import io.busbar.appliance.store.Change.Forget;
import io.busbar.appliance.store.Outbox.Dropped;
import io.busbar.appliance.store.Outbox.Entry;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  /** The first four bytes of a WAL, whose last bit is its byte order (sqlite.org/fileformat). */
  private static final int WAL_MAGIC = 0x377f0683;

  private static final Logger LOG = LoggerFactory.getLogger(OutboxFile.class);

  private final Database db;
  private final SeriesTable series;
  private final boolean lostWal;
  private final Map<String, Long> connectors = new HashMap<>();

  /**
   * What the file has of a connector.
   *
   * @param last the highest sequence number; 0 when there is none
   */
  record Shelf(String connector, Size size, long last, Dropped dropped) {
    static Shelf empty(String connector) {
      return new Shelf(connector, new Size(0, 0), 0, Dropped.NONE);
    }
  }

  /** How many Sends there are, and the bytes of their payloads. */
  record Size(long rows, long bytes) {}

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
  OutboxFile(Path path, long mostBytes, FailPoints failPoints) throws StoreException {
    boolean hasWal = isWal(path.resolveSibling(path.getFileName() + "-wal"));
    this.db = Database.open(path, Schema.OUTBOX, mostBytes, failPoints);
    try {
      this.lostWal = markOpen(hasWal);
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

  /** One that is empty has nothing yet; one that does not begin like a WAL, SQLite passes over. */
  private static boolean isWal(Path wal) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(wal))) {
      return Files.size(wal) == 0 || (in.readInt() | 1) == WAL_MAGIC;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The mark stands in the file itself, not in its WAL, from here to a clean end. So whoever finds
   * it and no WAL knows that one was there.
   */
  private boolean markOpen(boolean hasWal) throws SQLException, StoreException {
    boolean lost = !hasWal && db.number("SELECT value FROM meta WHERE key = 'open'") == 1;
    if (lost && !db.text("PRAGMA quick_check(1)").equals("ok")) {
      throw new StoreException(StoreException.Kind.DAMAGED, "its WAL is gone, and pages are bad");
    }
    try {
      db.update("UPDATE meta SET value = 1 WHERE key = 'open' AND value = 0");
      db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      // On a full disk it goes on without the mark.
      if (new StoreException(e).kind() != StoreException.Kind.FULL) {
        throw e;
      }
    }
    return lost;
  }

  /** Whether the newest part of the file, which SQLite keeps beside it, was taken away. */
  boolean lostWal() {
    return lostWal;
  }

  /** Every connector of the file. */
  List<Shelf> shelves() throws StoreException {
    return inTransaction(() -> {
      List<Shelf> shelves = new ArrayList<>();
      try (PreparedStatement all =
              db.prepare(
                  """
                  SELECT name, rows, bytes, id, dropped, droppedFrom, droppedTo FROM connectors
                  """);
          ResultSet rows = all.executeQuery()) {
        while (rows.next()) {
          shelves.add(
              new Shelf(
                  rows.getString(1),
                  new Size(rows.getLong(2), rows.getLong(3)),
                  newest(rows.getLong(4), Long.MAX_VALUE),
                  new Dropped(rows.getLong(5), instant(rows, 6), instant(rows, 7))));
        }
      }
      return shelves;
    });
  }

  /** The highest sequence number of a connector through another; 0 when there is none. */
  private long newest(long id, long through) throws SQLException {
    return RowNumber.sequence(
        db.number(
            "SELECT id FROM sends WHERE id BETWEEN %d AND %d ORDER BY id DESC LIMIT 1"
                .formatted(RowNumber.of(id, 0), RowNumber.near(id, through))));
  }

  /** Sequence numbers below this one may have been given. */
  long reserved() throws StoreException {
    return inTransaction(() -> db.number("SELECT value FROM meta WHERE key = 'reserve'"));
  }

  /**
   * Makes a change durable.
   *
   * @return what each of the change's connectors has now
   */
  Map<String, Size> commit(Change change) throws StoreException {
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
              SELECT id, time, payload, boot FROM sends WHERE id > ? AND id <= ? ORDER BY id
              """)) {
        long id = id(connector);
        next.setLong(1, RowNumber.near(id, after));
        next.setLong(2, RowNumber.near(id, through));
        try (ResultSet rows = next.executeQuery()) {
          long end = after;
          while (rows.next()) {
            end = checkOrder(end, RowNumber.sequence(rows.getLong(1)));
            if (entries.size() == most || bytes > LOAD_BYTES) {
              return new Loaded(entries, false);
            }
            byte[] payload = rows.getBytes(3);
            bytes += payload.length;
            entries.add(
                new Entry(
                    end,
                    SendCodec.decode(
                        connector, rows.getLong(2), payload, rows.getLong(4), series)));
          }
        }
      }
      checkEnd(id(connector), entries.isEmpty() ? after : entries.getLast().sequence(), through);
      return new Loaded(entries, true);
    });
  }

  /** A spoilt key stands where it always stood, and does not fit there. */
  private static long checkOrder(long before, long next) throws StoreException {
    if (next <= before) {
      throw new StoreException(
          StoreException.Kind.DAMAGED, "got number %d after %d".formatted(next, before));
    }
    return next;
  }

  /**
   * A page that is spoilt may look like the end of the rows, or like one with fewer of them. What
   * was counted tells, and the last row, to which another way leads.
   */
  private void checkEnd(long id, long end, long through) throws SQLException, StoreException {
    long last = newest(id, through);
    long there =
        db.number(
            "SELECT count(*) FROM sends WHERE id BETWEEN %d AND %d"
                .formatted(RowNumber.of(id, 0), RowNumber.last(id)));
    long counted = size(id).rows();
    if (last > end || there != counted) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "got %d rows to number %d, want %d to number %d"
              .formatted(there, end, counted, Math.max(last, end)));
    }
  }

  /**
   * Gives up rows of a connector, and notes it.
   *
   * @param before all that it has ever given up until now
   * @param boots whose times are known
   */
  Given giveUp(String connector, Drop drop, Dropped before, Boots boots) throws StoreException {
    return inTransaction(() -> {
      long id = id(connector);
      Drop.Gone gone = drop.run(db, id, connector, series, boots);
      count(id, -gone.dropped().count(), -gone.bytes());
      note(id, before.plus(gone.dropped()));
      return new Given(gone.dropped(), size(id), gone.last());
    });
  }

  /**
   * What was given up.
   *
   * @param now what the connector has left
   * @param last the highest sequence number that was looked at; 0 when there was none
   */
  record Given(Dropped dropped, Size now, long last) {}

  /** The file may grow to so many bytes; what it has already it keeps. */
  void limit(long mostBytes) throws StoreException {
    try {
      db.limit(mostBytes);
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  /** Closes the file; SQLite then folds its WAL into it. */
  @Override
  public void close() throws StoreException {
    try {
      db.update("UPDATE meta SET value = 0 WHERE key = 'open'");
    } catch (SQLException e) {
      LOG.debug("the file's end is not noted in it", e);
    }
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

  private Map<String, Size> apply(Change change) throws SQLException, StoreException {
    for (Forget forget : change.forgets()) {
      forget(forget);
    }
    Map<String, Size> sizes = new HashMap<>();
    for (Batch batch : change.batches()) {
      long id = id(batch.connector());
      Size gone = delete(id, batch.delete());
      Size come = store(id, batch.store());
      count(id, come.rows() - gone.rows(), come.bytes() - gone.bytes());
      note(id, batch.dropped());
      sizes.put(batch.connector(), size(id));
    }
    db.update("UPDATE meta SET value = ?1 WHERE key = 'reserve' AND value < ?1", change.reserve());
    return sizes;
  }

  private Size store(long id, List<Entry> entries) throws SQLException, StoreException {
    long rows = 0;
    long bytes = 0;
    try (PreparedStatement insert =
        db.prepare("INSERT OR IGNORE INTO sends VALUES(?, ?, ?, nullif(?, 0))")) {
      for (Entry entry : entries) {
        insert.setLong(1, RowNumber.of(id, entry.sequence()));
        insert.setLong(2, SendCodec.millis(entry.send().time()));
        byte[] payload = SendCodec.encode(entry.send(), series);
        insert.setBytes(3, payload);
        insert.setLong(4, entry.send().boot());
        int stored = insert.executeUpdate();
        rows += stored;
        bytes += stored * (long) payload.length;
      }
    }
    return new Size(rows, bytes);
  }

  private Size delete(long id, List<Long> sequences) throws SQLException {
    long rows = 0;
    long bytes = 0;
    try (PreparedStatement delete =
        db.prepare("DELETE FROM sends WHERE id = ? RETURNING length(payload)")) {
      for (long sequence : sequences) {
        delete.setLong(1, RowNumber.of(id, sequence));
        try (ResultSet row = delete.executeQuery()) {
          if (row.next()) {
            rows++;
            bytes += row.getLong(1);
          }
        }
      }
    }
    return new Size(rows, bytes);
  }

  /** Frees some rows; the connector itself goes with the last of them, which reading finds out. */
  private void forget(Forget forget) throws SQLException, StoreException {
    Long id = connectors.get(forget.connector());
    if (id == null) {
      return;
    }
    Drop oldest = new Drop.Oldest(new Drop.Range(0, forget.below() - 1, FORGET_ROWS, Set.of()));
    Drop.Gone freed = oldest.run(db, id, forget.connector(), series, Boots.NONE);
    count(id, -freed.dropped().count(), -freed.bytes());
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
                    "SELECT EXISTS(SELECT 1 FROM sends WHERE id >= %d AND id < %d)"
                        .formatted(RowNumber.of(id, 0), RowNumber.near(id, forget.below())))
                == 1);
  }

  private void count(long id, long rows, long bytes) throws SQLException {
    if (rows != 0) {
      db.update(
          "UPDATE connectors SET rows = rows + ?2, bytes = bytes + ?3 WHERE id = ?1",
          id,
          rows,
          bytes);
    }
  }

  private void note(long id, Dropped dropped) throws SQLException {
    try (PreparedStatement update =
        db.prepare(
            """
            UPDATE connectors SET dropped = ?2, droppedFrom = ?3, droppedTo = ?4
            WHERE id = ?1 AND dropped <> ?2
            """)) {
      update.setLong(1, id);
      update.setLong(2, dropped.count());
      update.setObject(3, dropped.from() == null ? null : SendCodec.millis(dropped.from()));
      update.setObject(4, dropped.to() == null ? null : SendCodec.millis(dropped.to()));
      update.executeUpdate();
    }
  }

  private Size size(long id) throws SQLException {
    return new Size(
        db.number("SELECT rows FROM connectors WHERE id = " + id),
        db.number("SELECT bytes FROM connectors WHERE id = " + id));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
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
