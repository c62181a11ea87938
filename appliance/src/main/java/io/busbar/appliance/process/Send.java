package io.busbar.appliance.process;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One sending of one section: what is stored, acknowledged, and all that a cloud ever sees.
 *
 * @param time of a cyclic section the time of its cycle, of one on change the source time
 * @param boot {@link #TIME_IS_RIGHT}, or the boot in which its times were only counted
 */
public record Send(
    String connector, String section, Instant time, List<Reading> readings, long boot) {
  /** No boot: the time was known when it was made. */
  public static final long TIME_IS_RIGHT = 0;

  public Send {
    readings = List.copyOf(readings);
  }

  /** One whose times are right. */
  public Send(String connector, String section, Instant time, List<Reading> readings) {
    this(connector, section, time, readings, TIME_IS_RIGHT);
  }

  /** The same, with times that were counted in a boot. */
  public Send countedIn(long other) {
    return new Send(connector, section, time, readings, other);
  }

  /** Whether it should wait for its times. */
  public boolean waits(Boots boots) {
    return boot != TIME_IS_RIGHT && boots.of(boot) instanceof Boots.Known.NotYet;
  }

  /** Its time as far as it is known. */
  public Instant time(Boots boots) {
    return boot != TIME_IS_RIGHT && boots.of(boot) instanceof Boots.Known.Right(Correction right)
        ? right.of(time)
        : time;
  }

  /** As a cloud may see it: with right times, or, where they are not known, nothing GOOD. */
  public Send shown(Boots boots) {
    if (boot == TIME_IS_RIGHT) {
      return this;
    }
    return switch (boots.of(boot)) {
      case Boots.Known.Right(Correction right) ->
          new Send(
              connector,
              section,
              right.of(time),
              each(reading -> reading.at(right.of(reading.time()))));
      case Boots.Known.NotYet _, Boots.Known.Never _ ->
          new Send(connector, section, time, each(Reading::uncertain));
    };
  }

  /** Whether this is the same sending, whatever became known of its times since. */
  public boolean isSame(Send other) {
    return boot == TIME_IS_RIGHT
        ? equals(other)
        : section.equals(other.section) && timeless().equals(other.timeless());
  }

  private List<Reading> timeless() {
    return each(reading -> reading.uncertain().at(Instant.EPOCH));
  }

  /**
   * The value of one section point.
   *
   * @param point the point's name at the platform
   * @param value null when there never was one
   * @param time when the value was on the wire; of a value that never was, the time of the Send
   */
  public record Reading(String point, @Nullable Value value, Quality quality, Instant time) {
    private Reading at(Instant other) {
      return new Reading(point, value, quality, other);
    }

    private Reading uncertain() {
      return new Reading(point, value, quality == Quality.GOOD ? Quality.UNCERTAIN : quality, time);
    }
  }

  private List<Reading> each(UnaryOperator<Reading> change) {
    return readings.stream().map(change).toList();
  }
}
