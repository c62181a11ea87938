package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.store.Limits.GiveUp;
import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import io.busbar.appliance.store.Outbox.Queue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live data past a backlog: what goes when, and how both become one queue again. */
class LiveFirstTest {
  private static final Duration SPILL = Duration.ofSeconds(5);

  @TempDir(factory = InMemory.class)
  Path folder;

  private final Cabinet cabinet = new Cabinet();
  private Path file = Path.of("unset");

  @BeforeEach
  void aBacklogOfAHundred() {
    file = folder.resolve("outbox.db");
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(SPILL))) {
      append(outbox, 0, 100);
    }
  }

  private static void append(SqliteOutbox outbox, long from, long to) {
    LongStream.range(from, to).forEach(id -> outbox.append(Cabinet.send("A", id)));
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static List<Long> ids(Queue queue, Part part) {
    return Cabinet.ids(queue.take(part, 10));
  }

  private SqliteOutbox open(Duration spillAfter) {
    SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(spillAfter));
    Cabinet.settle(outbox);
    return outbox;
  }

  @Test
  void whatIsLiveGoesAtOnceAndTheBacklogBesideIt() {
    try (SqliteOutbox outbox = open(SPILL)) {
      Queue queue = outbox.queue("A");
      assertEquals(List.of(), ids(queue, Part.LIVE));
      append(outbox, 100, 103);
      assertEquals(List.of(), ids(queue, Part.LIVE_IN_TURN));
      assertEquals(range(0, 8), ids(queue, Part.BACKLOG));
      assertEquals(range(100, 103), ids(queue, Part.LIVE));
      Cabinet.settle(outbox);
      append(outbox, 103, 104);
      assertEquals(range(103, 104), ids(queue, Part.LIVE));
      assertEquals(range(8, 16), ids(queue, Part.BACKLOG));
    }
  }

  @Test
  void theBacklogPassesOverWhatWasLiveAndIsStillUnderWay() {
    try (SqliteOutbox outbox = open(SPILL)) {
      Queue queue = outbox.queue("A");
      append(outbox, 100, 102);
      List<Entry> live = queue.take(Part.LIVE, 10);
      append(outbox, 102, 104);
      cabinet.pass(SPILL);
      Cabinet.settle(outbox);
      assertEquals(104, queue.backlog().stored());
      assertEquals(List.of(), ids(queue, Part.LIVE));
      List<Long> backlog = new ArrayList<>(range(0, 100));
      backlog.addAll(range(102, 104));
      assertEquals(backlog, Cabinet.ids(Cabinet.drain(outbox, queue)));
      append(outbox, 104, 105);
      assertEquals(range(104, 105), ids(queue, Part.LIVE_IN_TURN));
      queue.acknowledge(live, () -> {});
      Backlog now = queue.backlog();
      assertEquals(
          List.of(103L, 2L, 0L), List.of(now.waiting(), now.acknowledged(), now.replayed()));
    }
  }

  @Test
  void whatWasUnderWayWhenTheLineBrokeComesAgainInItsTurn() {
    try (SqliteOutbox outbox = open(SPILL)) {
      Queue queue = outbox.queue("A");
      append(outbox, 100, 103);
      assertEquals(range(100, 103), ids(queue, Part.LIVE));
      assertEquals(range(0, 8), ids(queue, Part.BACKLOG));
      cabinet.pass(SPILL);
      Cabinet.settle(outbox);
      queue.release();
      append(outbox, 103, 104);
      assertEquals(range(103, 104), ids(queue, Part.LIVE));
      assertEquals(range(0, 103), Cabinet.ids(Cabinet.drain(outbox, queue)));
    }
  }

  @Test
  void aPowerCutWhileBothRunLosesOnlyWhatWasNotStored() throws Exception {
    Path left;
    try (SqliteOutbox outbox = open(SPILL)) {
      Queue queue = outbox.queue("A");
      append(outbox, 100, 104);
      List<Entry> live = queue.take(Part.LIVE, 10);
      List<Entry> old = queue.take(Part.BACKLOG, 6);
      queue.acknowledge(live.subList(0, 1), () -> {});
      queue.acknowledge(old.subList(0, 3), () -> {});
      cabinet.pass(SPILL);
      Cabinet.settle(outbox);
      append(outbox, 104, 106);
      left = Cabinet.cut(file, folder.resolve("cut"));
    }
    try (SqliteOutbox outbox = cabinet.open(left, Cabinet.limits(SPILL))) {
      List<Long> expected = new ArrayList<>(range(3, 100));
      expected.addAll(range(101, 104));
      assertEquals(expected, Cabinet.ids(Cabinet.drain(outbox, outbox.queue("A"))));
    }
  }

  @Test
  void withWriteAheadWhatIsLiveIsStoredFirstAndStillGoesPastTheBacklog() {
    try (SqliteOutbox outbox = open(Duration.ZERO)) {
      Queue queue = outbox.queue("A");
      append(outbox, 100, 103);
      assertEquals(List.of(), ids(queue, Part.LIVE));
      Cabinet.settle(outbox);
      assertEquals(103, queue.backlog().stored());
      assertEquals(range(100, 103), ids(queue, Part.LIVE));
      append(outbox, 103, 123);
      Cabinet.settle(outbox);
      assertEquals(range(115, 123), ids(queue, Part.LIVE), "no more than a page is held for it");
      List<Long> backlog = new ArrayList<>(range(0, 100));
      backlog.addAll(range(103, 115));
      assertEquals(backlog, Cabinet.ids(Cabinet.drain(outbox, queue)));
    }
  }

  @Test
  void whatIsUnderWayIsNeverGivenUp() {
    Limits small =
        new Limits(
            SPILL.toNanos(),
            24 * 4096,
            1_000_000_000L,
            50,
            4000,
            40,
            1000,
            10_000,
            new GiveUp(StoreSettings.DROP_NEWEST, 2, null));
    try (SqliteOutbox outbox = cabinet.open(file, small)) {
      Queue queue = outbox.queue("A");
      Cabinet.settle(outbox);
      append(outbox, 100, 200);
      List<Entry> live = queue.take(Part.LIVE, 100);
      for (long id = 200; id < 6000; id += 100) {
        append(outbox, id, id + 100);
        cabinet.pass(SPILL);
        Cabinet.settle(outbox);
      }
      Backlog full = queue.backlog();
      assertTrue(full.dropped().count() > 0);
      assertEquals(6000, full.waiting() + full.dropped().count());
      queue.acknowledge(live, () -> {});
      assertEquals(100, queue.backlog().acknowledged());
      List<Long> rest = Cabinet.ids(Cabinet.drain(outbox, queue));
      assertEquals(6000, rest.size() + 100 + queue.backlog().dropped().count());
      assertEquals(rest.stream().sorted().distinct().toList(), rest);
    }
  }
}
