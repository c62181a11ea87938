package io.busbar.drivers.modbus;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a bus waits.
 *
 * @param timeout longest wait for an answer; a unit whose answers are quick is waited for less, see
 *     {@link Patience}
 * @param pause least silence before a request; an RTU line keeps its 3.5 characters anyway
 * @param units what holds for single units in place of these
 */
record Timing(Duration timeout, Duration pause, Map<Integer, Timing> units) {
  Timing {
    units = Map.copyOf(units);
  }

  /** The same for every unit. */
  Timing(Duration timeout, Duration pause) {
    this(timeout, pause, Map.of());
  }

  /**
   * The same but for devices that say otherwise. Of several with one unit id the longest holds,
   * since their answers cannot be told apart.
   */
  Timing with(List<ModbusDevice> devices) {
    Map<Integer, Timing> own = new HashMap<>();
    for (ModbusDevice device : devices) {
      if (device.timeout() != null || device.pause() != null) {
        Timing mine =
            new Timing(
                device.timeout() == null ? timeout : device.timeout(),
                device.pause() == null ? pause : device.pause());
        own.merge(device.unitId(), mine, Timing::longer);
      }
    }
    return new Timing(timeout, pause, own);
  }

  private Timing longer(Timing other) {
    return new Timing(longer(timeout, other.timeout), longer(pause, other.pause));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** Longest wait for an answer of a unit. */
  Duration timeout(int unit) {
    Timing own = units.get(unit);
    return own == null ? timeout : own.timeout;
  }

  /** Least silence before a request to a unit. */
  Duration pause(int unit) {
    Timing own = units.get(unit);
    return own == null ? pause : own.pause;
  }
}
