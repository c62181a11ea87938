package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Send;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outbox in memory and in one SQLite file, which the thread {@code store} alone touches. */
public final class SqliteOutbox implements Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteOutbox.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

  /** Room for so many Sends a second, by powers of two. */
  private static final int SENDS_PER_SECOND_BITS = 16;

  private final Path file;
  private final Lanes lanes;
  private final Keeper keeper;
  private final LongSupplier nanoTime;
  private @Nullable Thread thread;

  /**
   * Opens the outbox. A disk that cannot be used does not stop it: it then works from memory, says
   * so in {@link #alarm}, and tries again.
   *
   * @param file the database, for example {@code outbox.db} in the data folder, which must exist
   * @param clock for the first sequence number, the names of damaged files, and what is too old
   * @param nanoTime the monotonic clock for all ages and waits
   * @param boots whose times are known
   */
  public static SqliteOutbox open(
      Path file, StoreSettings settings, InstantSource clock, LongSupplier nanoTime, Boots boots) {
    SqliteOutbox outbox =
        new SqliteOutbox(file, Limits.of(settings), clock, nanoTime, FailPoints.ofProcess(), boots);
    outbox.start();
    return outbox;
  }

  /**
   * An outbox without its thread; {@link #step} does its work.
   *
   * <p>The first sequence number comes from the clock, and from the file if that has given higher
   * ones. Each guards against repeats where the other fails: the clock after the file was lost, the
   * file where the clock starts at 1970.
   */
  SqliteOutbox(
      Path file,
      Limits limits,
      InstantSource clock,
      LongSupplier nanoTime,
      FailPoints failPoints,
      Boots boots) {
    this.file = file;
    this.nanoTime = nanoTime;
    long first = Math.max(1, clock.instant().getEpochSecond() << SENDS_PER_SECOND_BITS);
    this.lanes = new Lanes(limits, first, boots);
    this.keeper = new Keeper(file, limits, lanes, clock, nanoTime, failPoints);
    keeper.step();
  }

  void start() {
    thread = Thread.ofPlatform().name("store").start(this::run);
  }

  /** Does what is to do on disk; returns after how many nanoseconds there is more. */
  long step() {
    return keeper.step();
  }

  private void run() {
    while (true) {
      long wait = keeper.step();
      lanes.lock();
      try {
        if (lanes.closing()) {
          break;
        }
        if (wait > 0) {
          lanes.awaitWork(wait);
        }
      } catch (InterruptedException e) {
        LOG.warn("the store thread was interrupted; it ends with close() alone");
      } finally {
        lanes.unlock();
      }
    }
    keeper.finish();
  }

  @Override
  public long append(Send send) {
    lanes.lock();
    try {
      if (lanes.closing()) {
        throw new IllegalStateException("got a Send of " + send.section() + " after close()");
      }
      return lanes.append(send, nanoTime.getAsLong());
    } finally {
      lanes.unlock();
    }
  }

  @Override
  public Place place(String connector, long sequence) {
    return lanes.get(() -> lanes.lane(connector).place(sequence));
  }

  @Override
  public void timesAreKnown() {
    lanes.run(lanes::wakeTakers);
  }

  @Override
  public Queue queue(String connector) {
    return new LaneQueue(lanes, lanes.get(() -> lanes.lane(connector)));
  }

  @Override
  public void retain(Collection<String> connectors) {
    lanes.get(() -> lanes.retain(connectors)).forEach(Runnable::run);
  }

  @Override
  public Waiting waiting(String connector) throws IOException {
    return new BacklogReader(file, lanes, lanes.get(() -> lanes.lane(connector)));
  }

  @Override
  public @Nullable String alarm() {
    return keeper.alarms().text();
  }

  @Override
  public void close() {
    boolean closedBefore = lanes.get(lanes::close);
    if (closedBefore) {
      return;
    }
    Thread running = thread;
    if (running == null) {
      keeper.finish();
      return;
    }
    try {
      if (!running.join(CLOSE_WAIT)) {
        LOG.error("the disk has not taken what waits within {}", CLOSE_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
