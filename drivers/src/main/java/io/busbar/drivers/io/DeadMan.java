package io.busbar.drivers.io;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an output is to be: what was commanded last, or its safe value at start, at stop and when no
 * command came for the dead-man time.
 *
 * @param <T> Boolean for a switch, Double for a level
 */
final class DeadMan<T> {
  private final T safe;
  private final long patience;
  private T wanted;
  private long commanded;
  private boolean waiting;

  /**
   * @param patience the dead-man time; null when a command holds for ever
   */
  DeadMan(T safe, @Nullable Duration patience) {
    this.safe = safe;
    this.wanted = safe;
    this.patience = patience == null ? Long.MAX_VALUE : patience.toNanos();
  }

  T wanted() {
    return wanted;
  }

  T safe() {
    return safe;
  }

  void command(T value, long now) {
    wanted = value;
    commanded = now;
    waiting = patience != Long.MAX_VALUE;
  }

  /** Whether the time without a command is over just now: the safe value is wanted from here on. */
  boolean expired(long now) {
    if (!waiting || now - commanded < patience) {
      return false;
    }
    release();
    return true;
  }

  /** Back to the safe value. */
  void release() {
    wanted = safe;
    waiting = false;
  }

  /** How long until {@link #expired} may be true; the longest when nothing waits. */
  long due(long now) {
    return waiting ? Math.max(commanded + patience - now, 0) : Long.MAX_VALUE;
  }
}
