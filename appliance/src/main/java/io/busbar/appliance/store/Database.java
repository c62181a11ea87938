package io.busbar.appliance.store;

import io.busbar.appliance.store.FailPoints.Point;
import io.busbar.appliance.store.StoreException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** A connection to a SQLite file of ours, with the schema checked, and its transactions. */
final class Database implements AutoCloseable {
  static final int PAGE_BYTES = 4096;

  /**
   * After so many pages the WAL is written into the file and begins anew. SQLite's own choice is
   * 1000; a WAL that grows for so long costs the file system's journal several times the rows.
   */
  private static final int WAL_PAGES = 200;

  private static final int WAL_PAGES_WITHOUT_ROOM = 100;

  private static final List<String> PRAGMAS =
      List.of(
          "PRAGMA busy_timeout = 2000",
          "PRAGMA page_size = " + PAGE_BYTES,
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA journal_size_limit = 4194304",
          "PRAGMA cell_size_check = ON");

  /** SQLITE_OPEN_READONLY (sqlite.org/c3ref/c_open_autoproxy.html). */
  private static final String OPEN_READ_ONLY = "1";

  private final Connection connection;

  private final FailPoints failPoints;

  private Database(Connection connection, FailPoints failPoints) {
    this.connection = connection;
    this.failPoints = failPoints;
  }

  /**
   * Opens the file or makes a new one.
   *
   * @throws StoreException DAMAGED when what lies there is no file of this schema
   */
  static Database open(Path path, Schema schema, long mostBytes, FailPoints failPoints)
      throws StoreException {
    try {
      Connection connection = connect(path, new Properties());
      try {
        Database db = new Database(connection, failPoints);
        for (String pragma : PRAGMAS) {
          db.execute(pragma);
        }
        db.limit(mostBytes);
        schema.prepare(db, path);
        return db;
      } catch (SQLException | StoreException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  /** Opens a file of which nothing is sure, to read as much of it as can be, and only that. */
  static Database openDamaged(Path path) throws SQLException {
    Properties readOnly = new Properties();
    readOnly.setProperty("open_mode", OPEN_READ_ONLY);
    Database db = new Database(connect(path, readOnly), point -> {});
    try {
      db.execute("PRAGMA cell_size_check = ON");
      // Or SQLite would refuse a file that is shorter than its header says.
      db.execute("PRAGMA writable_schema = ON");
      return db;
    } catch (SQLException e) {
      db.connection.close();
      throw e;
    }
  }

  /** Opens a file that another connection uses, to read it beside that. */
  static Database openToRead(Path path) throws SQLException {
    Properties readOnly = new Properties();
    readOnly.setProperty("open_mode", OPEN_READ_ONLY);
    Database db = new Database(connect(path, readOnly), point -> {});
    try {
      db.execute("PRAGMA busy_timeout = 2000");
      return db;
    } catch (SQLException e) {
      db.connection.close();
      throw e;
    }
  }

  private static Connection connect(Path path, Properties how) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath(), how);
  }

  /**
   * The file may grow to so many bytes; what it has already it keeps. One that may not grow at all
   * lies on a full disk, and there its WAL must stay small, too.
   */
  void limit(long mostBytes) throws SQLException {
    execute("PRAGMA max_page_count = " + Math.max(1, mostBytes / PAGE_BYTES));
    execute("PRAGMA wal_autocheckpoint = " + (mostBytes == 0 ? WAL_PAGES_WITHOUT_ROOM : WAL_PAGES));
  }

  /** What one transaction does. */
  interface Work<T> {
    T run() throws SQLException, StoreException;
  }

  /** What must be read again after a transaction was undone. */
  interface Reload {
    void run() throws SQLException;
  }

  /** Does something in one transaction, or nothing. */
  <T> T inTransaction(Work<T> work, Reload reload) throws StoreException {
    try {
      execute("BEGIN");
      T result = work.run();
      failPoints.pass(Point.BEFORE_COMMIT);
      execute("COMMIT");
      failPoints.pass(Point.AFTER_COMMIT);
      return result;
    } catch (SQLException e) {
      throw undone(new StoreException(e), reload);
    } catch (StoreException e) {
      throw undone(e, reload);
    }
  }

  private StoreException undone(StoreException failure, Reload reload) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      // A full or broken disk makes SQLite roll back by itself, and then there is nothing to undo.
      failure.addSuppressed(e);
    }
    try {
      reload.run();
      return failure;
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return failure.kind() == Kind.FULL ? new StoreException(e) : failure;
    }
  }

  /** The program is at this place. */
  void pass(Point point) {
    failPoints.pass(point);
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  int update(String sql, long... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setLong(i + 1, arguments[i]);
      }
      return statement.executeUpdate();
    }
  }

  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  @Override
  public void close() throws StoreException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }
}
