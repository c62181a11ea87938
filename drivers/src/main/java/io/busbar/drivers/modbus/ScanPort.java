package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialSettings;
import org.jspecify.annotations.Nullable;

/** The way by which a scan asks: a line of its own, or that of a bus which lends it. */
interface ScanPort extends AutoCloseable {
  /**
   * Opens the line with other settings; never called for TCP.
   *
   * @return why the port does not take them; null when it does
   * @throws Unavailable the line has gone
   */
  @Nullable Unavailable tune(SerialSettings settings, Timing timing)
      throws BusException, InterruptedException;

  /**
   * Asks once.
   *
   * @throws Unavailable the line has gone
   */
  ScanAnswer ask(int unit, ScanQuestion question) throws BusException, InterruptedException;

  @Override
  void close();
}
