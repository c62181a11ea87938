package io.busbar.web.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sentence with gaps, {@code no answer from {0} within {1}}. It is matched piece by piece, each
 * at the first place where it stands: that is one way through the text, whatever is in it.
 *
 * @param pieces what stands before, between and behind the gaps; one more than there are gaps
 * @param gaps number of each gap
 */
record SentencePattern(List<String> pieces, List<Integer> gaps) {
  private static final String BEHIND = ": ";

  SentencePattern {
    pieces = List.copyOf(pieces);
    gaps = List.copyOf(gaps);
  }

  /**
   * What was found.
   *
   * @param before what stands before the sentence with a colon and a blank, else empty
   * @param arguments what stands in the gaps, by their numbers
   */
  record Found(String before, List<String> arguments) {}

  /**
   * Reads a pattern: an apostrophe is written twice, as everywhere in the texts.
   *
   * @throws IllegalArgumentException it has something else than gaps such as {@code {0}}
   */
  static SentencePattern of(String text) {
    List<String> pieces = new ArrayList<>();
    List<Integer> gaps = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\'' && text.startsWith("''", at)) {
        piece.append('\'');
        at++;
      } else if (c == '{'
          && text.startsWith("}", at + 2)
          && Character.isDigit(text.charAt(at + 1))) {
        pieces.add(piece.toString());
        piece.setLength(0);
        gaps.add(text.charAt(at + 1) - '0');
        at += 2;
      } else if (c == '\'' || c == '{' || c == '}') {
        throw new IllegalArgumentException("got `" + text + "`, want '' and {0} only");
      } else {
        piece.append(c);
      }
    }
    pieces.add(piece.toString());
    return new SentencePattern(pieces, gaps);
  }

  /** How many characters of it are no gap: of two that match, the one with more says more. */
  int weight() {
    return pieces.stream().mapToInt(String::length).sum();
  }

  /** What is in the gaps when the whole text is this sentence, alone or behind a colon. */
  @Nullable Found find(String text) {
    // The end tells most strangers, and is looked at in no time.
    int start = text.endsWith(pieces.getLast()) ? start(text) : -1;
    if (start < 0) {
      return null;
    }
    String before = text.substring(0, start);
    String[] arguments = new String[10];
    Arrays.fill(arguments, "");
    int at = start + pieces.getFirst().length();
    for (int i = 0; i < gaps.size(); i++) {
      String next = pieces.get(i + 1);
      boolean last = i == gaps.size() - 1;
      int end = last ? text.length() - next.length() : text.indexOf(next, at);
      if (end < at) {
        return null;
      }
      arguments[gaps.get(i)] = text.substring(at, end);
      at = end + next.length();
    }
    return new Found(before, List.of(arguments));
  }

  /** Where the sentence begins, perhaps behind a colon; negative when nowhere. */
  private int start(String text) {
    String first = pieces.getFirst();
    if (gaps.isEmpty()) {
      int start = text.length() - first.length();
      return start == 0 || text.startsWith(BEHIND, start - BEHIND.length()) ? start : -1;
    }
    int start = text.startsWith(first) ? 0 : text.indexOf(BEHIND);
    while (start > 0 && !text.startsWith(first, start + BEHIND.length())) {
      start = text.indexOf(BEHIND, start + 1);
    }
    return start > 0 ? start + BEHIND.length() : start;
  }

  /** The sentence with its gaps filled in. */
  String fill(List<String> arguments) {
    StringBuilder text = new StringBuilder(pieces.getFirst());
    for (int i = 0; i < gaps.size(); i++) {
      text.append(arguments.get(gaps.get(i))).append(pieces.get(i + 1));
    }
    return text.toString();
  }
}
