package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.busbar.appliance.process.SendRule;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.ElementName;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code RTSendTimeN}, {@code UpdateRateN} and {@code RealtimeN} of one CloudConn (sections 7 to
 * 7.3), N from 1 to 5, and the sections of ours that they are. The manual writes {@code RTsendTime}
 * and {@code RealTime} as well.
 */
final class RealtimeGroups {
  private static final Pattern WORD =
      Pattern.compile("(RT[sS]endTime|UpdateRate|Real[tT]ime)([0-9]{1,3})");
  private static final Pattern SECTION_PLACE =
      Pattern.compile("/sections/([0-9]{1,3})(?:/(send|update|points)(?:/([0-9]{1,4}))?)?.*");
  private static final String NAME = "Realtime";
  private static final String ON_CHANGE = "on-change";

  /** Ours; the manual has events only beside a cycle. */
  private static final String ON_EVENT = "on-event";

  private static final String ON_CHANGE_WORD = "-1";
  private static final List<String> OWN_KEYS = List.of("send", "update", "points");

  private final String connector;
  private final List<Cause> faults;
  private final Map<Integer, String> times = new TreeMap<>();
  private final Map<Integer, String> updates = new TreeMap<>();
  private final Map<Integer, Element> groups = new TreeMap<>();

  RealtimeGroups(String connector, List<Cause> faults) {
    this.connector = connector;
    this.faults = faults;
  }

  /** Takes an element that is one of these. */
  boolean take(Element element) {
    Matcher word = WORD.matcher(element.name());
    if (!word.matches()) {
      return false;
    }
    int number = Integer.parseInt(word.group(2));
    String value = element.value() == null ? "" : element.value();
    if (number < 1 || number > 5) {
      fault(element.name(), "want a number from 1 to 5");
      return true;
    }
    boolean group = word.group(1).startsWith("Real");
    if (!group && !Arguments.isValue(element)) {
      fault(element.name(), "want a value alone, <" + element.name() + " _=\"...\"/>");
    }
    boolean twice =
        switch (word.group(1).charAt(2)) {
          case 's', 'S' -> times.put(number, value) != null;
          case 'd' -> updates.put(number, value) != null;
          default -> groups.put(number, element) != null;
        };
    if (twice) {
      fault(element.name(), "got it twice, want it once");
    }
    return true;
  }

  /** The sections as the configuration has them. */
  ArrayNode json() {
    times.keySet().forEach(number -> wantGroup("RTSendTime", number));
    updates.keySet().forEach(number -> wantGroup("UpdateRate", number));
    ArrayNode sections = DocumentSchema.mapper().createArrayNode();
    groups.forEach((number, group) -> {
      ObjectNode section = sections.addObject();
      section.put("name", NAME + number);
      section.put("send", send(number));
      String update = updates.get(number);
      if (update != null) {
        section.put("update", seconds("UpdateRate" + number, update));
      }
      group
          .attributes()
          .forEach((key, value) ->
              section.set(
                  ElementName.decode(key),
                  key.equals("name") ? TextNode.valueOf(value) : RealtimePoint.typed(value)));
      ArrayNode points = section.putArray("points");
      for (Element point : group.children()) {
        points.add(RealtimePoint.json(point, detail -> fault(group.name(), detail)));
      }
      Positions.split(points);
    });
    return sections;
  }

  private void wantGroup(String word, int number) {
    if (!groups.containsKey(number)) {
      fault(word + number, "want a Realtime" + number + " that it is of");
    }
  }

  private String send(int number) {
    String time = times.getOrDefault(number, "3");
    return switch (time) {
      case ON_CHANGE_WORD -> ON_CHANGE;
      case ON_EVENT -> ON_EVENT;
      default -> seconds("RTSendTime" + number, time);
    };
  }

  private String seconds(String word, String text) {
    JsonNode duration = CloudConnKey.seconds(text);
    if (duration == null) {
      fault(word, "got " + text + ", want seconds, or -1 for the hysteresis");
      return "3s";
    }
    return duration.asText();
  }

  private void fault(String key, String detail) {
    faults.add(new Cause(ErrorNumber.BAD_VALUE, connector + "/" + key + ": " + detail));
  }

  /** What the sections of a connector are in TiXML. */
  static List<Element> elements(JsonNode sections) {
    List<Element> found = new ArrayList<>();
    List<Integer> numbers = numbers(sections);
    for (int i = 0; i < sections.size(); i++) {
      JsonNode section = sections.get(i);
      int number = numbers.get(i);
      if (section.has("send")) {
        found.add(Element.of("RTSendTime" + number, time(section.path("send").asText())));
      }
      if (section.path("update").isTextual()) {
        found.add(
            Element.of(
                "UpdateRate" + number,
                CloudConnKey.seconds(DurationText.parse(section.path("update").asText()))));
      }
      List<Element> points = new ArrayList<>();
      Positions.joined(section.path("points"))
          .forEach(point -> points.add(RealtimePoint.element(point)));
      found.add(new Element(NAME + number, others(section, number), points, ""));
    }
    return found;
  }

  private static String time(String send) {
    return switch (SendRule.parse(send)) {
      case SendRule.Cycle(Duration every) -> CloudConnKey.seconds(every);
      case SendRule.OnChange() -> ON_CHANGE_WORD;
      case SendRule.OnEvent() -> ON_EVENT;
    };
  }

  /** What the page set of a section and the manual has no word for, in our words. */
  private static Map<String, String> others(JsonNode section, int number) {
    Map<String, String> others = new TreeMap<>();
    for (Map.Entry<String, JsonNode> member : section.properties()) {
      String key = member.getKey();
      boolean own = OWN_KEYS.contains(key) || member.getValue().isNull();
      boolean usualName = key.equals("name") && member.getValue().asText().equals(NAME + number);
      if (!own && !usualName) {
        others.put(ElementName.encode(key), member.getValue().asText());
      }
    }
    return others;
  }

  /** The number in each section's name; for one with a name of its own the lowest that is free. */
  private static List<Integer> numbers(JsonNode sections) {
    List<Integer> numbers = new ArrayList<>();
    List<Integer> free = new ArrayList<>(List.of(1, 2, 3, 4, 5));
    sections.forEach(section -> {
      String name = section.path("name").asText();
      Integer number = name.matches(NAME + "[1-5]") ? name.charAt(NAME.length()) - '0' : 0;
      numbers.add(number);
      free.remove(number);
    });
    numbers.replaceAll(number -> number == 0 && !free.isEmpty() ? free.removeFirst() : number);
    return numbers;
  }

  /** The word for the place of a fault in a connector; the pointer when there is none. */
  static String word(String pointer, JsonNode sections) {
    Matcher place = SECTION_PLACE.matcher(pointer);
    if (!place.matches()) {
      return pointer;
    }
    int index = Integer.parseInt(place.group(1));
    List<Integer> numbers = numbers(sections);
    int number = index < numbers.size() ? numbers.get(index) : index + 1;
    return switch (place.group(2)) {
      case "send" -> "RTSendTime" + number;
      case "update" -> "UpdateRate" + number;
      case null, default -> NAME + number + point(place, sections.path(index));
    };
  }

  private static String point(Matcher place, JsonNode section) {
    return place.group(3) == null
        ? ""
        : "/" + Positions.word(section.path("points"), Integer.parseInt(place.group(3)));
  }
}
