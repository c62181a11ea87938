package io.busbar.appliance.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with the history, for people; each begin and end is logged once. */
final class HistoryAlarms {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryAlarms.class);

  private @Nullable String damage;
  private @Nullable String disk;
  private @Nullable String space;

  /** The file was lost; this stays until the next start. */
  synchronized void damage(String text) {
    damage = text;
    LOG.error(text);
  }

  /** How the disk is; null when it works. */
  synchronized void disk(@Nullable String text) {
    if (text != null && disk == null) {
      LOG.error(text);
    } else if (text == null && disk != null) {
      LOG.info("the history is written again");
    }
    disk = text;
  }

  /** What the disk has no room for; null when it has room. */
  synchronized void space(@Nullable String text) {
    if (text != null && !text.equals(space)) {
      LOG.warn(text);
    } else if (text == null && space != null) {
      LOG.info("the disk has room for a history again");
    }
    space = text;
  }

  /** Whether the disk does not do what is wanted of it. */
  synchronized boolean isTroubled() {
    return disk != null || space != null;
  }

  synchronized @Nullable String text() {
    List<@Nullable String> all = new ArrayList<>();
    all.add(damage);
    all.add(disk);
    all.add(space);
    List<String> present = all.stream().filter(Objects::nonNull).toList();
    return present.isEmpty() ? null : String.join("; ", present);
  }
}
