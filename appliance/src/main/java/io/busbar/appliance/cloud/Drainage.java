package io.busbar.appliance.cloud;

import io.busbar.appliance.store.Outbox.Backlog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How fast a backlog goes, from looking at it every so often. Any thread may ask. */
public final class Drainage {
  private static final Duration SPAN = Duration.ofSeconds(30);

  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(long nanos, long stored, long replayed) {}

  /**
   * What of it is known.
   *
   * @param perSecond Sends that the cloud took out of the backlog in a second, over the last half
   *     minute
   * @param empty when the backlog will be empty if it goes on like that; null when it does not
   *     shrink or there is none
   */
  public record Rate(double perSecond, @Nullable Duration empty) {
    /** Nothing is replayed. */
    public static final Rate NONE = new Rate(0, null);
  }

  /**
   * Looks.
   *
   * @param now by the monotonic clock
   */
  public synchronized void look(Backlog backlog, long now) {
    if (backlog.stored() == 0) {
      looks.clear();
    }
    while (looks.size() > 1 && now - looks.getFirst().nanos() > SPAN.toNanos()) {
      looks.removeFirst();
    }
    looks.addLast(new Look(now, backlog.stored(), backlog.replayed()));
  }

  /** As of the last look. */
  public synchronized Rate rate() {
    if (looks.size() < 2) {
      return Rate.NONE;
    }
    Look first = looks.getFirst();
    Look last = looks.getLast();
    double seconds = (last.nanos() - first.nanos()) / 1e9;
    double shrinks = (first.stored() - last.stored()) / seconds;
    return new Rate(
        (last.replayed() - first.replayed()) / seconds,
        shrinks > 0 ? Duration.ofSeconds((long) Math.ceil(last.stored() / shrinks)) : null);
  }
}
