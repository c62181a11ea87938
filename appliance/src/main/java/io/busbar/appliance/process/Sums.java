package io.busbar.appliance.process;

import io.busbar.appliance.process.ProcessVariables.Kept;
import io.busbar.drivers.Accumulating;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sums over time, such as energy from power, go on where they ended: when their bus is configured
 * anew from what the tree holds, after a restart from a {@link VariableFile}. A sum of another rule
 * begins anew, and so does one that was not configured for a while.
 */
public final class Sums {
  private final ProcessTree tree;
  private final VariableFile file;
  private final Map<String, Set<String>> paths = new HashMap<>();
  private final Map<String, Kept> held = new HashMap<>();
  private final Set<String> begun = new HashSet<>();

  /**
   * @param file a {@link VariableFile#ofSums}
   */
  public Sums(ProcessTree tree, VariableFile file) {
    this.tree = tree;
    this.file = file;
  }

  /** Lets the sums of a bus go on that the tree does not know yet, and keeps them from now on. */
  public void resume(String bus, List<Device> devices, Accumulating accumulating) {
    Set<DataPoint> sums = accumulating.sums();
    Set<String> own = new HashSet<>();
    for (Device device : devices) {
      for (DataPoint point : device.points()) {
        if (sums.contains(point)) {
          String path = Path.of(bus, device, point);
          own.add(path);
          Kept kept = kept(path, point);
          if (kept != null && kept.value() instanceof Value.Real(double sum)) {
            accumulating.resume(point, sum, kept.time());
          }
        }
      }
    }
    keep(bus, own);
  }

  /** What a sum has come to; null when it begins. To be asked before the tree has this point. */
  synchronized @Nullable Kept kept(String path, DataPoint point) {
    look(path);
    DataPoint before = tree.pointOf(path);
    if (before != null && !before.equals(point)) {
      held.remove(path);
    } else if (begun.add(path)) {
      Kept kept = file.sum(path);
      if (kept != null) {
        held.putIfAbsent(path, kept);
      }
    }
    return held.get(path);
  }

  /** These sums of a source are kept from now on, in place of those before. */
  synchronized void keep(String source, Set<String> own) {
    Set<String> before = paths.put(source, Set.copyOf(own));
    if (before != null) {
      before.stream().filter(path -> !own.contains(path)).forEach(held::remove);
    }
  }

  /** A source has ended; what its sums had come to is forgotten. */
  public void forget(String source) {
    keep(source, Set.of());
  }

  /** Looks what the sums have come to, and writes it if it is time to; every second or so. */
  public void write() {
    look();
    file.write();
  }

  /** The same without waiting, at the end. */
  public void writeLast() {
    look();
    file.writeLast();
  }

  /** Why they are not kept now; null when they are. */
  public @Nullable String alarm() {
    return file.alarm();
  }

  private synchronized void look() {
    paths.values().forEach(own -> own.forEach(this::look));
    file.keep(held);
  }

  private void look(String path) {
    Latest latest = tree.read(List.of(tree.variable(path))).getFirst();
    Value value = latest.value();
    Instant time = latest.time();
    if (value != null && time != null) {
      held.put(path, new Kept(value, time));
    }
  }
}
