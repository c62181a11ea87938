package io.busbar.appliance.tixml.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Elements as JSON. The order of elements of different names that alternate is not kept. */
final class JsonForm {
  /** Of the appliance's documents: bounded in depth and length, no key twice. */
  private static final JsonMapper MAPPER = DocumentSchema.mapper();

  /** The manual's own examples have commas before a closing brace. */
  private static final ObjectReader READER =
      MAPPER.reader().with(JsonReadFeature.ALLOW_TRAILING_COMMA);

  private static final String ATTRIBUTE = "-";

  private static final String NO_ELEMENT =
      "got no element, want one such as {\"Get\": {\"-_\": \"/\"}}";

  /** The text of an element that has attributes as well; the manual has no example of one. */
  private static final String TEXT = "#text";

  private JsonForm() {}

  /**
   * The elements of one object, or of several in an array: so the frame of the text form is in this
   * one, and so it keeps the order of different commands.
   */
  static List<Element> read(String json) throws TixmlException {
    try (JsonParser parser = READER.createParser(json)) {
      Growing.Budget budget = new Growing.Budget();
      List<Element> roots = new ArrayList<>();
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          roots.addAll(object(parser, budget));
        }
      } else {
        roots.addAll(object(parser, budget));
      }
      if (parser.nextToken() != null) {
        throw new TixmlException("got more after the JSON object, want one object or array");
      }
      if (roots.isEmpty()) {
        throw new TixmlException(NO_ELEMENT);
      }
      return roots;
    } catch (JsonProcessingException e) {
      throw new TixmlException("no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Element> object(JsonParser parser, Growing.Budget budget)
      throws IOException, TixmlException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new TixmlException("got no JSON object, want one such as {\"Get\": {\"-_\": \"/\"}}");
    }
    Growing around = new Growing("_", budget);
    members(parser, around, budget);
    if (!around.grown().attributes().isEmpty() || around.children().isEmpty()) {
      throw new TixmlException(NO_ELEMENT);
    }
    return around.children();
  }

  private static void members(JsonParser parser, Growing element, Growing.Budget budget)
      throws IOException, TixmlException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken token = parser.nextToken();
      if (key.startsWith(ATTRIBUTE)) {
        element.attribute(key.substring(1), scalar(parser, key));
      } else if (key.equals(TEXT)) {
        element.text(scalar(parser, key));
      } else if (token == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          element.child(element(key, parser, budget));
        }
      } else {
        element.child(element(key, parser, budget));
      }
    }
  }

  private static Element element(String name, JsonParser parser, Growing.Budget budget)
      throws IOException, TixmlException {
    Growing element = new Growing(name, budget);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      members(parser, element, budget);
    } else {
      element.text(scalar(parser, name));
    }
    return element.grown();
  }

  private static String scalar(JsonParser parser, String key) throws IOException, TixmlException {
    String text =
        switch (parser.currentToken()) {
          case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
              parser.getText();
          case VALUE_NULL -> "";
          default ->
              throw new TixmlException(
                  "got an object or array as " + key + ", want a text or number");
        };
    if (!text.codePoints().allMatch(Characters::isXml)) {
      throw new TixmlException("got a control character in " + key + ", want printable text");
    }
    return text;
  }

  /**
   * @param apart whether each root is an object of its own, in an array
   */
  static String write(List<Element> roots, boolean apart) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      if (apart) {
        json.writeStartArray();
        for (Element root : roots) {
          json.writeStartObject();
          writeChildren(List.of(root), json);
          json.writeEndObject();
        }
        json.writeEndArray();
      } else {
        json.writeStartObject();
        writeChildren(roots, json);
        json.writeEndObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void writeChildren(List<Element> children, JsonGenerator json) throws IOException {
    Map<String, List<Element>> byName = new LinkedHashMap<>();
    for (Element child : children) {
      byName.computeIfAbsent(child.name(), name -> new ArrayList<>(1)).add(child);
    }
    for (Map.Entry<String, List<Element>> same : byName.entrySet()) {
      json.writeFieldName(same.getKey());
      if (same.getValue().size() > 1) {
        json.writeStartArray();
      }
      for (Element child : same.getValue()) {
        write(child, json);
      }
      if (same.getValue().size() > 1) {
        json.writeEndArray();
      }
    }
  }

  private static void write(Element element, JsonGenerator json) throws IOException {
    @Nullable String text = element.text().isEmpty() ? null : element.text();
    if (element.attributes().isEmpty() && element.children().isEmpty()) {
      json.writeString(text);
      return;
    }
    json.writeStartObject();
    for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
      json.writeStringField(ATTRIBUTE + attribute.getKey(), attribute.getValue());
    }
    if (text != null) {
      json.writeStringField(TEXT, text);
    }
    writeChildren(element.children(), json);
    json.writeEndObject();
  }
}
