package io.busbar.appliance.store;

import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.OutboxFile.Size;
import io.busbar.appliance.store.Strand.Held;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the file has of one connector, and what of that is in memory too: a page that was read back
 * and goes out in its turn, and aside of it what was stored while it was under way.
 *
 * <pre>
 *  sequence:   ... page, aside ... | ... on disk, not read; a few aside ... | not stored
 *                               readTo                                  storedTo
 * </pre>
 *
 * <p>Everything up to {@code readTo} that is not acknowledged is in the page or aside. Reading on
 * passes over what is aside, so nothing is handed out twice.
 */
final class Stock {
  private static final long NONE = 0;

  private final Limits limits;
  private final Strand page = new Strand();

  /** Handed out while it was live; with write-ahead also what is live and will be. */
  private final Strand aside = new Strand();

  /** Acknowledged, but maybe still in the file. */
  private final TreeSet<Long> deletions = new TreeSet<>();

  /** Of these, those whose commit was not known to be done; as far as is known they are no rows. */
  private final Set<Long> doubtful = new HashSet<>();

  private long readTo = NONE;
  private long storedTo = NONE;

  /** A commit was tried up to here; if it failed, the rows may be in the file all the same. */
  private long triedTo = NONE;

  private Size size = new Size(0, 0);

  Stock(Limits limits) {
    this.limits = limits;
  }

  /** What was read back and goes out in its turn. */
  Strand page() {
    return page;
  }

  /** What is live though it is stored. */
  Strand aside() {
    return aside;
  }

  /** Whether all that is stored was read: what comes next is not stored. */
  boolean joined() {
    return readTo == storedTo;
  }

  long readTo() {
    return readTo;
  }

  long storedTo() {
    return storedTo;
  }

  /** How many Sends wait in the file. */
  long waiting() {
    return Math.max(0, size.rows() - (deletions.size() - doubtful.size()));
  }

  /** What it takes of the file. */
  long bytes() {
    return size.bytes();
  }

  void size(Size now) {
    size = now;
  }

  /** The Send of this number, if it is in memory. */
  @Nullable Held get(long sequence) {
    Held held = page.get(sequence);
    return held == null ? aside.get(sequence) : held;
  }

  /** Whether it waits in the file, read or not. */
  boolean holds(long sequence) {
    boolean unread = readTo < sequence && sequence <= storedTo;
    return !deletions.contains(sequence) && (unread || get(sequence) != null);
  }

  /**
   * One is delivered or given up: the file must not keep it.
   *
   * @return whether it was one of the page
   */
  boolean forget(long sequence) {
    boolean read = page.remove(sequence) != null;
    if (read || aside.remove(sequence) != null) {
      deletions.add(sequence);
    } else if (sequence <= triedTo && deletions.add(sequence)) {
      doubtful.add(sequence);
    }
    return read;
  }

  /** Sequence numbers to delete. They stay on the list until {@link #deleted}. */
  List<Long> deletions() {
    return List.copyOf(deletions);
  }

  /** Whether it is delivered or given up, though the file may still have it. */
  boolean hasDeletion(long sequence) {
    return deletions.contains(sequence);
  }

  void deleted(List<Long> sequences) {
    sequences.forEach(deletions::remove);
    sequences.forEach(doubtful::remove);
  }

  /** A commit with everything up to this number begins. */
  void storing(long sequence) {
    triedTo = Math.max(triedTo, sequence);
  }

  /**
   * One is in the file now.
   *
   * @param held null when it was acknowledged meanwhile
   * @param live whether with write-ahead it is still to go out before what is older
   */
  void stored(long sequence, @Nullable Held held, boolean live) {
    boolean joined = joined();
    doubtful.remove(sequence);
    storedTo = Math.max(storedTo, sequence);
    readTo = joined ? storedTo : readTo;
    if (held != null && (held.taken() || (live && limits.writeAhead()))) {
      aside.put(held);
    } else if (held != null && joined) {
      page.put(held);
    }
  }

  /** What was read ahead of its turn goes, from its end; the file has it. */
  void trim() {
    while (aside.waiting() > limits.pageRows()) {
      Held oldest = aside.firstWaiting();
      if (oldest == null) {
        break;
      }
      aside.remove(oldest.sequence());
      putBack(oldest);
    }
    while (page.size() > limits.pageRows() && !page.last().taken()) {
      readTo = page.last().sequence() - 1;
      page.remove(readTo + 1);
    }
  }

