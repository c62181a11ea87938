package io.busbar.appliance.tixml.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One element while it is read; the budget of nodes is shared by all of a text. */
final class Growing {
  /** What may still be read of one text. */
  static final class Budget {
    private int nodes = Tixml.MOST_NODES;

    void take(int more) throws TixmlException {
      nodes -= more;
      if (nodes < 0) {
        throw new TixmlException(
            "got more than " + Tixml.MOST_NODES + " elements and attributes, want fewer");
      }
    }
  }

  /** The frames of commands, which the manual has also within a body. */
  private static final Pattern FRAMES = Pattern.compile("(\\[\\s*]\\s*)+");

  private final String name;
  private final Budget budget;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Element> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  Growing(String name, Budget budget) throws TixmlException {
    this.name = name;
    this.budget = budget;
    budget.take(1);
  }

  void attribute(String key, String value) throws TixmlException {
    budget.take(1);
    requireShort(key, value.length());
    attributes.put(key, value);
  }

  void child(Element child) {
    children.add(child);
  }

  void text(String more) throws TixmlException {
    requireShort("text", text.length() + more.length());
    text.append(more);
  }

  List<Element> children() {
    return children;
  }

  Element grown() throws TixmlException {
    try {
      String own = text.toString().strip();
      boolean frames = !children.isEmpty() && FRAMES.matcher(own).matches();
      return new Element(name, attributes, children, frames ? "" : own);
    } catch (IllegalArgumentException e) {
      throw new TixmlException(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireShort(String what, int length) throws TixmlException {
    if (length > Tixml.LONGEST_VALUE) {
      throw new TixmlException(
          "got " + length + " characters as " + what + ", want at most " + Tixml.LONGEST_VALUE);
    }
  }
}
