package io.busbar.appliance.store;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with the store, for people; each begin and end is logged once. */
final class Alarms {
  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

  private @Nullable String damage;
  private @Nullable String disk;
  private @Nullable String budget;
  private long storedAtDrop;

  /** A file was lost; this stays until the next start. */
  synchronized void damage(String text) {
    damage = text;
    LOG.error(text);
  }

  synchronized void diskFails(Path file, StoreException failure) {
    String text =
        "got `%s` from %s, want a disk that can be written: what waits is only in memory. Look for free space, and at the SD card"
            .formatted(failure.getMessage(), file);
    if (disk == null) {
      LOG.error(text);
    }
    disk = text;
  }

  synchronized void diskWorks() {
    if (disk != null) {
      LOG.info("the outbox is on disk again");
      disk = null;
    }
  }

  synchronized void overBudget(long bytes, String connector, long stored) {
    storedAtDrop = stored;
    if (budget == null) {
      budget =
          "the outbox has used up its %d bytes and gives up the oldest Sends of %s. Raise store.outboxBytes, or bring the connector back"
              .formatted(bytes, connector);
      LOG.error(budget);
    }
  }

  /** Half of a backlog that was too large has gone: the alarm has, too. */
  synchronized void stored(long stored) {
    if (budget != null && stored < storedAtDrop / 2) {
      LOG.info("the outbox is within its budget again");
      budget = null;
    }
  }

  synchronized @Nullable String text() {
    String all =
        Stream.of(damage, disk, budget).filter(Objects::nonNull).collect(Collectors.joining("; "));
    return all.isEmpty() ? null : all;
  }

  @Override
  public String toString() {
    return Objects.requireNonNullElse(text(), "no alarm");
  }
}
