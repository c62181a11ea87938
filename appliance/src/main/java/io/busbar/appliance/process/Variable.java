package io.busbar.appliance.process;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Writable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One variable of the process tree. The object stands for its path for good: sections keep it while
 * buses come, change and go. What it holds is guarded by the tree.
 */
public final class Variable {
  private final String path;
  final List<Watch> watches = new ArrayList<>();

  /** What follows from this variable. */
  final List<DerivedVariable> feeds = new ArrayList<>();

  /** How this variable follows from others; null when it does not. */
  @Nullable DerivedVariable derived;

  @Nullable DataPoint point;
  @Nullable Writable bus;
  int users;

  /** Follows this variable; null, as of nearly all, when nobody wants to see its way. */
  @Nullable Follower follower;

  Latest latest = Latest.NEVER;

  Variable(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }

  /**
   * Counts who uses it. Who uses what follows from others uses these, too.
   *
   * @param change 1 or -1
   * @return whether this or another variable is used now and was not before, or the other way round
   */
  boolean count(int change) {
    users += change;
    boolean news = users == Math.max(change, 0);
    if (news && derived != null) {
      derived.countInputs(change);
    }
    return news;
  }

  /** Told, in the tree's order and under its lock, of every block that holds what it watches. */
  interface Watcher {
    /**
     * A variable of it is in the block.
     *
     * @param index which of those that it watches
     * @return whether it is the first of the block
     */
    boolean touched(int index);

    /** The block is whole. Must neither wait nor change the tree. */
    void changed();
  }

  /** A watcher, and which of its variables this one is. */
  record Watch(Watcher watcher, int index) {}
}
