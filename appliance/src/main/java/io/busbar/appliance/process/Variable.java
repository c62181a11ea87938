package io.busbar.appliance.process;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Writable;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One variable of the process tree. The object stands for its path for good: sections keep it while
 * buses come, change and go. What it holds is guarded by the tree.
 */
public final class Variable {
  private final String path;
  final Set<Watcher> watchers = new LinkedHashSet<>();
  @Nullable DataPoint point;
  @Nullable Writable bus;
  int users;
  Latest latest = Latest.NEVER;

  Variable(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }

  /** Told, in the tree's order, of every block that holds a variable it watches. */
  interface Watcher {
    void changed();
  }
}
