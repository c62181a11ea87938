package io.busbar.web.forms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.web.pages.Field;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A form of a schema that has every kind of property, there and back. */
class FormTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["name", "unitId"], "properties": {
        "name": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$", "description": "Its name"},
        "unitId": {"type": "integer", "minimum": 0, "maximum": 255},
        "limit": {"type": ["number", "null"]},
        "parity": {"type": "string", "enum": ["none", "even"], "default": "none"},
        "pollInterval": {"type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "default": "1s"},
        "enabled": {"type": "boolean", "default": true},
        "password": {"type": ["string", "null"], "writeOnly": true},
        "allow": {"type": "array", "items": {"type": "string"}},
        "meta": {"type": "object", "additionalProperties": {"type": "string"}},
        "deviceName": {"type": ["string", "object"]},
        "will": {"type": ["object", "null"], "required": ["topic"],
          "properties": {"topic": {"type": "string"}, "retain": {"type": "boolean"}}},
        "points": {"type": "array", "maxItems": 3, "items": {"type": "object",
          "required": ["name"], "properties": {
            "name": {"type": "string"}, "hysteresis": {"type": ["number", "null"]}}}},
        "type": {"const": "test"},
        "devices": {"type": "array", "items": {"type": "object", "properties": {}}}}}
      """;

  private final Texts english = Texts.of(Locale.ENGLISH);
  private final FormSpec spec = FormSpec.of(tree(SCHEMA), "test").without("devices");

  private final ObjectNode full =
      object(
          """
          {"name": "A", "unitId": 7, "limit": 2.5, "parity": "even", "pollInterval": "500ms",
           "enabled": false, "password": "********", "allow": ["read", "write"],
           "meta": {"unit": "W"}, "deviceName": {"A": "B"},
           "will": {"topic": "t", "retain": true},
           "points": [{"name": "p", "hysteresis": 0.5}, {"name": "q"}],
           "type": "test", "devices": [{"kept": 1}]}
          """);

  @ParameterizedTest
  @CsvSource({"en", "de"})
  void whatIsShownAndSentBackIsWhatWasThere(String language) {
    Texts texts = Texts.of(Locale.of(language));
    FormReader.Read read = read(full, posted(make(full, texts)), texts);
    assertEquals(List.of(), read.problems());
    assertEquals(full, tree(read.object().toString()));
  }

  @Test
  void anObjectOfAnyContentComesBackAsItWas() {
    Random random = new Random(20_261_121);
    for (int i = 0; i < 300; i++) {
      ObjectNode some = full.deepCopy();
      for (String key :
          List.of(
              "limit",
              "parity",
              "pollInterval",
              "password",
              "allow",
              "meta",
              "deviceName",
              "will",
              "points",
              "enabled")) {
        if (random.nextBoolean()) {
          some.remove(key);
        }
      }
      FormReader.Read read = read(some, posted(make(some, english)), english);
      assertEquals(List.of(), read.problems());
      assertEquals(some, tree(read.object().toString()));
    }
  }

  @Test
  void anEmptyFieldLeavesItsKeyOutAndTheUsualHolds() {
    Map<String, List<String>> sent = posted(make(full, english));
    sent.put("/pollInterval", List.of(" "));
    sent.put("/parity", List.of(""));
    ObjectNode object = read(full, sent, english).object();
    assertFalse(object.has("pollInterval") || object.has("parity"), object.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "/unitId, 300, 'got 300, want 0 to 255'",
    "/unitId, x, 'got x, want a whole number'",
    "/unitId, '1,5', 'got 1,5, want a whole number'",
    "/limit, 1.234.5, 'got 1.234.5, want a number, with point or comma and nothing between thousands'",
    "/pollInterval, soon, 'got soon, want a duration such as 500ms, 2s, 5m, 1h or 1d'",
    "/name, a b, 'got a b, want 1 to 64 letters, digits, _ - or . without blanks'",
    "/name, '', is missing",
    "/parity, odd, 'got odd, want one of none, even'"
  })
  void whatTheSchemaRefusesIsToldBesideItsField(String field, String text, String problem) {
    Map<String, List<String>> sent = posted(make(full, english));
    sent.put(field, List.of(text));
    FormReader.Read read = read(full, sent, english);
    assertEquals(List.of(new FormProblem(field, problem)), read.problems());
    FormView again =
        FormMaker.make(spec, read.object(), new Posted(sent), read.problems(), "/a", "v", english);
    assertEquals(1, again.troubles().size());
    Field blamed =
        all(again).stream()
            .filter(one -> one.label().id().equals(again.troubles().getFirst().anchor()))
            .findFirst()
            .orElseThrow();
    assertEquals(problem, blamed.label().problem());
    assertEquals(sent, posted(again), "nothing that was typed is lost");
  }

  @Test
  void problemsAreToldInTheLanguageOfThePage() {
    Texts german = Texts.of(Locale.GERMAN);
    Map<String, List<String>> sent = posted(make(full, german));
    sent.put("/unitId", List.of("300"));
    assertEquals(
        "300 passt nicht: erwartet werden 0 bis 255",
        read(full, sent, german).problems().getFirst().message());
  }

  @Test
  void aProblemOfTheDoorFindsItsFieldAlsoInAList() {
    FormView form =
        FormMaker.make(
            spec,
            full,
            null,
            List.of(
                new FormProblem("/points/1/name", "is there twice"),
                new FormProblem("/connectors/0/name", "elsewhere")),
            "/a",
            "v",
            english);
    assertEquals("f-points-1-name", form.troubles().getFirst().anchor());
    assertEquals("/connectors/0/name", form.troubles().getLast().where());
    assertNull(form.troubles().getLast().anchor());
  }

  @Test
  void anItemIsAddedAndRemovedWithoutLosingWhatWasTyped() {
    Map<String, List<String>> sent = posted(make(full, english));
    sent.put("/points/0/name", List.of("typed"));
    sent.put("+", List.of("/points"));
    FormReader.Read more = read(full, sent, english);
    assertEquals(3, more.object().path("points").size());
    assertEquals("typed", more.object().at("/points/0/name").asText());
    sent.remove("+");
    sent.put("-", List.of("/points/0"));
    FormReader.Read fewer = read(full, sent, english);
    assertEquals(tree("[{\"name\": \"q\"}]"), fewer.object().path("points"));
  }

  @Test
  void aSecretStaysUnlessItIsTypedAnewOrForgotten() {
    Map<String, List<String>> sent = posted(make(full, english));
    assertEquals(List.of(""), sent.get("/password"));
    sent.put("/password", List.of("new one"));
    assertEquals("new one", read(full, sent, english).object().path("password").asText());
    sent.put("/password", List.of(""));
    sent.put("/password/!", List.of("on"));
    assertFalse(read(full, sent, english).object().has("password"));
  }

  @Test
  void whatTheFormDoesNotAskForStaysAsItIs() {
    Map<String, List<String>> sent = posted(make(full, english));
    assertTrue(sent.keySet().stream().noneMatch(name -> name.startsWith("/devices")));
    assertEquals(1, read(full, sent, english).object().at("/devices/0/kept").asInt());
  }

  private FormView make(ObjectNode value, Texts texts) {
    return FormMaker.make(spec, value, null, List.of(), "/a", "v", texts);
  }

  private FormReader.Read read(ObjectNode before, Map<String, List<String>> sent, Texts texts) {
    return FormReader.read(spec, before, new Posted(sent), texts);
  }

  private static List<Field> all(FormView form) {
    return java.util.stream.Stream.concat(form.fields().stream(), form.more().stream()).toList();
  }

  /** What a browser sends of a form that nobody touched. */
  private static Map<String, List<String>> posted(FormView form) {
    Map<String, List<String>> sent = new HashMap<>();
    all(form).forEach(field -> post(field, sent));
    return sent;
  }

  private static void post(Field field, Map<String, List<String>> sent) {
    String name = field.label().name();
    switch (field) {
      case Field.Input input -> sent.put(name, List.of(input.text()));
      case Field.Choice choice -> sent.put(name, List.of(choice.chosen()));
      case Field.Lines lines -> sent.put(name, List.of(lines.text()));
      case Field.Secret secret -> sent.put(name, List.of(secret.text()));
      case Field.Flag flag -> {
        if (flag.on()) {
          sent.put(name, List.of("true"));
        }
      }
      case Field.Group group -> {
        if (group.present()) {
          sent.put(name + "/?", List.of("on"));
        }
        group.fields().forEach(one -> post(one, sent));
        group.more().forEach(one -> post(one, sent));
      }
      case Field.Items items -> {
        sent.put(name + "/#", items.items().stream().map(Field.Item::key).toList());
        items
            .items()
            .forEach(item -> {
              item.fields().forEach(one -> post(one, sent));
              item.more().forEach(one -> post(one, sent));
            });
      }
    }
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) tree(json);
  }
}
