package io.busbar.hwtest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Decides whether the durability contract held, from nothing but what was generated, what counts as
 * accepted, and what arrived. It knows nothing of the appliance.
 */
final class Oracle {
  /** Most numbers that one fault names. */
  private static final int SHOWN = 20;

  private Oracle() {}

  /**
   * Everything that is wrong with numbers that were generated as 1, 2, 3 ...
   *
   * @param accepted those of them that must arrive
   * @param generated the last one
   * @param arrived in the order they came
   * @param mostTwice how many may come again
   * @return empty when nothing is wrong
   */
  static List<String> faults(
      Collection<Long> accepted, long generated, List<Long> arrived, int mostTwice) {
    List<String> faults = new ArrayList<>();
    Set<Long> lost = new TreeSet<>(accepted);
    Set<Long> seen = new HashSet<>();
    Set<Long> invented = new TreeSet<>();
    long highest = 0;
    for (long number : arrived) {
      lost.remove(number);
      if (number < 1 || number > generated) {
        invented.add(number);
      }
      if (seen.add(number)) {
        if (number < highest) {
          faults.add(number + " came after " + highest);
        }
        highest = Math.max(highest, number);
      }
    }
    if (!lost.isEmpty()) {
      faults.add(lost.size() + " accepted and lost: " + some(lost));
    }
    if (!invented.isEmpty()) {
      faults.add("never generated: " + some(invented));
    }
    int twice = arrived.size() - seen.size();
    if (twice > mostTwice) {
      faults.add(twice + " came again, want at most " + mostTwice);
    }
    return faults;
  }

  /**
   * The same where a message may bear several numbers: the contract counts the messages that come
   * again, whole or in part.
   */
  static List<String> messageFaults(
      Collection<Long> accepted, long generated, List<List<Long>> messages, int mostTwice) {
    List<Long> arrived = messages.stream().flatMap(List::stream).toList();
    List<String> faults = faults(accepted, generated, arrived, Integer.MAX_VALUE);
    long again = repeated(messages);
    if (again > mostTwice) {
      faults.add(again + " messages came again, want at most " + mostTwice);
    }
    return faults;
  }

  /** How many messages bear something that came before. */
  static long repeated(List<List<Long>> messages) {
    Set<Long> seen = new HashSet<>();
    long again = 0;
    for (List<Long> message : messages) {
      again += message.stream().anyMatch(seen::contains) ? 1 : 0;
      seen.addAll(message);
    }
    return again;
  }

  /** The same where every number up to the highest that arrived must have arrived. */
  static List<String> faults(List<Long> arrived, int mostTwice) {
    long last = arrived.stream().mapToLong(Long::longValue).max().orElse(0);
    return faults(upTo(last), last, arrived, mostTwice);
  }

  /** Every number up to one. */
  static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /**
   * What a queue with a budget says of itself, against what came out of it.
   *
   * @param generated Sends that went in
   * @param delivered of them, each once
   * @param dropped what the appliance says that it gave up
   * @param waiting what the appliance says that still waits
   * @return empty when every Send is in exactly one of the three
   */
  static List<String> account(long generated, long delivered, long dropped, long waiting) {
    long told = delivered + dropped + waiting;
    return told == generated
        ? List.of()
        : List.of(
            "generated %d, but delivered %d + dropped %d + waiting %d = %d"
                .formatted(generated, delivered, dropped, waiting, told));
  }

  private static String some(Set<Long> numbers) {
    String first = numbers.stream().limit(SHOWN).toList().toString();
    return numbers.size() > SHOWN ? first + " ..." : first;
  }
}
