package io.busbar.drivers.io;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A carrier board as data: what is wired to which line and which chips it has.
 *
 * @param source where the pinout was read
 */
record Board(
    String id,
    String title,
    String source,
    List<GpioSettings.Input> inputs,
    List<GpioSettings.Output> outputs,
    GpioSettings.@Nullable PanelLines panel,
    List<I2cSettings.ChipSettings> chips) {
  Board {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    chips = List.copyOf(chips);
  }
}
