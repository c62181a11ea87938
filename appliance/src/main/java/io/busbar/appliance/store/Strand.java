package io.busbar.appliance.store;

import io.busbar.appliance.store.Outbox.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends in memory, in the order of their numbers, and which of them are handed out. */
final class Strand {
  private static final long NONE = 0;

  private final TreeMap<Long, Held> all = new TreeMap<>();

  /** All up to here are handed out; only a shorter way to the first that is not. */
  private long takenTo = NONE;

  private int waiting;
  private int weight;

  /** A Send in memory. A strand alone changes it. */
  static final class Held {
    private final Entry entry;
    private final long since;
    private boolean taken;

    /**
     * @param since when it came into memory, in nanoseconds of the monotonic clock
     * @param taken whether it is handed out
     */
    Held(Entry entry, long since, boolean taken) {
      this.entry = entry;
      this.since = since;
      this.taken = taken;
    }

    Entry entry() {
      return entry;
    }

    long since() {
      return since;
    }

    boolean taken() {
      return taken;
    }

    long sequence() {
      return entry.sequence();
    }

    /** What it takes of the memory, in readings: a Send itself is about as much as one. */
    int weight() {
      return 1 + entry.send().readings().size();
    }

    /** A Send without any counts, too. */
    private int readings() {
      return Math.max(1, entry.send().readings().size());
    }
  }

  void put(Held held) {
    Held before = all.put(held.sequence(), held);
    if (before != null) {
      throw new IllegalStateException("got number " + held.sequence() + " twice");
    }
    weight += held.weight();
    if (!held.taken) {
      waiting++;
      takenTo = Math.min(takenTo, held.sequence() - 1);
    }
  }

  @Nullable Held get(long sequence) {
    return all.get(sequence);
  }

  @Nullable Held remove(long sequence) {
    Held held = all.remove(sequence);
    if (held != null) {
      weight -= held.weight();
      waiting -= held.taken ? 0 : 1;
    }
    return held;
  }

  /**
   * Hands out the next.
   *
   * @param most readings; one Send is handed out, however many it has
   * @param waits which ones must wait still, and hold up all that follow
   */
  List<Entry> take(int most, Predicate<Entry> waits) {
    List<Entry> next = new ArrayList<>();
    int left = most;
    for (Held held : all.tailMap(takenTo, false).values()) {
      if (!held.taken) {
        if (waits.test(held.entry) || (!next.isEmpty() && held.readings() > left)) {
          break;
        }
        held.taken = true;
        waiting--;
        left -= held.readings();
        next.add(held.entry);
      }
      takenTo = held.sequence();
      if (left <= 0) {
        break;
      }
    }
    return next;
  }

  /** What was handed out will be so again. */
  void release() {
    all.values().forEach(held -> held.taken = false);
    waiting = all.size();
    takenTo = NONE;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  int size() {
    return all.size();
  }

  /** How many are not handed out. */
  int waiting() {
    return waiting;
  }

  /** What all take of the memory, in readings. */
  int weight() {
    return weight;
  }

  /** The oldest; there must be one. */
  Held first() {
    return all.firstEntry().getValue();
  }

  /** The newest; there must be one. */
  Held last() {
    return all.lastEntry().getValue();
  }

  /** The oldest that is not handed out; null when all are. */
  @Nullable Held firstWaiting() {
    for (Held held : all.tailMap(takenTo, false).values()) {
      if (!held.taken) {
        return held;
      }
    }
    return null;
  }

  Collection<Held> values() {
    return all.values();
  }

  List<Entry> entries() {
    return all.values().stream().map(Held::entry).toList();
  }

  /** The numbers of those that are handed out. */
  Set<Long> taken() {
    return all.values().stream()
        .filter(Held::taken)
        .map(Held::sequence)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Takes out all that are not handed out, oldest first. */
  List<Held> removeWaiting() {
    List<Held> out = all.values().stream().filter(held -> !held.taken).toList();
    out.forEach(held -> remove(held.sequence()));
    return out;
  }

  /** Takes out all. */
  List<Held> removeAll() {
    List<Held> out = List.copyOf(all.values());
    all.clear();
    waiting = 0;
    weight = 0;
    takenTo = NONE;
    return out;
  }
}
