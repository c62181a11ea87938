package io.busbar.hwtest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the numbers of a counter say about the way they came. */
final class Sequence {
  private Sequence() {}

  /**
   * Everything that is wrong with numbers that should be 1, 2, 3 ..., each for the first time in
   * this order. Numbers may come again after an outage.
   *
   * @param mostDuplicates how many may come again
   * @return empty when nothing is wrong
   */
  static List<String> faults(List<Long> came, int mostDuplicates) {
    List<String> faults = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long highest = 0;
    for (long number : came) {
      if (!seen.add(number)) {
        continue;
      }
      if (number < highest) {
        faults.add(number + " came after " + highest);
      } else if (number != highest + 1) {
        faults.add("between " + highest + " and " + number + " something is missing or late");
      }
      highest = Math.max(highest, number);
    }
    int duplicates = came.size() - seen.size();
    if (duplicates > mostDuplicates) {
      faults.add(duplicates + " came again, want at most " + mostDuplicates);
    }
    return faults;
  }
}
