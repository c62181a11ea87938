package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import io.busbar.appliance.store.Outbox.Queue;
import io.busbar.appliance.store.Outbox.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue that is read beside its work. */
class BacklogReaderTest {
  @TempDir(factory = InMemory.class)
  Path folder;

  private final Cabinet cabinet = new Cabinet();

  @Test
  void readsBothTiersAndTakesNothing() throws Exception {
    try (SqliteOutbox outbox = open()) {
      for (long id = 0; id < 1500; id++) {
        outbox.append(Cabinet.send("A", id));
        if (id % 100 == 99 && id < 1200) {
          cabinet.pass(Duration.ofSeconds(6));
          Cabinet.settle(outbox);
        }
      }
      Queue queue = outbox.queue("A");
      queue.acknowledge(queue.take(Part.BACKLOG, 3), () -> {});
      queue.release();
      assertEquals(LongStream.range(3, 1500).boxed().toList(), ids(outbox));
      assertEquals(1497, queue.backlog().waiting());
      assertEquals(
          LongStream.range(3, 1500).boxed().toList(), Cabinet.ids(Cabinet.drain(outbox, queue)));
      assertEquals(List.of(), ids(outbox, "B"));
    }
  }

  @Test
  void missesNothingThatStaysWhileTheStoreGoesOn() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      Path own = Files.createDirectory(folder.resolve("run" + seed));
      try (SqliteOutbox outbox = cabinet.open(own.resolve("outbox.db"), limits())) {
        Queue queue = outbox.queue("A");
        queue.online(false);
        long next = 0;
        for (; next < 1300; next++) {
          outbox.append(Cabinet.send("A", next));
          if (random.nextInt(100) == 0) {
            Cabinet.settle(outbox);
          }
        }
        Set<Long> gone = new HashSet<>();
        List<Long> read = new ArrayList<>();
        try (Waiting waiting = outbox.waiting("A")) {
          for (List<Entry> page = waiting.next(); page != null; page = waiting.next()) {
            read.addAll(Cabinet.ids(page));
            for (int more = random.nextInt(50); more > 0 && next < 3000; more--) {
              outbox.append(Cabinet.send("A", next++));
            }
            List<Entry> some =
                queue.take(random.nextBoolean() ? Part.BACKLOG : Part.LIVE, random.nextInt(5));
            gone.addAll(Cabinet.ids(some));
            queue.acknowledge(some, () -> {});
            if (random.nextBoolean()) {
              Cabinet.settle(outbox);
            }
          }
        }
        assertEquals(read.stream().sorted().distinct().toList(), read, "in order, none twice");
        for (long id = 0; id < 1300; id++) {
          assertTrue(read.contains(id) || gone.contains(id), "seed " + seed + " misses " + id);
        }
      }
    }
  }

  private SqliteOutbox open() {
    return cabinet.open(folder.resolve("outbox.db"), limits());
  }

  private static Limits limits() {
    return new Limits(
        5_000_000_000L,
        50_000_000,
        1_000_000_000L,
        50,
        100_000,
        100,
        1000,
        10_000,
        Limits.GiveUp.OLDEST);
  }

  private static List<Long> ids(SqliteOutbox outbox) throws Exception {
    return ids(outbox, "A");
  }

  private static List<Long> ids(SqliteOutbox outbox, String connector) throws Exception {
    List<Long> ids = new ArrayList<>();
    try (Waiting waiting = outbox.waiting(connector)) {
      for (List<Entry> page = waiting.next(); page != null; page = waiting.next()) {
        ids.addAll(Cabinet.ids(page));
      }
    }
    return ids;
  }
}
