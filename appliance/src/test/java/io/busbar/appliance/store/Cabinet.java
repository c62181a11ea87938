package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.appliance.store.Limits.GiveUp;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An outbox whose clock and store thread are the test's own hands. */
final class Cabinet {
  static final Instant NOW = Instant.parse("2026-11-21T05:47:24.250Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);

  long nanos = 1_000_000_000_000L;

  /** Small numbers, so that short runs cross every border. */
  static Limits limits(Duration spillAfter) {
    return new Limits(
        spillAfter.toNanos(), 50_000_000, 1_000_000_000L, 5, 400, 8, 50, 10_000, GiveUp.OLDEST);
  }

  static StoreSettings settings(Duration spillAfter, long bytes) {
    return new StoreSettings(
        spillAfter,
        bytes,
        null,
        StoreSettings.DROP_OLDEST,
        2,
        StoreSettings.NONE,
        0,
        Duration.ofMinutes(5));
  }

  SqliteOutbox open(Path file, Limits limits) {
    return open(file, limits, point -> {});
  }

  SqliteOutbox open(Path file, Limits limits, FailPoints failPoints) {
    return open(file, limits, failPoints, Boots.NONE);
  }

  SqliteOutbox open(Path file, Limits limits, FailPoints failPoints, Boots boots) {
    return new SqliteOutbox(file, limits, CLOCK, () -> nanos, failPoints, boots);
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** Does all that is to do now. */
  static void settle(SqliteOutbox outbox) {
    for (int i = 0; i < 10_000; i++) {
      if (outbox.step() > 0) {
        return;
      }
    }
    throw new AssertionError("the store never comes to rest");
  }

  /** What a power cut leaves: the files as they are now, seen from another folder. */
  static Path cut(Path file, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String part : List.of("", "-wal")) {
      Path from = file.resolveSibling(file.getFileName() + part);
      if (Files.exists(from)) {
        Files.copy(from, folder.resolve(file.getFileName() + part));
      }
    }
    return folder.resolve(file.getFileName());
  }

  static Send send(String connector, long id) {
    return new Send(
        connector,
        "Realtime1",
        NOW.plusMillis(id),
        List.of(new Reading("id", new Value.Int(id), Quality.GOOD, NOW.plusMillis(id))));
  }

  static long id(Entry entry) {
    return ((Value.Int) Objects.requireNonNull(entry.send().readings().getFirst().value())).value();
  }

  static List<Long> ids(List<Entry> entries) {
    return entries.stream().map(Cabinet::id).toList();
  }

  /** Takes the oldest, so many at the most: the backlog, and what is live once that is taken. */
  static List<Entry> take(Outbox.Queue queue, int most) {
    return take(queue, most, Part.BACKLOG, Part.LIVE_IN_TURN);
  }

  /** Takes so many at the most, of these parts in this order. */
  static List<Entry> take(Outbox.Queue queue, int most, Part... parts) {
    List<Entry> next = new ArrayList<>();
    for (Part part : parts) {
      List<Entry> more;
      do {
        more = next.size() == most ? List.of() : queue.take(part, most - next.size());
        next.addAll(more);
      } while (!more.isEmpty());
    }
    return next;
  }

  /** The same, but waits for the first. */
  static List<Entry> await(Outbox.Queue queue, int most, Part... parts)
      throws InterruptedException {
    Semaphore readable = new Semaphore(0);
    queue.listen(readable::release);
    List<Entry> next = take(queue, most, parts);
    while (next.isEmpty() && readable.tryAcquire(60, TimeUnit.SECONDS)) {
      next = take(queue, most, parts);
    }
    return next;
  }

  /** Takes what there is to take. */
  static List<Entry> drain(SqliteOutbox outbox, Outbox.Queue queue) {
    List<Entry> all = new ArrayList<>();
    while (true) {
      settle(outbox);
      List<Entry> next = Cabinet.take(queue, 7);
      if (next.isEmpty()) {
        settle(outbox);
        next = Cabinet.take(queue, 7);
        if (next.isEmpty()) {
          return all;
        }
      }
      all.addAll(next);
    }
  }
}
