package io.busbar.appliance.cloud.smartgear;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text for all devices, or one for each by its name; in JSON a string or an object.
 *
 * @param all null when it is by name
 */
public record ByDevice(@Nullable String all, Map<String, String> each) {
  public ByDevice {
    each = Map.copyOf(each);
  }

  /** What the JSON Schema let through. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ByDevice of(JsonNode node) {
    Map<String, String> each = new HashMap<>();
    node.properties().forEach(e -> each.put(e.getKey(), e.getValue().asText()));
    return new ByDevice(node.textValue(), each);
  }

  /** The text of one device. */
  String of(String device, String otherwise) {
    return all == null ? each.getOrDefault(device, otherwise) : all;
  }
}
