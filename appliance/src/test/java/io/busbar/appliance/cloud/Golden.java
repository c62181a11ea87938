package io.busbar.appliance.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cases as files: sections and Sends, and the messages that they become. */
public final class Golden {
  public static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  /** A file of {@code /cases}, for example {@code scorpio/births.json}. */
  public static JsonNode read(String file) throws Exception {
    try (InputStream in = Golden.class.getResourceAsStream("/cases/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("no case " + file);
      }
      return JSON.readTree(in);
    }
  }

  /**
   * A point is its name alone, a real value of a variable of that name; or an object of name, path,
   * type, unit, writable and meta.
   */
  public static List<ConnectorType.Section> sections(JsonNode given) {
    List<ConnectorType.Section> sections = new ArrayList<>();
    for (JsonNode section : given.path("sections")) {
      List<ConnectorType.Point> points = new ArrayList<>();
      section.path("points").forEach(point -> points.add(point(point)));
      Duration every =
          section.has("seconds") ? Duration.ofSeconds(section.path("seconds").asLong()) : null;
      sections.add(
          new ConnectorType.Section(section.path("name").asText("Realtime1"), every, points));
    }
    return sections;
  }

  public static List<Entry> entries(JsonNode given) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode send : given.path("sends")) {
      Instant time = Instant.parse(send.path("time").asText());
      List<Send.Reading> readings = new ArrayList<>();
      for (JsonNode reading : send.path("readings")) {
        readings.add(
            new Send.Reading(
                reading.path("point").asText(),
                value(reading.path("value")),
                Quality.valueOf(reading.path("quality").asText("GOOD")),
                reading.has("time") ? Instant.parse(reading.path("time").asText()) : time));
      }
      entries.add(
          new Entry(
              entries.size(),
              new Send("CloudConn", send.path("section").asText("Realtime1"), time, readings)));
    }
    return entries;
  }

  /** What is published: topic and payload, and qos and retain where they are not 1 and false. */
  public static ArrayNode messages(List<Effect> effects) throws JsonProcessingException {
    ArrayNode messages = JSON.createArrayNode();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Publish publish) {
        Message message = publish.message();
        ObjectNode shown = messages.addObject().put("topic", message.topic());
        shown.set("payload", payload(message.payload()));
        if (message.qos() != 1) {
          shown.put("qos", message.qos());
        }
        if (message.retain()) {
          shown.put("retain", true);
        }
      }
    }
    return messages;
  }

  private static JsonNode payload(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.getNodeFactory().textNode(text);
    }
  }

  private static ConnectorType.Point point(JsonNode point) {
    String name = point.isTextual() ? point.asText() : point.path("name").asText();
    Map<String, String> meta = new HashMap<>();
    point.path("meta").properties().forEach(e -> meta.put(e.getKey(), e.getValue().asText()));
    return new ConnectorType.Point(
        name,
        point.path("path").asText("/Process/Lan/PAC1/" + name),
        ValueType.valueOf(point.path("type").asText("REAL")),
        point.path("unit").asText(""),
        point.path("writable").asBoolean(),
        meta);
  }

  private static @Nullable Value value(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (value.isBoolean()) {
      return new Value.Bool(value.booleanValue());
    }
    if (value.isIntegralNumber()) {
      return new Value.Int(value.longValue());
    }
    return value.isNumber() ? new Value.Real(value.doubleValue()) : new Value.Text(value.asText());
  }
}
