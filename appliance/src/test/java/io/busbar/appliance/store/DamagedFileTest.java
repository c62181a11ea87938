package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class DamagedFileTest {
  private static final Limits LIMITS = Cabinet.limits(Duration.ofSeconds(5));

  @TempDir(factory = InMemory.class)
  Path folder;

  private final Cabinet cabinet = new Cabinet();

  private interface Damage {
    void to(Path file) throws IOException, SQLException;
  }

  private record Case(String name, Damage damage) {}

  private static final List<Case> CASES =
      List.of(
          new Case("zeroed header", file -> patch(file, 0, new byte[100])),
          new Case("all zero", file -> Files.write(file, new byte[(int) Files.size(file)])),
          new Case("zeroed schema", file -> patch(file, 100, new byte[2000])),
          new Case(
              "truncated",
              file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 9000))),
          new Case("text", file -> Files.writeString(file, "remember the milk\n".repeat(500))),
          new Case("newer version", file -> sql(file, "PRAGMA user_version = 99")),
          new Case("other program", file -> sql(file, "PRAGMA application_id = 1")),
          new Case("no table", file -> sql(file, "DROP TABLE series")));

  @TestFactory
  Stream<DynamicTest> isMovedAsideAndANewOneBegun() {
    return CASES.stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> movesAside(each)));
  }

  private void movesAside(Case each) throws Exception {
    Path own = Files.createDirectory(folder.resolve(each.name().replace(' ', '-')));
    Path file = own.resolve("outbox.db");
    fill(file, 200);
    each.damage().to(file);
    byte[] damaged = Files.readAllBytes(file);
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      Cabinet.settle(outbox);
      Queue queue = outbox.queue("A");
      List<Entry> old = Cabinet.drain(outbox, queue);
      outbox.append(Cabinet.send("A", 1000));
      queue.online(false);
      cabinet.pass(Duration.ofMinutes(1));
      Cabinet.settle(outbox);
      queue.release();
      List<Entry> all = Cabinet.drain(outbox, queue);
      assertEquals(1000, Cabinet.id(all.getLast()));
      assertEquals(old, all.subList(0, all.size() - 1));
      String alarm = Objects.requireNonNull(outbox.alarm());
      assertTrue(alarm.contains("outbox.db.damaged-20261121T054724Z"), alarm);
      assertEquals(all.size(), queue.backlog().stored());
    }
    assertArrayEquals(
        damaged, Files.readAllBytes(own.resolve("outbox.db.damaged-20261121T054724Z")));
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      assertNull(outbox.alarm());
    }
  }

  @Test
  void anEmptyFileIsANewOne() throws Exception {
    Path file = Files.createFile(folder.resolve("outbox.db"));
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      assertNull(outbox.alarm());
    }
  }

  @Test
  void aPageThatTurnsBadWhileRunningLosesOnlyWhatWasNotReadYet() throws Exception {
    Path file = folder.resolve("outbox.db");
    fill(file, 2000);
    // Leaves in the middle of the table sends: nothing touches them before they are read.
    long pages = Files.size(file) / 4096;
    for (long page = pages / 2; page < pages / 2 + 3; page++) {
      patch(file, page * 4096, new byte[4096]);
    }
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      Queue queue = outbox.queue("A");
      List<Entry> came = Cabinet.drain(outbox, queue);
      assertEquals(0, Cabinet.id(came.getFirst()));
      assertTrue(Objects.requireNonNull(outbox.alarm()).contains("damaged"));
      assertEquals(2000, came.size() + queue.backlog().dropped().count());
      outbox.append(Cabinet.send("A", 5000));
      assertEquals(List.of(5000L), Cabinet.ids(Cabinet.drain(outbox, queue)));
    }
  }

  private void fill(Path file, int sends) {
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      for (int id = 0; id < sends; id++) {
        outbox.append(Cabinet.send("A", id));
        if (id % 50 == 49) {
          cabinet.pass(Duration.ofSeconds(6));
          Cabinet.settle(outbox);
        }
      }
    }
  }

  private static void patch(Path file, long at, byte[] content) throws IOException {
    byte[] all = Files.readAllBytes(file);
    System.arraycopy(content, 0, all, (int) at, content.length);
    Files.write(file, all);
  }

  private static void sql(Path file, String statement) throws SQLException {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement run = db.createStatement()) {
      run.execute(statement);
    }
  }
}
