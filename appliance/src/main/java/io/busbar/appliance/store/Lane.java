package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Dropped;
import io.busbar.appliance.store.Outbox.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One connector's queue across both tiers: no lock, clock or disk of its own; the caller holds the
 * outbox's lock.
 *
 * <pre>
 *  sequence:   ... page ... | ... on disk, not read ... | ... memory ...
 *                      readTo                    storedTo        (next)
 * </pre>
 *
 * Every stored sequence number is below every unstored one, because the oldest is always stored
 * first. So the order of handing out is the order of numbers, "taken" is one cursor, and to release
 * is to set the cursor back.
 */
final class Lane {
  private static final long NONE = 0;

  private final String connector;
  private final Limits limits;
  private final Boots boots;

  /** Not stored, as far as is known. */
  private final TreeMap<Long, Held> memory = new TreeMap<>();

  /** Stored, and in memory too: all that is not acknowledged up to {@code readTo}. */
  private final TreeMap<Long, Entry> page = new TreeMap<>();

  /** Acknowledged, but maybe still in the file. */
  private final TreeSet<Long> deletions = new TreeSet<>();

  private final List<Runnable> settling = new ArrayList<>();

  private long takenTo = NONE;

  /** What was ever handed out stays in memory until it is acknowledged, so a late one finds it. */
  private long handedTo = NONE;

  private long readTo = NONE;
  private long storedTo = NONE;

  /** A commit was tried up to here; if it failed, the rows may be in the file all the same. */
  private long triedTo = NONE;

  private long rows;
  private long bytes;
  private int memoryReadings;
  private long acknowledged;
  private Dropped dropped = Dropped.NONE;
  private Dropped droppedFromMemory = Dropped.NONE;

  /** What of it the file knows. */
  private Dropped droppedSaved = Dropped.NONE;

  private boolean reachable = true;
  private int takers;
  private @Nullable Instant oldest;

  private record Held(Entry entry, long since) {}

  Lane(String connector, Limits limits, Boots boots) {
    this.connector = connector;
    this.limits = limits;
    this.boots = boots;
  }

  String connector() {
    return connector;
  }

  /** Adds the newest; the oldest that was never handed out goes when memory is full. */
  void append(Entry entry, long now) {
    memory.put(entry.sequence(), new Held(entry, now));
    memoryReadings += weight(entry);
    while (memoryReadings > limits.memoryReadings() && memory.size() > 1) {
      Long victim = memory.higherKey(handedTo);
      droppedFromMemory = droppedFromMemory.plus(drop(victim == null ? memory.firstKey() : victim));
    }
  }

  private Dropped drop(long sequence) {
    Held held = memory.get(sequence);
    forgetOne(sequence);
    Dropped one = held == null ? Dropped.NONE : Dropped.one(time(held.entry()));
    dropped = dropped.plus(one);
    return one;
  }

  /**
   * Gives up these, which are not stored, but for those that were handed out.
   *
   * @return what went
   */
  Dropped refuse(List<Entry> entries) {
    Dropped gone = Dropped.NONE;
    for (Entry entry : entries) {
      if (entry.sequence() > handedTo) {
        gone = gone.plus(drop(entry.sequence()));
        // The file was too full for it: it is surely not there.
        deletions.remove(entry.sequence());
      }
    }
    return gone;
  }

  /** All that ever went because memory was full, since the process began. */
  Dropped droppedFromMemory() {
    return droppedFromMemory;
  }

  Dropped dropped() {
    return dropped;
  }

  /** Whether the file does not know yet what was given up. */
  boolean hasNewsOfDrops() {
    return !dropped.equals(droppedSaved);
  }

  /**
   * The next in order. With write-ahead they must be stored first. While the disk is broken what is
   * in memory goes on, past what cannot be read. What should wait for its times holds up all that
   * is newer.
   */
  List<Entry> take(int most, boolean broken) {
    List<Entry> next = new ArrayList<>();
    for (Entry entry : page.tailMap(takenTo, false).values()) {
      if (next.size() == most) {
        break;
      }
      next.add(entry);
    }
    if (broken || (readTo == storedTo && !limits.writeAhead())) {
      for (Held held : memory.tailMap(takenTo, false).values()) {
        if (next.size() == most) {
          break;
        }
        next.add(held.entry());
      }
    }
    List<Entry> shown =
        next.stream().takeWhile(e -> !e.send().waits(boots)).map(this::shown).toList();
    if (!shown.isEmpty()) {
      takenTo = shown.getLast().sequence();
      handedTo = Math.max(handedTo, takenTo);
    }
    return shown;
  }

  /** With times as far as they are known now; here it stays as it was made. */
  Entry shown(Entry entry) {
    return new Entry(entry.sequence(), entry.send().shown(boots));
  }

