package io.busbar.appliance.store;

import io.busbar.appliance.store.Alarms.Cause;
import io.busbar.appliance.store.Change.Batch;
import io.busbar.appliance.store.Drop.Range;
import io.busbar.appliance.store.Outbox.Dropped;
import io.busbar.appliance.store.OutboxFile.Given;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room for what is new: who gives up what when the budget or the disk is used up, what is too
 * old, and the ballast. The connector that takes most bytes gives up, so none loses anything while
 * it has less than its equal share, and nobody's unused share lies idle.
 */
final class Room {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);
  private static final long EVERY = Duration.ofSeconds(10).toNanos();

  /** Most rows that one transaction looks at, so that the WAL stays small. */
  private static final int MOST_ROWS = 5000;

  private final Path file;
  private final Limits limits;
  private final Lanes lanes;
  private final Alarms alarms;
  private final InstantSource clock;
  private final Ballast ballast;

  /** How far each connector was thinned in the present round. */
  private final Map<String, Long> thinned = new HashMap<>();

  private final Map<String, Long> fromMemory = new HashMap<>();
  private boolean diskFull;
  private @Nullable Long tended;

  Room(Path file, Limits limits, Lanes lanes, Alarms alarms, InstantSource clock) {
    this.file = file;
    this.limits = limits;
    this.lanes = lanes;
    this.alarms = alarms;
    this.clock = clock;
    this.ballast =
        new Ballast(file.resolveSibling(file.getFileName() + ".ballast"), limits.ballastBytes());
  }

  /**
   * The change did not fit: its deletions are done already, its new Sends are not. When this
   * returns, another attempt is worth while.
   *
   * @throws StoreException there is nothing to give up
   */
  void make(OutboxFile open, Change change, StoreException full) throws StoreException {
    useBallast(open);
    List<Lane> largestFirst =
        lanes.get(() ->
            lanes.all().stream()
                .sorted(
                    Comparator.comparingLong((Lane lane) -> lane.stock().bytes())
                        .thenComparingLong(Lane::stored)
                        .reversed())
                .toList());
    for (Lane lane : largestFirst) {
      Dropped dropped = giveUp(open, change, lane);
      if (dropped.count() > 0) {
        Cause cause = diskFull ? Cause.DISK : Cause.BUDGET;
        alarms.gaveUp(lane.connector(), cause, dropped, lanes.get(lane::waiting));
        return;
      }
    }
    throw new StoreException(StoreException.Kind.DISK, full.toString());
  }

  /**
   * If it is the disk that is full: from now on the file grows no more, and the ballast's place is
   * for the WAL alone, without which nothing can even be deleted.
   *
   * @return whether there is more room now than before
   */
  boolean useBallast(OutboxFile open) throws StoreException {
    try {
      if (diskFull || !ballast.diskIsFull()) {
        return false;
      }
      diskFull = true;
      alarms.diskFull(file);
      open.limit(0);
      return ballast.release();
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.DISK, e.toString());
    }
  }

  private Dropped giveUp(OutboxFile open, Change change, Lane lane) throws StoreException {
    int most = Math.clamp(lanes.get(lane::stored) / 50, limits.commitRows(), MOST_ROWS);
    Range range = range(lane, most);
    return switch (limits.giveUp().rule()) {
      case StoreSettings.DROP_NEWEST -> {
        Dropped refused = refuse(change, lane);
        yield refused.count() > 0 ? refused : drop(open, lane, new Drop.Newest(range)).dropped();
      }
      case StoreSettings.THIN -> {
        Dropped between = thin(open, lane, range);
        yield between.count() > 0 ? between : drop(open, lane, new Drop.Oldest(range)).dropped();
      }
      default -> drop(open, lane, new Drop.Oldest(range)).dropped();
    };
  }

  /** All that may go: what is not handed out and not acknowledged. */
  private Range range(Lane lane, int most) {
    return lanes.get(() -> {
      Stock stock = lane.stock();
      stock.stepBack();
      return new Range(stock.readTo(), stock.storedTo(), most, stock.spared());
    });
  }

  private Dropped refuse(Change change, Lane lane) {
    return lanes.get(() ->
        change.batches().stream()
            .filter(batch -> batch.connector().equals(lane.connector()))
            .map(Batch::store)
            .map(lane::refuse)
            .reduce(Dropped.NONE, Dropped::plus));
  }

  /** From where it ended last, on to the newest, and then from the oldest again. */
  private Dropped thin(OutboxFile open, Lane lane, Range range) throws StoreException {
    boolean whole = false;
    long from = thinned.getOrDefault(lane.connector(), 0L);
    while (true) {
      long after = Math.max(from, range.after());
      whole |= after == range.after();
      Given given =
          drop(
              open,
              lane,
              new Drop.Thin(
                  new Range(after, range.through(), MOST_ROWS, range.spared()),
                  limits.giveUp().thinEvery()));
      from = given.last();
      thinned.put(lane.connector(), from);
      if (given.dropped().count() > 0 || (from == 0 && whole)) {
        return given.dropped();
      }
    }
  }

  private Given drop(OutboxFile open, Lane lane, Drop drop) throws StoreException {
    Dropped before = lanes.get(() -> lane.losses().all());
    Given given = open.giveUp(lane.connector(), drop, before, lanes.boots());
    lanes.run(() -> lane.dropped(given.dropped(), given.now()));
    return given;
  }

  /** What is to be looked after every so often. */
  void tend(OutboxFile open, long now) throws StoreException {
    if (tended != null && now - tended < EVERY) {
      return;
    }
    tended = now;
    for (Lane lane : lanes.get(lanes::all)) {
      if (limits.giveUp().age() != null) {
        tended = dropOld(open, lane, limits.giveUp().age()) ? null : tended;
      }
    }
    restoreBallast(open);
  }

  /** Returns whether there may be more. */
  private boolean dropOld(OutboxFile open, Lane lane, Duration age) throws StoreException {
    Range range = range(lane, MOST_ROWS);
    Dropped old = drop(open, lane, new Drop.Before(range, clock.instant().minus(age))).dropped();
    if (old.count() > 0) {
      alarms.gaveUp(lane.connector(), Cause.AGE, old, lanes.get(lane::waiting));
    }
    return old.count() > 0;
  }

  private void restoreBallast(OutboxFile open) throws StoreException {
    try {
      if (ballast.restore() && diskFull) {
        diskFull = false;
        open.limit(limits.fileBytes());
        alarms.diskHasRoom();
      }
    } catch (IOException e) {
      LOG.debug("no ballast now", e);
    }
  }

  /** A file that was opened just now has the budget as its limit. */
  void opened(OutboxFile open) throws StoreException {
    if (diskFull) {
      open.limit(0);
    }
  }

  /** Tells of what went because memory was full, and of backlogs that have become smaller. */
  void report() {
    List<Lane> all = lanes.get(lanes::all);
    alarms.only(all.stream().map(Lane::connector).toList());
    for (Lane lane : all) {
      Dropped gone = lanes.get(() -> lane.losses().fromMemory());
      long unstored = lanes.get(lane::unstored);
      long told = fromMemory.getOrDefault(lane.connector(), 0L);
      if (gone.count() > told) {
        fromMemory.put(lane.connector(), gone.count());
        Dropped more = new Dropped(gone.count() - told, gone.from(), gone.to());
        alarms.gaveUp(lane.connector(), Cause.MEMORY, more, unstored);
      }
      alarms.waiting(lane.connector(), lanes.get(lane::waiting), unstored);
    }
  }
}
