package io.busbar.appliance.store;

import io.busbar.appliance.store.Outbox.Dropped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with the store, for people; each begin and end is logged once. */
final class Alarms {
  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

  private @Nullable String damage;
  private @Nullable String disk;
  private @Nullable String space;
  private final Map<Cause, Map<String, Episode>> episodes = new EnumMap<>(Cause.class);

  /** Why Sends are given up. */
  enum Cause {
    BUDGET("its share of store.outboxBytes is used up. Raise it, or bring the connector back"),
    DISK("the disk is full. Make room, then it goes on by itself"),
    AGE("they have waited longer than store.outboxAge. Bring the connector back"),
    MEMORY("they could not be written to the disk, and memory is full");

    private final String words;

    Cause(String words) {
      this.words = words;
    }
  }

  /** Drops of one connector for one cause, until half of what waited then has gone. */
  private static final class Episode {
    Dropped dropped = Dropped.NONE;
    long waiting;

    String text(String connector, Cause cause) {
      return "%s gives up Sends (%s): %s".formatted(connector, shown(dropped), cause.words);
    }
  }

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

  /** The disk is full; what the outbox has of it, it keeps. */
  synchronized void diskFull(Path file) {
    if (space == null) {
      space =
          "the disk of %s is full: the outbox grows no more, and gives up what has no room. Delete what is not needed there"
              .formatted(file);
      LOG.error(space);
    }
  }

  synchronized void diskHasRoom() {
    if (space != null) {
      LOG.info("the disk has room again");
      space = null;
    }
  }

  /**
   * Sends were given up.
   *
   * @param waiting how many wait at the place that was full
   */
  synchronized void gaveUp(String connector, Cause cause, Dropped more, long waiting) {
    Episode episode =
        episodes
            .computeIfAbsent(cause, _ -> new TreeMap<>())
            .computeIfAbsent(connector, _ -> new Episode());
    boolean first = episode.dropped.count() == 0;
    episode.dropped = episode.dropped.plus(more);
    episode.waiting = waiting;
    if (first) {
      LOG.error(episode.text(connector, cause));
    }
  }

  /**
   * So many wait now; when half of a backlog that was too large has gone, the alarm has, too.
   *
   * @param unstored how many of them are only in memory
   */
  synchronized void waiting(String connector, long waiting, long unstored) {
    episodes.forEach((cause, byConnector) -> {
      Episode episode = byConnector.get(connector);
      long now = cause == Cause.MEMORY ? unstored : waiting;
      if (episode != null && now <= episode.waiting / 2) {
        byConnector.remove(connector);
        LOG.info("{} gives up no more Sends; it gave up {}", connector, shown(episode.dropped));
      }
    });
  }

  /** There are no other connectors any more. */
  synchronized void only(Collection<String> connectors) {
    episodes.values().forEach(byConnector -> byConnector.keySet().retainAll(connectors));
  }

  private static String shown(Dropped dropped) {
    return dropped.from() == null
        ? dropped.count() + " so far"
        : "%d so far, from %s to %s".formatted(dropped.count(), dropped.from(), dropped.to());
  }

  synchronized @Nullable String text() {
    List<@Nullable String> all = new ArrayList<>();
    all.add(damage);
    all.add(disk);
    all.add(space);
    episodes.forEach((cause, byConnector) ->
        byConnector.forEach((connector, episode) -> all.add(episode.text(connector, cause))));
    List<String> present = all.stream().filter(Objects::nonNull).toList();
    return present.isEmpty() ? null : String.join("; ", present);
  }

  @Override
  public String toString() {
    return Objects.requireNonNullElse(text(), "no alarm");
  }
}
