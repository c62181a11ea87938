package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.ElementName;
import io.busbar.drivers.schema.DocumentSchema;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One point of a section: {@code <Temp _="/Process/PV/Temp" hysteresis="0.5" meta_unit="K"/>}
 * (sections 2.2 and 7). The second path of a position is kept beside its meta data, see {@link
 * Positions}. Every other attribute is a key of ours, as the page has it.
 */
final class RealtimePoint {
  private static final String META = "meta_";
  private static final String HYSTERESIS = "hysteresis";

  /** Section 7.2: a point, at most two decimals, not negative. */
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,2})?");

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

  private RealtimePoint() {}

  /**
   * The point as the configuration has it.
   *
   * @param fault told of what cannot be put there
   */
  static ObjectNode json(Element element, Consumer<String> fault) {
    ObjectNode point = DocumentSchema.mapper().createObjectNode();
    String name = ElementName.decode(element.name());
    point.put("name", name);
    if (element.value() == null) {
      fault.accept(name + ": want the path of a variable, <" + element.name() + " _=\"/...\"/>");
    }
    if (!element.children().isEmpty()) {
      fault.accept(name + ": got elements inside, want attributes only");
    }
    ObjectNode meta = DocumentSchema.mapper().createObjectNode();
    element
        .attributes()
        .forEach((key, value) -> {
          if (key.equals(Element.MAIN)) {
            point.put("path", value);
          } else if (key.equals(HYSTERESIS)) {
            if (!AMOUNT.matcher(value).matches()) {
              fault.accept(
                  "%s: got the hysteresis %s, want 0 or more with at most two decimals, such as 1.25"
                      .formatted(name, value));
            }
            point.set(key, typed(value));
          } else if (key.equals(Positions.LONGITUDE)) {
            meta.put(key, value);
          } else if (key.startsWith(META)) {
            meta.put(ElementName.decode(key.substring(META.length())), value);
          } else {
            point.set(key, typed(value));
          }
        });
    if (meta.has(Positions.LONGITUDE) && !meta.path("type").asText().equals("gps")) {
      fault.accept(name + ": got lng, want meta_type=\"gps\" with it");
    }
    if (!meta.isEmpty()) {
      point.set("meta", meta);
    }
    return point;
  }

  /** The point as TiXML has it. */
  static Element element(JsonNode point) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(Element.MAIN, point.path("path").asText());
    for (Map.Entry<String, JsonNode> member : point.properties()) {
      switch (member.getKey()) {
        case "name", "path" -> {
          // The element's name and main value.
        }
        case "meta" ->
            member
                .getValue()
                .properties()
                .forEach(
                    entry -> attributes.put(metaWord(entry.getKey()), entry.getValue().asText()));
        default -> {
          if (!member.getValue().isNull()) {
            attributes.put(ElementName.encode(member.getKey()), member.getValue().asText());
          }
        }
      }
    }
    return new Element(ElementName.encode(point.path("name").asText()), attributes, List.of(), "");
  }

  private static String metaWord(String key) {
    return key.equals(Positions.LONGITUDE) ? key : ElementName.encode(META + key);
  }

  /** A number or state where the text is one: our configuration tells them apart. */
  static JsonNode typed(String text) {
    if (NUMBER.matcher(text).matches()) {
      return DecimalNode.valueOf(new BigDecimal(text));
    }
    return text.equals("true") || text.equals("false")
        ? BooleanNode.valueOf(text.equals("true"))
        : TextNode.valueOf(text);
  }
}
