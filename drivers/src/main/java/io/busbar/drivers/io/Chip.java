package io.busbar.drivers.io;

import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.List;

/** One kind of I2C chip: what it offers and which bytes that takes. For the bus's thread. */
interface Chip {
  /** The wire to one chip. */
  interface Wire {
    /**
     * Writes these bytes, then reads so many.
     *
     * @throws NoAnswer the chip does not acknowledge
     * @throws Unavailable the bus has gone
     */
    byte[] transfer(byte[] write, int read) throws NoAnswer, Unavailable;

    /** Lets the chip work. */
    void rest(long nanos) throws InterruptedException;
  }

  List<Device> devices();

  /** Sets the chip up, outputs first; also after it was away and may have forgotten everything. */
  void start(Wire wire) throws NoAnswer, Unavailable, InterruptedException;

  /** Reads everything. */
  List<Sample> read(Wire wire, Instant time) throws NoAnswer, Unavailable, InterruptedException;

  /** Nothing of it could be read. */
  List<Sample> failed(Quality quality, Instant time, String reason);

  /** Whether the point is one of its outputs. */
  boolean canSet(DataPoint point);

  /**
   * Sets an output; when the chip does not take it, it is not wanted any more.
   *
   * @throws IllegalArgumentException not a value that it can have
   */
  List<Sample> set(Wire wire, DataPoint point, Value value, long now, Instant time)
      throws NoAnswer, Unavailable;

  /**
   * Whether an output has just gone back to its safe value; it is to be written by {@code start}.
   */
  boolean expired(long now);

  /** How long until {@link #expired} may be true; the longest when nothing waits. */
  long due(long now);

  /** All outputs are to be safe; to be written by {@code start}. */
  void release();
}
