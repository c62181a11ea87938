package io.busbar.web.forms;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.pages.Field.Label;
import io.busbar.web.pages.Texts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words around a field. A property's title is {@code title.<scope>.<property>} or {@code
 * title.<property>}, the scope being the object it stands in; its help likewise. Help that is not
 * translated stands there in the English of the schema.
 */
record FieldTexts(Texts texts) {
  Label label(
      String scope,
      String property,
      Shape shape,
      String name,
      boolean required,
      @Nullable String problem) {
    String own = find("help", scope, property);
    String description = shape.schema().path("description").asText();
    boolean english = texts.locale().equals(Locale.ENGLISH);
    String unit = find("unit", scope, property);
    return new Label(
        name,
        id(name),
        title(scope, property),
        own == null || english ? description : own,
        own == null && !english && !description.isEmpty() ? "en" : null,
        unit == null ? "" : unit,
        usual(name, shape),
        required,
        problem);
  }

  String title(String scope, String property) {
    String own = find("title", scope, property);
    return own == null ? property : own;
  }

  private String usual(String name, Shape shape) {
    JsonNode usual = shape.usual();
    if (usual.isNumber()) {
      return Numbers.format(usual.decimalValue(), texts.locale());
    }
    return usual.isTextual() && !usual.asText().isEmpty() ? choice(name, usual.asText()) : "";
  }

  /** One of several answers in words, where there are such. */
  String choice(String name, String value) {
    String property = name.substring(name.lastIndexOf('/') + 1);
    String words = texts.find("choice." + property + "." + value);
    return words == null ? value : words;
  }

  private @Nullable String find(String kind, String scope, String property) {
    for (String inner = scope; ; inner = inner.substring(inner.indexOf('.') + 1)) {
      String own = texts.find(kind + "." + inner + "." + property);
      if (own != null) {
        return own;
      }
      if (inner.indexOf('.') < 0) {
        return texts.find(kind + "." + property);
      }
    }
  }

  private static String id(String name) {
    return "f" + name.replaceAll("[^A-Za-z0-9]", "-");
  }
}
