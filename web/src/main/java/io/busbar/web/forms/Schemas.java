package io.busbar.web.forms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A JSON Schema whose parts can be taken out, each with its references filled in. */
public final class Schemas {
  /** Deeper than any configuration; a schema that refers to itself would never end. */
  private static final int DEEPEST = 32;

  private final JsonNode root;

  /**
   * Reads a schema that the program itself made.
   *
   * @param json its text
   */
  public Schemas(String json) {
    try {
      this.root = new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema of the configuration is no JSON", e);
    }
  }

  /**
   * The part at a pointer such as {@code /$defs/modbus-rtu}.
   *
   * @throws IllegalArgumentException there is no such part
   */
  public JsonNode at(String pointer) {
    JsonNode found = root.at(pointer);
    if (found.isMissingNode()) {
      throw new IllegalArgumentException("got " + pointer + ", want a part of the schema");
    }
    return resolved(found, 0);
  }

  /** Whether there is a part at a pointer. */
  public boolean has(String pointer) {
    return !root.at(pointer).isMissingNode();
  }

  private JsonNode resolved(JsonNode node, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalStateException("the schema of the configuration refers to itself");
    }
    if (node instanceof ArrayNode array) {
      ArrayNode all = array.arrayNode();
      array.forEach(one -> all.add(resolved(one, depth + 1)));
      return all;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode all = object.objectNode();
    if (object.path("$ref").isTextual()) {
      String target = object.get("$ref").asText().substring(1);
      all.setAll((ObjectNode) resolved(root.at(target), depth + 1));
    }
    for (Map.Entry<String, JsonNode> one : object.properties()) {
      if (!one.getKey().equals("$ref")) {
        all.set(one.getKey(), resolved(one.getValue(), depth + 1));
      }
    }
    return choiceOrNothing(all);
  }

  /** A choice that may be left out: the schema says "nothing, or one of these". */
  private static ObjectNode choiceOrNothing(ObjectNode schema) {
    JsonNode either = schema.path("anyOf");
    if (either.size() == 2 && either.path(0).path("type").asText().equals("null")) {
      schema.remove("anyOf");
      schema.setAll((ObjectNode) either.get(1));
    }
    return schema;
  }
}
