package io.busbar.drivers.dash7.alp;

/**
 * How one thing looks on the wire, in both directions.
 *
 * @param <T> the thing
 */
interface Form<T> {
  /**
   * Reads the thing from where the reader stands.
   *
   * @throws MisfitException the bytes end too early, or cannot be this thing
   */
  T read(AlpReader in) throws MisfitException;

  /** Appends the thing. What {@link #read} makes of it is equal to it. */
  void write(T value, AlpWriter out);
}
