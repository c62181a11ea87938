package io.busbar.drivers.modbus;

import io.busbar.drivers.BusLoad;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.DerivedPoints;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a configured RTU line has to carry, before anything is asked on it. */
final class LineLoad {
  /** From a request to its answer; most meters take 5 to 40 ms. */
  private static final Duration TURNAROUND = Duration.ofMillis(15);

  private LineLoad() {}

  /**
   * The load of a line.
   *
   * @param used whether a device's point is read at its poll interval
   */
  static BusLoad of(
      ModbusRtuSettings settings, RegisterLibrary library, BiPredicate<String, String> used) {
    BusLoad all = BusLoad.NONE;
    for (ModbusDevice device : settings.devices()) {
      RegisterMap map = device.map(library);
      List<Register> often = often(device, map, used);
      BusLoad whole = once(settings, BlockPlan.of(map, BlockPlan.RTU_OVERHEAD));
      BusLoad brief = once(settings, BlockPlan.of(map, often, BlockPlan.RTU_OVERHEAD, new Walls()));
      BusLoad cycle = often.isEmpty() ? whole : brief;
      double share = share(whole, device.idleInterval()) + share(brief, device.pollInterval());
      all = all.plus(new BusLoad(cycle.requests(), cycle.bytes(), cycle.busy(), share));
    }
    return all;
  }

  /** What the used points are read from. */
  private static List<Register> often(
      ModbusDevice device, RegisterMap map, BiPredicate<String, String> used) {
    DerivedPoints derived = DerivedPoints.of(device.name(), device.derivedWith(map), map.offered());
    Set<String> needed =
        derived
            .needed(
                Stream.concat(map.offered().stream(), derived.points().stream())
                    .filter(point -> used.test(device.name(), point.name()))
                    .collect(Collectors.toSet()))
            .stream()
            .map(DataPoint::name)
            .collect(Collectors.toSet());
    return map.points().stream().filter(point -> needed.contains(point.name())).toList();
  }

  private static double share(BusLoad once, Duration interval) {
    return (double) once.busy().toNanos() / interval.toNanos();
  }

  private static BusLoad once(ModbusRtuSettings settings, List<BlockPlan.Block> blocks) {
    int bytes = 0;
    for (BlockPlan.Block block : blocks) {
      bytes += BlockPlan.RTU_OVERHEAD + block.bytes();
    }
    long silence = Math.max(RtuLine.gap(settings.line()), settings.pause().toNanos());
    long waits = blocks.size() * (silence + TURNAROUND.toNanos());
    return new BusLoad(blocks.size(), bytes, settings.line().timeOf(bytes).plusNanos(waits), 0);
  }
}
