package io.busbar.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the variables were. */
public interface Charts {
  /** The most points that a series may have. */
  int MOST_POINTS = 1500;

  /**
   * What a variable was in a time.
   *
   * @param to no longer a part of the time
   * @param points at most so many, 1 to {@link #MOST_POINTS}
   */
  @Needs(Role.VIEWER)
  Found read(String path, Instant from, Instant to, int points);

  /** What there is. */
  sealed interface Found {
    /** Something was recorded of it, though maybe not in this time. */
    record Series(SeriesView series) implements Found {}

    /** Nothing was ever recorded of it; the sentence says why. */
    record Nothing(String sentence) implements Found {}
  }

  /**
   * A series, column by column: the n-th entries of all lists are one point, in the order of time.
   * A time without any reading has no point.
   *
   * @param resolution what it is made of: {@code raw}, or {@code 1m} or {@code 15m} buckets; the
   *     time before the oldest of these is made of coarser ones
   * @param stepMs the time that a point stands for
   * @param times when each point begins, ms since 1970
   * @param last of a failed reading null, as are min, max and mean
   * @param counts how many readings
   * @param qualities the worst of each: {@code GOOD}, {@code UNCERTAIN} or {@code BAD}
   */
  record SeriesView(
      String path,
      String unit,
      String resolution,
      long stepMs,
      List<Long> times,
      List<@Nullable Number> last,
      List<@Nullable Number> min,
      List<@Nullable Number> max,
      List<@Nullable Double> mean,
      List<Integer> counts,
      List<String> qualities) {}

  /** Some series of the same time. */
  record ChartView(Instant from, Instant to, List<SeriesView> series) {}
}
