package io.busbar.appliance.cloud;

import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One connector's queue in memory: what a test double needs of the outbox. */
final class MemoryQueue implements Outbox.Queue {
  private final TreeMap<Long, Outbox.Entry> waiting = new TreeMap<>();
  private final List<Boolean> online = new ArrayList<>();
  private long next;
  private long taken = -1;
  private long acknowledged;
  private boolean settlesLate;
  private final List<Runnable> unsettled = new ArrayList<>();

  synchronized void append(Send send) {
    waiting.put(next, new Outbox.Entry(next, send));
    next++;
    notifyAll();
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

  synchronized long taken() {
    return taken + 1;
  }

  synchronized List<Boolean> online() {
    return List.copyOf(online);
  }

  @Override
  public synchronized List<Outbox.Entry> take(int most, long waitNanos)
      throws InterruptedException {
    long until = System.nanoTime() + waitNanos;
    while (waiting.tailMap(taken, false).isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      if (left <= 0) {
        return List.of();
      }
      wait(left);
    }
    List<Outbox.Entry> entries =
        waiting.tailMap(taken, false).values().stream().limit(most).toList();
    taken = entries.getLast().sequence();
    return entries;
  }

  @Override
  public void acknowledge(Collection<Outbox.Entry> entries, Runnable settled) {
    synchronized (this) {
      entries.forEach(entry -> waiting.remove(entry.sequence()));
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
    taken = waiting.isEmpty() ? taken : waiting.firstKey() - 1;
  }

  @Override
  public synchronized void online(boolean reachable) {
    online.add(reachable);
  }

  @Override
  public synchronized Outbox.Backlog backlog() {
    return new Outbox.Backlog(waiting.size(), 0, null, acknowledged, Outbox.Dropped.NONE);
  }
}
