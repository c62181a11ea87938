package io.busbar.drivers.io;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A carrier board as data: what is wired to which line and which chips it has.
 *
 * @param source where the pinout was read
 * @param labels what stands beside a terminal, by its point: {@code I/P0}, of a chip {@code
 *     Relays/Q/P7}
 */
record Board(
    String id,
    String title,
    String source,
    List<GpioSettings.Input> inputs,
    List<GpioSettings.Output> outputs,
    Map<String, String> labels,
    GpioSettings.@Nullable PanelLines panel,
    List<I2cSettings.ChipSettings> chips) {
  Board {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    labels = Map.copyOf(labels);
    chips = List.copyOf(chips);
  }
}
