package io.busbar.appliance.store;

import io.busbar.appliance.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in a file, version by version, and how an older file becomes a new one.
 *
 * @param application the application id in the file's header
 * @param versions the steps to version 1, to version 2, and so on; what once was here is never
 *     changed
 * @param tables those that a whole file has
 * @param rewritten before this version some tables began elsewhere: a file that comes from there is
 *     rewritten, so that they begin where they do in every file. 0 when that never changed
 */
record Schema(int application, List<List<String>> versions, Set<String> tables, int rewritten) {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  /** "BUSB" in the file's header: {@code file outbox.db} shows it. */
  private static final int APPLICATION_ID = 0x42555342;

  private static final List<String> FIRST =
      List.of(
          """
          CREATE TABLE connectors(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rows INTEGER NOT NULL DEFAULT 0)
          """,
          """
          CREATE TABLE series(
            id INTEGER PRIMARY KEY, connector INTEGER NOT NULL, section TEXT NOT NULL,
            point TEXT NOT NULL, UNIQUE(connector, section, point))
          """,
          """
          CREATE TABLE sends(
            connector INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL,
            payload BLOB NOT NULL, PRIMARY KEY(connector, seq)) WITHOUT ROWID
          """,
          "CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
          "INSERT INTO meta VALUES('reserve', 0)",
          "PRAGMA application_id = " + APPLICATION_ID);

  /** Shares of the budget need bytes; what was given up is told for as long as there is a file. */
  private static final List<String> SHARES_AND_DROPS =
      List.of(
          "ALTER TABLE connectors ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0",
          "ALTER TABLE connectors ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0",
          "ALTER TABLE connectors ADD COLUMN droppedFrom INTEGER",
          "ALTER TABLE connectors ADD COLUMN droppedTo INTEGER",
          """
          UPDATE connectors SET bytes = (SELECT coalesce(sum(length(payload)), 0) FROM sends
            WHERE connector = connectors.id)
          """,
          "INSERT INTO meta VALUES('open', 0)");

  /** Where nobody knew the time a Send says in which boot its times were counted; else NULL. */
  private static final List<String> BOOTS = List.of("ALTER TABLE sends ADD COLUMN boot INTEGER");

  /** Numbered rows: a table that is added to by its row number costs half the pages. */
  private static final List<String> NUMBERED =
      List.of(
          "ALTER TABLE sends RENAME TO pairs",
          """
          CREATE TABLE sends(
            id INTEGER PRIMARY KEY, time INTEGER NOT NULL, payload BLOB NOT NULL, boot INTEGER)
          """,
          "INSERT INTO sends SELECT connector << 49 | seq, time, payload, boot FROM pairs",
          "DROP TABLE pairs");

  /** That of an outbox. */
  static final Schema OUTBOX =
      new Schema(
          APPLICATION_ID,
          List.of(FIRST, SHARES_AND_DROPS, BOOTS, NUMBERED),
          Set.of("connectors", "series", "sends", "meta"),
          4);

  /** "BUSH" in the file's header. */
  private static final int HISTORY_ID = 0x42555348;

  /** That of a history. */
  static final Schema HISTORY =
      new Schema(
          HISTORY_ID,
          List.of(
              List.of(
                  """
                  CREATE TABLE series(
                    id INTEGER PRIMARY KEY, path TEXT NOT NULL, kind INTEGER NOT NULL,
                    unit TEXT NOT NULL, UNIQUE(path, kind, unit))
                  """,
                  """
                  CREATE TABLE recent(
                    id INTEGER PRIMARY KEY, rows INTEGER NOT NULL, least INTEGER NOT NULL,
                    greatest INTEGER NOT NULL, bytes INTEGER NOT NULL, data BLOB NOT NULL)
                  """,
                  """
                  CREATE TABLE rounds(
                    id INTEGER PRIMARY KEY, rows INTEGER NOT NULL, least INTEGER NOT NULL,
                    greatest INTEGER NOT NULL, bytes INTEGER NOT NULL)
                  """,
                  "CREATE TABLE chunks(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
                  "PRAGMA application_id = " + HISTORY_ID),
              List.of(
                  "ALTER TABLE recent ADD COLUMN boot INTEGER",
                  "ALTER TABLE rounds ADD COLUMN boot INTEGER")),
          Set.of("series", "recent", "rounds", "chunks"),
          0);

  /**
   * Makes the tables of a new file, or brings those of an older version to ours, in one
   * transaction; an older file is copied first.
   *
   * @throws StoreException DAMAGED when what lies there is no file of ours, or one of a newer
   *     program
   */
  void prepare(Database db, Path file) throws SQLException, StoreException {
    int version = (int) db.number("PRAGMA user_version");
    long got = db.number("PRAGMA application_id");
    if (version == 0 && got == 0 && db.number("SELECT count(*) FROM sqlite_schema") == 0) {
      migrate(db, 0);
      return;
    }
    long found = db.number("SELECT count(*) FROM sqlite_schema WHERE name IN " + tableNames());
    boolean ours = version >= 1 && version <= versions.size() && got == application;
    if (!ours || found != tables.size()) {
      throw new StoreException(
          Kind.DAMAGED,
          "got application %08x, version %d, %d of our tables, want %08x, version 1 to %d, %d tables"
              .formatted(got, version, found, application, versions.size(), tables.size()));
    }
    if (version < versions.size()) {
      keepCopy(db, file, version);
      migrate(db, version);
      LOG.info("{}: brought from version {} to {}", file, version, versions.size());
    }
  }

  private String tableNames() {
    return tables.stream().sorted().collect(Collectors.joining("', '", "('", "')"));
  }

  private void migrate(Database db, int from) throws StoreException {
    db.inTransaction(
        () -> {
          for (List<String> steps : versions.subList(from, versions.size())) {
            for (String step : steps) {
              db.execute(step);
              db.pass(FailPoints.Point.IN_MIGRATION);
            }
          }
          db.execute("PRAGMA user_version = " + versions.size());
          return true;
        },
        () -> {});
    if (from < rewritten) {
      rewrite(db);
    }
  }

  private static void rewrite(Database db) {
    try {
      db.execute("VACUUM");
    } catch (SQLException e) {
      LOG.warn("its first page could not be replaced if it were lost: {}", e.getMessage());
    }
  }

  /** The transaction guards against a power cut; the copy against a fault in our own steps. */
  private static void keepCopy(Database db, Path file, int version) throws SQLException {
    Path copy = copy(file, version);
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    try {
      Durable.copy(file, copy);
      LOG.info("{}: what it was is kept as {}", file, copy.getFileName());
    } catch (IOException e) {
      LOG.warn("{}: its tables change, and there is no room for a copy: {}", file, e.toString());
    }
  }

  /** Where the copy of a file of an older version lies. */
  static Path copy(Path file, int version) {
    return file.resolveSibling(file.getFileName() + ".version" + version);
  }
}
