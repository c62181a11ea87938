package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.Members.Holds;
import io.busbar.appliance.tixml.Members.Member;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.ElementName;
import io.busbar.drivers.schema.DocumentSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A device of the External database with its variables. */
final class ExternalDevice {
  private static final String SWAP = "DwordSwap";
  private static final String INCREMENT = "DWordInc";

  private static final Members KEYS =
      new Members(
          List.of(
              new Member("Name", "name", Holds.TEXT),
              new Member("NameUser", "title", Holds.TEXT),
              new Member(Element.MAIN, "unitId", Holds.NUMBER),
              new Member("Pollrate", "pollInterval", Holds.TEXT),
              new Member("CharTimeout", "charTimeout", Holds.TEXT),
              new Member("Timeout", "timeout", Holds.TEXT),
              new Member("Pause", "pause", Holds.TEXT),
              new Member("meter", "meter", Holds.TEXT),
              new Member("priority", "priority", Holds.TEXT),
              new Member("addressBase", "addressBase", Holds.NUMBER)));

  /** What other gateways have and why it has no meaning here. */
  private static final Map<String, String> MEANINGLESS =
      Map.of(
          "ForceSingleWordWrite",
          "one register is always written with function 6 and more with 16",
          "UseCache",
          "the process tree always has the latest value of every variable");

  /** Keys of a device that no attribute stands for; they stay as they are. */
  private static final List<String> KEPT = List.of("idleInterval", "derived");

  private ExternalDevice() {}

  /**
   * The device that an element stands for.
   *
   * @param before the device of this name that is configured; a missing node when there is none
   */
  static ObjectNode json(Element element, JsonNode before, String place, List<Cause> faults) {
    ObjectNode device = DocumentSchema.mapper().createObjectNode();
    List<String> others = new ArrayList<>(List.of(SWAP, INCREMENT));
    for (String word : element.attributes().keySet()) {
      String reason = MEANINGLESS.get(word);
      if (reason != null) {
        others.add(word);
        faults.add(
            new Cause(
                ErrorNumber.UNKNOWN_KEY,
                place + ": got " + word + ", want it left out: " + reason));
      }
    }
    KEYS.put(element, device, others, place, faults);
    if (element.attributes().containsKey(SWAP)) {
      ExternalVariable.order(element, device, place, faults);
    }
    String increment = element.attributes().getOrDefault(INCREMENT, "2");
    if (!increment.equals("2")) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE,
              "%s/%s: got %s, want 2: a value of 32 bits takes two registers"
                  .formatted(place, INCREMENT, increment)));
    }
    if (!element.children().isEmpty()) {
      ArrayNode points = device.putArray("points");
      for (Element variable : element.children()) {
        JsonNode old = named(before.path("points"), ElementName.decode(variable.name()));
        points.add(ExternalVariable.json(variable, old, place, faults));
      }
    }
    keep(before, device, KEPT);
    return device;
  }

  /** What TiXML has no word for stays. */
  static void keep(JsonNode before, ObjectNode now, List<String> keys) {
    for (String key : keys) {
      if (before.has(key)) {
        now.set(key, before.get(key));
      }
    }
  }

  /** The item of a list that has this name; a missing node when there is none. */
  static JsonNode named(JsonNode list, String name) {
    for (JsonNode one : list) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    return list.path("none");
  }

  /** The element that stands for a device. */
  static Element element(JsonNode device) {
    Map<String, String> attributes = KEYS.attributes(device);
    ExternalVariable.putSwap(device, attributes);
    List<Element> variables = new ArrayList<>();
    for (JsonNode point : device.path("points")) {
      variables.add(ExternalVariable.element(point));
    }
    if (!variables.isEmpty()) {
      attributes.put(INCREMENT, "2");
    }
    return new Element("Device", attributes, variables, "");
  }

  /** In words of the database: the place of a key of a device. */
  static String place(String key, JsonNode device) {
    String[] parts = key.split("/", 4); // "", points, 0, scale
    if (parts.length >= 3 && parts[1].equals("points") && parts[2].matches("[0-9]+")) {
      JsonNode point = device.path("points").path(Integer.parseInt(parts[2]));
      String rest = parts.length > 3 ? "/" + ExternalVariable.word("/" + parts[3]) : "";
      return "/" + point.path("name").asText() + rest;
    }
    if (key.equals("/order")) {
      return "/" + SWAP;
    }
    return "/" + KEYS.word(key.substring(1));
  }
}
