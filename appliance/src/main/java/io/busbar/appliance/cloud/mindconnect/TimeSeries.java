package io.busbar.appliance.cloud.mindconnect;

import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Numbers;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Packs Sends into time series messages: at most 100 timestamps and 100 000 bytes each, in order. A
 * Send that is bigger goes over several messages, and the last of them acknowledges it.
 */
final class TimeSeries {
  /** The platform takes 128 KB and an unpublished number of samplings. */
  static final int MOST_BYTES = 100_000;

  static final int MOST_TIMESTAMPS = 100;

  private static final int ENVELOPE = "{\"timeseries\":[]}".length();

  /** {@code {"timestamp":"","values":[]},} and the longest timestamp. */
  private static final int ELEMENT = 64;

  /** A body, and the Sends that are complete with it. */
  record Packet(String body, List<Entry> complete) {}

  private final DataPoints points;
  private final Events events;
  private final boolean numbers;

  /** The ids of the readings that fit into no message at all. */
  private final Consumer<String> tooLarge;

  private final List<Packet> packets = new ArrayList<>();
  private final List<Element> elements = new ArrayList<>();
  private final List<Entry> complete = new ArrayList<>();
  private int bytes = ENVELOPE;

  /** The values of one time: each as JSON, by dataPointId. */
  private record Element(String timestamp, Map<String, String> values) {}

  TimeSeries(DataPoints points, Events events, boolean numbers, Consumer<String> tooLarge) {
    this.points = points;
    this.events = events;
    this.numbers = numbers;
    this.tooLarge = tooLarge;
  }

  /** The messages for these Sends; a packet without a body is one of Sends that hold nothing. */
  List<Packet> pack(List<Entry> entries) {
    for (Entry entry : entries) {
      add(entry.send());
      complete.add(entry);
    }
    flush();
    return packets;
  }

  private void add(Send send) {
    String timestamp = JsonText.time(send.time());
    for (Send.Reading reading : send.readings()) {
      Value value = reading.value();
      if (value == null || events.point(send.section(), reading.point()) != null) {
        continue;
      }
      String id = points.id(send.section(), reading.point());
      String json = json(id, value, reading.quality());
      int size = JsonText.bytes(json) + 1;
      if (ENVELOPE + ELEMENT + size > MOST_BYTES) {
        tooLarge.accept(id);
      } else {
        place(timestamp, id, json, size);
      }
    }
  }

  private void place(String timestamp, String id, String json, int size) {
    Element last = elements.isEmpty() ? null : elements.getLast();
    boolean joins =
        last != null && last.timestamp().equals(timestamp) && !last.values().containsKey(id);
    boolean full =
        bytes + size + (joins ? 0 : ELEMENT) > MOST_BYTES
            || (!joins && elements.size() == MOST_TIMESTAMPS);
    if (full) {
      flush();
    }
    if (full || !joins) {
      elements.add(new Element(timestamp, new LinkedHashMap<>()));
      bytes += ELEMENT;
    }
    elements.getLast().values().put(id, json);
    bytes += size;
  }

  private void flush() {
    if (!elements.isEmpty() || !complete.isEmpty()) {
      packets.add(new Packet(elements.isEmpty() ? "" : body(), List.copyOf(complete)));
    }
    elements.clear();
    complete.clear();
    bytes = ENVELOPE;
  }

  private String body() {
    return JsonText.of(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("timeseries");
      for (Element element : elements) {
        json.writeStartObject();
        json.writeStringField("timestamp", element.timestamp());
        json.writeArrayFieldStart("values");
        for (String value : element.values().values()) {
          json.writeRawValue(value);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private String json(String id, Value value, Quality quality) {
    return JsonText.of(json -> {
      json.writeStartObject();
      json.writeStringField("dataPointId", id);
      json.writeFieldName("value");
      if (numbers && (value instanceof Value.Int || value instanceof Value.Real)) {
        json.writeNumber(Numbers.text(value));
      } else {
        json.writeString(Numbers.text(value));
      }
      json.writeStringField("qualityCode", qualityCode(quality));
      json.writeEndObject();
    });
  }

  /**
   * The documents have two codes, "0" good and "-1" bad, and no third; a value that is only old is
   * not good, so it goes as "-1" too (decision 25).
   */
  private static String qualityCode(Quality quality) {
    return switch (quality) {
      case GOOD -> "0";
      case UNCERTAIN, BAD -> "-1";
    };
  }
}
