package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.store.Limits.GiveUp;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import io.busbar.appliance.store.Outbox.Queue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What single steps cannot show: sections and publishers at work while a commit is under way. */
class OutboxRaceTest {
  private static final int SENDS = 20_000;

  /** Spills after a millisecond, commits all the time, reads ahead little. */
  private static final Limits HASTY =
      new Limits(1_000_000, 50_000_000, 0, 5, 4_000_000, 8, 500, 10_000, GiveUp.OLDEST);

  @TempDir(factory = InMemory.class)
  Path folder;

  @Test
  @Timeout(120)
  void appendingTakingAndAcknowledgingRaceTheDisk() throws Exception {
    Path file = folder.resolve("outbox.db");
    Cabinet cabinet = new Cabinet();
    try (SqliteOutbox outbox =
        new SqliteOutbox(file, HASTY, Cabinet.CLOCK, System::nanoTime, point -> {}, Boots.NONE)) {
      outbox.start();
      List<FutureTask<Integer>> publishers =
          List.of(
              publish(outbox.queue("A"), 1, List.of(Part.BACKLOG, Part.LIVE_IN_TURN)),
              publish(outbox.queue("B"), 2, List.of(Part.LIVE, Part.BACKLOG)));
      for (int id = 0; id < SENDS; id++) {
        outbox.append(Cabinet.send("A", id));
        outbox.append(Cabinet.send("B", id));
      }
      for (FutureTask<Integer> publisher : publishers) {
        assertEquals(SENDS, publisher.get());
      }
    }
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(Duration.ofSeconds(5)))) {
      assertEquals(0, outbox.queue("A").backlog().waiting());
      assertEquals(List.of(), Cabinet.drain(outbox, outbox.queue("B")));
    }
  }

  private static FutureTask<Integer> publish(Queue queue, int seed, List<Part> parts) {
    Callable<Integer> publisher = () -> publishAll(queue, new Random(seed), parts);
    FutureTask<Integer> task = new FutureTask<>(publisher);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static int publishAll(Queue queue, Random random, List<Part> parts) {
    Set<Long> settled = ConcurrentHashMap.newKeySet();
    Set<Long> delivered = new HashSet<>();
    List<Entry> inFlight = new ArrayList<>();
    Map<Part, Long> last = new EnumMap<>(Part.class);
    boolean inTurn = parts.contains(Part.LIVE_IN_TURN);
    long done = 0;
    while (delivered.size() < SENDS) {
      queue.online(random.nextInt(10) > 0);
      Part part = parts.get(random.nextInt(2));
      List<Entry> next = queue.take(part, 1 + random.nextInt(30));
      for (Entry entry : next) {
        long id = Cabinet.id(entry);
        long before =
            inTurn
                ? last.values().stream().mapToLong(Long::longValue).max().orElse(-1)
                : last.getOrDefault(part, -1L);
        assertTrue(id > before, "order");
        assertTrue(
            !inTurn
                || LongStream.range(Math.max(done, before + 1), id).allMatch(delivered::contains),
            "gap");
        assertFalse(settled.contains(id), "settled, and comes again");
        assertFalse(delivered.contains(id), "acknowledged, and comes again in the same life");
        last.put(part, id);
      }
      if (next.isEmpty()) {
        LockSupport.parkNanos(100_000);
      }
      inFlight.addAll(next);
      List<Entry> some = inFlight.stream().filter(_ -> random.nextInt(4) > 0).toList();
      inFlight.removeAll(some);
      List<Long> ids = Cabinet.ids(some);
      delivered.addAll(ids);
      while (delivered.contains(done)) {
        done++;
      }
      queue.acknowledge(some, () -> settled.addAll(ids));
      if (random.nextInt(10) == 0) {
        queue.release();
        inFlight.clear();
        last.clear();
      }
    }
    return delivered.size();
  }
}
