package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a form asks for, every text ready to show. */
public sealed interface Field {
  /** What stands around it. */
  Label label();

  /**
   * What every field has.
   *
   * @param name its name in the form: the JSON pointer of its place
   * @param id its id in the page
   * @param help what it is for; may be empty
   * @param helpLanguage of the help, where it is another one than the page's; else null
   * @param unit may be empty
   * @param usual what it is when nothing is written; empty when there is no such value
   * @param problem what is wrong with what was written; null when nothing is
   */
  record Label(
      String name,
      String id,
      String title,
      String help,
      @Nullable String helpLanguage,
      String unit,
      String usual,
      boolean required,
      @Nullable String problem) {
    /** The ids of what describes the field, for {@code aria-describedby}; null without any. */
    public @Nullable String describedBy() {
      boolean hint = !help.isEmpty() || !usual.isEmpty();
      if (problem != null) {
        return hint ? id + "-problem " + id + "-help" : id + "-problem";
      }
      return hint ? id + "-help" : null;
    }
  }

  /**
   * One line.
   *
   * @param mode which keyboard a phone shows: {@code text}, {@code numeric} or {@code decimal}
   * @param proposals what else than that could be written; may be empty
   */
  record Input(Label label, String text, String mode, List<Option> proposals) implements Field {}

  /** One of several. */
  record Choice(Label label, String chosen, List<Option> options) implements Field {}

  /** Yes or no. */
  record Flag(Label label, boolean on) implements Field {}

  /**
   * What goes in and, once it is stored, never comes out.
   *
   * @param text what was typed and not stored yet; else empty
   * @param isSet whether one is stored
   */
  record Secret(Label label, String text, boolean isSet) implements Field {}

  /**
   * Several lines.
   *
   * @param rows how many are shown
   */
  record Lines(Label label, String text, int rows) implements Field {}

  /**
   * Fields that belong together.
   *
   * @param optional whether it can be left out as a whole
   * @param present whether it is there
   */
  record Group(Label label, List<Field> fields, List<Field> more, boolean optional, boolean present)
      implements Field {
    /** Whether the less usual fields are shown at once. */
    public boolean isOpen() {
      return Field.anyTrouble(more);
    }
  }

  /** A list of things that each have fields; things can be added and removed. */
  record Items(Label label, List<Item> items, boolean full) implements Field {}

  /**
   * One of a list.
   *
   * @param key its number in the names of its fields
   */
  record Item(String key, String title, List<Field> fields, List<Field> more) {
    /** Whether the less usual fields are shown at once. */
    public boolean isOpen() {
      return Field.anyTrouble(more);
    }
  }

  /**
   * One possible answer.
   *
   * @param group under which heading it stands; empty for none
   */
  record Option(String value, String text, String group) {
    /** One that needs no other text. */
    public static Option of(String value) {
      return new Option(value, value, "");
    }
  }

  /** Whether something is wrong with any of these, or with what is in them. */
  static boolean anyTrouble(List<Field> fields) {
    return fields.stream().anyMatch(Field::isTroubled);
  }

  private static boolean isTroubled(Field field) {
    if (field.label().problem() != null) {
      return true;
    }
    return switch (field) {
      case Group group -> anyTrouble(group.fields()) || anyTrouble(group.more());
      case Items items ->
          items.items().stream()
              .anyMatch(item -> anyTrouble(item.fields()) || anyTrouble(item.more()));
      case Input _, Choice _, Flag _, Secret _, Lines _ -> false;
    };
  }
}
