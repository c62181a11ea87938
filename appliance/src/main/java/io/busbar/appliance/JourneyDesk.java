package io.busbar.appliance;

import io.busbar.appliance.journey.Journey;
import io.busbar.appliance.journey.Journeys;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Variable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Traceable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Lets buses and tree tell of the variables whose way somebody wants to see, and of no others. */
final class JourneyDesk {
  private final ProcessTree tree;
  private final Supplier<List<Driver>> drivers;
  private final Journeys journeys;
  private final Map<String, ProcessTree.Use> uses = new LinkedHashMap<>();

  /** What tree and buses tell of now. */
  private Map<Variable, DataPoint> followed = Map.of();

  private List<Driver> told = List.of();

  /**
   * @param drivers every bus at work
   */
  JourneyDesk(ProcessTree tree, Supplier<List<Driver>> drivers, Journeys journeys) {
    this.tree = tree;
    this.drivers = drivers;
    this.journeys = journeys;
  }

  /** What is known of the readings at or below a path, which is watched from now on. */
  List<Journey> of(String path) {
    if (journeys.watch(path)) {
      follow();
    }
    return journeys.of(path);
  }

  /**
   * Ends what nobody watches any more and follows buses that are new; to be called now and then.
   */
  void look() {
    if (journeys.isOpen()) {
      journeys.look();
      follow();
    }
  }

  private synchronized void follow() {
    Set<String> watched = journeys.watched();
    uses.entrySet()
        .removeIf(use -> {
          boolean over = !watched.contains(use.getKey());
          if (over) {
            use.getValue().close();
          }
          return over;
        });
    // A page that shows a way is a page that shows a value: what is watched is read often.
    watched.forEach(path -> uses.computeIfAbsent(path, tree::useUnder));
    Map<Variable, DataPoint> points = new LinkedHashMap<>();
    for (String path : watched) {
      List<ProcessTree.Snapshot> found = tree.under(path);
      if (found != null) {
        found.forEach(one -> points.put(tree.variable(one.path()), one.point()));
      }
    }
    List<Driver> buses = drivers.get();
    if (points.equals(followed) && buses.equals(told)) {
      return;
    }
    followed = points;
    told = buses;
    tree.beFollowed(List.copyOf(points.keySet()), journeys);
    Set<DataPoint> traced = new HashSet<>(points.values());
    for (Driver driver : buses) {
      if (driver instanceof Traceable bus) {
        bus.trace(traced, journeys);
      }
    }
  }
}
