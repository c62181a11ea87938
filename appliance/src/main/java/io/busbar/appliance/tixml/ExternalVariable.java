package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.Members.Holds;
import io.busbar.appliance.tixml.Members.Member;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.ElementName;
import io.busbar.drivers.schema.DocumentSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a device of the External database, which is a point of the device's own:
 *
 * <pre>
 * &lt;Temperatur_U1 _="R" simpleType="Uint16" ind="106" acc="R" exp="-2" def="-1" format="F,1;%%°C"/&gt;
 * </pre>
 *
 * <p>{@code ind} is the register as it is sent, counted from the device's {@code addressBase}.
 * Every key of ours that TiXML has no word for is an attribute of the same name.
 */
final class ExternalVariable {
  private static final String TYPE = "simpleType";
  private static final String INDEX = "ind";
  private static final String ACCESS = "acc";
  private static final String EXPONENT = "exp";
  private static final String SIZE = "size";
  private static final String SWAP = "DwordSwap";
  private static final String WRITABLE = "writable";
  private static final String FORMAT = "format";
  private static final String UNIT = "unit";
  private static final int LARGEST_EXPONENT = 12;

  /** The letter of real gateways that is known, and words of ours for what is not. */
  private static final Map<String, Integer> AREAS =
      ordered("R", 3, "input", 4, "coil", 1, "discrete", 2);

  private static final Map<String, String> TYPES =
      ordered(
          "Bit", "bool", "Uint8", "uint8", "Int8", "int8", "Uint16", "uint16", "Int16", "int16",
          "Uint32", "uint32", "Int32", "int32", "Uint64", "uint64", "Int64", "int64", "float",
          "float32", "Double", "float64", "String", "text", "bcd16", "bcd16", "bcd32", "bcd32",
          "bcd64", "bcd64");

  /** {@code {=-1};null{};} prints something else when the value equals the number. */
  private static final Pattern INSTEAD = Pattern.compile("^\\{=([^}]*)}.*");

  private static final Pattern UNIT_OF_FORMAT =
      Pattern.compile("%% ?(V|A|W|var|VA|Hz|Wh|varh|VAh|Ah|%|deg|°C|s|m³|m³/h|bar)$");

  private static final Members KEYS =
      new Members(
          List.of(
              new Member("def", "noValue", Holds.NUMBER),
              new Member("Name", "title", Holds.TEXT),
              new Member(FORMAT, FORMAT, Holds.TEXT),
              new Member(UNIT, UNIT, Holds.TEXT),
              new Member("scale", "scale", Holds.NUMBER),
              new Member("offset", "offset", Holds.NUMBER),
              new Member("bit", "bit", Holds.NUMBER),
              new Member("swapBytes", "swapBytes", Holds.NUMBER)));
  private static final Members LIMITS =
      new Members(
          List.of(
              new Member("min", "min", Holds.NUMBER),
              new Member("max", "max", Holds.NUMBER),
              new Member("step", "step", Holds.NUMBER),
              new Member("readModifyWrite", "readModifyWrite", Holds.NUMBER)));
  private static final List<String> OTHERS =
      List.of(Element.MAIN, TYPE, INDEX, ACCESS, EXPONENT, SIZE, SWAP);

  /** Keys of a point that no attribute stands for; they stay as they are. */
  private static final List<String> KEPT = List.of("texts");

  private final Element element;
  private final String place;
  private final List<Cause> faults;
  private final ObjectNode point = DocumentSchema.mapper().createObjectNode();

  private ExternalVariable(Element element, String place, List<Cause> faults) {
    this.element = element;
    this.place = place;
    this.faults = faults;
  }

