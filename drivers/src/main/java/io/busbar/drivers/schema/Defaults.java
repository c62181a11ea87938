package io.busbar.drivers.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Puts the schema's defaults where a good document says nothing. The validator's own way of doing
 * so takes both sides of an {@code if} (networknt 1.5.9), and would give every bus the settings of
 * every other kind.
 */
final class Defaults {
  private final JsonNode root;

  Defaults(JsonNode root) {
    this.root = root;
  }

  void fill(JsonNode document) {
    fill(root, document);
  }

  private void fill(JsonNode schema, JsonNode node) {
    if (schema.has("$ref")) {
      fill(root.at(JsonPointer.compile(schema.get("$ref").asText().substring(1))), node);
    }
    for (JsonNode part : schema.path("allOf")) {
      if (chosen(part.path("if"), node)) {
        fill(part.path("then"), node);
      }
      fill(part, node);
    }
    if (node instanceof ObjectNode object) {
      schema.path("properties").properties().forEach(e -> fill(object, e.getKey(), e.getValue()));
    }
    if (node instanceof ArrayNode array) {
      array.forEach(item -> fill(schema.path("items"), item));
    }
  }

  private void fill(ObjectNode object, String name, JsonNode schema) {
    if (!object.has(name) && schema.has("default")) {
      object.set(name, schema.get("default").deepCopy());
    }
    if (object.has(name)) {
      fill(schema, object.get(name));
    }
  }

  /** Whether every constant of an {@code if} is met; conditions of other forms are never met. */
  private static boolean chosen(JsonNode condition, JsonNode node) {
    JsonNode constants = condition.path("properties");
    return !constants.isEmpty()
        && constants.properties().stream()
            .allMatch(e -> e.getValue().path("const").equals(node.path(e.getKey())));
  }
}
