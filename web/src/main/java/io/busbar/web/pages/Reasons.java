package io.busbar.web.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says in another language what the appliance says in English of what is wrong and what to do. The
 * English sentences are patterns of the group {@code reasons}; a text is one or several of them
 * with ". " or "; " between. What is in a gap is looked up in turn, and what nobody knows stays as
 * it is.
 *
 * <p>Names and answers of devices and brokers get into these texts. So the effort is bounded by the
 * lengths below, whatever they hold.
 */
final class Reasons {
  static final String GROUP = "reasons";

  /** Such a pattern stands only in a gap of another one: alone it would half translate others. */
  private static final String PART = "reason.part.";

  /** Longer texts stay as they are, in characters. */
  static final int LONGEST = 2000;

  /** More sentences stay as they are. */
  private static final int MOST_BREAKS = 24;

  /** The most breaks that one pattern has inside of it, and one more. */
  private static final int REACH = 6;

  private static final int DEEPEST = 4;

  /** A page of a dead bus has the same sentence a thousand times. */
  private static final int REMEMBERED = 1000;

  private final List<Entry> sentences = new ArrayList<>();
  private final List<Entry> all = new ArrayList<>();
  private final Map<String, String> known = new ConcurrentHashMap<>();

  private record Entry(SentencePattern english, SentencePattern other) {}

  /**
   * The patterns of a language.
   *
   * @param locale English has none: there every text is said as it is
   */
  Reasons(Locale locale) {
    if (locale.equals(Locale.ENGLISH)) {
      return;
    }
    Map<Object, Object> others = Texts.properties(GROUP, locale);
    Texts.properties(GROUP, Locale.ENGLISH)
        .forEach((key, english) -> {
          Entry entry =
              new Entry(
                  SentencePattern.of((String) english),
                  SentencePattern.of((String) others.getOrDefault(key, english)));
          all.add(entry);
          if (!((String) key).startsWith(PART)) {
            sentences.add(entry);
          }
        });
    Comparator<Entry> heaviest = Comparator.comparingInt(entry -> -entry.english().weight());
    all.sort(heaviest);
    sentences.sort(heaviest);
  }

  /** The text in this language, as far as it is known. */
  String say(String english) {
    if (all.isEmpty() || english.length() > LONGEST) {
      return english;
    }
    String before = known.get(english);
    if (before != null) {
      return before;
    }
    String said = text(english, 0);
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    known.put(english, said);
    return said;
  }

  /** Sentence after sentence; each is as short as it can be and yet known. */
  private String text(String english, int depth) {
    List<Integer> ends = ends(english);
    if (ends.size() > MOST_BREAKS) {
      return english;
    }
    StringBuilder said = new StringBuilder();
    int from = 0;
    for (int i = 0; i < ends.size(); i++) {
      String one = null;
      int reach = Math.min(ends.size(), i + REACH);
      int last = i;
      for (int j = i; j < reach && one == null; j++) {
        one = sentence(english.substring(from, ends.get(j)), depth);
        last = one == null ? i : j;
      }
      int end = ends.get(last);
      int next = Math.min(english.length(), end + 2);
      said.append(one == null ? english.substring(from, end) : one).append(english, end, next);
      from = next;
      i = last;
    }
    return said.toString();
  }

  /**
   * Where sentences may end; the last one ends with the text. Three dots are something left out.
   */
  private static List<Integer> ends(String text) {
    List<Integer> ends = new ArrayList<>();
    for (int at = 1; at + 2 < text.length() && ends.size() <= MOST_BREAKS; at++) {
      char c = text.charAt(at);
      boolean dot = c == '.' && text.charAt(at - 1) != '.';
      if ((dot || c == ';') && text.charAt(at + 1) == ' ') {
        ends.add(at);
      }
    }
    ends.add(text.length());
    return ends;
  }

  private @Nullable String sentence(String english, int depth) {
    for (Entry entry : depth == 0 ? sentences : all) {
      SentencePattern.Found found = entry.english().find(english);
      if (found != null) {
        List<String> arguments =
            found.arguments().stream().map(one -> argument(one, depth)).toList();
        return argument(found.before(), depth) + entry.other().fill(arguments);
      }
    }
    return null;
  }

  /** A single word is a name or a number. */
  private String argument(String english, int depth) {
    boolean name = english.indexOf(' ') < 0;
    return name || depth + 1 == DEEPEST ? english : text(english, depth + 1);
  }
}
