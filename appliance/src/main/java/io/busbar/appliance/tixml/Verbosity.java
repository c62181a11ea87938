package io.busbar.appliance.tixml;

import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much an error answer says: the attribute {@code ver} of a command (manual, table 1-4). */
enum Verbosity {
  /** The number alone. */
  N,
  /** Number, text and reasons. Also of a command that does not say. */
  Y,
  /** With the place in this program. */
  V;

  static final String ATTRIBUTE = "ver";

  static Verbosity of(Element command) throws CommandException {
    @Nullable String ver = command.attributes().get(ATTRIBUTE);
    return switch (ver) {
      case "n" -> N;
      case null -> Y;
      case "y" -> Y;
      case "v" -> V;
      default ->
          throw new CommandException(
              ErrorNumber.BAD_ATTRIBUTE, "ver: got " + ver + ", want n, y or v");
    };
  }

  /** The answer in place of the command's own. */
  Element error(CommandException why) {
    Cause first = why.causes().getFirst();
    if (this == N) {
      return Element.of("Error", number(first));
    }
    List<Element> parts = new ArrayList<>();
    parts.add(Element.of("ErrNo", number(first)));
    parts.add(Element.of("ErrText", first.number().text()));
    StackTraceElement[] trace = why.getStackTrace();
    for (Cause cause : why.causes()) {
      parts.add(cause(cause, trace.length == 0 ? null : trace[0]));
    }
    return Element.of("Error", parts);
  }

  private Element cause(Cause cause, @Nullable StackTraceElement place) {
    List<Element> parts = new ArrayList<>();
    parts.add(Element.of("ErrNo", number(cause)));
    parts.add(Element.of("ErrText", cause.number().text() + ": " + cause.detail()));
    if (place != null) {
      if (this == V) {
        parts.add(Element.of("Line", Integer.toString(place.getLineNumber())));
        parts.add(Element.of("Module", String.valueOf(place.getFileName())));
      }
      String owner = place.getClassName();
      parts.add(Element.of("Class", owner.substring(owner.lastIndexOf('.') + 1)));
    }
    return Element.of("ErrorCause", parts);
  }

  private static String number(Cause cause) {
    return Integer.toString(cause.number().number());
  }
}
