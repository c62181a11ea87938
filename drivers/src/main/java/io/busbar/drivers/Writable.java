package io.busbar.drivers;

import java.util.concurrent.CompletableFuture;

/** A bus some of whose points can be set. */
public interface Writable {
  /**
   * Posts a write to the bus's own thread and comes back at once; any thread may call. Whether it
   * was done or not, the future ends within the bus's own timeout. It fails with a {@link
   * BusException} when the bus is down or the device is silent or refuses, and with an {@link
   * IllegalArgumentException} when the value is not one that the point can have. What was written
   * is reported as a sample, too.
   *
   * @param point one of this bus's points, with {@link DataPoint#writable}
   */
  CompletableFuture<Void> write(DataPoint point, Value value);
}
