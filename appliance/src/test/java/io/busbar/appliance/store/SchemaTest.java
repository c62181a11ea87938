package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.FailPoints.Point;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Queue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of earlier versions. */
class SchemaTest {
  private static final Limits LIMITS = Cabinet.limits(Duration.ofSeconds(5));

  @TempDir(factory = InMemory.class)
  Path folder;

  private final Cabinet cabinet = new Cabinet();

  /** The tables of version 1, with Sends of one reading each: series 2, good, an int. */
  private static void versionOne(Path file, int sends) throws SQLException {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement run = db.createStatement()) {
      for (String sql :
          List.of(
              "PRAGMA page_size = 4096",
              "PRAGMA journal_mode = WAL",
              "CREATE TABLE connectors(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rows"
                  + " INTEGER NOT NULL DEFAULT 0)",
              "CREATE TABLE series(id INTEGER PRIMARY KEY, connector INTEGER NOT NULL, section TEXT"
                  + " NOT NULL, point TEXT NOT NULL, UNIQUE(connector, section, point))",
              "CREATE TABLE sends(connector INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER"
                  + " NOT NULL, payload BLOB NOT NULL, PRIMARY KEY(connector, seq)) WITHOUT ROWID",
              "CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
              "INSERT INTO meta VALUES('reserve', 5000)",
              "INSERT INTO connectors VALUES(1, 'A', " + sends + ")",
              "INSERT INTO series VALUES(1, 1, 'Realtime1', '')",
              "INSERT INTO series VALUES(2, 1, 'Realtime1', 'id')",
              "PRAGMA application_id = " + 0x42555342,
              "PRAGMA user_version = 1")) {
        run.execute(sql);
      }
      try (PreparedStatement insert = db.prepareStatement("INSERT INTO sends VALUES(1, ?, ?, ?)")) {
        for (int id = 0; id < sends; id++) {
          insert.setLong(1, 1000 + id);
          insert.setLong(2, Cabinet.NOW.toEpochMilli() + id);
          insert.setBytes(3, HexFormat.of().parseHex("01000203%02x".formatted(2 * id)));
          insert.executeUpdate();
        }
      }
    }
  }

  /** The same with what version 2 added. */
  private static void versionTwo(Path file, int sends) throws SQLException {
    versionOne(file, sends);
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement run = db.createStatement()) {
      for (String sql :
          List.of(
              "ALTER TABLE connectors ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0",
              "ALTER TABLE connectors ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0",
              "ALTER TABLE connectors ADD COLUMN droppedFrom INTEGER",
              "ALTER TABLE connectors ADD COLUMN droppedTo INTEGER",
              "UPDATE connectors SET bytes = 5 * " + sends,
              "INSERT INTO meta VALUES('open', 0)",
              "PRAGMA user_version = 2")) {
        run.execute(sql);
      }
    }
  }

  private static void version(int version, Path file, int sends) throws SQLException {
    if (version == 1) {
      versionOne(file, sends);
    } else {
      versionTwo(file, sends);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFileOfAnEarlierVersionIsBroughtToOursAndACopyKept(int version) throws Exception {
    Path file = folder.resolve("outbox.db");
    version(version, file, 60);
    byte[] before = Files.readAllBytes(file);
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      assertNull(outbox.alarm());
      Queue queue = outbox.queue("A");
      assertEquals(60, queue.backlog().stored());
      List<Entry> all = Cabinet.drain(outbox, queue);
      assertEquals(1000, all.getFirst().sequence());
      Send expected = Cabinet.send("A", 59);
      assertEquals(
          expected.readings().getFirst().value(),
          all.getLast().send().readings().getFirst().value());
      assertEquals(60, all.size());
      assertTrue(all.stream().allMatch(e -> e.send().boot() == Send.TIME_IS_RIGHT));
    }
    Path copy = folder.resolve("outbox.db.version" + version);
    assertArrayEquals(before, Files.readAllBytes(copy));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aPowerCutBetweenAnyTwoStepsLeavesTheOldFileWhole(int version) throws Exception {
    int cuts = 0;
    for (int step = 1; ; step++) {
      Path own = Files.createDirectory(folder.resolve("step" + step));
      Path file = own.resolve("outbox.db");
      version(version, file, 60);
      int[] left = {step};
      FailPoints cut =
          point -> {
            if (point == Point.IN_MIGRATION && --left[0] == 0) {
              throw new IllegalStateException("the power is cut");
            }
          };
      try {
        cabinet.open(file, LIMITS, cut).close();
        break;
      } catch (IllegalStateException e) {
        cuts++;
      }
      Path after = Cabinet.cut(file, own.resolve("after"));
      try (SqliteOutbox outbox = cabinet.open(after, LIMITS)) {
        assertNull(outbox.alarm());
        assertEquals(60, Cabinet.drain(outbox, outbox.queue("A")).size());
      }
    }
    int all = cuts;
    assertTrue(all >= 3 - version, () -> all + " steps only");
  }

  /** Its rows have no column for the boot. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aDamagedFileOfAnEarlierVersionIsReadOut(int version) throws Exception {
    Path file = folder.resolve("outbox.db");
    version(version, file, 60);
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement run = db.createStatement()) {
      run.execute("PRAGMA application_id = 7");
    }
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      assertEquals(60, Cabinet.drain(outbox, outbox.queue("A")).size());
      assertNotNull(outbox.alarm());
    }
  }
}
