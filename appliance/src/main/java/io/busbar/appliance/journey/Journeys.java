package io.busbar.appliance.journey;

import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.Postbook;
import io.busbar.appliance.process.Follower;
import io.busbar.appliance.process.Latest;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Variable;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Traceable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The last readings of watched variables, each with all that became of it. Who asks for a path
 * watches it for ten minutes from then on. All of it is bounded, and none of it is kept on disk.
 *
 * <p>The tree, the buses and the publishers call it while they work, so it never waits: its lock is
 * the last of all, nothing else is called under it.
 */
public final class Journeys implements Follower, Postbook, Traceable.Witness {
  /** Readings that are kept of each watched path. */
  public static final int MOST = 50;

  /** How long a path is watched after somebody asked for it. */
  public static final Duration LEASE = Duration.ofMinutes(10);

  private static final int MOST_WATCHED = 8;
  private static final int MOST_ORIGINS = 20_000;

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Excerpts excerpts;
  private final Map<String, Watch> watches = new HashMap<>();

  /** Of readings that the tree has not taken yet. */
  private final Map<DataPoint, Traceable.Origin> origins = new HashMap<>();

  private final Map<String, Track> newest = new HashMap<>();

  /** Reported and not yet in the outbox. */
  private final List<Track.Leg> unnumbered = new ArrayList<>();

  private long lastId;
  private volatile boolean open;

  private static final class Watch {
    private final Deque<Track> tracks = new ArrayDeque<>();
    private long until;
  }

  /**
   * @param clock stamps what happens
   * @param nanoTime measures how long it takes, and how long somebody watches
   * @param excerpts shows messages without their secrets
   */
  public Journeys(InstantSource clock, LongSupplier nanoTime, Excerpts excerpts) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.excerpts = excerpts;
  }

  /**
   * Watches a path for {@link #LEASE} from now on; of too many the one that was asked for longest
   * ago gives way.
   *
   * @return whether it was not watched before
   */
  public synchronized boolean watch(String path) {
    long now = nanoTime.getAsLong();
    Watch watch = watches.get(path);
    boolean fresh = watch == null;
    if (watch == null) {
      if (watches.size() >= MOST_WATCHED) {
        watches.entrySet().stream()
            .min(Comparator.comparingLong(one -> one.getValue().until - now))
            .ifPresent(one -> watches.remove(one.getKey()));
      }
      watch = new Watch();
      watches.put(path, watch);
    }
    watch.until = now + LEASE.toNanos();
    open = true;
    return fresh;
  }

  /** Forgets what nobody has asked for in time; returns whether anything is watched still. */
  public synchronized boolean look() {
    long now = nanoTime.getAsLong();
    watches.values().removeIf(watch -> watch.until - now <= 0);
    if (watches.isEmpty()) {
      open = false;
      origins.clear();
      newest.clear();
      unnumbered.clear();
    }
    return open;
  }

  /** What is watched. */
  public synchronized Set<String> watched() {
    return Set.copyOf(watches.keySet());
  }

  /** What is known of the last readings at or below a watched path, the newest first. */
  public synchronized List<Journey> of(String path) {
    Watch watch = watches.get(path);
    return watch == null
        ? List.of()
        : watch.tracks.stream().map(track -> track.shown(isNewest(track))).toList();
  }

  private boolean isNewest(Track track) {
    Track last = newest.get(track.path());
    return last != null && last.id() == track.id();
  }

  @Override
  public synchronized void read(Traceable.Origin origin) {
    if (origins.size() < MOST_ORIGINS) {
      origins.put(origin.point(), origin);
    }
  }

  @Override
  public synchronized void took(Variable variable, Sample sample, Latest latest) {
    Traceable.Origin origin = origins.remove(sample.point());
    boolean own = origin != null && origin.time().equals(sample.time());
    Track track =
        new Track(++lastId, variable.path(), own ? origin : null, sample, latest, clock.instant());
    boolean kept = false;
    for (Map.Entry<String, Watch> one : watches.entrySet()) {
      if (covers(one.getKey(), variable.path())) {
        Deque<Track> tracks = one.getValue().tracks;
        tracks.addFirst(track);
        if (tracks.size() > MOST) {
          tracks.removeLast();
        }
        kept = true;
      }
    }
    if (kept) {
      newest.put(variable.path(), track);
    }
  }

  private static boolean covers(String watched, String path) {
    return path.equals(watched) || path.startsWith(watched + "/");
  }

  @Override
  public synchronized void judged(Variable variable, Judgement judgement) {
    Track track = newest.get(variable.path());
    if (track != null) {
      Track.Leg leg = track.judged(judgement);
      if (judgement.cause().reports()) {
        unnumbered.add(leg);
      }
    }
  }

  /** What a section reported a moment ago is in this very Send, which goes to the outbox now. */
  public synchronized void reported(Send send) {
    for (Track.Leg leg : unnumbered) {
      if (leg.isOf(send.connector(), send.section())) {
        leg.reported(send);
      }
    }
  }

  /**
   * The outbox has given a Send its number. A publisher that takes it at once is quicker than
   * whoever appended it, so both tell.
   */
  public synchronized void queued(Send send, long number) {
    unnumbered.removeIf(leg -> leg.queued(send, number));
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public synchronized void taken(String connector, List<Entry> entries, boolean late) {
    each(connector, entries, leg -> leg.taken(late));
  }

  @Override
  public synchronized void worded(String connector, List<Entry> entries, List<Message> messages) {
    IdentityHashMap<Message, Excerpts.Shown> shown = new IdentityHashMap<>();
    each(
        connector,
        entries,
        leg -> {
          String point = leg.judgement().point();
          Message message = excerpts.carrier(messages, point);
          Excerpts.Shown part =
              shown.computeIfAbsent(message, one -> excerpts.masked(connector, one));
          leg.worded(message, part.topic(), part.around(point));
        });
  }

  @Override
  public synchronized void published(String connector, Message message) {
    each(leg -> leg.isIn(message), leg -> leg.published(clock.instant(), nanoTime.getAsLong()));
  }

  @Override
  public synchronized void acknowledged(String connector, Message message) {
    each(leg -> leg.isIn(message), leg -> leg.acknowledged(clock.instant(), nanoTime.getAsLong()));
  }

  @Override
  public synchronized void done(String connector, List<Entry> entries) {
    each(connector, entries, leg -> leg.done(clock.instant()));
  }

  @Override
  public synchronized void lost(String connector) {
    each(_ -> true, leg -> leg.lost(connector));
  }

  private void each(String connector, List<Entry> entries, Consumer<Track.Leg> what) {
    entries.forEach(entry -> queued(entry.send(), entry.sequence()));
    Set<Long> numbers = entries.stream().map(Entry::sequence).collect(Collectors.toSet());
    each(leg -> leg.isSend(connector, numbers), what);
  }

  /** Does something once with every leg, though its track may be of several watches. */
  private void each(Predicate<Track.Leg> which, Consumer<Track.Leg> what) {
    Set<Long> seen = new HashSet<>();
    for (Watch watch : watches.values()) {
      for (Track track : watch.tracks) {
        if (seen.add(track.id())) {
          for (Track.Leg leg : track.legs()) {
            if (which.test(leg)) {
              what.accept(leg);
            }
          }
        }
      }
    }
  }
}
