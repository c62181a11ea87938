package io.busbar.appliance.process;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A time of day by the wall clock, which fires once on each date. An hour that a change to summer
 * time leaves out fires at its end, one that comes twice fires the first time. A Pi has no clock of
 * its own: when its time is set by more than an hour, what lies between did not happen here and
 * fires nothing; a clock set back does not fire the same date again.
 */
final class Daily {
  private static final Duration CORRECTION = Duration.ofHours(1);

  private final LocalTime at;
  private final ZoneId zone;
  private LocalDate done;
  private Instant lastWall;
  private long lastNanos;

  /** A time that today has passed already fires tomorrow. */
  Daily(LocalTime at, ZoneId zone, Instant wall, long nanos) {
    this.at = at;
    this.zone = zone;
    this.lastWall = wall;
    this.lastNanos = nanos;
    this.done = passed(wall);
  }

  /**
   * To be asked every second or so.
   *
   * @param nanos the monotonic clock, which tells a clock that was set from time that passed
   */
  boolean fires(Instant wall, long nanos) {
    Duration set = Duration.between(lastWall, wall).minusNanos(nanos - lastNanos);
    lastWall = wall;
    lastNanos = nanos;
    LocalDate passed = passed(wall);
    if (set.compareTo(CORRECTION) > 0 || passed.plusDays(1).isBefore(done)) {
      done = passed;
      return false;
    }
    if (!passed.isAfter(done)) {
      return false;
    }
    done = passed;
    return true;
  }

  /** The last date on which the time of day had come. */
  private LocalDate passed(Instant wall) {
    ZonedDateTime now = wall.atZone(zone);
    LocalDate date = now.toLocalDate();
    // In a day without this time of day, atZone gives the end of the gap.
    return now.isBefore(date.atTime(at).atZone(zone)) ? date.minusDays(1) : date;
  }
}
