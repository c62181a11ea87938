package io.busbar.appliance.cloud.juconn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.Tixml;
import io.busbar.appliance.tixml.codec.TixmlException;
import io.busbar.drivers.schema.DocumentSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A message of the portal, in whichever of the two formats it came. */
sealed interface Incoming {
  /** What tells {@code {"a": 1}} from TiXML between braces; the manual's JSON has comments. */
  Pattern JSON = Pattern.compile("^\\s*\\{\\s*([\"}]|//|/\\*)");

  Pattern REQUEST_ID =
      Pattern.compile("request_id\"?\\s*(?:_\\s*=|:)\\s*[\"']([^\"'<>&\\\\]{1,128})[\"']");

  /** The manual's own examples end lists with a comma and hold comments. */
  ObjectReader READER =
      DocumentSchema.mapper()
          .reader()
          .with(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .with(JsonReadFeature.ALLOW_JAVA_COMMENTS);

  /** The text of a field; empty when there is none. */
  String text(String field);

  /** The fields within a field; null when it is missing. */
  @Nullable Incoming child(String field);

  /**
   * The TiXML within a field, whether it stands there as itself or as a text; empty when there is
   * none.
   */
  List<Element> commands(String field) throws UnreadableException;

  /** The whole number of a field; null when there is none. */
  default @Nullable Integer whole(String field) throws UnreadableException {
    String text = text(field);
    try {
      return text.isEmpty() ? null : Integer.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw new UnreadableException(
          "got `%s` as %s, want a whole number".formatted(Answer.quote(text), field), e);
    }
  }

  /** The request_id of a message that cannot be read; empty when it is not to be seen. */
  static String requestId(String payload) {
    Matcher found = REQUEST_ID.matcher(payload);
    return found.find() ? found.group(1) : "";
  }

  /**
   * Reads a message.
   *
   * @throws UnreadableException it has neither format, or is too large
   */
  static Incoming read(String payload) throws UnreadableException {
    try {
      if (JSON.matcher(payload).find()) {
        return new Json(READER.readTree(payload));
      }
      return new Roots(Tixml.parse(Tixml.Form.TEXT, payload).roots());
    } catch (JsonProcessingException e) {
      throw new UnreadableException("got no JSON: " + e.getOriginalMessage(), e);
    } catch (TixmlException e) {
      throw new UnreadableException(e.sentence(), e);
    }
  }

  private static List<Element> parsed(Tixml.Form form, String text) throws UnreadableException {
    try {
      return text.isBlank() ? List.of() : Tixml.parse(form, text).roots();
    } catch (TixmlException e) {
      throw new UnreadableException(e.sentence(), e);
    }
  }

  /** TiXML: the fields are elements side by side. */
  record Roots(List<Element> elements) implements Incoming {
    @Override
    public String text(String field) {
      Element element = element(field);
      if (element == null) {
        return "";
      }
      String value = element.value();
      return value == null ? element.text() : value;
    }

    @Override
    public @Nullable Incoming child(String field) {
      Element element = element(field);
      return element == null ? null : new Roots(element.children());
    }

    @Override
    public List<Element> commands(String field) throws UnreadableException {
      Element element = element(field);
      if (element == null || !element.children().isEmpty()) {
        return element == null ? List.of() : element.children();
      }
      return parsed(Tixml.Form.TEXT, text(field));
    }

    private @Nullable Element element(String field) {
      for (Element element : elements) {
        if (element.name().equals(field)) {
          return element;
        }
      }
      return null;
    }
  }

  /** JSON: the fields are members, as texts or as TiXML has values, {@code {"-_": "7"}}. */
  record Json(JsonNode object) implements Incoming {
    private static final String MAIN = "-" + Element.MAIN;

    @Override
    public String text(String field) {
      return text(object.path(field));
    }

    private static String text(JsonNode value) {
      return value.path(MAIN).asText(value.asText(""));
    }

    @Override
    public @Nullable Incoming child(String field) {
      JsonNode child = object.path(field);
      return child.isObject() ? new Json(child) : null;
    }

    @Override
    public List<Element> commands(String field) throws UnreadableException {
      return commands(object.path(field));
    }

    private static List<Element> commands(JsonNode given) throws UnreadableException {
      if (given.isArray()) {
        List<Element> all = new ArrayList<>();
        for (JsonNode each : given) {
          all.addAll(commands(each));
        }
        return all;
      }
      boolean elements = given.isObject() && !given.isEmpty() && !given.has(MAIN);
      return elements
          ? parsed(Tixml.Form.JSON, given.toString())
          : parsed(Tixml.Form.TEXT, text(given));
    }
  }
}
