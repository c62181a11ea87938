package io.busbar.appliance.store;

import io.busbar.appliance.store.Outbox.Dropped;

/** What one connector has given up, and how much of that the file knows. */
final class Losses {
  private Dropped all = Dropped.NONE;
  private Dropped fromMemory = Dropped.NONE;
  private Dropped saved = Dropped.NONE;

  void add(Dropped more) {
    all = all.plus(more);
  }

  /** Memory was full. */
  void addFromMemory(Dropped more) {
    fromMemory = fromMemory.plus(more);
    add(more);
  }

  /** All since the connector was added. */
  Dropped all() {
    return all;
  }

  /** What went because memory was full, since the process began. */
  Dropped fromMemory() {
    return fromMemory;
  }

  /** The file knows of so much. */
  void saved(Dropped known) {
    saved = known;
  }

  /** Whether the file does not know all. */
  boolean hasNews() {
    return !all.equals(saved);
  }
}
