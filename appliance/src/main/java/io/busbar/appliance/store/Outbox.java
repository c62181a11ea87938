package io.busbar.appliance.store;

import io.busbar.appliance.process.Send;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queues of Sends, one for each connector. Delivery is at least once; what is live and what is
 * backlog are each in order. Every Send has one sequence number for life. What is acknowledged in
 * time never touches the disk.
 */
public interface Outbox extends AutoCloseable {
  /**
   * Adds a Send to its connector's queue. Never waits for the disk.
   *
   * @return its number
   * @throws IllegalStateException after {@link #close}
   */
  long append(Send send);

  /** Where a Send is now, by its connector and number. */
  Place place(String connector, long sequence);

  /** Where a Send can be. */
  enum Place {
    /** In memory alone. */
    MEMORY,
    /** On disk. */
    DISK,
    /** Not in the queue any more: delivered or given up. */
    GONE
  }

  /** More may be known of times than before: what waited for that can be taken. */
  void timesAreKnown();

  /** The queue of one connector. It exists from the first call on. */
  Queue queue(String connector);

  /**
   * Ends the queues of all other connectors and frees what they hold. Their {@link Queue}s hand out
   * nothing any more; {@link #queue} of such a name makes a new, empty one.
   */
  void retain(Collection<String> connectors);

  /**
   * What waits in a queue, to be read beside its work. Nothing of it is taken, held up or changed.
   *
   * @throws IOException the disk cannot be read now
   */
  Waiting waiting(String connector) throws IOException;

  /** A long reading of a queue. What is acknowledged meanwhile may be left out. */
  interface Waiting extends AutoCloseable {
    /**
     * The next Sends in the order of their numbers.
     *
     * @return null when there are no more; a page may be empty
     * @throws IOException the file was replaced meanwhile, or cannot be read
     */
    @Nullable List<Entry> next() throws IOException;

    @Override
    void close();
  }

  /** What is wrong with the store, in words for the installer; null when nothing is. */
  @Nullable String alarm();

  /** Writes everything that waits to disk and closes the store. */
  @Override
  void close();

  /** What can be taken of a queue by itself, each in order. */
  enum Part {
    /** What is not older than {@code spillAfter}, also past a backlog. */
    LIVE,
    /** The same, once nothing of the backlog is left to take. */
    LIVE_IN_TURN,
    /** What could not be delivered in time and was stored. */
    BACKLOG
  }

  /** One connector's queue. One thread takes; acknowledgements may come from any. */
  interface Queue {
    /**
     * The next Sends of a part that were not taken yet.
     *
     * @param most readings; one Send is handed out however many it has
     * @return empty when there is none now
     */
    List<Entry> take(Part part, int most);

    /**
     * From now on this is run when there may be something to take and the last attempt found
     * nothing. It runs under the outbox's lock, so it must only take note; an earlier one is
     * forgotten.
     */
    void listen(Runnable readable);

    /**
     * The cloud has these. They leave the queue.
     *
     * <p>An entry that is no longer in the queue is ignored, so a late or doubled acknowledgement
     * does no harm. A publisher that counts its window by {@code settled} repeats at most that
     * window after a power cut.
     *
     * @param settled runs once they can never be handed out again, not even after a power cut: at
     *     once when they were never stored, else when their deletion is on the disk. A disk that
     *     fails holds up nobody: then it runs too. It runs on the caller's or the store's thread
     *     and must be quick
     */
    void acknowledge(Collection<Entry> entries, Runnable settled);

    /**
     * Nothing can be sent until something is settled: what is acknowledged is deleted at once, and
     * not with the next commit that comes along.
     */
    void hurry();

    /**
     * Everything taken and not acknowledged will be handed out again, in the old order. What was
     * live and has been stored since is backlog then, and its acknowledgement may be ignored.
     */
    void release();

    /** Whether the cloud can be reached: while it cannot, what waits is stored at once. */
    void online(boolean reachable);

    Backlog backlog();
  }

  /**
   * A Send with its number.
   *
   * @param sequence grows within a connector, is never given twice, and never changes
   */
  record Entry(long sequence, Send send) {}

  /**
   * What waits, in Sends.
   *
   * @param waiting all that is not acknowledged
   * @param stored of these, safely on disk
   * @param bytes that these take of the disk
   * @param oldest time of the oldest that waits
   * @param acknowledged since the process began
   * @param replayed of these, out of the backlog
   * @param dropped since the connector was added
   */
  record Backlog(
      long waiting,
      long stored,
      long bytes,
      @Nullable Instant oldest,
      long acknowledged,
      long replayed,
      Dropped dropped) {}

  /**
   * What was given up by policy, or has gone with a damaged file, in Sends.
   *
   * @param from time of the earliest of them; null when no time is known
   * @param to time of the latest of them; null when no time is known
   */
  record Dropped(long count, @Nullable Instant from, @Nullable Instant to) {
    /** Nothing. */
    public static final Dropped NONE = new Dropped(0, null, null);

    /** One Send of this time. */
    static Dropped one(Instant time) {
      return new Dropped(1, time, time);
    }

    Dropped plus(Dropped more) {
      return more.count == 0
          ? this
          : new Dropped(
              count + more.count,
              from == null || (more.from != null && more.from.isBefore(from)) ? more.from : from,
              to == null || (more.to != null && more.to.isAfter(to)) ? more.to : to);
    }
  }
}
