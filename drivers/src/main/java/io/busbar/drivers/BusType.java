package io.busbar.drivers;

import io.busbar.drivers.schema.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * One kind of bus, as the composition root lists it: its word in the configuration, the record that
 * its settings become, and the driver they make.
 *
 * @param <S> the settings record, whose annotations are its JSON Schema
 */
public interface BusType<S> {
  /** The value of {@code type} in the configuration, for example {@code modbus-tcp}. */
  String type();

  Class<S> settings();

  /** What the schema cannot see, for example an unknown meter; paths count from the bus. */
  List<Problem> check(S settings);

  /**
   * What settings that {@link #check} found good take of a line whose speed is known; nothing for
   * any other kind of bus.
   *
   * @param used whether the point of a device's name and of its own is read at the poll interval
   *     and not only now and then
   */
  default Optional<BusLoad> load(S settings, BiPredicate<String, String> used) {
    return Optional.empty();
  }

  /** What settings that {@link #check} found good want of the machine for themselves. */
  default List<Claim> claims(S settings) {
    return List.of();
  }

  /** Names of the process tree that only a bus of this kind may have. */
  default Set<String> ownNames() {
    return Set.of();
  }

  /** Whether its devices are not there, so that nobody measured what they say. */
  default boolean isSimulated() {
    return false;
  }

  /** The driver for settings that {@link #check} found good. Touches no wire. */
  Driver driver(S settings);
}
