package io.busbar.appliance.cloud.mindconnect;

import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.ConnectorType.Section;
import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points that are events: their meta has {@code event}, the platform's type of the event. Each
 * report of such a point that is good and not false is one event on {@code o/mc_v3/e}, so they
 * belong into a section on change; they are no part of time series and data model.
 */
final class Events {
  /** The meta of an event's type, of its severity (20 the default, 30, 40) and its description. */
  static final String TYPE = "event";

  static final String SEVERITY = "severity";
  private static final String DESCRIPTION = "description";

  private final Map<String, Map<String, Point>> points = new HashMap<>();

  Events(List<Section> sections) {
    for (Section section : sections) {
      for (Point point : section.points()) {
        if (isEvent(point)) {
          points.computeIfAbsent(section.name(), name -> new HashMap<>()).put(point.name(), point);
        }
      }
    }
  }

  static boolean isEvent(Point point) {
    return point.meta().containsKey(TYPE);
  }

  /** The sections without their events. */
  static List<Section> without(List<Section> sections) {
    return sections.stream()
        .map(section ->
            new Section(
                section.name(),
                section.every(),
                section.points().stream().filter(point -> !isEvent(point)).toList()))
        .toList();
  }

  /** Whether all is measured. */
  boolean none() {
    return points.isEmpty();
  }

  /** The point of a reading if that is an event's; null if it is measured. */
  @Nullable Point point(String section, String name) {
    return points.getOrDefault(section, Map.of()).get(name);
  }

  /** The message of a reading; null when nothing happened. */
  @Nullable String message(Point point, Entry entry, Send.Reading reading) {
    Value value = reading.value();
    if (value == null
        || reading.quality() != Quality.GOOD
        || (value instanceof Value.Bool(boolean state) && !state)) {
      return null;
    }
    return JsonText.of(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("events");
      json.writeStartObject();
      json.writeStringField("id", id(entry, point));
      json.writeStringField("correlationId", id(entry, point));
      json.writeStringField("timestamp", JsonText.time(entry.send().time()));
      json.writeNumberField(
          "severity", Integer.parseInt(point.meta().getOrDefault(SEVERITY, "20")));
      json.writeStringField("type", point.meta().getOrDefault(TYPE, ""));
      json.writeStringField("description", point.meta().getOrDefault(DESCRIPTION, point.name()));
      json.writeObjectFieldStart("details");
      json.writeFieldName(point.name());
      json.writeRawValue(JsonText.of(value));
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /** The same for a message that comes twice. */
  private static String id(Entry entry, Point point) {
    Send send = entry.send();
    String text =
        String.join(
            "\n",
            send.connector(),
            send.section(),
            point.name(),
            send.time().toString(),
            Long.toString(entry.sequence()));
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