  /** One that was live is not any more: it goes in its turn. */
  private void putBack(Held held) {
    if (held.sequence() <= readTo) {
      page.put(new Held(held.entry(), held.since(), false));
    }
  }

  /** What is live and was not handed out yet has lost its chance. */
  void offline() {
    aside.removeWaiting().forEach(this::putBack);
  }

  /** What was handed out will be so again, in its turn. */
  void release() {
    aside.removeAll().forEach(this::putBack);
    page.release();
  }

  boolean wantsLoad() {
    return readTo < storedTo && page.waiting() < limits.pageRows() / 2;
  }

  void loaded(OutboxFile.Loaded more) {
    for (Entry entry : more.entries()) {
      long sequence = entry.sequence();
      if (!deletions.contains(sequence) && get(sequence) == null) {
        page.put(new Held(entry, 0, false));
      }
    }
    readTo = more.end() ? storedTo : more.entries().getLast().sequence();
  }

  /** How many rows were passed over, now that all is read; 0 while it is not. */
  long missed() {
    return joined() ? waiting() - page.size() - aside.size() : 0;
  }

  /** Steps back from all that is not handed out, so that the file may drop it. */
  void stepBack() {
    List<Held> ahead = new ArrayList<>(page.removeWaiting());
    ahead.addAll(aside.removeWaiting());
    for (Held held : ahead) {
      readTo = Math.min(readTo, held.sequence() - 1);
    }
  }

  /** Beyond {@code readTo}, the numbers that the file must not give up. */
  Set<Long> spared() {
    Set<Long> spared = new HashSet<>(deletions.tailSet(readTo, false));
    spared.addAll(aside.taken());
    return spared;
  }

  /** The file was opened for the first time and has this from an earlier life. */
  void adopt(OutboxFile.Shelf shelf) {
    size = shelf.size();
    storedTo = shelf.last();
  }

  /** Whether a file that was opened again is not the one that it was. */
  boolean misses(OutboxFile.Shelf shelf) {
    long highest =
        Math.max(
            page.isEmpty() ? NONE : page.last().sequence(),
            aside.isEmpty() ? NONE : aside.last().sequence());
    return highest == NONE ? shelf.size().rows() < waiting() : shelf.last() < highest;
  }

  /** What the next file must hold of this one: all in memory that is not acknowledged. */
  List<Entry> kept() {
    TreeMap<Long, Entry> kept = new TreeMap<>();
    page.entries().forEach(entry -> kept.put(entry.sequence(), entry));
    aside.entries().forEach(entry -> kept.put(entry.sequence(), entry));
    return List.copyOf(kept.values());
  }

  /** A new file holds none of these, which were to be deleted. */
  void forgetDeletions(Set<Long> gone) {
    long known = gone.stream().filter(sequence -> !doubtful.contains(sequence)).count();
    size = new Size(Math.max(0, size.rows() - known), size.bytes());
    deletions.removeAll(gone);
    doubtful.removeAll(gone);
  }

  /**
   * A new file has taken the place of a damaged one.
   *
   * @return how many Sends it does not have any more
   */
  long replaced(Size now) {
    long lost = Math.max(0, size.rows() - now.rows());
    size = now;
    return lost;
  }

  /**
   * The file is gone.
   *
   * @return what is left of it in memory; the rest is lost
   */
  List<Held> fileLost() {
    List<Held> left = new ArrayList<>(page.removeAll());
    left.addAll(aside.removeAll());
    deletions.clear();
    doubtful.clear();
    size = new Size(0, 0);
    readTo = NONE;
    storedTo = NONE;
    return left;
  }

  /** What was tried to store has other numbers now. */
  void renumbered() {
    triedTo = NONE;
  }

  /** The oldest that waits in the file; null while it is not in memory. */
  @Nullable Entry oldest() {
    if (!page.isEmpty()) {
      return page.first().entry();
    }
    return !aside.isEmpty() && waiting() == aside.size() ? aside.first().entry() : null;
  }
}
