package io.busbar.appliance.cloud;

import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One connector's queue in memory: what a test double needs of the outbox. */
final class MemoryQueue implements Outbox.Queue {
  private final TreeMap<Long, Outbox.Entry> waiting = new TreeMap<>();
  private final List<Boolean> online = new ArrayList<>();
  private long next;
  private final Set<Long> taken = new HashSet<>();
  private long liveFrom;
  private Runnable listener = () -> {};
  private long acknowledged;
  private boolean settlesLate;
  private final List<Runnable> unsettled = new ArrayList<>();

  synchronized void append(Send send) {
    waiting.put(next, new Outbox.Entry(next, send));
    next++;
    listener.run();
  }

  /** What there is by now is backlog. */
  synchronized void age() {
    liveFrom = next;
  }

  /** A Send of one reading, named by its number. */
  void append(int number) {
    Instant time = Instant.ofEpochSecond(1_700_000_000L + number);
    append(
        new Send(
            "c",
            "Realtime1",
            time,
            List.of(new Send.Reading("n", new Value.Int(number), Quality.GOOD, time))));
  }

  /** From now on an acknowledgement is settled only by {@link #settle}. */
  synchronized void settleLate() {
    settlesLate = true;
  }

  void settle() {
    List<Runnable> all;
    synchronized (this) {
      all = List.copyOf(unsettled);
      unsettled.clear();
    }
    all.forEach(Runnable::run);
  }

  /** How many are taken and not acknowledged. */
  synchronized long taken() {
    return taken.size();
  }

  synchronized List<Boolean> online() {
    return List.copyOf(online);
  }

  @Override
  public synchronized List<Outbox.Entry> take(Outbox.Part part, int most) {
    boolean turn = waiting.headMap(liveFrom).keySet().stream().allMatch(taken::contains);
    SortedMap<Long, Outbox.Entry> from =
        switch (part) {
          case BACKLOG -> waiting.headMap(liveFrom);
          case LIVE -> waiting.tailMap(liveFrom);
          case LIVE_IN_TURN -> turn ? waiting.tailMap(liveFrom) : new TreeMap<>();
        };
    List<Outbox.Entry> entries =
        from.values().stream()
            .filter(entry -> !taken.contains(entry.sequence()))
            .limit(most)
            .toList();
    entries.forEach(entry -> taken.add(entry.sequence()));
    return entries;
  }

  @Override
  public synchronized void listen(Runnable readable) {
    listener = readable;
  }

  @Override
  public void hurry() {
    // Whoever settles does so when the test wants it.
  }

  @Override
  public void acknowledge(Collection<Outbox.Entry> entries, Runnable settled) {
    synchronized (this) {
      entries.forEach(entry -> {
        waiting.remove(entry.sequence());
        taken.remove(entry.sequence());
      });
      acknowledged += entries.size();
      if (settlesLate) {
        unsettled.add(settled);
        return;
      }
    }
    settled.run();
  }

  @Override
  public synchronized void release() {
    taken.clear();
  }

  @Override
  public synchronized void online(boolean reachable) {
    online.add(reachable);
  }

  @Override
  public synchronized Outbox.Backlog backlog() {
    return new Outbox.Backlog(waiting.size(), 0, 0, null, acknowledged, 0, Outbox.Dropped.NONE);
  }
}
