package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of the last readings, every text ready to show.
 *
 * @param readAt when it was read, as a time of day
 * @param path whose readings these are; empty before one is chosen
 * @param query what was searched for
 * @param found variables that fit the search
 * @param part address of the part that is asked for anew; empty without a path
 * @param most readings that are kept
 * @param cards the newest first
 */
public record JourneyPage(
    String readAt,
    String path,
    String query,
    List<Found> found,
    String part,
    int most,
    List<Card> cards) {

  /** A variable that fits the search. */
  public record Found(String path, String href) {}

  /**
   * One reading.
   *
   * @param name of the variable, below the path that is looked at
   * @param quality {@code good}, {@code old}, {@code bad} or {@code never}
   * @param word the same in the viewer's language
   * @param kind of its end: {@code good}, {@code wait}, {@code bad} or {@code off}
   * @param outcome how it ended so far, in a few words
   */
  public record Card(
      Moment time,
      String name,
      String value,
      String unit,
      String quality,
      String word,
      String kind,
      String outcome,
      List<Step> steps) {}

  /** A part of the way, with all that is known of it. */
  public record Step(String kind, String title, List<Line> lines) {}

  /**
   * One fact.
   *
   * @param code whether it is bytes or a message, and not words
   * @param time shown behind the text; null for none
   */
  public record Line(String label, String text, boolean code, @Nullable Moment time) {
    /** Words. */
    public static Line of(String label, String text) {
      return new Line(label, text, false, null);
    }

    /** Bytes or a message. */
    public static Line code(String label, String text) {
      return new Line(label, text, true, null);
    }

    /** A time. */
    public static Line at(String label, Moment time, String text) {
      return new Line(label, text, false, time);
    }
  }
}
