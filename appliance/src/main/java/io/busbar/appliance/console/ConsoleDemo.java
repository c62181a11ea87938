package io.busbar.appliance.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import io.busbar.web.Demo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Simulated devices in the configuration: put in, taken out, and told of. */
record ConsoleDemo(ConfigDoor config) implements Demo {
  private static final String TYPE = "simulated";
  private static final String BUS = "Demo";

  @Override
  public Outcome set(boolean on) {
    Stored stored = config.read();
    ObjectNode document = document(stored);
    List<String> before = buses(document);
    if (on != before.isEmpty()) {
      return new Outcome.Applied(stored);
    }
    if (on) {
      add(document);
    } else {
      remove(document, before);
    }
    byte[] json = document.toPrettyString().getBytes(StandardCharsets.UTF_8);
    return config.replace(json, stored.version());
  }

  /** What to be told of while simulated values go to clouds; empty when none do. */
  List<String> alarms() {
    JsonNode document = config.inForce();
    List<String> buses = buses(document);
    if (buses.isEmpty()) {
      return List.of();
    }
    TreeSet<String> sent = new TreeSet<>();
    for (JsonNode connector : document.path("connectors")) {
      for (JsonNode section : connector.path("sections")) {
        for (JsonNode point : section.path("points")) {
          if (isOf(point.path("path").asText(), buses)) {
            sent.add(connector.path("name").asText());
          }
        }
      }
    }
    return sent.isEmpty()
        ? List.of()
        : List.of(
            "simulated values of %s go to %s: nobody measured them. End the demo mode, or take them out of the sections"
                .formatted(String.join(", ", buses), String.join(", ", sent)));
  }

  /** What a configuration lacks that was never written is an empty one. */
  private static ObjectNode document(Stored stored) {
    try {
      ObjectNode document = (ObjectNode) DocumentSchema.mapper().readTree(stored.json());
      if (!document.has("gateway")) {
        document.putObject("gateway").put("name", "Busbar");
      }
      document.withArray("buses");
      document.withArray("connectors");
      return document;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration in force is no JSON", e);
    }
  }

  private static List<String> buses(JsonNode document) {
    return names(document, true);
  }

  private static List<String> names(JsonNode document, boolean simulated) {
    List<String> names = new ArrayList<>();
    for (JsonNode bus : document.path("buses")) {
      if (bus.path("type").asText().equals(TYPE) == simulated) {
        names.add(bus.path("name").asText());
      }
    }
    return names;
  }

  private static void add(ObjectNode document) {
    List<String> taken = names(document, false);
    String name = BUS;
    for (int i = 2; taken.contains(name); i++) {
      name = BUS + i;
    }
    ArrayNode devices =
        document
            .withArray("buses")
            .addObject()
            .put("name", name)
            .put("type", TYPE)
            .putArray("devices");
    devices.addObject().put("name", "Meter").put("kind", "three-phase-meter");
    devices.addObject().put("name", "Water").put("kind", "pulse-counter");
    devices.addObject().put("name", "Room").put("kind", "temperature");
  }

  private static void remove(ObjectNode document, List<String> gone) {
    removeIf(document.path("buses"), bus -> gone.contains(bus.path("name").asText()));
    for (JsonNode connector : document.path("connectors")) {
      removePoints(connector.path("sections"), gone);
    }
    removePoints(document.path("logs"), gone);
  }

  /** Takes points out, and what has none any more by that. */
  private static void removePoints(JsonNode holders, List<String> gone) {
    removeIf(
        holders,
        holder -> {
          JsonNode points = holder.path("points");
          boolean had = removeIf(points, point -> isOf(point.path("path").asText(), gone));
          return had && points.isEmpty();
        });
  }

  private static boolean removeIf(JsonNode list, Predicate<JsonNode> unwanted) {
    boolean any = false;
    for (var all = list.iterator(); all.hasNext(); ) {
      if (unwanted.test(all.next())) {
        all.remove();
        any = true;
      }
    }
    return any;
  }

  private static boolean isOf(String path, List<String> buses) {
    return buses.stream().anyMatch(bus -> path.startsWith("/Process/" + bus + "/"));
  }
}
