package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Change.Forget;
import io.busbar.appliance.store.Outbox.Dropped;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.OutboxFile.Shelf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What the sections, the connectors and the store thread share. All but {@link #get} and {@link
 * #run} is called with the lock held; nobody holds it while a disk works, and callbacks under it
 * only take note.
 */
final class Lanes {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();

  private final Limits limits;
  private final Boots boots;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final List<Forget> forgets = new ArrayList<>();
  private long next;
  private boolean workKnown;
  private boolean broken;
  private boolean closing;

  /**
   * @param first the first sequence number, unless the file has given higher ones
   * @param boots whose times are known
   */
  Lanes(Limits limits, long first, Boots boots) {
    this.limits = limits;
    this.boots = boots;
    this.next = first;
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /** Does something under the lock. */
  <T> T get(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Does something under the lock. */
  void run(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** The store thread may have something to do. */
  void wakeStore() {
    workKnown = true;
    work.signalAll();
  }

  /** The store thread waits for {@link #wakeStore}, or for its next time. */
  void awaitWork(long nanos) throws InterruptedException {
    long left = nanos;
    while (!workKnown && left > 0) {
      left = work.awaitNanos(left);
    }
    workKnown = false;
  }

  /** There may be something to take of any. */
  void wakeTakers() {
    lanes.values().forEach(Lane::wake);
  }

  Boots boots() {
    return boots;
  }

  Lane lane(String connector) {
    return lanes.computeIfAbsent(connector, name -> new Lane(name, limits, boots));
  }

  List<Lane> all() {
    return List.copyOf(lanes.values());
  }

  boolean isLive(Lane lane) {
    return lanes.get(lane.connector()) == lane;
  }

  /** Adds a Send; returns its number. */
  long append(Send send, long now) {
    Lane lane = lane(send.connector());
    long number = next++;
    lane.append(new Entry(number, send), now);
    wakeStore();
    lane.wake();
    return number;
  }

  /** Ends all lanes but these; returns whom they kept waiting. */
  List<Runnable> retain(Collection<String> connectors) {
    List<Runnable> settled = new ArrayList<>();
    for (Lane lane : all()) {
      if (!connectors.contains(lane.connector())) {
        lanes.remove(lane.connector());
        forgets.add(new Forget(lane.connector(), next));
        settled.addAll(lane.settled());
      }
    }
    wakeStore();
    return settled;
  }

  long next() {
    return next;
  }

  List<Forget> forgets() {
    return List.copyOf(forgets);
  }

  void forgotten(Forget forget) {
    forgets.remove(forget);
  }

  /** The first opening: what an earlier life has left comes before all that is here. */
  void adopt(List<Shelf> shelves, long reserved) {
    next = Math.max(next, reserved);
    for (Shelf shelf : shelves) {
      if (forgets.stream().noneMatch(f -> f.connector().equals(shelf.connector()))) {
        Lane lane = lane(shelf.connector());
        if (lane.clashes(shelf.last())) {
          next = lane.renumber(next);
        }
        lane.adopt(shelf);
      }
    }
  }

  /** What a new file must hold of each connector, whatever can be saved of the old one. */
  List<Kept> kept() {
    return all().stream()
        .map(lane ->
            new Kept(
                lane.connector(),
                lane.stock().kept(),
                Set.copyOf(lane.stock().deletions()),
                lane.losses().all()))
        .toList();
  }

  /**
   * Of one connector.
   *
   * @param acknowledged what needs not be saved
   */
  record Kept(String connector, List<Entry> entries, Set<Long> acknowledged, Dropped dropped) {}

  /** A new file holds nothing of what was acknowledged when it was begun. */
  void forgetDeletions(List<Kept> kept) {
    for (Kept each : kept) {
      Lane lane = lanes.get(each.connector());
      if (lane != null) {
        lane.stock().forgetDeletions(each.acknowledged());
      }
    }
  }

  /** A new file has taken the place of a damaged one; returns how many Sends were not saved. */
  long replaced(List<Shelf> shelves) {
    return all().stream().mapToLong(lane -> lane.replaced(shelf(shelves, lane))).sum();
  }

  private static Shelf shelf(List<Shelf> shelves, Lane lane) {
    return shelves.stream()
        .filter(shelf -> shelf.connector().equals(lane.connector()))
        .findAny()
        .orElse(Shelf.empty(lane.connector()));
  }

  /** A later opening; returns how many Sends the file has lost meanwhile. */
  long reopened(List<Shelf> shelves) {
    long lost = 0;
    for (Lane lane : all()) {
      lost += lane.reopened(shelf(shelves, lane));
    }
    return lost;
  }

  /** Everyone who waits for deletions: the disk has failed them. */
  List<Runnable> settled() {
    List<Runnable> settled = new ArrayList<>();
    all().forEach(lane -> settled.addAll(lane.settled()));
    return settled;
  }

  boolean unfinished() {
    return all().stream()
        .anyMatch(lane ->
            lane.unstored() > 0 || !lane.stock().deletions().isEmpty() || lane.losses().hasNews());
  }

  boolean broken() {
    return broken;
  }

  /** The disk fails: what is in memory goes on alone. */
  void part() {
    broken = true;
    wakeTakers();
  }

  /** The disk works again. */
  void rejoin() {
    broken = false;
    wakeTakers();
  }

  boolean closing() {
    return closing;
  }

  /** From now on everything is due; returns whether that was so before. */
  boolean close() {
    boolean before = closing;
    closing = true;
    wakeStore();
    return before;
  }
}
