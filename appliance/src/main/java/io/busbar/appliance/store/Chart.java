package io.busbar.appliance.store;

import io.busbar.drivers.Quality;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a variable was, point by point.
 *
 * @param resolution the finest that there was for it: {@code raw}, {@code 1m} or {@code 15m}
 * @param stepMillis the time that a point stands for
 * @param points in the order of time; a time without any reading has none
 */
public record Chart(
    String path, String unit, String resolution, long stepMillis, List<Point> points) {

  /**
   * What the readings of a time come to.
   *
   * @param time when it begins
   * @param count of values; 0 when all readings failed, and then there are no values
   * @param quality the worst of them
   */
  public record Point(
      Instant time,
      int count,
      Quality quality,
      @Nullable Number last,
      @Nullable Number min,
      @Nullable Number max,
      @Nullable Double mean) {}
}
