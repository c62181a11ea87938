package io.busbar.drivers.dash7;

import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;

/** How a line is pulsed; the root gives it, because a radio knows no GPIO. */
@FunctionalInterface
public interface ModemReset {
  /**
   * Holds the line active for so long and returns when it is over.
   *
   * @throws Unavailable there is no such line, or somebody else has it
   */
  void pulse(int line, boolean activeLow, Duration length) throws Unavailable;

  /**
   * An opener that resets the modem first. A bus opens its port anew when a probe was not answered
   * or the port has gone, so the first opening and every third after it begin with a fresh modem.
   */
  static SerialPort.Opener before(
      SerialPort.Opener opener, ModemReset reset, Dash7Settings.Reset wired) {
    return new SerialPort.Opener() {
      private static final int EVERY = 3;
      private int openings;

      @Override
      public SerialPort open(SerialSettings settings) throws Unavailable {
        if (openings++ % EVERY == 0) {
          reset.pulse(wired.line(), wired.activeLow(), wired.pulse());
        }
        return opener.open(settings);
      }
    };
  }
}
