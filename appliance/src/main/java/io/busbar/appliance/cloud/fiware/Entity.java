package io.busbar.appliance.cloud.fiware;

import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One entity: a vertical of one device. It remembers the members of structured attributes, because
 * the platform replaces such an attribute as a whole and a section on change sends only a part.
 */
final class Entity {
  /** A section's point. */
  record Key(String section, String point) {}

  private record Remembered(Instant time, String json) {}

  private final String topics;
  private final boolean status;
  private final Map<Key, Attribute> attributes = new LinkedHashMap<>();
  private final Map<String, TreeMap<String, Remembered>> members = new HashMap<>();

  /**
   * An entity without attributes.
   *
   * @param device id, without the vertical's suffix
   */
  Entity(String apiKey, String device, String suffix, boolean status) {
    this.topics = topics(apiKey, device, suffix);
    this.status = status;
  }

  /** How its topics begin (document 004, section 2.1). */
  static String topics(String apiKey, String device, String suffix) {
    return "/"
        + apiKey
        + suffix.toLowerCase(Locale.ROOT)
        + "/"
        + device
        + "_"
        + suffix.toUpperCase(Locale.ROOT);
  }

  void add(Key key, Attribute attribute) {
    attributes.put(key, attribute);
  }

  String topics() {
    return topics;
  }

  Iterable<Attribute> attributes() {
    return attributes.values();
  }

  boolean has(Key key) {
    return attributes.containsKey(key);
  }

  /**
   * The attributes of a Send as JSON, by name; empty when it has none of this entity.
   *
   * @param most bytes of one attribute
   * @param tooLarge told of the names that are left out for that
   */
  Map<String, String> values(Send send, int most, Consumer<String> tooLarge) {
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> structured = new LinkedHashSet<>();
    for (Reading reading : send.readings()) {
      Attribute attribute = attributes.get(new Key(send.section(), reading.point()));
      if (attribute == null) {
        continue;
      }
      String json = attribute.json(reading);
      String member = attribute.member();
      if (JsonText.bytes(json) + JsonText.bytes(attribute.name()) > most) {
        tooLarge.accept(attribute.name());
      } else if (member == null) {
        values.put(attribute.name(), json);
      } else {
        structured.add(attribute.base());
        members
            .computeIfAbsent(attribute.base(), base -> new TreeMap<>())
            .put(member, new Remembered(send.time(), json));
      }
    }
    structured.forEach(base -> values.put(base, whole(base, send.time())));
    return values;
  }

  /** What is known of a structured attribute at a time: nothing that came later. */
  private String whole(String base, Instant time) {
    return JsonText.of(json -> {
      json.writeStartObject();
      for (Map.Entry<String, Remembered> member :
          members.getOrDefault(base, new TreeMap<>()).entrySet()) {
        if (!member.getValue().time().isAfter(time)) {
          json.writeFieldName(member.getKey());
          json.writeRawValue(member.getValue().json());
        }
      }
      json.writeEndObject();
    });
  }

  /** Measures of some attributes at a time: one, or several when they are too many for one. */
  List<String> measures(Map<String, String> values, Instant time, double period, int most) {
    List<String> measures = new ArrayList<>();
    Map<String, String> part = new LinkedHashMap<>();
    int empty = JsonText.bytes(measure(Map.of(), time, period));
    int bytes = empty;
    for (Map.Entry<String, String> value : values.entrySet()) {
      int size = 2 * JsonText.bytes(value.getKey()) + JsonText.bytes(value.getValue()) + 6;
      if (bytes + size > most && !part.isEmpty()) {
        measures.add(measure(part, time, period));
        part.clear();
        bytes = empty;
      }
      part.put(value.getKey(), value.getValue());
      bytes += size;
    }
    if (!part.isEmpty()) {
      measures.add(measure(part, time, period));
    }
    return measures;
  }

  private String measure(Map<String, String> values, Instant time, double period) {
    return JsonText.of(json -> {
      json.writeStartObject();
      json.writeStringField("TimeInstant", JsonText.time(time));
      json.writeFieldName("period");
      json.writeRawValue(JsonText.of(new Value.Real(period)));
      if (status) {
        json.writeStringField("status", "connected");
      }
      for (Map.Entry<String, String> value : values.entrySet()) {
        json.writeFieldName(value.getKey());
        json.writeRawValue(value.getValue());
      }
      json.writeEndObject();
    });
  }

  /** The attribute that a command names; null when there is none that can be set. */
  @Nullable Attribute command(String name) {
    for (Attribute attribute : attributes.values()) {
      if (attribute.name().equals(name) && attribute.point().writable()) {
        return attribute;
      }
    }
    return null;
  }
}
