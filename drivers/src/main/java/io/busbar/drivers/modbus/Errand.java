package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;

/** Something to ask or tell devices, done on the bus's own thread between two polls. */
@FunctionalInterface
interface Errand<T> {
  /**
   * Does it. It should take a second or two at most: nothing is polled meanwhile.
   *
   * @param master open, and not to be kept
   * @throws BusException what the caller of {@link Errands#post} is told; the bus itself ends and
   *     opens its port again when that is {@link BusException.Unavailable}
   * @throws InterruptedException the bus ends
   */
  T run(ModbusMaster master) throws BusException, InterruptedException;
}
