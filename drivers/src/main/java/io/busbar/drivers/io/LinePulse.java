package io.busbar.drivers.io;

import io.busbar.drivers.BusException.Unavailable;
import java.time.Duration;

/** Drives a line for a moment, for whoever has something on it that can be reset. */
public final class LinePulse {
  private final Pins pins;

  public LinePulse(Pins pins) {
    this.pins = pins;
  }

  /**
   * Holds the line active for so long, gives it back inactive. An interrupt shortens the pulse.
   *
   * @throws Unavailable there is no such line, or somebody else has it
   */
  public void pulse(int line, boolean activeLow, Duration length) throws Unavailable {
    try (Pins.Output output = pins.output(line, !activeLow)) {
      try {
        Thread.sleep(length);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      output.set(activeLow);
    }
  }
}
