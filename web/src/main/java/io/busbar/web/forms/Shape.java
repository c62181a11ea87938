package io.busbar.web.forms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;

/** What one property of a schema is to a form. */
record Shape(JsonNode schema) {
  /** As every duration of the configuration is written. */
  private static final String DURATION = "(ms|s|m|h|d)$";

  /** How it is asked for. */
  enum Kind {
    TEXT,
    SECRET,
    DURATION,
    WHOLE,
    NUMBER,
    FLAG,
    /** Yes, no, or left to somebody else. */
    MAYBE,
    CHOICE,
    /** A list of texts or numbers, one in each line. */
    LIST,
    /** Names with texts, one pair in each line. */
    MAP,
    GROUP,
    ITEMS,
    /** What no field fits. */
    JSON,
    /** What has one possible value only. */
    FIXED
  }

  Kind kind() {
    if (schema.has("const")) {
      return Kind.FIXED;
    }
    if (schema.has("enum")) {
      return Kind.CHOICE;
    }
    return switch (type()) {
      case "string" -> text();
      case "integer" -> Kind.WHOLE;
      case "number" -> Kind.NUMBER;
      case "boolean" -> isNullable() && !schema.has("default") ? Kind.MAYBE : Kind.FLAG;
      case "object" -> object();
      case "array" -> array();
      default -> Kind.JSON;
    };
  }

  private Kind text() {
    if (schema.path("writeOnly").asBoolean()) {
      return Kind.SECRET;
    }
    return schema.path("pattern").asText().endsWith(DURATION) ? Kind.DURATION : Kind.TEXT;
  }

  private Kind object() {
    if (schema.has("properties")) {
      return Kind.GROUP;
    }
    return isScalar(schema.path("additionalProperties")) ? Kind.MAP : Kind.JSON;
  }

  private Kind array() {
    JsonNode items = schema.path("items");
    if (items.has("properties")) {
      return Kind.ITEMS;
    }
    return isScalar(items) ? Kind.LIST : Kind.JSON;
  }

  private static boolean isScalar(JsonNode one) {
    return switch (new Shape(one).type()) {
      case "string", "integer", "number" -> true;
      default -> false;
    };
  }

  /** The one type besides null; empty when there is none or are several. */
  String type() {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return type.asText();
    }
    String found = "";
    for (Iterator<JsonNode> all = type.elements(); all.hasNext(); ) {
      String one = all.next().asText();
      if (!one.equals("null")) {
        if (!found.isEmpty()) {
          return "";
        }
        found = one;
      }
    }
    return found;
  }

  boolean isNullable() {
    for (JsonNode one : schema.path("type")) {
      if (one.asText().equals("null")) {
        return true;
      }
    }
    return false;
  }

  /** The schema of each item of a list. */
  JsonNode items() {
    return schema.path("items");
  }

  /** Whether a property of this object must be there. */
  boolean requires(String property) {
    for (JsonNode one : schema.path("required")) {
      if (one.asText().equals(property)) {
        return true;
      }
    }
    return false;
  }

  /** What it is when it is left out; a missing node when nobody says. */
  JsonNode usual() {
    return schema.path("default");
  }
}
