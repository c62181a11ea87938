package io.busbar.web.forms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.web.pages.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a form brought into the object that its schema describes. What the schema alone can
 * refuse is refused here, in the viewer's language; what only the whole configuration shows, its
 * door says later.
 */
public final class FormReader {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final FieldCheck check;
  private final Posted posted;
  private final Texts texts;
  private final List<FormProblem> problems = new ArrayList<>();

  private FormReader(Texts texts, Posted posted) {
    this.texts = texts;
    this.posted = posted;
    this.check = new FieldCheck(texts);
  }

  /**
   * An object and what is wrong with it.
   *
   * @param problems empty when the schema has nothing against it
   */
  public record Read(ObjectNode object, List<FormProblem> problems) {}

  /**
   * Reads a form.
   *
   * @param before the object as it was, for what the form does not ask; empty for a new one
   */
  public static Read read(FormSpec spec, ObjectNode before, Posted posted, Texts texts) {
    FormReader reader = new FormReader(texts, posted);
    ObjectNode object = reader.object(spec, spec.schema(), before, "", "");
    return new Read(object, List.copyOf(reader.problems));
  }

  /**
   * @param name where its fields' names begin
   * @param path where it will stand in the object; differs from the name by removed items
   */
  private ObjectNode object(
      FormSpec spec, JsonNode schema, JsonNode before, String name, String path) {
    ObjectNode object = before instanceof ObjectNode old ? old.deepCopy() : JSON.objectNode();
    Shape shape = new Shape(schema);
    for (Map.Entry<String, JsonNode> one : schema.path("properties").properties()) {
      String property = one.getKey();
      if (name.isEmpty() && spec.without().contains(property)) {
        continue;
      }
      String place = "/" + Pointers.escape(property);
      JsonNode value =
          value(spec, new Shape(one.getValue()), before.path(property), name + place, path + place);
      if (value != null) {
        object.set(property, value);
      } else {
        object.remove(property);
        if (shape.requires(property) && !isTold(path + place)) {
          problems.add(new FormProblem(path + place, texts.get("form.missing")));
        }
      }
    }
    return object;
  }

  private boolean isTold(String path) {
    return problems.stream().anyMatch(problem -> problem.path().equals(path));
  }

  private @Nullable JsonNode value(
      FormSpec spec, Shape shape, JsonNode before, String name, String path) {
    return switch (shape.kind()) {
      case FIXED -> shape.schema().get("const");
      case FLAG -> flag(shape, before, name);
      case MAYBE -> maybe(posted.text(name));
      case SECRET -> secret(before, name);
      case LIST -> list(shape, name, path);
      case MAP -> map(name, path);
      case JSON -> json(name, path);
      case GROUP -> group(spec, shape, before, name, path);
      case ITEMS -> items(spec, shape, before, name, path);
      case TEXT, DURATION, WHOLE, NUMBER, CHOICE -> scalar(shape, posted.text(name), path);
    };
  }

  /** Nothing written means that the key is left out, so that what is usual holds. */
  private @Nullable JsonNode scalar(Shape shape, String text, String path) {
    if (text.isBlank()) {
      return null;
    }
    FieldCheck.Result result = check.scalar(shape, text.strip());
    if (result.problem() != null) {
      problems.add(new FormProblem(path, result.problem()));
    }
    return result.value();
  }

  private @Nullable JsonNode flag(Shape shape, JsonNode before, String name) {
    boolean on = posted.has(name);
    boolean usual = shape.usual().asBoolean(false);
    return on == usual && before.isMissingNode() && shape.usual().isBoolean()
        ? null
        : JSON.booleanNode(on);
  }

  private static @Nullable JsonNode maybe(String text) {
    return switch (text) {
      case "true" -> JSON.booleanNode(true);
      case "false" -> JSON.booleanNode(false);
      default -> null;
    };
  }

  private @Nullable JsonNode secret(JsonNode before, String name) {
    if (posted.has(name + "/!")) {
      return null;
    }
    String text = posted.text(name);
    if (text.isEmpty()) {
      return before.isTextual() ? before : null;
    }
    return JSON.textNode(text);
  }

  private @Nullable JsonNode list(Shape shape, String name, String path) {
    ArrayNode list = JSON.arrayNode();
    for (String line : posted.text(name).lines().map(String::strip).toList()) {
      if (!line.isEmpty()) {
        FieldCheck.Result one = check.scalar(new Shape(shape.items()), line);
        if (one.problem() != null && !isTold(path)) {
          problems.add(new FormProblem(path, one.problem()));
        }
        list.add(one.value());
      }
    }
    return list.isEmpty() ? null : list;
  }

  private @Nullable JsonNode map(String name, String path) {
    ObjectNode map = JSON.objectNode();
    for (String line : posted.text(name).lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        map.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      } else if (!line.isBlank() && !isTold(path)) {
        problems.add(new FormProblem(path, texts.get("form.pair", line.strip())));
      }
    }
    return map.isEmpty() ? null : map;
  }

  private @Nullable JsonNode json(String name, String path) {
    String text = posted.text(name);
    if (text.isBlank()) {
      return null;
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      Optional<BigDecimal> number = Numbers.parse(text);
      if (number.isPresent()) {
        return JSON.numberNode(number.get());
      }
      // A bare word is a text; that is what people write where a text or an object may stand.
      if (text.strip().matches("[^{\\[\"]*")) {
        return JSON.textNode(text.strip());
      }
      problems.add(new FormProblem(path, texts.get("form.json", e.getOriginalMessage())));
      return JSON.textNode(text);
    }
  }

  private @Nullable JsonNode group(
      FormSpec spec, Shape shape, JsonNode before, String name, String path) {
    boolean optional = shape.isNullable();
    if (optional && !posted.has(name + "/?")) {
      return null;
    }
    ObjectNode object = object(spec, shape.schema(), before, name, path);
    boolean leftOut = object.isEmpty() && before.isMissingNode() && shape.usual().isObject();
    return leftOut ? null : object;
  }

  private @Nullable JsonNode items(
      FormSpec spec, Shape shape, JsonNode before, String name, String path) {
    ArrayNode list = JSON.arrayNode();
    for (String key : posted.keys(name)) {
      JsonNode old = before.path(Integer.parseInt(key));
      list.add(object(spec, shape.items(), old, name + "/" + key, path + "/" + list.size()));
    }
    return list.isEmpty() && before.isMissingNode() ? null : list;
  }
}
