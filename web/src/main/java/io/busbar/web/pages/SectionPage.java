package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of one section, every text ready to show.
 *
 * @param connector that it belongs to
 * @param name of the section; null for a new one
 * @param form its fields; those of its own below are among them too
 * @param rule when it sends
 * @param usual the fields that need no form of their own
 * @param points the points; null when the form has none
 * @param folds the same points, by their devices where they are many
 * @param pick the variables to take points from
 * @param rehearsal what a hysteresis would have sent; null while nobody asked
 */
public record SectionPage(
    String connector,
    @Nullable String name,
    FormView form,
    Rule rule,
    List<Field> usual,
    Field.@Nullable Items points,
    List<Fold> folds,
    Pick pick,
    @Nullable Rehearsal rehearsal) {

  /**
   * When it sends.
   *
   * @param mode {@code cyclic}, {@code on-change} or {@code on-event}
   * @param cycle of a cyclic one
   * @param label of the field that its problems stand beside
   */
  public record Rule(String mode, String cycle, Field.Label label) {}

  /**
   * Points that are shown and hidden together.
   *
   * @param title the branch that they are of; empty when they are always shown
   * @param open whether they are shown at first
   */
  public record Fold(String title, boolean open, List<Field.Item> items) {}

  /**
   * The variables to choose from.
   *
   * @param query what was searched for
   * @param left how many are not shown; 0 when all are
   */
  public record Pick(String query, List<Group> groups, int left) {}

  /** The variables of a device. */
  public record Group(String name, List<Choice> variables) {}

  /**
   * One variable.
   *
   * @param present whether the section has it already
   */
  public record Choice(String path, String name, String value, boolean present) {}

  /**
   * What a hysteresis would have sent.
   *
   * @param path the variable
   * @param sentence the result in words, or why there is none
   * @param chart null when there is none
   */
  public record Rehearsal(String path, String sentence, @Nullable Chart chart) {}

  /**
   * A curve and the sent points in a box of {@link #WIDTH} by {@link #HEIGHT}.
   *
   * @param curve an SVG path
   * @param points an SVG path of dots
   * @param least lowest value with its unit
   * @param most greatest value with its unit
   */
  public record Chart(
      String curve, String points, String least, String most, Moment from, Moment to) {
    /** In units of the drawing. */
    public static final int WIDTH = 600;

    /** In units of the drawing. */
    public static final int HEIGHT = 150;
  }
}
