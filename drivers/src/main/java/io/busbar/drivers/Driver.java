package io.busbar.drivers;

import java.util.List;

/**
 * One bus. Constructing it touches no wire; {@link #run} does, on the one thread that owns the
 * port.
 */
public interface Driver {
  /** The bus's name, a segment of every path of its points. */
  String name();

  /** Every device that is configured on this bus, in the order of the configuration. */
  List<Device> devices();

  /**
   * Opens the port and reads until interrupted. A device that fails is this method's own business:
   * it reports failed samples and goes on. What ends the whole bus is thrown; the caller waits and
   * calls again. The port is closed whichever way this method ends.
   *
   * @throws BusException the port or host cannot be used now
   * @throws InterruptedException the caller wants the bus to end
   */
  void run(SampleSink sink) throws BusException, InterruptedException;
}
