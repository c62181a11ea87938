package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Correction;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Schedule;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.HistoryIndex.Piece;
import io.busbar.appliance.store.HistorySpace.Room;
import io.busbar.appliance.store.Recorder.Batch;
import io.busbar.appliance.store.Track.SeriesKey;
import io.busbar.appliance.store.Track.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the variables were, for charts: readings for days, minutes for months, quarters of an hour
 * for years, as far as the bytes reach. It is a help and no duty: whatever becomes of it, the tree
 * and the outbox go on. Its own thread writes every few minutes; what came since is in memory only,
 * and is what a power cut may take.
 */
public final class History implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long REST = Duration.ofSeconds(20).toNanos();
  private static final long RETRY = Duration.ofSeconds(10).toNanos();

  private final Path path;
  private final HistoryLimits limits;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Boots boots;
  private final FailPoints failPoints;
  private final Recorder recorder;
  private final HistorySpace space;
  private final HistoryAlarms alarms = new HistoryAlarms();

  /** Held while the file is used, by the own thread or by somebody who reads. */
  private final ReentrantLock disk = new ReentrantLock();

  private final Deque<Batch> waiting = new ArrayDeque<>();
  private @Nullable Schedule schedule;
  private @Nullable HistoryFile file;

  /** Whether the file was only let go, since nobody used it; the next use opens it. */
  private boolean resting;

  /** When the file was last used, by the monotonic clock. */
  private long lastUse;

  /** Goes up with every file, so that a long reading notices that it was replaced. */
  private int generation;

  private long lastWrite;
  private boolean closed;

  /**
   * Opens the history. A disk or a file that cannot be used does not stop it: it says so in {@link
   * #alarm}.
   *
   * @param file the database, for example {@code history.db} in the data folder, which must exist
   * @param clock for the names of damaged files only
   * @param nanoTime the monotonic clock
   * @param boots whose times are known
   * @param counting in which boot times are only counted now; 0 when they are known
   * @param defect told of what must never happen
   */
  public static History open(
      Path file,
      StoreSettings settings,
      InstantSource clock,
      LongSupplier nanoTime,
      Boots boots,
      LongSupplier counting,
      Consumer<Throwable> defect) {
    History history =
        new History(
            file,
            HistoryLimits.of(settings),
            clock,
            nanoTime,
            boots,
            counting,
            FailPoints.ofProcess());
    Schedule own = new Schedule("history", defect);
    own.every(TICK, history::tick);
    history.schedule = own;
    return history;
  }

  /** A history without its thread; {@link #tick} does its work. */
  History(
      Path path,
      HistoryLimits limits,
      InstantSource clock,
      LongSupplier nanoTime,
      Boots boots,
      LongSupplier counting,
      FailPoints failPoints) {
    this.boots = boots;
    this.path = path;
    this.limits = limits;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.failPoints = failPoints;
    this.recorder = new Recorder(limits, counting);
    this.space = new HistorySpace(Objects.requireNonNull(path.toAbsolutePath().getParent()));
    this.lastWrite = nanoTime.getAsLong();
    write();
  }

  /** Where the tree's samples go. */
  public ProcessTree.Observer observer() {
    return recorder;
  }

  /** Records the variables of these paths from now on. */
  public void record(Predicate<String> paths) {
    recorder.record(paths);
  }

  /**
   * The time became known: what is still in memory gets its right time. What is on disk says in
   * which boot it was counted, and gets it when it is read.
   */
  public void correct(Correction correction) {
    recorder.correct(millis -> correction.of(Instant.ofEpochMilli(millis)).toEpochMilli());
  }

  /** What makes times right that were counted in a boot, as far as they are known by now. */
  static LongUnaryOperator right(Boots boots, long boot) {
    return boot != Send.TIME_IS_RIGHT && boots.of(boot) instanceof Boots.Known.Right known
        ? millis -> known.correction().of(Instant.ofEpochMilli(millis)).toEpochMilli()
        : millis -> millis;
  }

  /** What is wrong with it, in words for the installer; null when nothing is. */
  public @Nullable String alarm() {
    return alarms.text();
  }

  /** Writes, when it is time; a disk in trouble is tried again soon. */
  void tick() {
    long pause = alarms.isTroubled() ? Math.min(RETRY, limits.everyNanos()) : limits.everyNanos();
    if (nanoTime.getAsLong() - lastWrite >= pause || recorder.isFull()) {
      write();
    } else {
      rest();
    }
  }

  /** Nobody has used the file for a while: a disk that has to be taken out must not wait for it. */
  private void rest() {
    disk.lock();
    try {
      HistoryFile unused = file;
      if (unused != null && nanoTime.getAsLong() - lastUse >= REST) {
        file = null;
        resting = true;
        unused.close();
      }
    } catch (StoreException e) {
      alarms.disk("%s does not close: %s".formatted(path, e.getMessage()));
    } finally {
      disk.unlock();
    }
  }

  /** The file to read from; null when there is none that can be read. */
  private @Nullable HistoryFile readable() {
    lastUse = nanoTime.getAsLong();
    if (file == null && resting) {
      resting = false;
      try {
        file = new HistoryFile(path, limits, boots, failPoints);
      } catch (StoreException e) {
        failed(e);
      }
    }
    return file;
  }

  /** Writes what came since the last time, if the disk takes it. */
  void write() {
    disk.lock();
    try {
      if (closed) {
        return;
      }
      lastWrite = nanoTime.getAsLong();
      Batch batch = recorder.take();
      if (!hasRoom()) {
        waiting.clear();
        return;
      }
      if (!batch.all().isEmpty()) {
        waiting.addLast(batch);
      }
      forgetTheOldest();
      try {
        writeWaiting();
      } catch (StoreException e) {
        failed(e);
      }
    } finally {
      disk.unlock();
    }
  }

  private void writeWaiting() throws StoreException {
    HistoryFile open = readable();
    if (open == null) {
      open = new HistoryFile(path, limits, boots, failPoints);
      generation++;
      file = open;
    }
    while (!waiting.isEmpty()) {
      open.write(waiting.getFirst());
      waiting.removeFirst();
    }
    alarms.disk(null);
  }

  private void forgetTheOldest() {
    while (waiting.size() > 1
        && waiting.stream().mapToInt(History::rows).sum() > limits.memoryRows()) {
      waiting.removeFirst();
    }
  }

  private static int rows(Batch batch) {
    return batch.all().stream().mapToInt(Taken::rows).sum();
  }

  private boolean hasRoom() {
    try {
      Room room = space.look();
      switch (room) {
        case ENOUGH -> alarms.space(null);
        case LOW -> alarms.space("the disk of %s is nearly full. Make room".formatted(path));
        case NO_MORE ->
            alarms.space(
                "the disk of %s is nearly full: no history is recorded. Make room".formatted(path));
        case NONE -> {
          giveUp();
          alarms.space(
              "the disk of %s is full: the history was given up for what waits for the clouds. Make room"
                  .formatted(path));
        }
      }
      return room == Room.ENOUGH || room == Room.LOW;
    } catch (IOException e) {
      alarms.disk("got `" + e + "`, want a disk for " + path);
      return false;
    }
  }

  private void giveUp() throws IOException {
    closeFile();
    for (String part : List.of("-wal", "-shm", "")) {
      Files.deleteIfExists(path.resolveSibling(path.getFileName() + part));
    }
  }

  private void failed(StoreException e) {
    closeFile();
    switch (e.kind()) {
      case DAMAGED -> startAnew(e);
      case FULL -> {
        waiting.clear(); // It would be too much the next time as well.
        alarms.disk(
            "got `%s`, want room for the history of some minutes in %s: raise store.historyBytes"
                .formatted(e.getMessage(), path));
      }
      case DISK ->
          alarms.disk(
              "got `%s` from %s, want a disk that can be written: the history waits in memory"
                  .formatted(e.getMessage(), path));
    }
  }

  private void startAnew(StoreException why) {
    try {
      Path aside = DamagedFile.moveAside(path, clock.instant());
      alarms.damage(
          "%s was damaged (%s) and now lies as %s: the charts begin anew"
              .formatted(path.getFileName(), why.getMessage(), aside.getFileName()));
      writeWaiting();
    } catch (IOException | StoreException e) {
      alarms.disk("got `%s`, want a new file %s".formatted(e.getMessage(), path));
    }
  }

  private void closeFile() {
    HistoryFile last = file;
    file = null;
    resting = false;
    generation++;
    if (last != null) {
      try {
        last.close();
      } catch (StoreException e) {
        alarms.disk("%s does not close: %s".formatted(path, e.getMessage()));
      }
    }
  }

  /** The series of a path, the present one last; empty when nothing was ever recorded of it. */
  private List<SeriesKey> keys(String of) {
    Set<SeriesKey> keys = new LinkedHashSet<>();
    HistoryFile open = readable();
    if (open != null) {
      keys.addAll(open.keys(of));
    }
    for (Taken taken : inMemory(of)) {
      keys.remove(taken.key());
      keys.add(taken.key());
    }
    return List.copyOf(keys);
  }

  private List<Taken> inMemory(String of) {
    List<Taken> all = new ArrayList<>();
    for (Batch batch : waiting) {
      for (Taken taken : batch.all()) {
        if (taken.key().path().equals(of)) {
          Taken copy = taken.copy();
          copy.correct(right(boots, batch.boot()));
          all.add(copy);
        }
      }
    }
    all.addAll(recorder.of(of));
    return all;
  }

  /**
   * What a variable was in a time, in at most so many points.
   *
   * @return null when nothing was ever recorded of it
   */
  public @Nullable Chart chart(String of, Instant from, Instant to, int points) {
    disk.lock();
    try {
      List<SeriesKey> keys = keys(of);
      if (keys.isEmpty()) {
        return null;
      }
      SeriesKey key = keys.getLast();
      Downsampling chart =
          new Downsampling(key.kind(), from.toEpochMilli(), to.toEpochMilli(), points);
      chart.read((tier, begin, end, into) -> each(key, tier, begin, end, into));
      return chart.result(key);
    } catch (StoreException e) {
      failed(e);
      return new Chart(of, "", "", 0, List.of());
    } finally {
      disk.unlock();
    }
  }

  private void each(SeriesKey key, Tier tier, long from, long to, Consumer<Columns> into)
      throws StoreException {
    HistoryFile open = readable();
    if (open != null) {
      for (Piece piece : open.pieces(tier, from, to)) {
        into.accept(open.read(piece, key));
      }
    }
    memory(key, tier).forEach(into);
  }

  private Stream<Columns> memory(SeriesKey key, Tier tier) {
    return inMemory(key.path()).stream()
        .filter(taken -> taken.key().equals(key))
        .map(taken -> Objects.requireNonNull(taken.columns().get(tier)));
  }

  /**
   * Everything that there is of some variables in a time, page by page.
   *
   * @param resolution {@code raw}, {@code 1m} or {@code 15m}
   * @throws IllegalArgumentException it is another one
   */
  public Pages pages(List<String> paths, Instant from, Instant to, String resolution) {
    Tier tier = Tier.of(resolution);
    if (tier == null) {
      throw new IllegalArgumentException("got " + resolution + ", want raw, 1m or 15m");
    }
    disk.lock();
    try {
      List<SeriesKey> keys = paths.stream().flatMap(one -> keys(one).stream()).toList();
      return new Pages(keys, tier, from.toEpochMilli(), to.toEpochMilli());
    } finally {
      disk.unlock();
    }
  }

  /** The paths at or below one of which something was ever recorded, in their order. */
  public List<String> pathsAt(String branch) {
    disk.lock();
    try {
      Set<String> paths = new TreeSet<>(recorder.paths());
      waiting.forEach(batch -> batch.all().forEach(taken -> paths.add(taken.key().path())));
      HistoryFile open = readable();
      if (open != null) {
        paths.addAll(open.paths());
      }
      String below = branch.endsWith("/") ? branch : branch + "/";
      return paths.stream().filter(each -> each.equals(branch) || each.startsWith(below)).toList();
    } finally {
      disk.unlock();
    }
  }

  /** A long reading, during which the history goes on. */
  public final class Pages {
    private final Deque<SeriesKey> keys;
    private final Tier tier;
    private final long from;
    private final long to;
    private final int begun = generation;
    private long after;

    private Pages(List<SeriesKey> keys, Tier tier, long from, long to) {
      this.keys = new ArrayDeque<>(keys);
      this.tier = tier;
      this.from = from;
      this.to = to;
    }

    /**
     * The next rows, in the order in which they came.
     *
     * @return null when there are no more; a page may be empty
     * @throws IOException the file was replaced meanwhile, or cannot be read
     */
    public @Nullable List<Row> next() throws IOException {
      disk.lock();
      try {
        SeriesKey key = keys.peekFirst();
        if (key == null) {
          return null;
        }
        if (begun != generation) {
          throw new IOException("the history was replaced while it was read");
        }
        return rows(key);
      } catch (StoreException e) {
        failed(e);
        throw new IOException(e.getMessage(), e);
      } finally {
        disk.unlock();
      }
    }

    private List<Row> rows(SeriesKey key) throws StoreException {
      Columns page = new Columns(tier.buckets());
      HistoryFile open = readable();
      Piece round = open == null ? null : open.roundAfter(tier, after, from, to);
      if (open != null && round != null) {
        after = round.number();
        page.addAll(open.read(round, key));
      } else {
        // All batches at once: they may be a round the next time.
        if (open != null) {
          for (Piece batch : open.batches(tier, from, to)) {
            page.addAll(open.read(batch, key));
          }
        }
        memory(key, tier).forEach(page::addAll);
        keys.removeFirst();
        after = 0;
      }
      Columns wanted = page.within(from, to);
      return Row.of(key, tier.buckets() ? wanted.joined(key.kind()) : wanted);
    }
  }

  /** Writes what came, and closes the file. */
  @Override
  public void close() {
    if (schedule != null) {
      schedule.close();
    }
    disk.lock();
    try {
      write();
      closed = true;
      closeFile();
    } finally {
      disk.unlock();
    }
  }
}
