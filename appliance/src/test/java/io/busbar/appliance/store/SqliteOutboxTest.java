package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.store.Limits.GiveUp;
import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Dropped;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import io.busbar.appliance.store.Outbox.Queue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest {
  private static final Duration SPILL = Duration.ofSeconds(5);

  @TempDir(factory = InMemory.class)
  Path folder;

  private final Cabinet cabinet = new Cabinet();
  private Path file = Path.of("unset");

  @BeforeEach
  void name() {
    file = folder.resolve("outbox.db");
  }

  private static void append(SqliteOutbox outbox, long from, long to) {
    LongStream.range(from, to).forEach(id -> outbox.append(Cabinet.send("A", id)));
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void whatIsAcknowledgedInTimeIsNeverWritten() throws Exception {
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      Queue queue = outbox.queue("A");
      Cabinet.settle(outbox);
      // The first numbers were reserved at the opening; so many fit before the next reservation.
      long walBefore = Files.size(folder.resolve("outbox.db-wal"));
      long fileBefore = Files.size(file);
      boolean[] settled = new boolean[1];
      for (int id = 0; id < 20; id++) {
        outbox.append(Cabinet.send("A", id));
        outbox.step();
        cabinet.pass(Duration.ofMillis(4900));
        outbox.step();
        settled[0] = false;
        queue.acknowledge(Cabinet.take(queue, 10), () -> settled[0] = true);
        assertTrue(settled[0], "never stored, so settled at once");
        Cabinet.settle(outbox);
      }
      assertEquals(walBefore, Files.size(folder.resolve("outbox.db-wal")));
      assertEquals(fileBefore, Files.size(file));
      assertEquals(new Backlog(0, 0, 0, null, 20, 0, Dropped.NONE), queue.backlog());
    }
  }

  @Test
  void whatIsLateIsStoredAndStillHandedOutOnce() throws Exception {
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      Queue queue = outbox.queue("A");
      append(outbox, 0, 3);
      List<Entry> taken = Cabinet.take(queue, 10);
      cabinet.pass(SPILL);
      Cabinet.settle(outbox);
      long bytes = queue.backlog().bytes();
      assertTrue(bytes > 0, "what is stored takes bytes");
      assertEquals(new Backlog(3, 3, bytes, Cabinet.NOW, 0, 0, Dropped.NONE), queue.backlog());
      assertEquals(List.of(), Cabinet.take(queue, 10));
      queue.release();
      assertEquals(taken, Cabinet.take(queue, 10));
    }
  }

  @Test
  void tellsWhereASendIsFromItsNumberOn() throws Exception {
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      Queue queue = outbox.queue("A");
      long first = outbox.append(Cabinet.send("A", 0));
      long second = outbox.append(Cabinet.send("A", 1));
      assertEquals(first + 1, second);
      assertEquals(Outbox.Place.MEMORY, outbox.place("A", first));
      cabinet.pass(SPILL);
      Cabinet.settle(outbox);
      assertEquals(Outbox.Place.DISK, outbox.place("A", first));
      List<Entry> taken = Cabinet.take(queue, 10);
      assertEquals(first, taken.getFirst().sequence());
      assertEquals(Outbox.Place.DISK, outbox.place("A", first), "taken is not delivered");
      queue.acknowledge(taken.subList(0, 1), () -> {});
      assertEquals(Outbox.Place.GONE, outbox.place("A", first));
      assertEquals(Outbox.Place.DISK, outbox.place("A", second));
      assertEquals(Outbox.Place.GONE, outbox.place("A", second + 1), "nobody has that one");
    }
  }

  @Test
  void settledComesAfterTheDeletionIsOnDisk() throws Exception {
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      Queue queue = outbox.queue("A");
      append(outbox, 0, 3);
      cabinet.pass(SPILL);
      Cabinet.settle(outbox);
      List<String> order = new ArrayList<>();
      queue.acknowledge(Cabinet.take(queue, 10), () -> order.add("settled"));
      queue.hurry();
      order.add("acknowledged");
      assertEquals(0, queue.backlog().waiting());
      Cabinet.settle(outbox);
      assertEquals(List.of("acknowledged", "settled"), order);
      Path cut = Cabinet.cut(file, folder.resolve("cut"));
      try (SqliteOutbox after = cabinet.open(cut, Cabinet.limits(SPILL))) {
        assertEquals(0, after.queue("A").backlog().waiting());
      }
    }
  }

  @Test
  void offlineWhatComesIsStoredTogetherWhenItIsWorthACommitOrTheOldestIsDue() {
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      Queue queue = outbox.queue("A");
      queue.online(false);
      cabinet.pass(Duration.ofSeconds(1));
      append(outbox, 0, 1);
      Cabinet.settle(outbox);
      assertEquals(0, queue.backlog().stored(), "one row is not worth a commit");
      append(outbox, 1, 5);
      Cabinet.settle(outbox);
      assertEquals(5, queue.backlog().stored(), "five rows are");
      append(outbox, 5, 6);
      cabinet.pass(Duration.ofSeconds(4));
      append(outbox, 6, 7);
      Cabinet.settle(outbox);
      assertEquals(5, queue.backlog().stored());
      cabinet.pass(Duration.ofSeconds(1));
      Cabinet.settle(outbox);
      assertEquals(5, queue.backlog().stored(), "a moment more makes it worth more");
      cabinet.pass(Duration.ofMillis(100));
      Cabinet.settle(outbox);
      assertEquals(7, queue.backlog().stored(), "the oldest takes the others with it");
    }
  }

  @Test
  void writeAheadHandsOutNothingThatIsNotStored() throws Exception {
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(Duration.ZERO))) {
      append(outbox, 0, 3);
      assertEquals(List.of(), Cabinet.take(outbox.queue("A"), 10));
      Cabinet.settle(outbox);
      assertEquals(range(0, 3), Cabinet.ids(Cabinet.take(outbox.queue("A"), 10)));
    }
  }

  @Test
  void aTailThatIsHalfFullIsStoredBeforeItsTime() {
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      append(outbox, 0, 101);
      Cabinet.settle(outbox);
      assertEquals(101, outbox.queue("A").backlog().stored());
    }
  }

  @Test
  void aBacklogOfThousandsIsReadBackWithTheUsualLimitsWhileMoreComes() throws Exception {
    try (SqliteOutbox outbox = cabinet.open(file, Limits.of(StoreSettings.DEFAULT))) {
      Queue queue = outbox.queue("A");
      queue.online(false);
      append(outbox, 0, 3000);
      cabinet.pass(Duration.ofSeconds(1));
      Cabinet.settle(outbox);
      assertEquals(3000, queue.backlog().stored());
      queue.online(true);
      List<Long> came = new ArrayList<>();
      long next = 3000;
      while (came.size() < 6000) {
        List<Entry> some = Cabinet.take(queue, 200);
        came.addAll(Cabinet.ids(some));
        queue.acknowledge(some, () -> {});
        append(outbox, next, Math.min(next + 150, 6000));
        next = Math.min(next + 150, 6000);
        cabinet.pass(Duration.ofMillis(300));
        Cabinet.settle(outbox);
      }
      assertEquals(range(0, 6000), came);
      assertEquals(0, queue.backlog().waiting());
    }
  }

  @Test
  void aRemovedConnectorFreesItsRowsAndANewOneOfItsNameStartsEmpty() throws Exception {
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      append(outbox, 0, 20);
      outbox.append(Cabinet.send("B", 1));
    }
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      Queue old = outbox.queue("A");
      outbox.retain(List.of("B"));
      outbox.append(Cabinet.send("A", 99));
      Cabinet.settle(outbox);
      assertEquals(List.of(), Cabinet.take(old, 10));
      assertEquals(1, outbox.queue("B").backlog().waiting());
    }
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      assertEquals(List.of(99L), Cabinet.ids(Cabinet.drain(outbox, outbox.queue("A"))));
    }
  }

  @Test
  void refusesASendAfterItsClose() {
    SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL));
    outbox.close();
    outbox.close();
    assertThrows(IllegalStateException.class, () -> append(outbox, 0, 1));
  }

  @Test
  void itsOwnThreadStoresReadsAndDeletes() throws Exception {
    StoreSettings writeAhead = Cabinet.settings(Duration.ZERO, 1_000_000_000);
    List<Long> came = new ArrayList<>();
    try (SqliteOutbox outbox =
        SqliteOutbox.open(file, writeAhead, Cabinet.CLOCK, System::nanoTime, Boots.NONE)) {
      Queue queue = outbox.queue("A");
      Thread publisher =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (came.size() < 3000) {
                    List<Entry> next = Cabinet.await(queue, 20, Part.BACKLOG, Part.LIVE_IN_TURN);
                    came.addAll(Cabinet.ids(next));
                    CountDownLatch settled = new CountDownLatch(1);
                    queue.acknowledge(next, settled::countDown);
                    queue.hurry();
                    assertTrue(settled.await(60, TimeUnit.SECONDS));
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      append(outbox, 0, 3000);
      assertTrue(publisher.join(Duration.ofMinutes(2)));
      assertEquals(range(0, 3000), came);
      Backlog done = queue.backlog();
      assertEquals(new Backlog(0, 0, 0, null, 3000, done.replayed(), Dropped.NONE), done);
      append(outbox, 3000, 3010);
    }
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      Queue queue = outbox.queue("A");
      assertEquals(10, queue.backlog().stored());
      assertEquals(range(3000, 3010), Cabinet.ids(Cabinet.drain(outbox, queue)));
    }
  }

  @Test
  void aTakerWakesWhenSomethingComes() throws Exception {
    try (SqliteOutbox outbox =
        SqliteOutbox.open(
            file, StoreSettings.DEFAULT, Cabinet.CLOCK, System::nanoTime, Boots.NONE)) {
      List<Entry> came = new ArrayList<>();
      Thread taker =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  came.addAll(Cabinet.await(outbox.queue("A"), 5, Part.LIVE));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      append(outbox, 0, 1);
      assertTrue(taker.join(Duration.ofMinutes(1)));
      assertEquals(List.of(0L), Cabinet.ids(came));
    }
  }

  @Test
  void theBudgetDropsTheOldestAndCountsThemExactly() throws Exception {
    Limits small =
        new Limits(
            SPILL.toNanos(), 20 * 4096, 1_000_000_000L, 50, 4000, 40, 1000, 10_000, GiveUp.OLDEST);
    try (SqliteOutbox outbox = cabinet.open(file, small)) {
      Queue queue = outbox.queue("A");
      queue.online(false);
      assertNull(outbox.alarm());
      for (int id = 0; id < 6000; id += 100) {
        append(outbox, id, id + 100);
        Cabinet.settle(outbox);
      }
      cabinet.pass(SPILL);
      Cabinet.settle(outbox);
      Backlog backlog = queue.backlog();
      assertTrue(backlog.dropped().count() > 0);
      assertEquals(6000, backlog.waiting() + backlog.dropped().count());
      String alarm = alarm(outbox);
      assertTrue(alarm.contains("outboxBytes"), alarm);
      List<Entry> rest = Cabinet.drain(outbox, queue);
      assertEquals(range(backlog.dropped().count(), 6000), Cabinet.ids(rest));
      queue.acknowledge(rest, () -> {});
      Cabinet.settle(outbox);
      assertNull(outbox.alarm());
      assertEquals(6000, queue.backlog().acknowledged() + queue.backlog().dropped().count());
    }
  }

  @Test
  void withoutADiskItGoesOnFromMemoryAndComesBackByItself() throws Exception {
    Files.createDirectory(file);
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      Queue queue = outbox.queue("A");
      String alarm = alarm(outbox);
      assertTrue(alarm.contains("outbox.db"), alarm);
      append(outbox, 0, 5);
      assertEquals(range(0, 5), Cabinet.ids(Cabinet.take(queue, 10)));
      append(outbox, 5, 400);
      assertEquals(200, queue.backlog().dropped().count());
      Files.delete(file);
      cabinet.pass(Duration.ofMinutes(1));
      Cabinet.settle(outbox);
      assertNull(outbox.alarm());
      assertEquals(200, queue.backlog().stored());
      queue.release();
      List<Long> expected = new ArrayList<>(range(0, 5));
      expected.addAll(range(205, 400));
      assertEquals(expected, Cabinet.ids(Cabinet.drain(outbox, queue)));
    }
  }

  @Test
  void aDiskThatFailsWhileRunningHoldsUpNothingThatIsLive() throws Exception {
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      append(outbox, 0, 50);
    }
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement lock = other.createStatement()) {
      Queue queue = outbox.queue("A");
      Cabinet.settle(outbox);
      List<Entry> first = Cabinet.take(queue, 2);
      lock.execute("BEGIN IMMEDIATE");
      boolean[] settled = new boolean[1];
      queue.acknowledge(first, () -> settled[0] = true);
      queue.hurry();
      outbox.step();
      assertNotNull(outbox.alarm());
      assertTrue(settled[0], "a disk that cannot delete holds up nobody");
      append(outbox, 50, 53);
      List<Long> live = Cabinet.ids(Cabinet.take(queue, 50));
      assertEquals(range(50, 53), live.subList(live.size() - 3, live.size()));
      lock.execute("ROLLBACK");
      cabinet.pass(Duration.ofMinutes(1));
      Cabinet.settle(outbox);
      assertNull(outbox.alarm());
      queue.release();
      assertEquals(range(2, 53), Cabinet.ids(Cabinet.drain(outbox, queue)));
    }
  }

  @Test
  void aFileThatComesLateWithHigherNumbersGoesFirst() throws Exception {
    Path elsewhere = folder.resolve("elsewhere.db");
    try (SqliteOutbox outbox = cabinet.open(elsewhere, Cabinet.limits(SPILL))) {
      append(outbox, 0, 20);
    }
    Files.createDirectory(file);
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      Queue queue = outbox.queue("A");
      append(outbox, 20, 25);
      Cabinet.take(queue, 2);
      Files.delete(file);
      Files.move(elsewhere, file);
      cabinet.pass(Duration.ofMinutes(1));
      List<Entry> all = Cabinet.drain(outbox, queue);
      assertEquals(range(0, 25), Cabinet.ids(all));
      assertEquals(25, all.stream().mapToLong(Entry::sequence).distinct().count());
      assertFalse(all.isEmpty());
    }
  }

  private static String alarm(SqliteOutbox outbox) {
    return Objects.requireNonNull(outbox.alarm());
  }
}
