package io.busbar.appliance.tixml.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Elements as nobody would write them, for properties. */
final class RandomElements {
  private static final List<String> NAMES =
      List.of("Get", "Set", "_", "a", "Z056-001-TEMP", "ID_790", "meta.x", "_x0034_");
  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "-1",
          "33.125",
          "\u00b0C",
          "a \"b\" & 'c'",
          "<x/>",
          "]]>",
          "a\r\n\tb",
          " a ",
          "\ud83d\ude00",
          "[x]",
          "{",
          "null",
          "true",
          "\u00ae/TIMES/PowerOnTime;");

  private final Random random;

  RandomElements(int seed) {
    this.random = new Random(seed);
  }

  /** One to three, of which those of one name stand together, as the JSON form has them. */
  List<Element> roots() {
    return grouped(1 + random.nextInt(3), 0);
  }

  private List<Element> grouped(int count, int depth) {
    Map<String, List<Element>> byName = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Element element = element(depth);
      byName.computeIfAbsent(element.name(), name -> new ArrayList<>()).add(element);
    }
    return byName.values().stream().flatMap(List::stream).toList();
  }

  private Element element(int depth) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      attributes.put(one(NAMES), one(VALUES));
    }
    boolean leaf = depth == 6 || random.nextInt(3) == 0;
    return leaf
        ? new Element(one(NAMES), attributes, List.of(), one(VALUES).strip())
        : new Element(one(NAMES), attributes, grouped(random.nextInt(4), depth + 1), "");
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
