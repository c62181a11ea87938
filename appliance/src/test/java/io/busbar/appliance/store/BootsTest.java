package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Boots.Known;
import io.busbar.appliance.process.Correction;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Limits.GiveUp;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Queue;
import io.busbar.drivers.Quality;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends that were made while nobody knew the time. */
class BootsTest {
  private static final long BOOT = 0x1234_5678_9abc_def1L;
  private static final Limits LIMITS = Cabinet.limits(Duration.ofSeconds(5));
  private static final Duration BEHIND = Duration.ofDays(200).plusMillis(7);

  @TempDir(factory = InMemory.class)
  Path folder;

  private final Cabinet cabinet = new Cabinet();
  private final Map<Long, Known> known = new HashMap<>(Map.of(BOOT, new Known.NotYet()));
  private final Boots boots = boot -> known.getOrDefault(boot, new Known.Never());

  private SqliteOutbox open() {
    return cabinet.open(folder.resolve("outbox.db"), LIMITS, point -> {}, boots);
  }

  private void timeBecomesKnown(SqliteOutbox outbox) {
    known.put(BOOT, new Known.Right(new Correction(Cabinet.NOW, BEHIND)));
    outbox.timesAreKnown();
  }

  private static void assertAllAt(Duration later, Quality quality, List<Entry> entries) {
    for (Entry entry : entries) {
      Instant time = Cabinet.NOW.plusMillis(Cabinet.id(entry)).plus(later);
      Send send = entry.send();
      assertEquals(time, send.time());
      assertEquals(time, send.readings().getFirst().time());
      assertEquals(quality, send.readings().getFirst().quality());
      assertEquals(Send.TIME_IS_RIGHT, send.boot());
    }
  }

  @Test
  void theyWaitInMemoryAndOnDiskUntilTheTimeIsKnownAndThenGoInOrderWithRightTimes()
      throws Exception {
    try (SqliteOutbox outbox = open()) {
      Queue queue = outbox.queue("A");
      for (long id = 0; id < 30; id++) {
        outbox.append(Cabinet.send("A", id).countedIn(BOOT));
      }
      cabinet.pass(Duration.ofSeconds(10));
      Cabinet.settle(outbox);
      for (long id = 30; id < 33; id++) {
        outbox.append(Cabinet.send("A", id).countedIn(BOOT));
      }
      assertEquals(List.of(), Cabinet.take(queue, 100));
      assertEquals(30, queue.backlog().stored());
      timeBecomesKnown(outbox);
      outbox.append(
          new Send("A", "Realtime1", Cabinet.NOW.plus(BEHIND), Cabinet.send("A", 33).readings()));
      List<Entry> all = Cabinet.drain(outbox, queue);
      assertEquals(LongStream.range(0, 34).boxed().toList(), Cabinet.ids(all));
      assertAllAt(BEHIND, Quality.GOOD, all.subList(0, 33));
      assertEquals(Cabinet.NOW.plus(BEHIND), queue.backlog().oldest());
      queue.acknowledge(all, () -> {});
      Cabinet.settle(outbox);
      assertEquals(0, queue.backlog().waiting());
    }
  }

  @Test
  void aRestartOfTheProcessLosesNothingOfThat() throws Exception {
    try (SqliteOutbox outbox = open()) {
      for (long id = 0; id < 30; id++) {
        outbox.append(Cabinet.send("A", id).countedIn(BOOT));
      }
    }
    try (SqliteOutbox outbox = open()) {
      Queue queue = outbox.queue("A");
      Cabinet.settle(outbox);
      assertEquals(List.of(), Cabinet.take(queue, 100));
      timeBecomesKnown(outbox);
      List<Entry> all = Cabinet.drain(outbox, queue);
      assertEquals(30, all.size());
      assertAllAt(BEHIND, Quality.GOOD, all);
    }
  }

