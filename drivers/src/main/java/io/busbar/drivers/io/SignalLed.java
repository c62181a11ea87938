package io.busbar.drivers.io;

import io.busbar.drivers.Panel.Signal;
import java.time.Duration;

/** The signal LED's two colours at a moment (FP Juconn manual, section 7.5). */
final class SignalLed {
  /** On for half a second, off for half a second. */
  static final long HALF = Duration.ofMillis(500).toNanos();

  private SignalLed() {}

  static boolean red(Signal signal, long now) {
    return switch (signal) {
      case OFF, CONNECTED -> false;
      case CONNECTING -> Math.floorDiv(now, HALF) % 2 == 0;
    };
  }

  static boolean green(Signal signal) {
    return switch (signal) {
      case OFF, CONNECTING -> false;
      case CONNECTED -> true;
    };
  }
}