  void release() {
    takenTo = NONE;
  }

  /**
   * Takes these out of the queue.
   *
   * @param broken whether nobody can delete now
   * @return whether {@code settled} may run now; if not, it is kept
   */
  boolean acknowledge(Collection<Entry> entries, Runnable settled, boolean broken) {
    boolean onDisk = false;
    for (Entry entry : entries) {
      if (holds(entry)) {
        forgetOne(entry.sequence());
        acknowledged++;
      }
      onDisk |= deletions.contains(entry.sequence());
    }
    boolean wait = onDisk && !broken;
    if (wait) {
      settling.add(settled);
    }
    return !wait;
  }

  /** Whether this very Send is here; a number alone could belong to another one. */
  private boolean holds(Entry entry) {
    Held held = memory.get(entry.sequence());
    Entry own = held == null ? page.get(entry.sequence()) : held.entry();
    return own != null && own.send().isSame(entry.send());
  }

  private void forgetOne(long sequence) {
    Held held = memory.remove(sequence);
    if (held != null) {
      memoryReadings -= weight(held.entry());
    }
    if (page.remove(sequence) != null || sequence <= triedTo) {
      deletions.add(sequence);
    }
  }

  private Instant time(Entry entry) {
    return entry.send().time(boots);
  }

  private static int weight(Entry entry) {
    return 1 + entry.send().readings().size();
  }

  void reachable(boolean now) {
    reachable = now;
  }

  void takers(int more) {
    takers += more;
  }

  Backlog backlog() {
    if (!page.isEmpty()) {
      oldest = time(page.firstEntry().getValue());
    } else if (stored() == 0) {
      oldest = memory.isEmpty() ? null : time(memory.firstEntry().getValue().entry());
    }
    return new Backlog(waiting(), stored(), oldest, acknowledged, dropped);
  }

  long stored() {
    return Math.max(0, rows - deletions.size());
  }

  long waiting() {
    return stored() + memory.size();
  }

  /** What is not stored, from a number on. */
  List<Entry> unstoredAfter(long sequence) {
    return memory.tailMap(sequence, false).values().stream()
        .map(Held::entry)
        .map(this::shown)
        .toList();
  }

  /** Whether it is acknowledged, though the file may still have it. */
  boolean isSettled(long sequence) {
    return deletions.contains(sequence);
  }

  /** What it takes of the file. */
  long bytes() {
    return bytes;
  }

  int unstored() {
    return memory.size();
  }

  // What the store thread asks, and what it reports.

  /** The oldest that should be on disk by now. */
  List<Entry> due(long now, boolean all, int most) {
    boolean every =
        all || !reachable || limits.writeAhead() || memoryReadings > limits.memoryReadings() / 2;
    List<Entry> due = new ArrayList<>();
    for (Held held : memory.values()) {
      if (due.size() == most || (!every && now - held.since() < limits.spillNanos())) {
        break;
      }
      due.add(held.entry());
    }
    return due;
  }

  /** When the next will be due by its age, in nanoseconds from now. */
  long dueIn(long now) {
    return memory.isEmpty()
        ? Long.MAX_VALUE
        : limits.spillNanos() - (now - memory.firstEntry().getValue().since());
  }

  /** Sequence numbers to delete. They stay on the list until {@link #deleted}. */
  List<Long> deletions() {
    return List.copyOf(deletions);
  }

  /**
   * Whether someone seems to wait for deletions: all that was taken is acknowledged and nobody asks
   * for more, which is what a publisher with a full window does.
   */
  boolean hurry() {
    return !deletions.isEmpty()
        && takers == 0
        && (page.isEmpty() || page.firstKey() > takenTo)
        && (memory.isEmpty() || memory.firstKey() > takenTo);
  }

  /** A commit with these begins. */
  void storing(List<Entry> entries) {
    if (!entries.isEmpty()) {
      triedTo = Math.max(triedTo, entries.getLast().sequence());
    }
  }

  /** These are in the file, which now holds so much. */
  void written(List<Entry> entries, Dropped saved, OutboxFile.Size now) {
    rows = now.rows();
    bytes = now.bytes();
    droppedSaved = saved;
    boolean joined = readTo == storedTo;
    for (Entry entry : entries) {
      Held held = memory.remove(entry.sequence());
      if (held != null) {
        memoryReadings -= weight(entry);
        if (joined) {
          page.put(entry.sequence(), entry);
        }
      }
      storedTo = Math.max(storedTo, entry.sequence());
    }
    if (joined) {
      readTo = storedTo;
    }
    while (page.size() > limits.pageRows() && page.lastKey() > handedTo) {
      readTo = page.pollLastEntry().getKey() - 1;
    }
  }

