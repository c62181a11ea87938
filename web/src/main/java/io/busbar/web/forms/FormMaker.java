package io.busbar.web.forms;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.pages.Field;
import io.busbar.web.pages.Field.Item;
import io.busbar.web.pages.Field.Label;
import io.busbar.web.pages.Field.Option;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.FormView.Trouble;
import io.busbar.web.pages.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a form of a schema, with the values that are there or the texts that somebody sent. */
public final class FormMaker {
  private final FormSpec spec;
  private final Texts texts;
  private final FieldTexts words;
  private final @Nullable Posted posted;
  private final Map<String, String> problems;
  private final List<Trouble> troubles = new ArrayList<>();

  private FormMaker(
      FormSpec spec, Texts texts, @Nullable Posted posted, Map<String, String> problems) {
    this.spec = spec;
    this.texts = texts;
    this.words = new FieldTexts(texts);
    this.posted = posted;
    this.problems = problems;
  }

  /**
   * The form.
   *
   * @param value the object that it shows
   * @param posted what somebody sent, which is then shown as it was; null for what is there
   * @param problems of the object; what no field of the form is to blame for stands in the summary
   */
  public static FormView make(
      FormSpec spec,
      JsonNode value,
      @Nullable Posted posted,
      List<FormProblem> problems,
      String action,
      String version,
      Texts texts) {
    Map<String, String> byPath = new HashMap<>();
    problems.forEach(problem ->
        byPath.merge(problem.path(), problem.message(), (one, other) -> one + "; " + other));
    FormMaker maker = new FormMaker(spec, texts, posted, byPath);
    List<Field> fields = new ArrayList<>();
    List<Field> more = new ArrayList<>();
    maker.object(spec.scope(), spec.schema(), value, "", "", fields, more);
    byPath.forEach((path, message) -> maker.troubles.add(new Trouble(null, path, message)));
    return new FormView(action, version, fields, more, maker.troubles);
  }

  private void object(
      String scope,
      JsonNode schema,
      JsonNode value,
      String name,
      String path,
      List<Field> fields,
      List<Field> more) {
    Shape shape = new Shape(schema);
    for (Map.Entry<String, JsonNode> one : schema.path("properties").properties()) {
      String property = one.getKey();
      Shape inner = new Shape(one.getValue());
      if (inner.kind() == Shape.Kind.FIXED
          || (name.isEmpty() && spec.without().contains(property))) {
        continue;
      }
      boolean usual = shape.requires(property) || spec.prominent().contains(property);
      String place = "/" + Pointers.escape(property);
      Field field =
          field(
              scope,
              property,
              inner,
              value.path(property),
              name + place,
              path + place,
              shape.requires(property));
      (usual ? fields : more).add(field);
    }
  }

  private Field field(
      String scope,
      String property,
      Shape shape,
      JsonNode value,
      String name,
      String path,
      boolean required) {
    boolean whole = shape.kind() == Shape.Kind.GROUP || shape.kind() == Shape.Kind.ITEMS;
    String problem = whole ? problems.remove(path) : takeBelow(path);
    Label label = words.label(scope, property, shape, name, required, problem);
    if (problem != null) {
      troubles.add(new Trouble(label.id(), label.title(), problem));
    }
    String sent = Posted.textOrNull(posted, name);
    return switch (shape.kind()) {
      case FLAG ->
          new Field.Flag(
              label,
              posted == null ? value.asBoolean(shape.usual().asBoolean()) : posted.has(name));
      case MAYBE -> maybe(label, sent == null ? text(value) : sent);
      case SECRET -> secret(label, value, sent == null ? "" : sent);
      case CHOICE -> choice(label, shape, sent == null ? text(value) : sent);
      case LIST, MAP, JSON -> lines(label, sent == null ? block(shape, value) : sent);
      case GROUP -> group(label, scope + "." + property, shape, value, name, path);
      case ITEMS -> items(label, scope + "." + property, shape, value, name, path);
      case TEXT, DURATION, WHOLE, NUMBER, FIXED ->
          input(label, property, shape, sent == null ? text(value) : sent);
    };
  }

  /** A list's line may be to blame; its field is the whole list. */
  private @Nullable String takeBelow(String path) {
    List<String> found =
        problems.keySet().stream()
            .filter(one -> one.equals(path) || one.startsWith(path + "/"))
            .sorted()
            .toList();
    return found.isEmpty()
        ? null
        : found.stream().map(problems::remove).collect(Collectors.joining("; "));
  }

