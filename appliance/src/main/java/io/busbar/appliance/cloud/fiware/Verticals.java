package io.busbar.appliance.cloud.fiware;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The verticals that are known: the seven of document 004 (tables 2 to 8; hum3 and temp3 have each
 * other's unit there), and energy with the attributes, units and bounds of the smart data model
 * ThreePhaseAcMeasurement 0.0.4.
 */
final class Verticals {
  /** Those, from {@code verticals.json}. */
  static final List<Known> ALL = load();

  /** Where what no vertical knows goes by default. */
  static final Known ENERGY = named("energy");

  static final Known DEVICE = named("device");
  static final Known HEALTH = named("device-health");

  private Verticals() {}

  /**
   * One vertical.
   *
   * @param status whether its messages have the field {@code status}
   */
  record Known(String name, String suffix, boolean status, Map<String, Attribute.Kind> attributes) {
    /** The attribute that a variable is by itself; null when there is none. */
    @Nullable String attributeOf(String variable) {
      for (Map.Entry<String, Attribute.Kind> attribute : attributes.entrySet()) {
        if (attribute.getValue().variable().equals(variable)) {
          return attribute.getKey();
        }
      }
      return null;
    }
  }

  /** The vertical of a name or suffix; null when it is a new one. */
  static @Nullable Known find(String word) {
    for (Known known : ALL) {
      if (known.name().equals(word) || known.suffix().equals(word)) {
        return known;
      }
    }
    return null;
  }

  private static Known named(String name) {
    Known known = find(name);
    if (known == null) {
      throw new IllegalStateException("verticals.json has no vertical " + name);
    }
    return known;
  }

  private static List<Known> load() {
    try (InputStream in = Verticals.class.getResourceAsStream("verticals.json")) {
      if (in == null) {
        throw new IllegalStateException("no resource verticals.json");
      }
      List<Known> all = new ArrayList<>();
      for (JsonNode vertical : new JsonMapper().readTree(in).path("verticals")) {
        Map<String, Attribute.Kind> attributes = new LinkedHashMap<>();
        vertical
            .path("attributes")
            .properties()
            .forEach(e -> attributes.put(e.getKey(), kind(e.getValue())));
        all.add(
            new Known(
                vertical.path("name").asText(),
                vertical.path("suffix").asText(),
                vertical.path("status").asBoolean(true),
                attributes));
      }
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Attribute.Kind kind(JsonNode kind) {
    return new Attribute.Kind(
        kind.path("unit").asText(),
        bound(kind.path("min")),
        bound(kind.path("max")),
        kind.path("text").asBoolean(),
        kind.path("variable").asText());
  }

  private static @Nullable BigDecimal bound(JsonNode bound) {
    return bound.isNumber() ? bound.decimalValue() : null;
  }
}