  /** These are no longer in the file. */
  void deleted(List<Long> sequences) {
    sequences.forEach(deletions::remove);
  }

  /** Those who wait for deletions and need wait no longer. */
  List<Runnable> settled() {
    List<Runnable> all = List.copyOf(settling);
    settling.clear();
    return all;
  }

  boolean wantsLoad() {
    return readTo < storedTo
        && (page.size() < limits.pageRows() / 2 || page.higherKey(takenTo) == null);
  }

  long readTo() {
    return readTo;
  }

  long storedTo() {
    return storedTo;
  }

  void loaded(OutboxFile.Loaded more) {
    for (Entry entry : more.entries()) {
      if (!deletions.contains(entry.sequence())) {
        page.put(entry.sequence(), entry);
      }
    }
    readTo = more.end() ? storedTo : more.entries().getLast().sequence();
  }

  /**
   * Steps back from what was read ahead and never handed out, so that the file may drop it.
   *
   * @return rows beyond this number can be dropped
   */
  long stepBack() {
    SortedMap<Long, Entry> ahead = page.tailMap(handedTo, false);
    if (!ahead.isEmpty()) {
      readTo = Math.min(readTo, ahead.firstKey() - 1);
      ahead.clear();
    }
    return readTo;
  }

  /** The file gave these up, beyond {@code readTo}, and has noted it. */
  void dropped(Dropped more, OutboxFile.Size now) {
    rows = now.rows();
    bytes = now.bytes();
    dropped = dropped.plus(more);
    droppedSaved = dropped;
  }

  /** The file was opened for the first time and has this from an earlier life. */
  void adopt(OutboxFile.Shelf shelf) {
    rows = shelf.size().rows();
    bytes = shelf.size().bytes();
    dropped = dropped.plus(shelf.dropped());
    droppedSaved = shelf.dropped();
    storedTo = shelf.last();
    takenTo = NONE;
    handedTo = NONE;
  }

  /** Whether something unstored has a number that the file has used up already. */
  boolean clashes(long last) {
    return !memory.isEmpty() && memory.firstKey() <= last;
  }

  /** Gives all that is unstored new numbers; acknowledgements of the old ones are ignored. */
  long renumber(long first) {
    List<Held> all = List.copyOf(memory.values());
    memory.clear();
    triedTo = NONE;
    long next = first;
    for (Held held : all) {
      memory.put(next, new Held(new Entry(next, held.entry().send()), held.since()));
      next++;
    }
    return next;
  }

  /**
   * The file was opened again.
   *
   * @param shelf what it has of this connector
   * @return how many Sends it has lost meanwhile
   */
  long reopened(OutboxFile.Shelf shelf, long now) {
    droppedSaved = shelf.dropped();
    if (page.isEmpty() ? shelf.size().rows() < stored() : shelf.last() < page.lastKey()) {
      return fileLost(now);
    }
    rows = shelf.size().rows();
    bytes = shelf.size().bytes();
    return 0;
  }

  /** What the next file must hold of this one: all that was read and is not acknowledged. */
  List<Entry> kept() {
    return List.copyOf(page.values());
  }

  /** A new file holds none of these, which were to be deleted. */
  void forgetDeletions(Set<Long> gone) {
    rows = Math.max(0, rows - gone.size());
    deletions.removeAll(gone);
  }

  /**
   * A new file has taken the place of a damaged one, with what was {@link #kept} and more.
   *
   * @return how many Sends could not be saved
   */
  long replaced(OutboxFile.Shelf shelf) {
    long lost = Math.max(0, rows - shelf.size().rows());
    rows = shelf.size().rows();
    bytes = shelf.size().bytes();
    dropped = dropped.plus(new Dropped(lost, null, null));
    return lost;
  }

  /**
   * The disk works again. Where memory went on past rows that could not be read, the cursor goes
   * back to them, and what is in flight will come again.
   */
  void rejoin() {
    if (readTo < storedTo && handedTo > readTo) {
      takenTo = NONE;
      handedTo = NONE;
    }
  }

  /**
   * The file is gone: what was read ahead becomes unstored again.
   *
   * @return how many Sends went with the file
   */
  long fileLost(long now) {
    long lost = Math.max(0, stored() - page.size());
    for (Entry entry : page.values()) {
      memory.put(entry.sequence(), new Held(entry, now));
      memoryReadings += weight(entry);
    }
    page.clear();
    deletions.clear();
    rows = 0;
    bytes = 0;
    readTo = NONE;
    storedTo = NONE;
    dropped = dropped.plus(new Dropped(lost, null, null));
    return lost;
  }
}
