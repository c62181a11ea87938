package io.busbar.drivers.modbus;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How long a bus waits.
 *
 * @param timeout longest wait for an answer; a unit whose answers are quick is waited for less, see
 *     {@link Patience}
 * @param pause least silence before a request; an RTU line keeps its 3.5 characters anyway
 * @param within longest silence inside an answer of an RTU line
 * @param units what holds for single units in place of these
 */
record Timing(Duration timeout, Duration pause, Duration within, Map<Integer, Timing> units) {
  /** Within a frame a USB adapter or a device server may hold bytes back for so long. */
  static final Duration HOLD_BACK = Duration.ofMillis(100);

  Timing {
    units = Map.copyOf(units);
  }

  /** The same for every unit. */
  Timing(Duration timeout, Duration pause) {
    this(timeout, pause, HOLD_BACK, Map.of());
  }

  /**
   * The same but for devices that say otherwise. Of several with one unit id the longest holds,
   * since their answers cannot be told apart.
   */
  Timing with(List<ModbusDevice> devices) {
    Map<Integer, Timing> own = new HashMap<>();
    for (ModbusDevice device : devices) {
      Timing mine =
          new Timing(
              Objects.requireNonNullElse(device.timeout(), timeout),
              Objects.requireNonNullElse(device.pause(), pause),
              Objects.requireNonNullElse(device.charTimeout(), within),
              Map.of());
      if (!mine.equals(new Timing(timeout, pause, within, Map.of()))) {
        own.merge(device.unitId(), mine, Timing::longer);
      }
    }
    return new Timing(timeout, pause, within, own);
  }

  private Timing longer(Timing other) {
    return new Timing(
        longer(timeout, other.timeout),
        longer(pause, other.pause),
        longer(within, other.within),
        Map.of());
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

  /** Longest silence inside an answer of a unit. */
  Duration within(int unit) {
    Timing own = units.get(unit);
    return own == null ? within : own.within;
  }
}
