package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import io.busbar.appliance.store.Outbox.Queue;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scenario R-16: an outage of days at 20 readings a second (200 variables every 10 s), longer than
 * the budget lasts, and what comes after it. The clock is the test's own, so a day takes seconds;
 * {@code -Doutage.hours=720} for thirty.
 */
class LongOutageTest {
  private static final int HOURS = Integer.getInteger("outage.hours", 6);
  private static final int VARIABLES = 200;
  private static final Duration CYCLE = Duration.ofSeconds(10);
  private static final int SENDS = (int) (Duration.ofHours(HOURS).toSeconds() / CYCLE.toSeconds());

  /** Half of what comes, about. */
  private static final long BYTES = 250_000L * HOURS;

  private static final int WINDOW = 20;

  @TempDir(factory = InMemory.class)
  Path folder;

  private final Cabinet cabinet = new Cabinet();

  private static Instant time(int number) {
    return Cabinet.NOW.plus(CYCLE.multipliedBy(number));
  }

  private static Send send(int number) {
    Instant time = time(number);
    List<Reading> readings = new ArrayList<>(VARIABLES);
    readings.add(new Reading("id", new Value.Int(number), Quality.GOOD, time));
    for (int variable = 1; variable < VARIABLES; variable++) {
      double value = (float) (230 + variable + number % 100 / 10.0);
      readings.add(new Reading("p" + variable, new Value.Real(value), Quality.GOOD, time));
    }
    return new Send("A", "Realtime1", time, readings);
  }

  @Test
  void whatTheBudgetHoldsArrivesInOrderTheRestIsCountedAndLiveDataDoesNotWait() throws Exception {
    Path file = folder.resolve("outbox.db");
    try (SqliteOutbox outbox =
        cabinet.open(file, Limits.of(Cabinet.settings(Duration.ofSeconds(5), BYTES)))) {
      Queue queue = outbox.queue("A");
      queue.online(false);
      for (int number = 0; number < SENDS; number++) {
        append(outbox, number);
      }
      Backlog after = queue.backlog();
      assertEquals(SENDS, after.waiting() + after.dropped().count());
      long lost = after.dropped().count();
      assertTrue(lost > SENDS / 4 && lost < SENDS * 3L / 4, () -> lost + " of " + SENDS);
      assertEquals(time(0).toEpochMilli(), millis(after.dropped().from()));
      assertEquals(time((int) lost - 1).toEpochMilli(), millis(after.dropped().to()));
      assertEquals(time((int) lost), after.oldest());
      assertNotNull(outbox.alarm());
      long size = Files.size(file);
      assertTrue(size <= BYTES, () -> "it is " + size);

      queue.online(true);
      List<Long> late = new ArrayList<>();
      int number = SENDS;
      while (queue.backlog().stored() > 0) {
        // Something live comes for each window of the backlog, and goes at once.
        outbox.append(send(number));
        cabinet.pass(Duration.ofMillis(100));
        List<Entry> live = queue.take(Part.LIVE, VARIABLES);
        assertEquals(List.of((long) number), Cabinet.ids(live));
        number++;
        queue.acknowledge(live, () -> {});
        List<Entry> some = queue.take(Part.BACKLOG, WINDOW * VARIABLES);
        late.addAll(Cabinet.ids(some));
        queue.acknowledge(some, () -> {});
        Cabinet.settle(outbox);
      }
      assertEquals(SENDS - lost, late.size());
      for (int i = 0; i < late.size(); i++) {
        assertEquals(lost + i, late.get(i));
      }
      assertEquals(lost, queue.backlog().dropped().count());
      assertEquals(0, queue.backlog().waiting());
    }
  }

  private void append(SqliteOutbox outbox, int number) {
    outbox.append(send(number));
    cabinet.pass(CYCLE);
    Cabinet.settle(outbox);
  }

  private static long millis(@Nullable Instant time) {
    return Objects.requireNonNull(time).toEpochMilli();
  }
}
