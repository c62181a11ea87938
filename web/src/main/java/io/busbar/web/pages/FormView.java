package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form that is made from a schema.
 *
 * @param action where it is sent
 * @param version of the configuration that it shows
 * @param fields what is usually asked for
 * @param more what seldom is
 * @param troubles everything that is wrong, for the summary; empty at first
 * @param mayTry whether it may be saved for a while only
 */
public record FormView(
    String action,
    String version,
    List<Field> fields,
    List<Field> more,
    List<Trouble> troubles,
    boolean mayTry) {

  /**
   * One thing that is wrong.
   *
   * @param anchor id of the field; null when it belongs to none of this form
   * @param where title of the field, or the place in the configuration
   * @param message what is wrong and what is wanted
   */
  public record Trouble(@Nullable String anchor, String where, String message) {}

  /** A form that is saved for good. */
  public FormView(
      String action, String version, List<Field> fields, List<Field> more, List<Trouble> troubles) {
    this(action, version, fields, more, troubles, false);
  }

  /** The same form, which may be saved for a while only. */
  public FormView onTrial(boolean may) {
    return new FormView(action, version, fields, more, troubles, may);
  }

  /** Whether the less usual fields are shown at once. */
  public boolean isOpen() {
    return Field.anyTrouble(more);
  }
}
