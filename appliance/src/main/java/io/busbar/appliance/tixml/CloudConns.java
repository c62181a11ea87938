package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code CloudConn}, {@code CloudConn2} and {@code CloudConn3} (section 7): the connectors of these
 * names, when they are of the platform that the manual is about. A connector of another platform is
 * shown with its type alone, and cannot be written. What TiXML has no word for stays as it is.
 */
final class CloudConns implements Database {
  /** The platform's word in our configuration. */
  private static final String PLATFORM = "juconn";

  static final List<String> NAMES = List.of("CloudConn", "CloudConn2", "CloudConn3");
  private static final Pattern PLACE = Pattern.compile("/connectors/([0-9]{1,9})(/.*)?");

  @Override
  public boolean owns(String group) {
    return NAMES.contains(group);
  }

  @Override
  public List<Element> read(ObjectNode document) {
    List<Element> found = new ArrayList<>();
    for (String name : NAMES) {
      JsonNode connector = find(document, name);
      if (connector != null) {
        found.add(Element.of(name, content(connector)));
      }
    }
    return found;
  }

  private static List<Element> content(JsonNode connector) {
    String type = connector.path("type").asText();
    if (!type.equals(PLATFORM)) {
      return List.of(Element.of(CloudConnReader.TYPE, type));
    }
    List<Element> content = new ArrayList<>();
    content.add(Element.of(CloudConnReader.TYPE, CloudConnReader.FIXED_TYPE));
    for (CloudConnKey key : CloudConnKey.values()) {
      String text = key.toText(connector);
      if (text != null) {
        content.add(Element.of(key.word(), text));
      }
    }
    if (connector.at("/broker/certFile").isTextual()) {
      content.add(Element.of(CloudConnReader.CLIENT_MODE, "file"));
    }
    if (connector.at("/broker/caFile").isTextual()) {
      content.add(Element.of(CloudConnReader.SERVER_MODE, "file"));
    }
    content.addAll(RealtimeGroups.elements(connector.path("sections")));
    return content;
  }

  @Override
  public void write(Element group, ObjectNode document, List<Cause> faults) {
    ObjectNode before = find(document, group.name());
    if (before != null && !before.path("type").asText().equals(PLATFORM)) {
      faults.add(
          new Cause(
              ErrorNumber.OTHER_PLATFORM,
              "%s: got a CloudConn, but here it is a connector of type %s; want another name"
                  .formatted(group.name(), before.path("type").asText())));
      return;
    }
    ObjectNode connector = before == null ? added(group.name(), document) : before;
    new CloudConnReader(group.name(), connector, faults).read(group);
  }

  private static ObjectNode added(String name, ObjectNode document) {
    ObjectNode connector = document.withArray("connectors").addObject();
    connector.put("name", name);
    connector.put("type", PLATFORM);
    // The manual has no word for it; one of its own for each connection is what brokers want.
    String serial = document.at("/gateway/serialNumber").asText("00000000");
    connector.withObject("/broker").put("clientId", serial + "-" + name);
    return connector;
  }

  /** The connector of a name; null when there is none. */
  static @Nullable ObjectNode find(ObjectNode document, String name) {
    for (JsonNode connector : document.path("connectors")) {
      if (connector.path("name").asText().equals(name)) {
        return (ObjectNode) connector;
      }
    }
    return null;
  }

  @Override
  public String place(Problem problem, ObjectNode document) {
    Matcher place = PLACE.matcher(problem.path());
    if (!place.matches() || !(document.path("connectors") instanceof ArrayNode connectors)) {
      return problem.path();
    }
    JsonNode connector = connectors.path(Integer.parseInt(place.group(1)));
    String name = connector.path("name").asText();
    String rest = place.group(2) == null ? "" : place.group(2);
    return NAMES.contains(name) ? name + "/" + word(rest, connector) : problem.path();
  }

  private static String word(String pointer, JsonNode connector) {
    if (pointer.equals("/type")) {
      return CloudConnReader.TYPE;
    }
    for (CloudConnKey key : CloudConnKey.values()) {
      if (key.pointer().equals(pointer)) {
        return key.word();
      }
    }
    return RealtimeGroups.word(pointer, connector.path("sections"));
  }
}
