package io.busbar.drivers.io;

import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Lets a level through when it has stood for so long. The time stamps of the edges count, not when
 * they are looked at, so a late thread changes nothing.
 */
final class Debounce {
  private final long settle;
  private boolean stable;
  private boolean candidate;
  private long since;

  /**
   * @param settle how long a level must stand; zero lets every edge through
   */
  Debounce(Duration settle, boolean first, long now) {
    this.settle = settle.toNanos();
    this.stable = first;
    this.candidate = first;
    this.since = now;
  }

  boolean stable() {
    return stable;
  }

  /**
   * An edge, or a level that was read.
   *
   * @param changed told what has stood long enough before this, and when it began
   */
  void edge(boolean level, long nanos, BiConsumer<Boolean, Long> changed) {
    settle(nanos, changed);
    if (level != candidate) {
      candidate = level;
      since = nanos;
      if (settle == 0) {
        settle(nanos, changed);
      }
    }
  }

  /** Time has passed. */
  void settle(long now, BiConsumer<Boolean, Long> changed) {
    if (candidate != stable && now - since >= settle) {
      stable = candidate;
      changed.accept(stable, since);
    }
  }

  /** How long until {@link #settle} may have something to tell; the longest when nothing waits. */
  long due(long now) {
    return candidate == stable ? Long.MAX_VALUE : Math.max(since + settle - now, 0);
  }
}
