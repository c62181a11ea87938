package io.busbar.appliance.cloud.mindconnect;

import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Numbers;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final List<Entry> complete = new ArrayList<>();

  /** How each value begins, by section and point: that is written a hundred thousand times. */
  private final Map<String, Map<String, Beginning>> beginnings = new HashMap<>();

  private final Map<String, Beginning> byId = new HashMap<>();

  /** How a value begins. */
  private static final class Beginning {
    private final String id;
    private final String json;
    private final int bytes;

    /** The number of the last time that has a value of it. */
    private int placed;

    Beginning(String id) {
      this.id = id;
      this.json = "{\"dataPointId\":" + JsonText.of(new Value.Text(id)) + ",\"value\":";
      this.bytes = JsonText.bytes(json);
    }
  }

  /** The message so far, up to within the last time's values. */
  private final StringBuilder text = new StringBuilder();

  /** Counted as the platform's limits want it, and never less than it is. */
  private int bytes = ENVELOPE;

  private int timestamps;
  private String timestamp = "";

  /** How many times there were, in all messages. */
  private int places;

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
    String time = JsonText.time(send.time());
    for (Send.Reading reading : send.readings()) {
      Value value = reading.value();
      if (value == null || (!events.none() && isEvent(send, reading))) {
        continue;
      }
      Beginning beginning = beginning(send.section(), reading.point());
      String json = json(value);
      String end = qualityCode(reading.quality());
      // Only a text has more bytes than characters.
      int width = value instanceof Value.Text ? JsonText.bytes(json) : json.length();
      int size = beginning.bytes + width + end.length() + 1;
      if (ENVELOPE + ELEMENT + size > MOST_BYTES) {
        tooLarge.accept(beginning.id);
      } else {
        place(time, beginning, size);
        text.append(beginning.json).append(json).append(end);
      }
    }
  }

  private Beginning beginning(String section, String point) {
    Map<String, Beginning> ofSection = beginnings.computeIfAbsent(section, _ -> new HashMap<>());
    Beginning known = ofSection.get(point);
    if (known == null) {
      known = byId.computeIfAbsent(points.id(section, point), Beginning::new);
      ofSection.put(point, known);
    }
    return known;
  }

  private boolean isEvent(Send send, Send.Reading reading) {
    return events.point(send.section(), reading.point()) != null;
  }

  /** Makes the place for a value of so many bytes. */
  private void place(String time, Beginning of, int size) {
    boolean joins = timestamps > 0 && timestamp.equals(time) && of.placed != places;
    boolean full =
        bytes + size + (joins ? 0 : ELEMENT) > MOST_BYTES
            || (!joins && timestamps == MOST_TIMESTAMPS);
    if (full) {
      flush();
    }
    if (full || !joins) {
      text.append(timestamps == 0 ? "{\"timeseries\":[" : "]},");
      text.append("{\"timestamp\":\"").append(time).append("\",\"values\":[");
      timestamps++;
      timestamp = time;
      places++;
      bytes += ELEMENT;
    } else {
      text.append(',');
    }
    of.placed = places;
    bytes += size;
  }

  private void flush() {
    if (timestamps > 0 || !complete.isEmpty()) {
      String body = timestamps == 0 ? "" : text.append("]}]}").toString();
      packets.add(new Packet(body, List.copyOf(complete)));
    }
    text.setLength(0);
    timestamps = 0;
    complete.clear();
    bytes = ENVELOPE;
  }

  private String json(Value value) {
    if (value instanceof Value.Text) {
      return JsonText.of(value);
    }
    String plain = Numbers.text(value);
    boolean number = value instanceof Value.Int || value instanceof Value.Real;
    return numbers && number ? plain : '"' + plain + '"';
  }

  /**
   * The documents have two codes, "0" good and "-1" bad, and no third; a value that is only old is
   * not good, so it goes as "-1" too (decision 25).
   */
  private static String qualityCode(Quality quality) {
    return switch (quality) {
      case GOOD -> ",\"qualityCode\":\"0\"}";
      case UNCERTAIN, BAD -> ",\"qualityCode\":\"-1\"}";
    };
  }
}
