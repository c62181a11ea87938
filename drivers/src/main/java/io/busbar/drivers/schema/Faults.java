package io.busbar.drivers.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The validator's findings in the house's words: got X, want Y. */
final class Faults {
  private static final int LONGEST_QUOTE = 60;

  private final JsonNode schema;

  Faults(JsonNode schema) {
    this.schema = schema;
  }

  Problem problem(ValidationMessage fault) {
    String path = fault.getInstanceLocation().toString();
    JsonNode found = fault.getInstanceNode();
    JsonNode rule = fault.getSchemaNode();
    String property = fault.getProperty();
    return switch (fault.getType()) {
      case "additionalProperties" ->
          new Problem(path + "/" + pointer(property), "unknown key; " + known(fault));
      case "required" -> new Problem(path + "/" + pointer(property), "missing; add this key");
      case "enum", "const" -> new Problem(path, "got " + quote(found) + ", want " + oneOf(rule));
      case "type" -> new Problem(path, "got " + quote(found) + ", want " + types(rule));
      case "minimum" ->
          new Problem(path, "got " + quote(found) + ", want " + rule.asText() + " or more");
      case "maximum" ->
          new Problem(path, "got " + quote(found) + ", want " + rule.asText() + " or less");
      case "pattern" -> new Problem(path, "got " + quote(found) + ", want " + form(fault, rule));
      default -> new Problem(path, "got " + quote(found) + ", want it so: " + fault.getMessage());
    };
  }

  /** ", line 3 column 7", or nothing where the parser does not know. */
  static String place(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : ", line " + location.getLineNr() + " column " + location.getColumnNr();
  }

  private String known(ValidationMessage fault) {
    JsonNode properties = siblings(fault).path("properties");
    Iterable<String> names = properties::fieldNames;
    String all =
        StreamSupport.stream(names.spliterator(), false).sorted().collect(Collectors.joining(", "));
    return all.isEmpty() ? "none is expected here" : "want one of " + all;
  }

  private String form(ValidationMessage fault, JsonNode rule) {
    if (rule.asText().equals(DurationText.PATTERN)) {
      return "a duration such as 500ms, 2s, 5m, 1h or 1d";
    }
    JsonNode words = siblings(fault).path("description");
    return "the form " + rule.asText() + (words.isTextual() ? " (" + words.asText() + ")" : "");
  }

  /** The schema object in which the broken rule stands. */
  private JsonNode siblings(ValidationMessage fault) {
    String location = fault.getSchemaLocation().toString();
    return schema.at(JsonPointer.compile(location.substring(location.indexOf('#') + 1)).head());
  }

  private static String oneOf(JsonNode rule) {
    if (!rule.isArray()) {
      return quote(rule);
    }
    return "one of "
        + StreamSupport.stream(rule.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
  }

  private static String types(JsonNode rule) {
    return rule.isArray()
        ? StreamSupport.stream(rule.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(" or "))
        : rule.asText();
  }

  private static String quote(@Nullable JsonNode found) {
    String text = found == null ? "nothing" : found.toString();
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }

  static boolean isUnknownKey(ValidationMessage fault) {
    return fault.getType().equals("additionalProperties");
  }

  static String pointer(@Nullable String key) {
    return key == null ? "" : key.replace("~", "~0").replace("/", "~1");
  }
}
