package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.store.FailPoints.Point;
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
import java.util.Random;
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

  /**
   * @param saved how many of the 200 Sends must be saved at least
   */
  private record Case(String name, int saved, Damage damage) {}

  private static final List<Case> CASES =
      List.of(
          new Case("zeroed header", 200, file -> patch(file, 0, new byte[100])),
          new Case("all zero", 0, file -> Files.write(file, new byte[(int) Files.size(file)])),
          new Case("zeroed schema", 200, file -> patch(file, 100, new byte[2000])),
          new Case(
              "truncated to two pages",
              0,
              file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 9000))),
          new Case("without its end", 50, DamagedFileTest::cutOffTheLastPage),
          new Case("text", 0, file -> Files.writeString(file, "remember the milk\n".repeat(500))),
          new Case("newer version", 200, file -> sql(file, "PRAGMA user_version = 99")),
          new Case("other program", 200, file -> sql(file, "PRAGMA application_id = 1")),
          new Case("no table", 0, file -> sql(file, "DROP TABLE series")));

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
      assertTrue(old.size() >= each.saved(), () -> old.size() + " were saved");
      assertTrue(alarm.contains(" " + old.size() + " Sends of it were saved"), alarm);
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
  void aPageThatTurnsBadWhileRunningLosesOnlyWhatWasInIt() throws Exception {
    Path file = folder.resolve("outbox.db");
    fill(file, 2000);
    zeroLeaves(file, 3);
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      Queue queue = outbox.queue("A");
      List<Entry> came = Cabinet.drain(outbox, queue);
      List<Long> ids = Cabinet.ids(came);
      assertEquals(ids.stream().sorted().distinct().toList(), ids, "in order, none twice");
      assertEquals(0, ids.getFirst());
      assertEquals(1999, ids.getLast());
      assertTrue(Objects.requireNonNull(outbox.alarm()).contains("damaged"));
      assertEquals(2000, came.size() + queue.backlog().dropped().count());
      long lost = queue.backlog().dropped().count();
      assertTrue(lost > 0 && lost < 600, () -> lost + " were in three pages");
      queue.acknowledge(came, () -> {});
      outbox.append(Cabinet.send("A", 5000));
      assertEquals(List.of(5000L), Cabinet.ids(Cabinet.drain(outbox, queue)));
    }
  }

  @Test
  void whatIsAcknowledgedBeforeTheDamageIsFoundDoesNotComeAgain() throws Exception {
    Path file = folder.resolve("outbox.db");
    fill(file, 2000);
    zeroLeaves(file, 1);
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      Queue queue = outbox.queue("A");
      Cabinet.settle(outbox);
      List<Entry> first = Cabinet.take(queue, 6);
      queue.acknowledge(first.subList(0, 3), () -> {});
      List<Long> rest = Cabinet.ids(Cabinet.drain(outbox, queue));
      assertFalse(rest.contains(0L));
      queue.release();
      List<Long> again = Cabinet.ids(Cabinet.drain(outbox, queue));
      assertEquals(3, again.getFirst());
      assertEquals(1997, again.size() + queue.backlog().dropped().count());
    }
  }

  @Test
  void aPowerCutWhileItIsReplacedLosesNothingThatWasSaved() throws Exception {
    for (Point point : List.of(Point.SAVED, Point.MOVED_ASIDE)) {
      Path own = Files.createDirectory(folder.resolve(point.name()));
      Path file = own.resolve("outbox.db");
      fill(file, 200);
      patch(file, 0, new byte[100]);
      FailPoints cut =
          now -> {
            if (now == point) {
              throw new IllegalStateException("the power is cut");
            }
          };
      SqliteOutbox victim = cabinet.open(file, LIMITS, cut);
      assertThrows(IllegalStateException.class, () -> Cabinet.settle(victim));
      try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
        assertEquals(200, Cabinet.drain(outbox, outbox.queue("A")).size());
      }
    }
  }

  @Test
  void aLostWalIsTold() throws Exception {
    Path file = folder.resolve("outbox.db");
    Path alive;
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      for (int id = 0; id < 20; id++) {
        outbox.append(Cabinet.send("A", id));
      }
      cabinet.pass(Duration.ofSeconds(6));
      Cabinet.settle(outbox);
      alive = Cabinet.cut(file, folder.resolve("cut"));
    }
    Files.delete(alive.resolveSibling("outbox.db-wal"));
    try (SqliteOutbox outbox = cabinet.open(alive, LIMITS)) {
      String alarm = Objects.requireNonNull(outbox.alarm());
      assertTrue(alarm.contains("outbox.db-wal is gone"), alarm);
      outbox.append(Cabinet.send("A", 20));
      assertEquals(List.of(20L), Cabinet.ids(Cabinet.drain(outbox, outbox.queue("A"))));
    }
    try (SqliteOutbox outbox = cabinet.open(alive, LIMITS)) {
      assertNull(outbox.alarm());
    }
  }

  /**
   * Noise anywhere: what does not come must be told, and most must come. A value that still reads
   * like one after it was hit nobody can tell: SQLite has no sums of its pages.
   */
  @Test
  void noNoiseInThePagesLosesAnythingInSilence() throws Exception {
    int lostAtWorst = 0;
    for (int seed = 0; seed < 40; seed++) {
      Path own = Files.createDirectory(folder.resolve("noise" + seed));
      Path file = own.resolve("outbox.db");
      fill(file, 600);
      Random random = new Random(seed);
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      int pages = (int) (Files.size(file) / 4096);
      patch(file, 4096L * (6 + random.nextInt(pages - 6)) + random.nextInt(4096 - 200), noise);
      try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
        Queue queue = outbox.queue("A");
        List<Long> came =
            Cabinet.drain(outbox, queue).stream().map(Outbox.Entry::sequence).toList();
        String what = "seed " + seed + ": " + came.size() + " came, " + outbox.alarm();
        assertEquals(came.stream().sorted().distinct().toList(), came, what);
        assertTrue(came.size() == 600 || outbox.alarm() != null, what);
        lostAtWorst = Math.max(lostAtWorst, 600 - came.size());
      }
    }
    int worst = lostAtWorst;
    assertTrue(worst < 300, () -> worst + " lost by one damaged page");
  }

  @Test
  void aWalOfZeroesIsToldAsOneThatIsGone() throws Exception {
    Path file = folder.resolve("outbox.db");
    Path alive;
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      outbox.append(Cabinet.send("A", 0));
      cabinet.pass(Duration.ofSeconds(6));
      Cabinet.settle(outbox);
      alive = Cabinet.cut(file, folder.resolve("cut"));
    }
    Path wal = alive.resolveSibling("outbox.db-wal");
    Files.write(wal, new byte[(int) Files.size(wal)]);
    try (SqliteOutbox outbox = cabinet.open(alive, LIMITS)) {
      String alarm = Objects.requireNonNull(outbox.alarm());
      assertTrue(alarm.contains("outbox.db-wal is gone"), alarm);
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

  /** Leaves in the middle of the table sends: nothing touches them before they are read. */
  private static void zeroLeaves(Path file, int count) throws IOException {
    long middle = Files.size(file) / 4096 / 2;
    for (long page = middle; page < middle + count; page++) {
      patch(file, page * 4096, new byte[4096]);
    }
  }

  private static void cutOffTheLastPage(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 4096));
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
