package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log, every text ready to show.
 *
 * @param logs every log the viewer may read
 * @param asked what is in the form
 * @param kinds words that the records can be narrowed down to
 * @param failure why nothing is shown; null when something is
 * @param rows the newest first
 * @param newest address of the first page; null on it
 * @param older address of what follows; null at the end
 * @param csv address of the same as a file
 * @param jsonl address of the same as a file, a JSON object for each line
 * @param troubles failures of the program itself, each kind once; empty unless its log is shown
 */
public record LogPage(
    List<Log> logs,
    Asked asked,
    List<String> kinds,
    @Nullable String failure,
    List<Row> rows,
    @Nullable String newest,
    @Nullable String older,
    String csv,
    String jsonl,
    List<Trouble> troubles) {
  /** What the form holds, as it was typed. */
  public record Asked(String log, String query, String kind, String from, String to) {}

  /** A log, and how many records it ever had. */
  public record Log(String name, String records) {}

  /** One record. */
  public record Row(String id, Moment time, String kind, List<Field> fields) {}

  /** A field of a record; the name is empty where there is nothing to tell it from. */
  public record Field(String name, String text) {}

  /** One kind of failure: how often, and what a page showed of the last ones. */
  public record Trouble(
      String kind, String level, String text, String count, Moment last, List<String> ids) {}
}
