package io.busbar.appliance.process;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sending of one section: what is stored, acknowledged, and all that a cloud ever sees.
 *
 * @param time of a cyclic section the time of its cycle, of one on change the source time
 */
public record Send(String connector, String section, Instant time, List<Reading> readings) {
  public Send {
    readings = List.copyOf(readings);
  }

  /**
   * The value of one section point.
   *
   * @param point the point's name at the platform
   * @param value null when there never was one
   * @param time when the value was on the wire; of a value that never was, the time of the Send
   */
  public record Reading(String point, @Nullable Value value, Quality quality, Instant time) {}
}
