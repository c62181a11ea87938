package io.busbar.appliance.store;

import io.busbar.appliance.store.Change.Batch;
import io.busbar.appliance.store.Change.Forget;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.StoreException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
  /** "BUSB" in the file's header: {@code file outbox.db} shows it. */
  private static final int APPLICATION_ID = 0x42555342;

  private static final int SCHEMA_VERSION = 1;
  private static final int PAGE_BYTES = 4096;

  /** How much of a removed connector one transaction frees, so that the WAL stays small. */
  private static final int FORGET_ROWS = 5000;

  /** Where reading ahead ends in bytes: about 40,000 readings. */
  private static final int LOAD_BYTES = 500_000;

  private static final List<String> PRAGMAS =
      List.of(
          "PRAGMA busy_timeout = 2000",
          "PRAGMA page_size = " + PAGE_BYTES,
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA journal_size_limit = 4194304",
          "PRAGMA cell_size_check = ON");

  /**
   * {@code connectors.rows} is kept by each transaction: counting 500 MB on an SD card would take
   * longer than a start may.
   */
  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE connectors(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rows INTEGER NOT NULL DEFAULT 0)\
          """,
          """
          CREATE TABLE series(
            id INTEGER PRIMARY KEY, connector INTEGER NOT NULL, section TEXT NOT NULL,
            point TEXT NOT NULL, UNIQUE(connector, section, point))\
          """,
          """
          CREATE TABLE sends(
            connector INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL,
            payload BLOB NOT NULL, PRIMARY KEY(connector, seq)) WITHOUT ROWID\
          """,
          "CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
          "INSERT INTO meta VALUES('reserve', 0)",
          "PRAGMA application_id = " + APPLICATION_ID,
          "PRAGMA user_version = " + SCHEMA_VERSION);

  private static final String TABLES = "('connectors', 'series', 'sends', 'meta')";

  private final Connection db;
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
  static OutboxFile open(Path path, long mostBytes) throws StoreException {
    try {
      Connection db = DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath());
      try {
        return new OutboxFile(db, mostBytes);
      } catch (SQLException | StoreException e) {
        db.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private OutboxFile(Connection db, long mostBytes) throws SQLException, StoreException {
    this.db = db;
    for (String pragma : PRAGMAS) {
      execute(pragma);
    }
    execute("PRAGMA max_page_count = " + mostBytes / PAGE_BYTES);
    prepareSchema();
    this.series = new SeriesTable(db);
    reloadConnectors();
  }

  private void prepareSchema() throws SQLException, StoreException {
    long version = number("PRAGMA user_version");
    long application = number("PRAGMA application_id");
    if (version == 0 && application == 0 && number("SELECT count(*) FROM sqlite_schema") == 0) {
      execute("BEGIN IMMEDIATE");
      for (String step : SCHEMA) {
        execute(step);
      }
      execute("COMMIT");
      return;
    }
    long tables = number("SELECT count(*) FROM sqlite_schema WHERE name IN " + TABLES);
    if (version != SCHEMA_VERSION || application != APPLICATION_ID || tables != 4) {
      throw new StoreException(
          Kind.DAMAGED,
          "got application %08x, version %d, %d of our tables, want %08x, version %d, 4 tables"
              .formatted(application, version, tables, APPLICATION_ID, SCHEMA_VERSION));
    }
  }

  /** Every connector of the file. */
  List<Shelf> shelves() throws StoreException {
    return inTransaction(() -> {
      List<Shelf> shelves = new ArrayList<>();
      try (PreparedStatement all =
              db.prepareStatement(
                  """
                  SELECT name, rows,
                    (SELECT max(seq) FROM sends WHERE connector = c.id) FROM connectors c\
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
    return inTransaction(() -> number("SELECT value FROM meta WHERE key = 'reserve'"));
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
          db.prepareStatement(
              """
              SELECT seq, time, payload FROM sends
              WHERE connector = ? AND seq > ? AND seq <= ? ORDER BY seq\
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
          update(
              """
              DELETE FROM sends WHERE connector = ?1 AND seq > ?2 AND seq <= (
                SELECT max(seq) FROM (SELECT seq FROM sends WHERE connector = ?1
                  AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4))\
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
    try {
      db.close();
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private Map<String, Long> apply(Change change) throws SQLException, StoreException {
    for (Forget forget : change.forgets()) {
      forget(forget);
    }
    Map<String, Long> rows = new HashMap<>();
    for (Batch batch : change.batches()) {
      long id = id(batch.connector());
      count(id, store(id, batch.store()) - delete(id, batch.delete()));
      rows.put(batch.connector(), number("SELECT rows FROM connectors WHERE id = " + id));
    }
    update("UPDATE meta SET value = ?1 WHERE key = 'reserve' AND value < ?1", change.reserve());
    return rows;
  }

  private int store(long id, List<Entry> entries) throws SQLException, StoreException {
    int stored = 0;
    try (PreparedStatement insert =
        db.prepareStatement("INSERT OR IGNORE INTO sends VALUES(?, ?, ?, ?)")) {
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
        db.prepareStatement("DELETE FROM sends WHERE connector = ? AND seq = ?")) {
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
        update(
            """
            DELETE FROM sends WHERE connector = ?1 AND seq <= (
              SELECT max(seq) FROM (SELECT seq FROM sends
                WHERE connector = ?1 AND seq < ?2 ORDER BY seq LIMIT ?3))\
            """,
            id,
            forget.below(),
            FORGET_ROWS);
    count(id, -freed);
    if (number("SELECT rows FROM connectors WHERE id = " + id) == 0) {
      update("DELETE FROM series WHERE connector = ?1", id);
      update("DELETE FROM connectors WHERE id = ?1", id);
      series.reload();
      connectors.remove(forget.connector());
    }
  }

  /** Whether the file has rows of a connector below a sequence number. */
  boolean has(Forget forget) throws StoreException {
    Long id = connectors.get(forget.connector());
    return id != null
        && inTransaction(() ->
            number(
                    "SELECT EXISTS(SELECT 1 FROM sends WHERE connector = %d AND seq < %d)"
                        .formatted(id, forget.below()))
                == 1);
  }

  private void count(long id, int more) throws SQLException {
    if (more != 0) {
      update("UPDATE connectors SET rows = rows + ?1 WHERE id = ?2", more, id);
    }
  }

  private long id(String connector) throws SQLException {
    Long known = connectors.get(connector);
    if (known != null) {
      return known;
    }
    try (PreparedStatement insert =
        db.prepareStatement("INSERT INTO connectors(name) VALUES(?) RETURNING id")) {
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
    try (Statement all = db.createStatement();
        ResultSet rows = all.executeQuery("SELECT name, id FROM connectors")) {
      while (rows.next()) {
        connectors.put(rows.getString(1), rows.getLong(2));
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.execute(sql);
    }
  }

  private int update(String sql, long... arguments) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setLong(i + 1, arguments[i]);
      }
      return statement.executeUpdate();
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private interface Work<T> {
    T run() throws SQLException, StoreException;
  }

  private <T> T inTransaction(Work<T> work) throws StoreException {
    try {
      execute("BEGIN");
      T result = work.run();
      execute("COMMIT");
      return result;
    } catch (SQLException e) {
      throw undone(new StoreException(e));
    } catch (StoreException e) {
      throw undone(e);
    }
  }

  private StoreException undone(StoreException failure) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      // A full or broken disk makes SQLite roll back by itself, and then there is nothing to undo.
      failure.addSuppressed(e);
    }
    try {
      series.reload();
      reloadConnectors();
      return failure;
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return failure.kind() == Kind.FULL ? new StoreException(e) : failure;
    }
  }
}
