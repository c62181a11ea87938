package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page about the appliance itself.
 *
 * @param identity what it is
 * @param machine what it runs on
 * @param clock the clock's state in words
 * @param clockKind its lamp
 * @param clockSentence what is wrong with the clock; null when nothing is
 * @param now the appliance's time
 * @param timeField the same as a field of a form takes it, in UTC
 * @param room what takes how much of the storage
 * @param certificates what connections show and trust
 * @param saved configurations that can come back; none for who may not
 * @param parts of the diagnostics bundle; none for who may not
 * @param fault what was refused just now; null when nothing was
 * @param done what was done just now; null when nothing was
 */
public record SystemPage(
    List<Fact> identity,
    List<Fact> machine,
    String clock,
    String clockKind,
    @Nullable String clockSentence,
    Moment now,
    String timeField,
    List<Room> room,
    List<Certificate> certificates,
    List<Saved> saved,
    List<Part> parts,
    @Nullable String fault,
    @Nullable String done) {

  /**
   * A line.
   *
   * @param kind {@code good}, {@code wait} or {@code bad}; empty for a plain fact
   */
  public record Fact(String title, String text, String kind) {
    public Fact(String title, String text) {
      this(title, text, "");
    }
  }

  /**
   * Something that takes room.
   *
   * @param percent of what it may take, 0 to 100; null when there is no bound
   */
  public record Room(String title, String text, @Nullable Integer percent, String kind) {}

  /**
   * A certificate.
   *
   * @param users the connections that name it
   * @param until null when the file cannot be read
   */
  public record Certificate(
      String file,
      String users,
      String subject,
      @Nullable Moment until,
      String kind,
      String word) {}

  /** A configuration that was in force before. */
  public record Saved(String name, Moment time, String size) {}

  /** A part of the diagnostics bundle. */
  public record Part(String name, String what, String size) {}
}
