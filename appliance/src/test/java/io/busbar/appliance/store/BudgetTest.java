package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.appliance.store.Limits.GiveUp;
import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Dropped;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Queue;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes when there is no room: how much, whose, which, and that all of it is counted. */
class BudgetTest {
  private static final long PAGE = 4096;
  private static final int SENDS = 6000;

  @TempDir(factory = InMemory.class)
  Path folder;

  private final Cabinet cabinet = new Cabinet();

  /** A file of 24 pages, in which about 1,500 of the test's Sends have room. */
  private SqliteOutbox open(GiveUp giveUp) {
    return cabinet.open(folder.resolve("outbox.db"), limits(24, giveUp));
  }

  private static Limits limits(int pages, GiveUp giveUp) {
    return new Limits(
        5_000_000_000L, pages * PAGE, 1_000_000_000L, 50, 4000, 40, 1000, 10_000, giveUp);
  }

  private static void fill(SqliteOutbox outbox, String connector, long from, long to) {
    for (long id = from; id < to; id++) {
      outbox.append(Cabinet.send(connector, id));
      if (id % 100 == 99) {
        Cabinet.settle(outbox);
      }
    }
    Cabinet.settle(outbox);
  }

  @Test
  void whoTakesLessThanHisShareLosesNothingToOthers() throws Exception {
    try (SqliteOutbox outbox = open(GiveUp.OLDEST)) {
      Queue dead = outbox.queue("Dead");
      Queue small = outbox.queue("Small");
      dead.online(false);
      small.online(false);
      fill(outbox, "Dead", 0, SENDS);
      assertTrue(dead.backlog().dropped().count() > 0);
      fill(outbox, "Small", 0, 500);
      fill(outbox, "Dead", SENDS, 2 * SENDS);
      assertEquals(Dropped.NONE, small.backlog().dropped());
      assertEquals(500, small.backlog().stored());
      String alarm = Objects.requireNonNull(outbox.alarm());
      assertTrue(alarm.contains("Dead gives up") && !alarm.contains("Small"), alarm);
      assertEquals(500, Cabinet.drain(outbox, small).size());
    }
  }

  @Test
  void whatWentIsCountedWithItsTimesAndKnownAfterARestart() throws Exception {
    Backlog before;
    try (SqliteOutbox outbox = open(GiveUp.OLDEST)) {
      outbox.queue("A").online(false);
      fill(outbox, "A", 0, SENDS);
      before = outbox.queue("A").backlog();
      assertEquals(SENDS, before.waiting() + before.dropped().count());
      long last = before.dropped().count() - 1;
      assertEquals(
          new Dropped(last + 1, Cabinet.NOW, Cabinet.NOW.plusMillis(last)), before.dropped());
    }
    try (SqliteOutbox outbox = open(GiveUp.OLDEST)) {
      assertEquals(before.dropped(), outbox.queue("A").backlog().dropped());
    }
  }

  @Test
  void theNewestGoWhenThatIsTheChoice() throws Exception {
    try (SqliteOutbox outbox = open(new GiveUp(StoreSettings.DROP_NEWEST, 2, null))) {
      Queue queue = outbox.queue("A");
      queue.online(false);
      fill(outbox, "A", 0, SENDS);
      Backlog backlog = queue.backlog();
      assertEquals(SENDS, backlog.waiting() + backlog.dropped().count());
      List<Long> left = Cabinet.ids(Cabinet.drain(outbox, queue));
      long kept = left.size();
      assertTrue(kept > 500, () -> kept + " were kept");
      assertEquals(LongStream.range(0, kept).boxed().toList(), left);
      assertEquals(Cabinet.NOW.plusMillis(kept), backlog.dropped().from());
      queue.acknowledge(List.of(), () -> {});
    }
  }

  @Test
  void thinningKeepsTheWholeTimeOfEverySeries() throws Exception {
    try (SqliteOutbox outbox = open(new GiveUp(StoreSettings.THIN, 2, null))) {
      Queue queue = outbox.queue("A");
      queue.online(false);
      int rare = 0;
      for (int id = 0; id < SENDS; id++) {
        outbox.append(Cabinet.send("A", id));
        if (id % 500 == 0) {
          outbox.append(event(id));
          rare++;
        }
        if (id % 100 == 99) {
          Cabinet.settle(outbox);
        }
      }
      Cabinet.settle(outbox);
      Backlog backlog = queue.backlog();
      assertEquals(SENDS + rare, backlog.waiting() + backlog.dropped().count());
      List<Entry> left = Cabinet.drain(outbox, queue);
      List<Long> often = ids(left, "Realtime1");
      assertEquals(0, often.getFirst(), "the oldest stays");
      assertEquals(SENDS - 1, often.getLast(), "and the newest");
      long widest = 0;
      for (int i = 1; i < often.size(); i++) {
        widest = Math.max(widest, often.get(i) - often.get(i - 1));
      }
      long gap = widest;
      assertTrue(gap <= 16, () -> "a gap of " + gap);
      assertEquals(0, ids(left, "Events").getFirst(), "a rare series keeps its first, too");
    }
  }

  private static Send event(long id) {
    Instant time = Cabinet.NOW.plusMillis(id);
    return new Send(
        "A", "Events", time, List.of(new Reading("door", new Value.Int(id), Quality.GOOD, time)));
  }

  private static List<Long> ids(List<Entry> entries, String section) {
    return Cabinet.ids(
        entries.stream().filter(entry -> entry.send().section().equals(section)).toList());
  }

  @Test
  void ofEverySeriesEveryThirdReadingStays() {
    Thinning thinning = new Thinning(3);
    List<Boolean> kept = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      kept.add(thinning.keeps(Cabinet.send("A", i)));
    }
    assertEquals(List.of(true, false, false, true, false, false, true), kept);
    assertTrue(thinning.keeps(event(1)), "the first of another series");
  }

  @Test
  void whatIsTooOldGoesAndTheRestStays() throws Exception {
    Instant[] now = {Cabinet.NOW};
    InstantSource clock = () -> now[0];
    Limits limits = limits(1000, new GiveUp(StoreSettings.DROP_OLDEST, 2, Duration.ofHours(24)));
    try (SqliteOutbox outbox =
        new SqliteOutbox(
            folder.resolve("outbox.db"),
            limits,
            clock,
            () -> cabinet.nanos,
            point -> {},
            Boots.NONE)) {
      Queue queue = outbox.queue("A");
      queue.online(false);
      fill(outbox, "A", 0, 500);
      now[0] = Cabinet.NOW.plus(Duration.ofHours(24)).plusMillis(300);
      assertNull(outbox.alarm());
      cabinet.pass(Duration.ofMinutes(1));
      Cabinet.settle(outbox);
      // 40 were read ahead, but none was handed out.
      assertEquals(
          new Dropped(300, Cabinet.NOW, Cabinet.NOW.plusMillis(299)), queue.backlog().dropped());
      assertNotNull(outbox.alarm());
      List<Entry> left = Cabinet.drain(outbox, queue);
      assertEquals(LongStream.range(300, 500).boxed().toList(), Cabinet.ids(left));
      queue.acknowledge(left, () -> {});
      Cabinet.settle(outbox);
      cabinet.pass(Duration.ofMinutes(1));
      Cabinet.settle(outbox);
      assertNull(outbox.alarm());
    }
  }
}
