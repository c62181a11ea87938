package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.serial.SerialSettings;

/** The way by which a scan asks: a line of its own, or that of a bus which lends it. */
interface ScanPort extends AutoCloseable {
  /**
   * Opens the line with other settings; never called for TCP.
   *
   * @throws BusException.Unavailable it cannot be opened so
   */
  void tune(SerialSettings settings, Timing timing) throws BusException, InterruptedException;

  /**
   * Asks once.
   *
   * @throws BusException.Unavailable the line has gone
   */
  ScanAnswer ask(int unit, ScanQuestion question) throws BusException, InterruptedException;

  @Override
  void close();
}
