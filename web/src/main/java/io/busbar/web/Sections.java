package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Fault;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sections and events did, and what a section would do. */
public interface Sections {
  /** What each section at work did since it began. */
  @Needs(Role.VIEWER)
  List<SectionView> sections();

  /** What each event at work did since it began. */
  @Needs(Role.VIEWER)
  List<EventView> events();

  /** Tries on what was recorded of a variable what its hysteresis would have sent. */
  @Needs(Role.VIEWER)
  Rehearsed rehearse(RehearsalOrder order);

  /**
   * A section's work.
   *
   * @param reported values sent
   * @param saved values that would have been sent without their hysteresis
   */
  record SectionView(String connector, String section, long reported, long saved) {}

  /**
   * An event's work.
   *
   * @param fired how often it fired
   * @param leftOut how often it should have, and was left out to hold its actions back
   */
  record EventView(String event, long fired, long leftOut) {}

  /**
   * What is to be tried: one point of a section.
   *
   * @param send a cycle or {@code on-change}, as a section has it
   * @param update a duration such as {@code 20s}, as are maxSilence and minInterval; null for none
   * @param hysteresis absolute; null for none
   * @param hysteresisPercent of the last sent value; null for none
   * @param to no longer a part of the time
   */
  record RehearsalOrder(
      String path,
      String send,
      @Nullable String update,
      @Nullable String maxSilence,
      @Nullable String minInterval,
      @Nullable Double hysteresis,
      @Nullable Double hysteresisPercent,
      Instant from,
      Instant to) {}

  /** What came of it. */
  sealed interface Rehearsed {
    /** It was tried. */
    record Done(RehearsalView result) implements Rehearsed {}

    /** The order is not one that can be tried: every fault of it. */
    record Refused(List<Fault> problems) implements Rehearsed {}

    /** Nothing was recorded; the sentence says why. */
    record Nothing(String sentence) implements Rehearsed {}
  }

  /**
   * What would have been sent. Columns: the n-th entries of times and values are one point.
   *
   * @param from of the first reading that was tried, after what was asked for where there was less
   * @param samples readings that were recorded
   * @param without how many would have been sent without the hysteresis
   * @param sent how many would have been sent
   * @param saved share that the hysteresis saves, 0 to 1
   * @param curve what was recorded, at most {@link Charts#MOST_POINTS} points
   * @param points what would have been sent; of more than {@link Charts#MOST_POINTS} every so many
   */
  record RehearsalView(
      String path,
      String unit,
      Instant from,
      Instant to,
      int samples,
      long without,
      long sent,
      double saved,
      Line curve,
      Line points) {}

  /**
   * A line of a chart.
   *
   * @param times ms since 1970
   * @param values null where a reading failed
   */
  record Line(List<Long> times, List<@Nullable Number> values) {}
}
