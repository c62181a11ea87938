package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Dropped;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import io.busbar.appliance.store.Strand.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connector's queue across both tiers: no lock, clock or disk of its own; the caller holds the
 * outbox's lock.
 *
 * <p>The newest are in the {@link #tail}, in memory only; the older are in the {@link Stock}, on
 * disk. The oldest of the tail is always stored first, so every stored number is below every
 * unstored one, and what is live is what has not become old enough to be stored. Both are handed
 * out at the same time, each in its order, or the tail only once nothing of the stock is left.
 */
final class Lane {
  private final String connector;
  private final Limits limits;
  private final Boots boots;

  /** Not stored, as far as is known. */
  private final Strand tail = new Strand();

  private final Stock stock;
  private final Losses losses = new Losses();
  private final List<Runnable> settling = new ArrayList<>();

  private long acknowledged;
  private long replayed;
  private boolean reachable = true;
  private boolean hurried;
  private @Nullable Runnable listener;
  private boolean thirsty;
  private @Nullable Instant oldest;

  Lane(String connector, Limits limits, Boots boots) {
    this.connector = connector;
    this.limits = limits;
    this.boots = boots;
    this.stock = new Stock(limits);
  }

  String connector() {
    return connector;
  }

  /** Its part on disk. */
  Stock stock() {
    return stock;
  }

  /** What it has given up. */
  Losses losses() {
    return losses;
  }

  /** Adds the newest; the oldest that is not handed out goes when memory is full. */
  void append(Entry entry, long now) {
    tail.put(new Held(entry, now, false));
    while (tail.weight() > limits.memoryReadings() && tail.size() > 1) {
      Held victim = tail.firstWaiting();
      Held gone = victim == null ? tail.first() : victim;
      losses.addFromMemory(Dropped.one(time(gone.entry())));
      forget(gone.sequence());
    }
  }

  /**
   * Gives up these, which are not stored, but for those that are handed out.
   *
   * @return what went
   */
  Dropped refuse(List<Entry> entries) {
    Dropped gone = Dropped.NONE;
    for (Entry entry : entries) {
      Held held = tail.get(entry.sequence());
      if (held != null && !held.taken()) {
        // The file was too full for it: it is surely not there.
        tail.remove(entry.sequence());
        gone = gone.plus(Dropped.one(time(held.entry())));
      }
    }
    losses.add(gone);
    return gone;
  }

  /**
   * The next of a part, in order. With write-ahead they must be stored first. While the disk is
   * broken what is in memory goes on, past what cannot be read. What should wait for its times
   * holds up all of its part that is newer.
   */
  List<Entry> take(Part part, int most, boolean broken) {
    boolean turn = stock.page().waiting() == 0 && (stock.joined() || broken);
    List<Entry> next =
        switch (part) {
          case BACKLOG -> stock.page().take(most, this::waits);
          case LIVE -> live(most, broken);
          case LIVE_IN_TURN -> turn ? live(most, broken) : List.of();
        };
    thirsty |= next.isEmpty();
    return next.stream().map(this::shown).toList();
  }

  private boolean waits(Entry entry) {
    return entry.send().waits(boots);
  }

  /** With times as far as they are known now; here it stays as it was made. */
  Entry shown(Entry entry) {
    return new Entry(entry.sequence(), entry.send().shown(boots));
  }

  private Instant time(Entry entry) {
    return entry.send().time(boots);
  }

  private List<Entry> live(int most, boolean broken) {
    List<Entry> next = stock.aside().take(most, this::waits);
    return stock.aside().waiting() == 0 && next.isEmpty() && (!limits.writeAhead() || broken)
        ? tail.take(most, this::waits)
        : next;
  }

  /** Where the Send of a number is. */
  Outbox.Place place(long sequence) {
    if (tail.get(sequence) != null) {
      return Outbox.Place.MEMORY;
    }
    return stock.holds(sequence) ? Outbox.Place.DISK : Outbox.Place.GONE;
  }

  void release() {
    tail.release();
    stock.release();
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
        replayed += forget(entry.sequence()) ? 1 : 0;
        acknowledged++;
      }
      onDisk |= stock.hasDeletion(entry.sequence());
    }
    boolean wait = onDisk && !broken;
    if (wait) {
      settling.add(settled);
    }
    return !wait;
  }

  /** Whether this very Send is here; a number alone could belong to another one. */
  private boolean holds(Entry entry) {
    Held held = tail.get(entry.sequence());
    Held here = held == null ? stock.get(entry.sequence()) : held;
    return here != null && here.entry().send().isSame(entry.send());
  }

  /** Returns whether it was one of the backlog. */
  private boolean forget(long sequence) {
    tail.remove(sequence);
    return stock.forget(sequence);
  }

  void reachable(boolean now) {
    reachable = now;
    if (!now) {
      stock.offline();
    }
  }

  /** Who is told when there may be something to take again. */
  void listen(Runnable readable) {
    listener = readable;
  }

  /** Tells the listener, if it found nothing before. */
  void wake() {
    Runnable told = listener;
    if (thirsty && told != null) {
      thirsty = false;
      told.run();
    }
  }

  /** Somebody cannot go on until what is acknowledged is deleted. */
  void hurry() {
    hurried = !settling.isEmpty();
  }

  Backlog backlog() {
    Entry stored = stock.oldest();
    if (stored != null) {
      oldest = time(stored);
    } else if (stock.waiting() == 0) {
      oldest = tail.isEmpty() ? null : time(tail.first().entry());
    }
    // What is deleted next is on the disk a little longer; it waits for nobody.
    long bytes = stored() == 0 ? 0 : stock.bytes();
    return new Backlog(waiting(), stored(), bytes, oldest, acknowledged, replayed, losses.all());
  }

  long stored() {
    return stock.waiting();
  }

  long waiting() {
    return stored() + tail.size();
  }

  int unstored() {
    return tail.size();
  }

  /** What is not stored, from a number on. */
  List<Entry> unstoredAfter(long sequence) {
    return tail.values().stream()
        .map(Held::entry)
        .filter(entry -> entry.sequence() > sequence)
        .toList();
  }

  // What the store thread asks, and what it reports.

  /** The oldest that should be on disk by now. */
  List<Entry> due(long now, boolean all, int most) {
    // While nobody takes, it waits for as many as the time allows: a commit costs as much as rows.
    boolean offline = !reachable && (dueIn(now) <= 0 || tail.size() >= limits.commitRows());
    boolean every =
        all || offline || limits.writeAhead() || tail.weight() > limits.memoryReadings() / 2;
    List<Entry> due = new ArrayList<>();
    for (Held held : tail.values()) {
      if (due.size() == most || (!every && now - held.since() < limits.spillNanos())) {
        break;
      }
      due.add(held.entry());
    }
    return due;
  }

  /** When the next will be due by its age, in nanoseconds from now. */
  long dueIn(long now) {
    return tail.isEmpty() ? Long.MAX_VALUE : limits.spillNanos() - (now - tail.first().since());
  }

  /**
   * How long what is due may wait for more, in nanoseconds: while nobody takes, a tenth of the time
   * between commits, so that a Send which comes just then goes with it.
   */
  long ripeIn(long now) {
    return reachable || tail.isEmpty() ? 0 : Math.max(0, dueIn(now) + limits.commitNanos() / 10);
  }

  /** Whether someone waits for deletions. */
  boolean hurried() {
    return hurried;
  }

  /** A commit with these begins. */
  void storing(List<Entry> entries) {
    if (!entries.isEmpty()) {
      stock.storing(entries.getLast().sequence());
    }
  }

  /** These are in the file, which now holds so much. */
  void written(List<Entry> entries, Dropped saved, OutboxFile.Size now) {
    stock.size(now);
    losses.saved(saved);
    for (Entry entry : entries) {
      stock.stored(entry.sequence(), tail.remove(entry.sequence()), reachable);
    }
    stock.trim();
  }

  /** Those who wait for deletions and need wait no longer. */
  List<Runnable> settled() {
    List<Runnable> all = List.copyOf(settling);
    settling.clear();
    hurried = false;
    return all;
  }

  /** The file gave these up, beyond what was read, and has noted it. */
  void dropped(Dropped more, OutboxFile.Size now) {
    stock.size(now);
    losses.add(more);
    losses.saved(losses.all());
  }

  /** The file was opened for the first time and has this from an earlier life. */
  void adopt(OutboxFile.Shelf shelf) {
    stock.adopt(shelf);
    losses.add(shelf.dropped());
    losses.saved(shelf.dropped());
  }

  /** Whether something unstored has a number that the file has used up already. */
  boolean clashes(long last) {
    return !tail.isEmpty() && tail.first().sequence() <= last;
  }

  /** Gives all that is unstored new numbers; acknowledgements of the old ones are ignored. */
  long renumber(long first) {
    stock.renumbered();
    long next = first;
    for (Held held : tail.removeAll()) {
      tail.put(new Held(new Entry(next, held.entry().send()), held.since(), false));
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
  long reopened(OutboxFile.Shelf shelf) {
    losses.saved(shelf.dropped());
    if (stock.misses(shelf)) {
      return fileLost();
    }
    stock.size(shelf.size());
    return 0;
  }

  /**
   * A new file has taken the place of a damaged one, with all that was in memory and more.
   *
   * @return how many Sends could not be saved
   */
  long replaced(OutboxFile.Shelf shelf) {
    long lost = stock.replaced(shelf.size());
    losses.add(new Dropped(lost, null, null));
    return lost;
  }

  private long fileLost() {
    long before = stored();
    List<Held> left = stock.fileLost();
    left.forEach(tail::put);
    long lost = Math.max(0, before - left.size());
    losses.add(new Dropped(lost, null, null));
    return lost;
  }
}
