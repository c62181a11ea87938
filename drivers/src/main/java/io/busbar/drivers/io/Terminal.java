package io.busbar.drivers.io;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a wire ends, as somebody sees it who stands before the cabinet.
 *
 * @param point its variable below {@code /Process}, for example {@code MB/IO/I/P0}; empty for what
 *     has none, such as the LED of the panel
 * @param label what stands beside it on its board; empty when nothing is known
 * @param line its GPIO number; null for a pin of a chip or a sensor
 * @param place where else it is, for example {@code Relays 0x20 pin 7}; empty for a line
 * @param pull {@code up} or {@code down}; empty for no resistor
 * @param activeLow whether a low level means on
 * @param safe its value at start, at stop and after the dead-man time; null for what is not set
 * @param deadMan how long a command holds; null for ever
 */
public record Terminal(
    Kind kind,
    String point,
    String label,
    @Nullable Integer line,
    String place,
    String pull,
    boolean activeLow,
    @Nullable String safe,
    @Nullable Duration deadMan) {
  /** What it does. */
  public enum Kind {
    INPUT,
    OUTPUT,
    COUNTER,
    ANALOG_INPUT,
    ANALOG_OUTPUT,
    TEMPERATURE,
    /** A line that the appliance itself uses: LED, button, I2C wires, an interrupt. */
    OWN
  }
}
