package io.busbar.appliance.store;

import io.busbar.appliance.store.Change.Batch;
import io.busbar.appliance.store.Change.Forget;
import io.busbar.appliance.store.OutboxFile.Loaded;
import io.busbar.appliance.store.OutboxFile.Shelf;
import io.busbar.drivers.Backoff;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk's side of the outbox: decides under the lock what to write and read, does it without the
 * lock, and reports under the lock again. One thread calls {@link #step}.
 */
final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  /** Most rows of one connector in one commit. */
  private static final int MOST_ROWS = 1000;

  private static final int ATTEMPTS_AT_CLOSE = 3;
  private static final Backoff RETRY =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0);

  private final Path path;
  private final Limits limits;
  private final Lanes lanes;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final FailPoints failPoints;
  private final Replacement replacement;
  private final Alarms alarms = new Alarms();
  private final Room room;

  private @Nullable OutboxFile file;
  private boolean adopted;

  /** What is wrong with the file at its place; it must be replaced. */
  private @Nullable StoreException damage;

  /**
   * That the file which is opened next stands for a damaged one, less what could not be saved of
   * that.
   */
  private @Nullable String replaced;

  private long reserved;
  private long lastCommit;
  private int failures;
  private long retryAt;

  /**
   * One round's work.
   *
   * @param lanes those of the change, by connector
   * @param commit whether the change is worth a commit now
   * @param settled who waits for the change's deletions
   * @param idle nanoseconds until there is work, when there is none now
   */
  private record Plan(
      Change change,
      Map<String, Lane> lanes,
      boolean commit,
      List<Runnable> settled,
      List<Lane> loads,
      long idle) {}

  Keeper(
      Path path,
      Limits limits,
      Lanes lanes,
      InstantSource clock,
      LongSupplier nanoTime,
      FailPoints failPoints) {
    this.failPoints = failPoints;
    this.replacement = new Replacement(path, limits, failPoints);
    this.path = path;
    this.limits = limits;
    this.lanes = lanes;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.room = new Room(path, limits, lanes, alarms, clock);
    this.lastCommit = nanoTime.getAsLong() - limits.commitNanos();
  }

  Alarms alarms() {
    return alarms;
  }

  /**
   * One round of work.
   *
   * @return nanoseconds until the next round; 0 for at once
   */
  long step() {
    long now = nanoTime.getAsLong();
    room.report();
    if (failures > 0 && now - retryAt < 0 && !lanes.get(lanes::closing)) {
      return retryAt - now;
    }
    try {
      if (damage != null) {
        replace(damage);
      }
      OutboxFile open = file == null ? open() : file;
      room.tend(open, now);
      Plan plan = lanes.get(() -> plan(now));
      if (!plan.commit() && plan.loads().isEmpty()) {
        return plan.idle();
      }
      if (plan.commit()) {
        commit(open, plan, now);
      }
      for (Lane lane : plan.loads()) {
        load(open, lane);
      }
    } catch (StoreException e) {
      failed(e, now);
    }
    return 0;
  }

  /** Writes all that waits, as far as the disk lets it, and closes the file. */
  void finish() {
    failures = 0;
    while (lanes.get(lanes::unfinished) && failures < ATTEMPTS_AT_CLOSE) {
      step();
    }
    closeFile();
    long lost = lanes.get(() -> lanes.all().stream().mapToLong(Lane::unstored).sum());
    if (lost > 0) {
      LOG.error("{} Sends that were only in memory are lost: {}", lost, alarms);
    }
  }

  private OutboxFile open() throws StoreException {
    Replacement.resume(path, clock);
    OutboxFile opened = new OutboxFile(path, limits.fileBytes(), failPoints);
    file = opened;
    List<Shelf> shelves = opened.shelves();
    reserved = opened.reserved();
    long lost =
        lanes.get(() -> {
          if (adopted) {
            return replaced == null ? lanes.reopened(shelves) : lanes.replaced(shelves);
          }
          lanes.adopt(shelves, reserved);
          return 0L;
        });
    if (replaced != null) {
      alarms.damage(adopted ? replaced + ", " + lost + " are lost" : replaced);
    } else if (lost > 0) {
      alarms.damage(path.getFileName() + " was replaced: " + lost + " Sends went with the old one");
    } else if (opened.lostWal() && !adopted) {
      alarms.damage(
          path.getFileName()
              + "-wal is gone: Sends that were stored shortly before the last stop may be lost");
    }
    adopted = true;
    replaced = null;
    room.opened(opened);
    return opened;
  }

  private Plan plan(long now) {
    boolean closing = lanes.closing();
    List<Batch> batches = new ArrayList<>();
    Map<String, Lane> concerned = new HashMap<>();
    List<Lane> loads = new ArrayList<>();
    boolean urgent = closing;
    int deletes = 0;
    long wait = Long.MAX_VALUE;
    long ripeIn = Long.MAX_VALUE;
    for (Lane lane : lanes.all()) {
      Batch batch =
          new Batch(
              lane.connector(),
              lane.stock().deletions(),
              lane.due(now, closing, MOST_ROWS),
              lane.losses().all());
      deletes += batch.delete().size();
      urgent |= lane.hurried() || (limits.writeAhead() && !batch.store().isEmpty());
      if (!batch.store().isEmpty() || !batch.delete().isEmpty() || lane.losses().hasNews()) {
        batches.add(batch);
        ripeIn = Math.min(ripeIn, batch.store().isEmpty() ? 0 : lane.ripeIn(now));
        concerned.put(lane.connector(), lane);
      }
      if (batch.store().isEmpty()) {
        wait = Math.min(wait, lane.dueIn(now));
      }
      if (lane.stock().wantsLoad()) {
        loads.add(lane);
      }
    }
    boolean reserve = failures > 0 || reserved - lanes.next() < limits.sequences() / 2;
    long through = reserve ? Math.max(reserved + 1, lanes.next() + limits.sequences()) : reserved;
    Change change = new Change(lanes.forgets(), List.copyOf(batches), through);
    boolean worth =
        urgent || deletes >= limits.commitRows() || change.rows() >= limits.commitRows();
    long sinceCommit = now - lastCommit;
    boolean commit =
        reserve
            || !change.forgets().isEmpty()
            || (!batches.isEmpty()
                && (worth || (ripeIn == 0 && sinceCommit >= limits.commitNanos())));
    if (!batches.isEmpty()) {
      wait = Math.min(wait, Math.max(ripeIn, limits.commitNanos() - sinceCommit));
    }
    List<Runnable> settled = commit ? begin(batches, concerned) : List.of();
    return new Plan(change, concerned, commit, settled, loads, wait);
  }

  private static List<Runnable> begin(List<Batch> batches, Map<String, Lane> concerned) {
    List<Runnable> settled = new ArrayList<>();
    for (Batch batch : batches) {
      Lane lane = Objects.requireNonNull(concerned.get(batch.connector()));
      lane.storing(batch.store());
      settled.addAll(lane.settled());
    }
    return settled;
  }

  private void commit(OutboxFile open, Plan plan, long now) throws StoreException {
    try {
      lastCommit = now;
      try {
        write(open, plan.change(), plan.lanes());
      } catch (StoreException e) {
        if (e.kind() != StoreException.Kind.FULL) {
          throw e;
        }
        makeRoom(open, plan, e);
      }
      for (Forget forget : plan.change().forgets()) {
        if (!open.has(forget)) {
          lanes.run(() -> lanes.forgotten(forget));
        }
      }
      recovered();
    } finally {
      // A disk that cannot delete must not hold up what is live: at worst it comes twice.
      plan.settled().forEach(Runnable::run);
    }
  }

  private void write(OutboxFile open, Change change, Map<String, Lane> of) throws StoreException {
    Map<String, OutboxFile.Size> sizes = open.commit(change);
    reserved = change.reserve();
    lanes.run(() -> {
      for (Batch batch : change.batches()) {
        Lane lane = Objects.requireNonNull(of.get(batch.connector()));
        lane.stock().deleted(batch.delete());
        lane.written(
            batch.store(), batch.dropped(), Objects.requireNonNull(sizes.get(batch.connector())));
        lane.wake();
      }
    });
  }

  private void makeRoom(OutboxFile open, Plan plan, StoreException full) throws StoreException {
    Change deletions = plan.change().withoutStoring();
    try {
      write(open, deletions, plan.lanes());
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL || !room.useBallast(open)) {
        throw e;
      }
      write(open, deletions, plan.lanes());
    }
    room.make(open, plan.change(), full);
  }

  private void load(OutboxFile open, Lane lane) throws StoreException {
    Stock stock = lane.stock();
    Loaded loaded =
        open.load(lane.connector(), stock.readTo(), stock.storedTo(), limits.pageRows());
    long missed =
        lanes.get(() -> {
          stock.loaded(loaded);
          lane.wake();
          return stock.missed();
        });
    if (missed != 0) {
      // A spoilt key at the end of a page led past them.
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "got to the end of %s without %d rows that are there"
              .formatted(lane.connector(), missed));
    }
  }

  private void recovered() {
    if (failures > 0) {
      failures = 0;
      alarms.diskWorks();
      lanes.run(lanes::rejoin);
    }
  }

  private void failed(StoreException e, long now) {
    closeFile();
    boolean first = failures++ == 0;
    lanes.get(lanes::settled).forEach(Runnable::run);
    lanes.run(lanes::part);
    long pause = RETRY.after(failures, RandomGenerator.getDefault()).toNanos();
    if (e.kind() == StoreException.Kind.DAMAGED) {
      damage = e;
      retryAt = first ? now : now + pause;
    } else {
      retryAt = now + pause;
      alarms.diskFails(path, e);
    }
  }

  /** Puts a new file, with what can be saved of the old one, in its place. */
  private void replace(StoreException why) throws StoreException {
    Replacement.Done done =
        replacement.replace(() -> lanes.get(lanes::kept), () -> lanes.get(lanes::closing), clock);
    lanes.run(() -> lanes.forgetDeletions(done.kept()));
    damage = null;
    replaced =
        "%s was damaged (%s) and now lies as %s, keep it. %d Sends of it were saved"
            .formatted(
                path.getFileName(), why.getMessage(), done.aside().getFileName(), done.saved());
  }

  private void closeFile() {
    OutboxFile last = file;
    file = null;
    if (last == null) {
      return;
    }
    try {
      last.close();
    } catch (StoreException e) {
      LOG.warn("{} does not close: {}", path, e.getMessage());
    }
  }
}
