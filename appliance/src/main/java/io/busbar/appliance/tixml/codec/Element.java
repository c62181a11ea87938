package io.busbar.appliance.tixml.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One element of TiXML. It has children or a text, never both: mixed content does not occur.
 *
 * @param name letters, digits, {@code _}, {@code -} and {@code .}, the first a letter or {@code _}
 * @param attributes in their order; the names are like those of elements
 * @param text empty when there is none
 */
public record Element(
    String name, Map<String, String> attributes, List<Element> children, String text) {
  /** The attribute that holds the main value. */
  public static final String MAIN = "_";

  static final int LONGEST_NAME = 512;

  public Element {
    requireName(name);
    attributes.keySet().forEach(Element::requireName);
    if (!children.isEmpty() && !text.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": got elements and text side by side, want one of them");
    }
    // Most elements have one attribute or none, which need no map that knows their order.
    attributes =
        attributes.size() < 2
            ? Map.copyOf(attributes)
            : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    children = List.copyOf(children);
  }

  /** An element with nothing in it. */
  public static Element empty(String name) {
    return new Element(name, Map.of(), List.of(), "");
  }

  /** An element with a main value. */
  public static Element of(String name, String value) {
    return new Element(name, Map.of(MAIN, value), List.of(), "");
  }

  /** An element with children. */
  public static Element of(String name, List<Element> children) {
    return new Element(name, Map.of(), children, "");
  }

  /** The same with one attribute more. */
  public Element with(String attribute, String value) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put(attribute, value);
    return new Element(name, more, children, text);
  }

  /** The main value; null when there is none. */
  public @Nullable String value() {
    return attributes.get(MAIN);
  }

  /** The first child of this name; null when there is none. */
  public @Nullable Element child(String childName) {
    for (Element child : children) {
      if (child.name().equals(childName)) {
        return child;
      }
    }
    return null;
  }

  /** Whether a text can be the name of an element or attribute. */
  public static boolean isName(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NAME || !isStart(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      if (!isPart(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isPart(char c) {
    return isStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  }

  private static void requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "got the name `%s`, want letters, digits, _ - and ., the first a letter or _"
              .formatted(name.length() > 60 ? name.substring(0, 60) + "..." : name));
    }
  }
}