  private Field input(Label label, String property, Shape shape, String text) {
    List<Option> options = spec.choices().getOrDefault(property, List.of());
    if (!options.isEmpty()) {
      return new Field.Choice(label, text, withOwn(options, text, label.required()));
    }
    String mode =
        switch (shape.kind()) {
          case WHOLE -> "numeric";
          case NUMBER -> "decimal";
          default -> "text";
        };
    return new Field.Input(label, text, mode, spec.proposals().getOrDefault(property, List.of()));
  }

  /** What is there already stays one of the choices, known or not: nothing is lost. */
  private static List<Option> withOwn(List<Option> options, String own, boolean required) {
    List<Option> all = new ArrayList<>();
    if (own.isEmpty() || !required) {
      all.add(new Option("", "–", ""));
    }
    if (!own.isEmpty() && options.stream().noneMatch(one -> one.value().equals(own))) {
      all.add(Option.of(own));
    }
    all.addAll(options);
    return all;
  }

  private Field choice(Label label, Shape shape, String chosen) {
    List<Option> options = new ArrayList<>();
    for (JsonNode one : shape.schema().path("enum")) {
      options.add(new Option(one.asText(), words.choice(label.name(), one.asText()), ""));
    }
    List<Option> all = new ArrayList<>(withOwn(options, chosen, label.required()));
    if (all.getFirst().value().isEmpty() && !label.usual().isEmpty()) {
      all.set(0, new Option("", texts.get("form.usual", label.usual()), ""));
    }
    return new Field.Choice(label, chosen, all);
  }

  private Field maybe(Label label, String chosen) {
    return new Field.Choice(
        label,
        chosen,
        List.of(
            new Option("", "–", ""),
            new Option("true", texts.get("form.yes"), ""),
            new Option("false", texts.get("form.no"), "")));
  }

  /** What was just typed is shown again after an error; what is stored never is. */
  private static Field secret(Label label, JsonNode value, String sent) {
    return new Field.Secret(label, sent, value.isTextual() && sent.isEmpty());
  }

  private static Field lines(Label label, String text) {
    return new Field.Lines(label, text, Math.clamp(text.lines().count() + 1, 2, 8));
  }

  private Field group(
      Label label, String scope, Shape shape, JsonNode value, String name, String path) {
    List<Field> fields = new ArrayList<>();
    List<Field> more = new ArrayList<>();
    object(scope, shape.schema(), value, name, path, fields, more);
    boolean present = posted == null ? value.isObject() : posted.has(name + "/?");
    return new Field.Group(label, fields, more, shape.isNullable(), present);
  }

  private Field items(
      Label label, String scope, Shape shape, JsonNode value, String name, String path) {
    List<Item> items = new ArrayList<>();
    List<String> keys = posted == null ? keys(value) : posted.keys(name);
    for (String key : keys) {
      List<Field> fields = new ArrayList<>();
      List<Field> more = new ArrayList<>();
      JsonNode item = value.path(items.size());
      String place = "/" + items.size();
      object(scope, shape.items(), item, name + "/" + key, path + place, fields, more);
      String title = item.path("name").asText();
      items.add(
          new Item(
              key,
              title.isEmpty() ? label.title() + " " + (items.size() + 1) : title,
              fields,
              more));
    }
    int most = shape.schema().path("maxItems").asInt(Integer.MAX_VALUE);
    return new Field.Items(label, items, items.size() >= most);
  }

  private static List<String> keys(JsonNode list) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      keys.add(Integer.toString(i));
    }
    return keys;
  }

  private String text(JsonNode value) {
    if (value.isNumber()) {
      return Numbers.format(value.decimalValue(), texts.locale());
    }
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  private String block(Shape shape, JsonNode value) {
    return switch (shape.kind()) {
      case LIST -> {
        List<String> lines = new ArrayList<>();
        value.forEach(one -> lines.add(text(one)));
        yield String.join("\n", lines);
      }
      case MAP ->
          value.properties().stream()
              .map(one -> one.getKey() + " = " + one.getValue().asText())
              .collect(Collectors.joining("\n"));
      default ->
          value.isMissingNode() || value.isNull()
              ? ""
              : value.isTextual() ? value.asText() : value.toPrettyString();
    };
  }
}
