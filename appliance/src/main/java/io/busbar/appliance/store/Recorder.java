package io.busbar.appliance.store;

import io.busbar.appliance.process.Latest;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Variable;
import io.busbar.appliance.store.Track.SeriesKey;
import io.busbar.appliance.store.Track.Taken;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The part of the history that is in memory. It sees every sample under the tree's lock, so it only
 * adds to columns there; one lock of its own, never held while a disk works, keeps that and the
 * taking apart.
 */
final class Recorder implements ProcessTree.Observer {
  private final HistoryLimits limits;
  private final LongSupplier counting;
  private final ReentrantLock lock = new ReentrantLock();
  private final IdentityHashMap<Variable, Entry> tracks = new IdentityHashMap<>();

  /** Of variables that have changed their type or unit, until it is taken. */
  private final List<Taken> retired = new ArrayList<>();

  /** The boot in which the times of what is here were counted; 0 when they are right. */
  private long boot = Send.TIME_IS_RIGHT;

  private Predicate<String> wanted = path -> false;
  private int recorded;
  private int rows;
  private long lost;

  /** Whether a variable is recorded, and where to; without a track it is not. */
  private record Entry(@Nullable Track track) {}

  private static final Entry NOT_WANTED = new Entry(null);

  /**
   * What came since the last time.
   *
   * @param boot in which its times were counted; 0 when they are right
   */
  record Batch(long boot, List<Taken> all) {}

  /**
   * @param counting in which boot times are only counted now; 0 when they are known
   */
  Recorder(HistoryLimits limits, LongSupplier counting) {
    this.limits = limits;
    this.counting = counting;
  }

  /** Records the variables of these paths from now on. What was recorded of others is kept. */
  void record(Predicate<String> paths) {
    lock.lock();
    try {
      wanted = paths;
      tracks.values().removeIf(entry -> entry.track() == null);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void took(Variable variable, Sample sample, Latest latest, long nanos) {
    lock.lock();
    try {
      // The time becomes known under the tree's lock, too, and then all that is here is corrected.
      boot = counting.getAsLong();
      Track track = track(variable, sample);
      if (track != null) {
        add(track, sample, latest.quality(), nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(Track track, Sample sample, Quality quality, long nanos) {
    if (rows >= limits.memoryRows()) {
      lost++; // The disk takes nothing, and there is no room for more.
      return;
    }
    Value value = sample.value();
    rows +=
        track.sample(
            sample.time().toEpochMilli(),
            Qualities.code(quality),
            value == null ? 0 : 1,
            value == null ? 0 : Kind.bits(value),
            nanos,
            spacing());
  }

  /** With many variables each is written less often, so that the SD card lives. */
  private long spacing() {
    return Math.max(limits.spacingNanos(), 1_000_000_000L * recorded / limits.readingsPerSecond());
  }

  private @Nullable Track track(Variable variable, Sample sample) {
    Entry entry = tracks.get(variable);
    if (entry == null) {
      entry = wanted.test(variable.path()) ? begin(variable, sample) : NOT_WANTED;
      tracks.put(variable, entry);
    }
    Track track = entry.track();
    if (track == null || track.isOf(sample.point())) {
      return track;
    }
    retired.add(track.take());
    recorded--;
    Entry other = begin(variable, sample);
    tracks.put(variable, other);
    return other.track();
  }

  private Entry begin(Variable variable, Sample sample) {
    Kind kind = Kind.of(sample.point().type());
    if (kind == null) {
      return NOT_WANTED;
    }
    recorded++;
    SeriesKey key = new SeriesKey(variable.path(), kind, sample.point().unit());
    return new Entry(new Track(key, sample.point()));
  }

  /** Makes the times right of what is here. */
  void correct(LongUnaryOperator right) {
    lock.lock();
    try {
      boot = Send.TIME_IS_RIGHT;
      retired.forEach(taken -> taken.correct(right));
      for (Entry entry : tracks.values()) {
        if (entry.track() != null) {
          entry.track().correct(right);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is so much that it should be written before its time. */
  boolean isFull() {
    lock.lock();
    try {
      return rows >= limits.memoryRows() / 2;
    } finally {
      lock.unlock();
    }
  }

  /** Samples that found no room since the start. */
  long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Hands out everything that came since the last time. */
  Batch take() {
    lock.lock();
    try {
      List<Taken> all = new ArrayList<>(retired);
      retired.clear();
      for (Entry entry : tracks.values()) {
        if (entry.track() != null) {
          all.add(entry.track().take());
        }
      }
      tracks
          .values()
          .removeIf(entry -> entry.track() != null && !wanted.test(entry.track().key().path()));
      recorded = (int) tracks.values().stream().filter(e -> e.track() != null).count();
      rows = 0;
      all.removeIf(taken -> taken.rows() == 0);
      return new Batch(boot, all);
    } finally {
      lock.unlock();
    }
  }

  /** The paths that are recorded now. */
  List<String> paths() {
    lock.lock();
    try {
      return tracks.values().stream()
          .map(Entry::track)
          .filter(Objects::nonNull)
          .map(track -> track.key().path())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** What is here of a path; several when its type or unit has changed. */
  List<Taken> of(String path) {
    lock.lock();
    try {
      List<Taken> all = new ArrayList<>();
      retired.stream().filter(taken -> taken.key().path().equals(path)).forEach(all::add);
      for (Entry entry : tracks.values()) {
        if (entry.track() != null && entry.track().key().path().equals(path)) {
          all.add(entry.track().copy());
        }
      }
      return all;
    } finally {
      lock.unlock();
    }
  }
}
