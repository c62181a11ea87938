package io.busbar.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The terminals of the Pi's own lines, of I2C chips and sensors, and the boards that have them. */
public interface Wires {
  /** Every I/O bus, in the order of the configuration. */
  @Needs(Role.VIEWER)
  List<WiresView> buses();

  /** The carrier boards that can be picked. */
  @Needs(Role.VIEWER)
  List<BoardView> boards();

  /**
   * One bus.
   *
   * @param type {@code gpio}, {@code i2c} or {@code onewire}
   * @param board what its board is called; null when it has none
   */
  record WiresView(String name, String type, @Nullable String board, List<TerminalView> terminals) {
    public WiresView {
      terminals = List.copyOf(terminals);
    }
  }

  /**
   * Where a wire ends.
   *
   * @param kind {@code input}, {@code output}, {@code counter}, {@code analog-input}, {@code
   *     analog-output}, {@code temperature}, or {@code own} for what the appliance itself uses
   * @param path its variable; empty when it has none
   * @param label what stands beside it on its board; empty when nothing is known
   * @param line its GPIO number; null when it has none
   * @param pin its pin of the 40-pin header; null when it has none
   * @param place where else it is; empty for a line
   * @param pull {@code up} or {@code down}; empty for no resistor
   * @param activeLow whether a low level means on
   * @param safe its value at start and stop; null for what is not set
   * @param deadMan how long a command holds; null for ever
   */
  record TerminalView(
      String kind,
      String path,
      String label,
      @Nullable Integer line,
      @Nullable Integer pin,
      String place,
      String pull,
      boolean activeLow,
      @Nullable String safe,
      @Nullable String deadMan) {}

  /**
   * A carrier board.
   *
   * @param lines whether it has lines of a {@code gpio} bus
   * @param chips whether it has chips of an {@code i2c} bus
   */
  record BoardView(String id, String title, boolean lines, boolean chips) {}
}
