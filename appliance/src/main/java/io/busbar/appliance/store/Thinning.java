package io.busbar.appliance.store;

import io.busbar.appliance.process.Send;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Thins a row of Sends so that of each series at least one of every so many readings stays. A Send
 * goes whole or not at all: it stays when it is any of its points' turn.
 */
final class Thinning {
  private final int every;

  /** How many readings in a row of each point have gone. */
  private final Map<String, Map<String, Integer>> gone = new HashMap<>();

  Thinning(int every) {
    this.every = every;
  }

  /** Whether the next Send stays. The first reading of every series does. */
  boolean keeps(Send send) {
    Map<String, Integer> section = gone.computeIfAbsent(send.section(), _ -> new HashMap<>());
    List<String> points =
        send.readings().isEmpty()
            ? List.of("")
            : send.readings().stream().map(Send.Reading::point).toList();
    boolean keeps =
        points.stream().anyMatch(point -> section.getOrDefault(point, every - 1) >= every - 1);
    for (String point : points) {
      section.put(point, keeps ? 0 : section.getOrDefault(point, 0) + 1);
    }
    return keeps;
  }
}
