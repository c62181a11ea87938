package io.busbar.appliance.process;

import io.busbar.drivers.BusException;
import io.busbar.drivers.Value;
import java.time.Duration;

/** What became of an attempt to set a variable. */
public sealed interface SetOutcome {
  /** The device has it. */
  record Done(String path, Value value, String unit) implements SetOutcome {}

  /** There is no variable of this path. */
  record Unknown(String path) implements SetOutcome {}

  /** The variable can only be read. */
  record ReadOnly(String path) implements SetOutcome {}

  /** The value is not one that the variable can have; the reason says what came and is wanted. */
  record Misfit(String reason) implements SetOutcome {}

  /** The bus is down, or the device is silent or refuses. */
  record Failed(BusException why) implements SetOutcome {}

  /** Neither done nor failed within the time; it goes on. */
  record Pending(Duration waited) implements SetOutcome {}
}
