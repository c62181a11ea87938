package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.store.Limits.GiveUp;
import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of its own, in memory, that really is full, or read-only; only root can make one. */
class FullDiskTest {
  private static final Limits LIMITS =
      new Limits(
          5_000_000_000L, 1L << 30, 1_000_000_000L, 50, 400, 40, 1000, 6_000_000, GiveUp.OLDEST);

  @TempDir Path folder;
  private final Cabinet cabinet = new Cabinet();
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=32m", "none", folder.toString());
    Assumptions.assumeTrue(mounted, "only root can mount a disk");
  }

  @AfterEach
  void unmount() throws Exception {
    assertTrue(!mounted || succeeds("umount", folder.toString()));
  }

  @Test
  void onAFullDiskTheOldestGoAndWithRoomItGrowsAgain() throws Exception {
    Path file = folder.resolve("outbox.db");
    Path ballast = folder.resolve("outbox.db.ballast");
    try (SqliteOutbox outbox = cabinet.open(file, LIMITS)) {
      Queue queue = outbox.queue("A");
      queue.online(false);
      assertTrue(Files.exists(ballast));
      append(outbox, 0, 2000);
      Path stuff = fillDisk();
      long stored = queue.backlog().stored();
      append(outbox, 2000, 30_000);
      Backlog backlog = queue.backlog();
      assertFalse(Files.exists(ballast), "the ballast has made room");
      assertTrue(backlog.stored() >= stored * 9 / 10, "what fitted before is lost to the disk");
      assertTrue(backlog.dropped().count() > 0);
      assertEquals(30_000, backlog.waiting() + backlog.dropped().count());
      String alarm = Objects.requireNonNull(outbox.alarm());
      assertTrue(alarm.contains("is full: the outbox grows no more"), alarm);
      assertTrue(alarm.contains("A gives up Sends (" + backlog.dropped().count()), alarm);

      Files.delete(stuff);
      cabinet.pass(Duration.ofMinutes(1));
      Cabinet.settle(outbox);
      assertTrue(Files.exists(ballast), "it has its room again");
      long given = queue.backlog().dropped().count();
      append(outbox, 30_000, 35_000);
      assertEquals(given, queue.backlog().dropped().count());
      List<Long> left = Cabinet.ids(Cabinet.drain(outbox, queue));
      assertEquals(LongStream.range(given, 35_000).boxed().toList(), left);
    }
  }

  @Test
  void aReadOnlyDiskHoldsUpNothingThatIsLive() throws Exception {
    try (SqliteOutbox outbox = cabinet.open(folder.resolve("outbox.db"), LIMITS)) {
      append(outbox, 0, 100);
    }
    assertTrue(succeeds("mount", "-o", "remount,ro", folder.toString()));
    try (SqliteOutbox outbox = cabinet.open(folder.resolve("outbox.db"), LIMITS)) {
      Queue queue = outbox.queue("A");
      append(outbox, 100, 150);
      cabinet.pass(Duration.ofSeconds(6));
      outbox.step();
      assertTrue(Objects.requireNonNull(outbox.alarm()).contains("only in memory"));
      List<Long> live = Cabinet.ids(Cabinet.take(queue, 1000));
      assertTrue(live.containsAll(LongStream.range(100, 150).boxed().toList()));
      assertTrue(succeeds("mount", "-o", "remount,rw", folder.toString()));
      cabinet.pass(Duration.ofMinutes(1));
      Cabinet.settle(outbox);
      assertNull(outbox.alarm());
      queue.release();
      assertEquals(
          LongStream.range(0, 150).boxed().toList(), Cabinet.ids(Cabinet.drain(outbox, queue)));
    }
  }

  private void append(SqliteOutbox outbox, long from, long to) {
    for (long id = from; id < to; id++) {
      outbox.append(Cabinet.send("A", id));
      if (id % 100 == 99) {
        Cabinet.settle(outbox);
      }
    }
  }

  private Path fillDisk() throws IOException {
    Path stuff = folder.resolve("stuff");
    try (var out = Files.newOutputStream(stuff)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return stuff;
    }
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