  @SuppressWarnings("unchecked")
  private static <T> Map<String, T> ordered(Object... pairs) {
    Map<String, T> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], (T) pairs[i + 1]);
    }
    return map;
  }

  /**
   * The point that an element stands for.
   *
   * @param before the point of this name that is configured; a missing node when there is none
   */
  static ObjectNode json(Element element, JsonNode before, String device, List<Cause> faults) {
    String place = device + "/" + ElementName.decode(element.name());
    ObjectNode point = new ExternalVariable(element, place, faults).json();
    ExternalDevice.keep(before, point, KEPT);
    if (point.path(WRITABLE) instanceof ObjectNode writing) {
      ExternalDevice.keep(before.path(WRITABLE), writing, List.of("function"));
    }
    return point;
  }

  private ObjectNode json() {
    if (!element.children().isEmpty()) {
      fault(ErrorNumber.UNKNOWN_KEY, "", "got elements inside, want attributes only");
    }
    point.put("name", ElementName.decode(element.name()));
    String index = wanted(INDEX, "the index of the first register, for example 106");
    if (index != null) {
      point.put("address", index);
    }
    area();
    type();
    exponent();
    if (element.attributes().containsKey(SWAP)) {
      order(element, point, place, faults);
    }
    List<String> others = new ArrayList<>(OTHERS);
    others.addAll(LIMITS.words());
    KEYS.put(element, point, others, place, faults);
    access();
    format();
    return point;
  }

  private @Nullable String text(String word) {
    return element.attributes().get(word);
  }

  /** An attribute that must be there; null when it is told to be missing. */
  private @Nullable String wanted(String word, String what) {
    String text = text(word);
    if (text == null) {
      fault(ErrorNumber.BAD_VALUE, "/" + word, "missing; add " + what);
    }
    return text;
  }

  private void area() {
    String letter = wanted(Element.MAIN, "R for a holding register");
    if (letter == null) {
      return;
    }
    Integer function = AREAS.get(letter);
    if (function == null) {
      fault(
          ErrorNumber.BAD_VALUE,
          "/_",
          "got %s, want R (holding register), or a word of ours for the other areas: input, coil,"
                  .formatted(letter)
              + " discrete");
      return;
    }
    point.put("function", function);
  }

  private void type() {
    String word = wanted(TYPE, "one of " + String.join(", ", TYPES.keySet()));
    if (word == null) {
      return;
    }
    String type =
        TYPES.entrySet().stream()
            .filter(one -> one.getKey().equalsIgnoreCase(word))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    if (type == null) {
      String hint = word.equalsIgnoreCase("meterbus") ? "; M-Bus has no port here" : "";
      fault(
          ErrorNumber.BAD_VALUE,
          "/" + TYPE,
          "got %s, want one of %s%s".formatted(word, String.join(", ", TYPES.keySet()), hint));
      return;
    }
    point.put("type", type);
    size(type.equals("text"));
  }

  /** A text has two characters in each register. */
  private void size(boolean isText) {
    String size = text(SIZE);
    if (size == null) {
      if (isText) {
        fault(ErrorNumber.BAD_VALUE, "/" + SIZE, "missing; add how many characters it has");
      }
    } else if (!isText || !size.matches("[1-9][0-9]{0,2}") || Integer.parseInt(size) % 2 != 0) {
      fault(
          ErrorNumber.BAD_VALUE,
          "/" + SIZE,
          "got " + size + ", want on a String, and only there, an even number of characters");
    } else {
      point.put("words", Integer.parseInt(size) / 2);
    }
  }

  private void exponent() {
    String text = text(EXPONENT);
    if (text == null) {
      return;
    }
    boolean number = text.matches("[+-]?[0-9]{1,2}");
    int exponent = number ? Integer.parseInt(text) : 0;
    if (!number || Math.abs(exponent) > LARGEST_EXPONENT) {
      fault(ErrorNumber.BAD_VALUE, "/" + EXPONENT, "got " + text + ", want -12 to 12");
    } else if (text("scale") != null) {
      fault(ErrorNumber.BAD_VALUE, "/scale", "got it beside exp, want one of them");
    } else if (exponent != 0 || !List.of("bool", "text").contains(point.path("type").asText())) {
      point.set("scale", power(exponent));
    }
  }

  private static DecimalNode power(int exponent) {
    return DecimalNode.valueOf(
        new BigDecimal(BigDecimal.ONE.scaleByPowerOfTen(exponent).toPlainString()));
  }

  /** The word order that {@code DwordSwap} stands for: 0 the high word first, 1 the low one. */
  static void order(Element element, ObjectNode json, String place, List<Cause> faults) {
    String swap = String.valueOf(element.attributes().get(SWAP));
    switch (swap) {
      case "0" -> json.put("order", "high-first");
      case "1" -> json.put("order", "low-first");
      default ->
          faults.add(
              new Cause(
                  ErrorNumber.BAD_VALUE,
                  place + "/" + SWAP + ": got " + swap + ", want 0 (high word first) or 1"));
    }
  }

  /** {@code DwordSwap} as it stands for a word order; none where none is said. */
  static void putSwap(JsonNode json, Map<String, String> attributes) {
    if (json.path("order").isTextual()) {
      attributes.put(SWAP, json.path("order").asText().equals("low-first") ? "1" : "0");
    }
  }

  private void access() {
    String access = text(ACCESS) == null ? "R" : text(ACCESS);
    ObjectNode writing = DocumentSchema.mapper().createObjectNode();
    Map<String, String> limits = new LinkedHashMap<>(element.attributes());
    limits.keySet().retainAll(LIMITS.words());
    LIMITS.put(
        new Element(element.name(), limits, List.of(), ""), writing, List.of(), place, faults);
    if ("RW".equals(access)) {
      point.set(WRITABLE, writing);
    } else if (!"R".equals(access)) {
      fault(ErrorNumber.BAD_VALUE, "/" + ACCESS, "got " + access + ", want R or RW");
    } else if (!limits.isEmpty()) {
      fault(
          ErrorNumber.BAD_VALUE,
          "/" + limits.keySet().iterator().next(),
          "got it on a variable that can only be read, want acc=\"RW\" with it");
    }
  }

  /** What it prints in place of a number must be the number that means no value. */
  private void format() {
    String format = text(FORMAT);
    if (format == null) {
      return;
    }
    Matcher instead = INSTEAD.matcher(format);
    if (instead.matches() && !instead.group(1).equals(text("def"))) {
      fault(
          ErrorNumber.BAD_VALUE,
          "/" + FORMAT,
          "got {=%s} for no value, want the attribute def of the same value with it"
              .formatted(instead.group(1)));
    }
    if (text(UNIT) == null && unit(format) != null) {
      point.put(UNIT, unit(format));
    }
  }

  private static @Nullable String unit(String format) {
    Matcher unit = UNIT_OF_FORMAT.matcher(format);
    return unit.find() ? unit.group(1) : null;
  }

  private void fault(ErrorNumber number, String key, String message) {
    faults.add(new Cause(number, place + key + ": " + message));
  }

  /** The element that stands for a point. */
  static Element element(JsonNode point) {
    Map<String, String> attributes = new LinkedHashMap<>();
    int function = point.path("function").asInt(3);
    AREAS.forEach((word, code) -> {
      if (code == function) {
        attributes.put(Element.MAIN, word);
      }
    });
    String type = point.path("type").asText();
    TYPES.forEach((word, ours) -> {
      if (ours.equals(type)) {
        attributes.put(TYPE, word);
      }
    });
    attributes.put(INDEX, decimal(point.path("address").asText()));
    attributes.put(ACCESS, point.path(WRITABLE).isObject() ? "RW" : "R");
    if (point.path("words").isNumber()) {
      attributes.put(SIZE, String.valueOf(2 * point.path("words").asInt()));
    }
    putSwap(point, attributes);
    Map<String, String> keys = KEYS.attributes(point);
    String exponent = exponent(point.path("scale"));
    if (exponent != null) {
      attributes.put(EXPONENT, exponent);
      keys.remove("scale");
    }
    String format = keys.get(FORMAT);
    if (format != null && String.valueOf(unit(format)).equals(keys.get(UNIT))) {
      keys.remove(UNIT);
    }
    attributes.putAll(keys);
    attributes.putAll(LIMITS.attributes(point.path(WRITABLE)));
    return new Element(ElementName.encode(point.path("name").asText()), attributes, List.of(), "");
  }

  private static String decimal(String address) {
    return address.startsWith("0x") ? String.valueOf(Integer.decode(address)) : address;
  }

  /** The exponent of a power of ten; null for other scales. */
  private static @Nullable String exponent(JsonNode scale) {
    if (!scale.isNumber()) {
      return null;
    }
    BigDecimal plain = scale.decimalValue().stripTrailingZeros();
    return plain.unscaledValue().intValue() == 1 && plain.precision() == 1
        ? String.valueOf(-plain.scale())
        : null;
  }

  /** The attribute that stands for a key of a point, for example {@code /writable/min}. */
  static String word(String key) {
    String last = key.substring(key.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return switch (last) {
      case "address" -> INDEX;
      case "type" -> TYPE;
      case "function" -> key.startsWith("/" + WRITABLE) ? ACCESS : Element.MAIN;
      case WRITABLE -> ACCESS;
      case "novalue" -> "def";
      case "words" -> SIZE;
      case "order" -> SWAP;
      case "title" -> "Name";
      default -> key.substring(key.lastIndexOf('/') + 1);
    };
  }
}
