package io.busbar.appliance.logbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a log are wanted: those that meet every bound, and of these the last ones.
 *
 * @param fromId least id; null for any
 * @param toId greatest id; null for any
 * @param from earliest time; null for any
 * @param to latest time; null for any
 * @param last how many at most, 1 to {@link #MOST}
 */
public record LogRange(
    @Nullable Long fromId,
    @Nullable Long toId,
    @Nullable Instant from,
    @Nullable Instant to,
    int last) {
  /** The most records that one reading gives. */
  public static final int MOST = 10_000;

  public LogRange {
    if (last < 1 || last > MOST) {
      throw new IllegalArgumentException("got " + last + " records, want 1 to " + MOST);
    }
  }

  /** The newest records. */
  public static LogRange last(int count) {
    return new LogRange(null, null, null, null, count);
  }

  /** The newest records from an id to an id, both included. */
  public static LogRange ids(long from, long to) {
    return new LogRange(from, to, null, null, MOST);
  }

  /** The newest records from a time to a time, both included. */
  public static LogRange times(Instant from, Instant to) {
    return new LogRange(null, null, from, to, MOST);
  }

  boolean holds(LogRecord wanted) {
    return (fromId == null || wanted.id() >= fromId)
        && (toId == null || wanted.id() <= toId)
        && (from == null || !wanted.time().isBefore(from))
        && (to == null || !wanted.time().isAfter(to));
  }
}
