package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends as data messages (section 2.3): one message each, with one sensor, one controller or
 * several, as it comes. A Send that is too large for a message goes in parts.
 *
 * <p>The broker ignores a message whose message_id it has seen, so the id is the number of the Send
 * in the outbox: whatever has to be sent twice bears the same id twice. Parts count behind the
 * point.
 */
final class Data {
  /** The limit of AWS IoT, which the manual names as a possible broker. */
  static final int MOST_BYTES = 131_072;

  private final DataModel model;
  private final Format format;
  private final boolean positionsAsOne;

  /** The halves of positions, as they were last reported: they are always sent together. */
  private final Map<String, Value> positions = new HashMap<>();

  Data(DataModel model, Format format, boolean positionsAsOne) {
    this.model = model;
    this.format = format;
    this.positionsAsOne = positionsAsOne;
  }

  /**
   * What carries these Sends.
   *
   * @param envelope makes the message of a payload
   */
  List<Effect> publish(List<Entry> entries, Function<String, Message> envelope) {
    List<Effect> effects = new ArrayList<>();
    for (Entry entry : entries) {
      List<Message> messages = payloads(entry, effects).stream().map(envelope).toList();
      effects.addAll(Effect.carry(messages, List.of(entry)));
    }
    return effects;
  }

  private List<String> payloads(Entry entry, List<Effect> complaints) {
    List<Reading> readings = readings(entry.send());
    List<String> payloads = new ArrayList<>();
    if (!readings.isEmpty()) {
      fill(entry, readings, payloads, complaints);
    }
    return payloads;
  }

  private void fill(
      Entry entry, List<Reading> readings, List<String> payloads, List<Effect> complaints) {
    long number = entry.sequence() + 1;
    String id = payloads.isEmpty() ? "" + number : "%d.%04d".formatted(number, payloads.size());
    String payload = format.data(id, epoch(entry.send().time()), byController(readings));
    if (JsonText.bytes(payload) <= MOST_BYTES) {
      payloads.add(payload);
    } else if (readings.size() > 1) {
      int half = readings.size() / 2;
      fill(entry, readings.subList(0, half), payloads, complaints);
      fill(entry, readings.subList(half, readings.size()), payloads, complaints);
    } else {
      complaints.add(
          new Effect.Status(
              "the value of %s is left out: it has more than the %d bytes of a message"
                  .formatted(readings.getFirst().sensor().point().path(), MOST_BYTES),
              true));
    }
  }

  private static long epoch(Instant time) {
    return time.getEpochSecond();
  }

  private static Map<String, List<Reading>> byController(List<Reading> readings) {
    Map<String, List<Reading>> controllers = new LinkedHashMap<>();
    for (Reading reading : readings) {
      controllers
          .computeIfAbsent(reading.sensor().controller(), _ -> new ArrayList<>())
          .add(reading);
    }
    return controllers;
  }

  private List<Reading> readings(Send send) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    for (Send.Reading reading : send.readings()) {
      Sensor sensor = model.sensor(send.section(), reading.point());
      if (sensor == null) {
        continue; // The section had this point when the Send was made.
      }
      Sensor latitude = model.latitude(sensor);
      if (latitude == null) {
        put(readings, new Reading(sensor, reading.value(), sensor.state(reading.quality()), null));
      } else {
        keep(sensor, reading.value());
        position(latitude).forEach(half -> put(readings, half));
      }
    }
    return List.copyOf(readings.values());
  }

  private static void put(Map<String, Reading> readings, Reading reading) {
    readings.put(reading.sensor().point().path(), reading);
  }

  private void keep(Sensor half, @Nullable Value value) {
    if (value == null) {
      positions.remove(half.point().path());
    } else {
      positions.put(half.point().path(), value);
    }
  }

  /** Longitude and latitude together, in the order of section 7.1; empty while unknown. */
  private Collection<Reading> position(Sensor latitude) {
    Sensor longitude = model.at(String.valueOf(latitude.longitude()));
    Value north = positions.get(latitude.point().path());
    if (longitude == null) {
      return List.of(new Reading(latitude, north, 2, null));
    }
    Value east = positions.get(longitude.point().path());
    return positionsAsOne
        ? List.of(new Reading(latitude, north, 2, longitude.text(east)))
        : List.of(new Reading(longitude, east, 2, null), new Reading(latitude, north, 2, null));
  }
}
