package io.busbar.appliance.cloud.scorpio;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of births and data. Every device is born anew with each connection, and a changed
 * point is a new connection; the birth holds what was last sent of each metric.
 */
final class Metrics implements Connector {
  /** The platform's limit is not published; this is what its other dialect takes. */
  static final int MOST_BYTES = 100_000;

  private static final int ENVELOPE = "{\"metrics\":[]}".length();

  private record Key(String section, String point) {}

  private final String topics;
  private final ScorpIoSettings settings;
  private final String edgeNode;
  private final int qos;
  private final Map<Key, Point> points = new LinkedHashMap<>();
  private final Map<Key, String> last = new LinkedHashMap<>();

  /** A settings record that {@link ScorpIoType#check} found good has a project. */
  Metrics(ConnectorType.Context context, ScorpIoSettings settings) {
    this.topics = "mqtts/" + settings.project();
    this.settings = settings;
    this.edgeNode = settings.edgeNode() == null ? context.gateway().name() : settings.edgeNode();
    this.qos = context.broker().qos();
    for (ConnectorType.Section section : context.sections()) {
      section.points().forEach(point -> points.put(new Key(section.name(), point.name()), point));
    }
  }

  @Override
  public List<Effect> on(Event event, Instant now) {
    return switch (event) {
      case Event.Connected() -> births(now);
      case Event.Sends(List<Entry> entries) -> {
        List<Effect> effects = new ArrayList<>();
        entries.forEach(entry -> effects.addAll(data(entry)));
        yield effects;
      }
      case Event.Disconnected _, Event.Received _, Event.Tick _, Event.WasSet _, Event.Ran _ ->
          List.of();
    };
  }

  /** Data without a metric, of the first device; of the edge node itself when there is none. */
  Message probe() {
    String device = points.values().stream().map(Point::device).findFirst().orElse(edgeNode);
    return new Message(topic("DDATA", device), body(List.of()), 1, false);
  }

  private List<Effect> births(Instant now) {
    Map<String, List<String>> byDevice = new LinkedHashMap<>();
    points.forEach((key, point) ->
        byDevice
            .computeIfAbsent(point.device(), device -> new ArrayList<>())
            .add(last.getOrDefault(key, metric(point, now, null))));
    List<Effect> effects = new ArrayList<>();
    byDevice.forEach((device, metrics) ->
        effects.add(
            new Effect.Publish(
                new Message(topic("DBIRTH", device), body(metrics), qos, true), List.of())));
    return effects;
  }

  private List<Effect> data(Entry entry) {
    Send send = entry.send();
    Map<String, List<String>> byDevice = new LinkedHashMap<>();
    TreeSet<String> leftOut = new TreeSet<>();
    for (Reading reading : send.readings()) {
      Key key = new Key(send.section(), reading.point());
      Point point = points.get(key);
      String metric = point == null ? null : metric(point, send.time(), reading);
      if (point == null || metric == null) {
        leftOut.add(reading.point());
      } else {
        last.put(key, metric);
        byDevice.computeIfAbsent(point.device(), device -> new ArrayList<>()).add(metric);
      }
    }
    List<Message> messages = new ArrayList<>();
    byDevice.forEach((device, metrics) -> messages.addAll(messages(device, metrics)));
    List<Effect> effects = new ArrayList<>(Effect.carry(messages, List.of(entry)));
    if (!leftOut.isEmpty()) {
      effects.add(leftOut(leftOut.first(), leftOut.size()));
    }
    return effects;
  }

  private List<Message> messages(String device, List<String> metrics) {
    List<Message> messages = new ArrayList<>();
    List<String> part = new ArrayList<>();
    int bytes = ENVELOPE;
    for (String metric : metrics) {
      int size = JsonText.bytes(metric) + 1;
      if (bytes + size > MOST_BYTES) {
        messages.add(new Message(topic("DDATA", device), body(part), qos, false));
        part.clear();
        bytes = ENVELOPE;
      }
      part.add(metric);
      bytes += size;
    }
    messages.add(new Message(topic("DDATA", device), body(part), qos, false));
    return messages;
  }

  /**
   * The format has no quality: a good value bears the time of its Send, an uncertain one its own
   * older time, and one that is bad or never was is left out of its metric.
   *
   * @return null for a value that the metric's type or a message cannot hold
   */
  private static @Nullable String metric(Point point, Instant time, @Nullable Reading reading) {
    Value value = reading == null || reading.quality() == Quality.BAD ? null : reading.value();
    Instant stamp =
        reading != null && value != null && reading.quality() == Quality.UNCERTAIN
            ? reading.time()
            : time;
    DataType type = DataType.of(point);
    String json = value == null ? null : type.json(value);
    if (value != null && json == null) {
      return null;
    }
    String metric =
        JsonText.of(writer -> {
          writer.writeStartObject();
          writer.writeStringField("name", point.name());
          writer.writeStringField("dataType", type.name());
          writer.writeNumberField("timestamp", stamp.toEpochMilli());
          if (json != null) {
            writer.writeFieldName("value");
            writer.writeRawValue(json);
          }
          writer.writeEndObject();
        });
    return ENVELOPE + JsonText.bytes(metric) + 1 > MOST_BYTES ? null : metric;
  }

  private String topic(String kind, String device) {
    String id = settings.devices().getOrDefault(device, device);
    return topics + "/" + kind + "/" + edgeNode + "/" + id;
  }

  private static String body(List<String> metrics) {
    return "{\"metrics\":[" + String.join(",", metrics) + "]}";
  }

  private static Effect leftOut(String point, int all) {
    return new Effect.Status(
        "left out "
            + point.substring(0, Math.min(point.length(), 100))
            + (all == 1 ? "" : " and " + (all - 1) + " more")
            + ": no longer configured, beyond its data type, or above the "
            + MOST_BYTES
            + " bytes of a message",
        true);
  }
}
