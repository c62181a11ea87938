package io.busbar.appliance.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody probably meant. */
final class Nearest {
  private Nearest() {}

  /** "the nearest is X", or what to do when there is nothing at all. */
  static String hint(String text, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(other -> distance(text, other)))
        .map(nearest -> "the nearest is " + nearest)
        .orElse("there is none yet: add a bus with a device first");
  }

  /** Levenshtein's distance: how many letters to change, add or take away. */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = corner + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
