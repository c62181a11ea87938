package io.busbar.appliance.tixml;

import io.busbar.appliance.tixml.codec.Element;
import java.util.List;

/** The attributes of a command. */
final class Arguments {
  private Arguments() {}

  /** Refuses attributes that the command does not know, and content where it has none. */
  static void onlyAttributes(Element command, List<String> known) throws CommandException {
    only(command, known);
    if (!command.children().isEmpty() || !command.text().isEmpty()) {
      throw new CommandException(
          ErrorNumber.BAD_ATTRIBUTE,
          "got something inside %s, want nothing; an attribute is %s=\"...\", in JSON \"-%s\""
              .formatted(command.name(), Element.MAIN, Element.MAIN));
    }
  }

  /** Refuses attributes that the command does not know; {@code ver} every command knows. */
  static void only(Element command, List<String> known) throws CommandException {
    for (String attribute : command.attributes().keySet()) {
      if (!attribute.equals(Verbosity.ATTRIBUTE) && !known.contains(attribute)) {
        throw new CommandException(
            ErrorNumber.BAD_ATTRIBUTE,
            "got %s, want of %s only %s"
                .formatted(attribute, command.name(), String.join(", ", known)));
      }
    }
  }

  /** Whether an element of a database is a main value and nothing else. */
  static boolean isValue(Element element) {
    return element.value() != null
        && element.attributes().size() == 1
        && element.children().isEmpty();
  }

  /** An attribute that must be there. */
  static String required(Element command, String attribute) throws CommandException {
    String value = command.attributes().get(attribute);
    if (value == null) {
      throw new CommandException(
          ErrorNumber.BAD_ATTRIBUTE, command.name() + ": want the attribute " + attribute);
    }
    return value;
  }
}
