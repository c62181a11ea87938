package io.busbar.web.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.busbar.web.pages.Texts;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds one text of a form against the schema of its property. */
record FieldCheck(Texts texts) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LONGEST_QUOTE = 40;

  /**
   * A value and what is wrong with it.
   *
   * @param value as far as it could be read: else the text as it is
   */
  record Result(JsonNode value, @Nullable String problem) {}

  Result scalar(Shape shape, String text) {
    return switch (shape.kind()) {
      case WHOLE -> whole(shape, text);
      case NUMBER -> number(shape, text);
      case CHOICE -> choice(shape, text);
      case DURATION -> duration(shape, text);
      default -> text(shape, text);
    };
  }

  private Result whole(Shape shape, String text) {
    Optional<BigDecimal> number = Numbers.parse(text);
    if (number.isEmpty() || number.get().stripTrailingZeros().scale() > 0) {
      return new Result(JSON.textNode(text), texts.get("form.whole", quote(text)));
    }
    return new Result(
        JSON.numberNode(number.get().toBigInteger()), range(shape, number.get(), text));
  }

  private Result number(Shape shape, String text) {
    Optional<BigDecimal> number = Numbers.parse(text);
    if (number.isEmpty()) {
      return new Result(JSON.textNode(text), texts.get("form.number", quote(text)));
    }
    return new Result(JSON.numberNode(number.get()), range(shape, number.get(), text));
  }

  private @Nullable String range(Shape shape, BigDecimal number, String text) {
    JsonNode least = shape.schema().path("minimum");
    JsonNode most = shape.schema().path("maximum");
    boolean low = least.isNumber() && number.compareTo(least.decimalValue()) < 0;
    boolean high = most.isNumber() && number.compareTo(most.decimalValue()) > 0;
    if (!low && !high) {
      return null;
    }
    if (least.isNumber() && most.isNumber()) {
      return texts.get("form.between", quote(text), plain(least), plain(most));
    }
    return low
        ? texts.get("form.least", quote(text), plain(least))
        : texts.get("form.most", quote(text), plain(most));
  }

  private String plain(JsonNode limit) {
    return Numbers.format(limit.decimalValue().stripTrailingZeros(), texts.locale());
  }

  private Result choice(Shape shape, String text) {
    StringJoiner all = new StringJoiner(", ");
    for (JsonNode one : shape.schema().path("enum")) {
      if (one.asText().equals(text)) {
        return new Result(one, null);
      }
      all.add(one.asText());
    }
    return new Result(JSON.textNode(text), texts.get("form.choice", quote(text), all.toString()));
  }

  /** People write a blank before the unit, and a comma. */
  private Result duration(Shape shape, String text) {
    String plain = text.replaceAll("\\s", "").replace("min", "m");
    boolean fits = Pattern.compile(shape.schema().path("pattern").asText()).matcher(plain).find();
    return fits
        ? new Result(JSON.textNode(plain), null)
        : new Result(JSON.textNode(text), texts.get("form.duration", quote(text)));
  }

  private Result text(Shape shape, String text) {
    JsonNode value = JSON.textNode(text);
    JsonNode longest = shape.schema().path("maxLength");
    if (longest.isNumber() && text.length() > longest.asInt()) {
      return new Result(value, texts.get("form.long", text.length(), longest.asInt()));
    }
    JsonNode pattern = shape.schema().path("pattern");
    boolean fits = !pattern.isTextual() || Pattern.compile(pattern.asText()).matcher(text).find();
    return new Result(value, fits ? null : texts.get("form.pattern", quote(text), form(pattern)));
  }

  /** The form in words, where there are such; else as it is. */
  private String form(JsonNode pattern) {
    return switch (pattern.asText()) {
      case "^[A-Za-z0-9_.-]{1,64}$" -> texts.get("form.name");
      case "^[a-z0-9]+(-[a-z0-9]+)+$" -> texts.get("form.id");
      default -> pattern.asText();
    };
  }

  private static String quote(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
