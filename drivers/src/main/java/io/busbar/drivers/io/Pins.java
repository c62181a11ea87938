package io.busbar.drivers.io;

import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Unavailable;
import java.util.function.Consumer;

/** The machine's pins: GPIO lines and I2C buses. Tests give drivers pins of their own. */
public interface Pins {
  /**
   * Takes a line as an input.
   *
   * @param line GPIO number of the Pi, 0 to 53
   * @param edges told of every edge, on a thread of the pins; it must come back at once
   * @throws Unavailable there is no such line, or somebody else has it
   */
  Input input(int line, Pull pull, Consumer<Edge> edges) throws Unavailable;

  /**
   * Takes a line as an output that begins with this level.
   *
   * @throws Unavailable there is no such line, or somebody else has it
   */
  Output output(int line, boolean high) throws Unavailable;

  /**
   * Opens an I2C bus.
   *
   * @param bus the 1 of {@code /dev/i2c-1}
   * @throws Unavailable there is no such bus, or it may not be used
   */
  I2c i2c(int bus) throws Unavailable;

  /**
   * A level that has changed.
   *
   * @param nanos when, by the kernel's monotonic clock, the one of {@link System#nanoTime}
   */
  record Edge(boolean high, long nanos) {}

  /** A line that is read. */
  interface Input extends AutoCloseable {
    /**
     * The level now.
     *
     * @throws Unavailable the line has gone
     */
    boolean high() throws Unavailable;

    @Override
    void close();
  }

  /** A line that is driven. Giving it back leaves its level to the kernel: set it first. */
  interface Output extends AutoCloseable {
    /**
     * Drives the line.
     *
     * @throws Unavailable the line has gone
     */
    void set(boolean high) throws Unavailable;

    @Override
    void close();
  }

  /** An open I2C bus. */
  interface I2c extends AutoCloseable {
    /**
     * The bytes are written, then so many are read; for one thread of the bus.
     *
     * @param address 7 bits
     * @param read 0 for a plain write
     * @return what was read
     * @throws NoAnswer the chip does not acknowledge
     * @throws Unavailable the bus has gone
     */
    byte[] transfer(int address, byte[] write, int read) throws NoAnswer, Unavailable;

    @Override
    void close();
  }
}
