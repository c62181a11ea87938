package io.busbar.web;

import java.util.List;

/** A board with an input, two outputs, a counter and a sensor. */
final class FakeWires implements Wires {
  @Override
  public List<WiresView> buses() {
    return List.of(
        new WiresView(
            "MB",
            "gpio",
            "UniPi 1.1",
            List.of(
                new TerminalView(
                    "input", "/Process/MB/IO/I/P0", "I01", 4, 7, "", "up", true, null, null),
                new TerminalView(
                    "output", "/Process/MB/IO/Q/P0", "", 5, 29, "", "", false, "false", "5m"),
                new TerminalView(
                    "counter", "/Process/MB/Counter/P0", "", 22, 15, "", "up", true, null, null),
                new TerminalView("own", "", "Button", 27, 13, "", "", false, null, null))),
        new WiresView(
            "OneWire",
            "onewire",
            null,
            List.of(
                new TerminalView(
                    "temperature",
                    "/Process/OneWire/Flow/Temperature",
                    "",
                    null,
                    null,
                    "28-0316a2795aff",
                    "",
                    false,
                    null,
                    null))));
  }

  @Override
  public List<BoardView> boards() {
    return List.of(new BoardView("unipi-1-1", "UniPi 1.1", true, true));
  }
}
