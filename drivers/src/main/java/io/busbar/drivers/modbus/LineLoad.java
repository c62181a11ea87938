package io.busbar.drivers.modbus;

import io.busbar.drivers.BusLoad;
import java.time.Duration;
import java.util.List;

/** What a configured RTU line has to carry, before anything is asked on it. */
final class LineLoad {
  /** From a request to its answer; most meters take 5 to 40 ms. */
  private static final Duration TURNAROUND = Duration.ofMillis(15);

  private LineLoad() {}

  static BusLoad of(ModbusRtuSettings settings, RegisterLibrary library) {
    BusLoad all = BusLoad.NONE;
    for (ModbusDevice device : settings.devices()) {
      RegisterMap map = library.find(device.meter()).orElseThrow();
      BusLoad once = once(settings, BlockPlan.of(map, BlockPlan.RTU_OVERHEAD));
      double share = (double) once.busy().toNanos() / device.pollInterval().toNanos();
      all = all.plus(new BusLoad(once.requests(), once.bytes(), once.busy(), share));
    }
    return all;
  }

  private static BusLoad once(ModbusRtuSettings settings, List<BlockPlan.Block> blocks) {
    int bytes = 0;
    for (BlockPlan.Block block : blocks) {
      bytes += BlockPlan.RTU_OVERHEAD + 2 * block.count();
    }
    long silence = Math.max(RtuLine.gap(settings.line()), settings.pause().toNanos());
    long waits = blocks.size() * (silence + TURNAROUND.toNanos());
    return new BusLoad(blocks.size(), bytes, settings.line().timeOf(bytes).plusNanos(waits), 0);
  }
}
