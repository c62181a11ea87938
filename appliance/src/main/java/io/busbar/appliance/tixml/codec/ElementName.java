package io.busbar.appliance.tixml.codec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of ours that are no names of elements, such as {@code 4} or {@code Supply temp}: what does
 * not fit is written as {@code _xHHHH_}, the way of ISO 9075-14.
 */
public final class ElementName {
  private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private ElementName() {}

  /** The name of the element that stands for a name of ours. */
  public static String encode(String name) {
    if (Element.isName(name) && !name.contains("_x")) {
      return name;
    }
    StringBuilder encoded = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean looksEscaped = c == '_' && ESCAPE.matcher(name).region(i, name.length()).lookingAt();
      boolean fits = i == 0 ? Element.isStart(c) : Element.isPart(c);
      encoded.append(fits && !looksEscaped ? String.valueOf(c) : "_x%04X_".formatted((int) c));
    }
    return encoded.toString();
  }

  /** The name of ours that an element stands for. */
  public static String decode(String element) {
    return ESCAPE
        .matcher(element)
        .replaceAll(escape ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }
}