  @Test
  void thoseOfABootThatEndedBeforeItsTimeWasKnownGoAsUncertain() throws Exception {
    try (SqliteOutbox outbox = open()) {
      for (long id = 0; id < 30; id++) {
        outbox.append(Cabinet.send("A", id).countedIn(BOOT));
      }
    }
    known.clear();
    try (SqliteOutbox outbox = open()) {
      List<Entry> all = Cabinet.drain(outbox, outbox.queue("A"));
      assertEquals(LongStream.range(0, 30).boxed().toList(), Cabinet.ids(all));
      assertAllAt(Duration.ZERO, Quality.UNCERTAIN, all);
    }
  }

  @Test
  void whatWasHandedOutAsUncertainIsAcknowledgedAlsoAfterTheTimeBecameKnown() throws Exception {
    known.clear();
    try (SqliteOutbox outbox = open()) {
      Queue queue = outbox.queue("A");
      for (long id = 0; id < 10; id++) {
        outbox.append(Cabinet.send("A", id).countedIn(BOOT));
      }
      List<Entry> uncertain = Cabinet.take(queue, 6);
      assertAllAt(Duration.ZERO, Quality.UNCERTAIN, uncertain);
      timeBecomesKnown(outbox);
      queue.acknowledge(uncertain, () -> {});
      List<Entry> rest = new ArrayList<>(Cabinet.take(queue, 6));
      assertEquals(List.of(6L, 7L, 8L, 9L), Cabinet.ids(rest));
      assertAllAt(BEHIND, Quality.GOOD, rest);
      queue.acknowledge(rest, () -> {});
      queue.release();
      assertEquals(List.of(), Cabinet.take(queue, 6));
      assertEquals(0, queue.backlog().waiting());
    }
  }

  @Test
  void aReadingFromBeforeTheCountKeepsItsTime() throws Exception {
    Instant before = Cabinet.NOW.minusSeconds(3600);
    Send.Reading old =
        new Send.Reading("id", new io.busbar.drivers.Value.Int(0), Quality.GOOD, before);
    try (SqliteOutbox outbox = open()) {
      outbox.append(new Send("A", "Realtime1", Cabinet.NOW, List.of(old), BOOT));
      timeBecomesKnown(outbox);
      Send send = Cabinet.take(outbox.queue("A"), 1).getFirst().send();
      assertEquals(Cabinet.NOW.plus(BEHIND), send.time());
      assertEquals(before, send.readings().getFirst().time());
    }
  }

  @Test
  void theAgeThatIsTooOldIsReckonedWithRightTimes() throws Exception {
    Instant[] now = {Cabinet.NOW.plusSeconds(1)};
    InstantSource clock = () -> now[0];
    GiveUp oneDay = new GiveUp(StoreSettings.DROP_OLDEST, 2, Duration.ofDays(1));
    Limits limits = new Limits(0, 50_000_000, 1_000_000_000L, 5, 400, 8, 50, 10_000, oneDay);
    try (SqliteOutbox outbox =
        new SqliteOutbox(
            folder.resolve("outbox.db"), limits, clock, () -> cabinet.nanos, point -> {}, boots)) {
      Queue queue = outbox.queue("A");
      for (long id = 0; id < 40; id++) {
        outbox.append(Cabinet.send("A", id).countedIn(BOOT));
      }
      Cabinet.settle(outbox);
      now[0] = Cabinet.NOW.plus(BEHIND).plusSeconds(1);
      timeBecomesKnown(outbox);
      cabinet.pass(Duration.ofMinutes(1));
      Cabinet.settle(outbox);
      assertEquals(0, queue.backlog().dropped().count());
      assertNull(outbox.alarm());

      now[0] = now[0].plus(Duration.ofDays(2));
      cabinet.pass(Duration.ofMinutes(1));
      Cabinet.settle(outbox);
      assertTrue(queue.backlog().dropped().count() > 30);
      Instant from = queue.backlog().dropped().from();
      assertNotNull(from);
      assertEquals(Cabinet.NOW.plus(BEHIND).toEpochMilli(), from.toEpochMilli());
    }
  }
}
