package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.schema.DocumentSchema;
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
  private static final String ON_CHANGE_WORD = "-1";

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
      ArrayNode points = section.putArray("points");
      group.attributes().forEach((key, value) -> section.set(key, RealtimePoint.typed(value)));
      for (Element point : group.children()) {
        points.add(RealtimePoint.json(point, detail -> fault(group.name(), detail)));
      }
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
    return time.equals(ON_CHANGE_WORD) ? ON_CHANGE : seconds("RTSendTime" + number, time);
  }

  private String seconds(String word, String text) {
    JsonNode duration = CloudConnKey.seconds(text);
    if (duration == null) {
      fault(word, "got " + text + ", want whole seconds");
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
    for (int i = 0; i < sections.size(); i++) {
      JsonNode section = sections.get(i);
      int number = number(sections, i);
      if (section.has("send")) {
        String send = section.path("send").asText();
        found.add(
            Element.of(
                "RTSendTime" + number,
                switch (send) {
                  case ON_CHANGE -> ON_CHANGE_WORD;
                  case "on-event" -> send;
                  default -> CloudConnKey.seconds(section.path("send"));
                }));
      }
      if (section.path("update").isTextual()) {
        found.add(
            Element.of("UpdateRate" + number, CloudConnKey.seconds(section.path("update"))));
      }
      List<Element> points = new ArrayList<>();
      section.path("points").forEach(point -> points.add(RealtimePoint.element(point)));
      found.add(Element.of(NAME + number, points));
    }
    return found;
  }

  /** The number in a section's name; of one with a name of the page's own, its place. */
  private static int number(JsonNode sections, int index) {
    String name = sections.path(index).path("name").asText();
    return name.matches(NAME + "[1-5]") ? name.charAt(NAME.length()) - '0' : index + 1;
  }

  /** The word for the place of a fault in a connector; the pointer when there is none. */
  static String word(String pointer, JsonNode sections) {
    Matcher place = SECTION_PLACE.matcher(pointer);
    if (!place.matches()) {
      return pointer;
    }
    int index = Integer.parseInt(place.group(1));
    int number = number(sections, index);
    return switch (place.group(2)) {
      case "send" -> "RTSendTime" + number;
      case "update" -> "UpdateRate" + number;
      case null, default -> NAME + number + point(place, sections.path(index));
    };
  }

  private static String point(Matcher place, JsonNode section) {
    return place.group(3) == null
        ? ""
        : "/"
            + section.path("points").path(Integer.parseInt(place.group(3))).path("name").asText();
  }
}
