package io.busbar.drivers.modbus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Register maps from their JSON text. A map may be {@code "like"} another: it takes over everything
 * that it does not say itself, leaves out the points named in {@code "without"}, and adds its own
 * points or puts them in the place of those of the same name.
 */
final class RegisterMapReader {
  private static final Set<String> NOT_TAKEN_OVER = Set.of("like", "without", "points");

  /** What tells one type from another is not that of both. */
  private static final String NEVER_TAKEN_OVER = "identification";

  /** The schema, read once. */
  private static final class Schema {
    static final DocumentSchema MAP =
        DocumentSchema.of(RegisterMapReader.class, "/register-maps/register-map.schema.json");
  }

  private RegisterMapReader() {}

  /**
   * A map as it is written, once the schema is content with it.
   *
   * @throws RefusedException with every problem found
   */
  static ObjectNode read(byte[] json) throws RefusedException {
    Schema.MAP.read(json);
    try {
      return (ObjectNode) DocumentSchema.mapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A map with what it takes over from the whole map that it is like.
   *
   * @throws RefusedException a pattern of {@code without} fits no point
   */
  static ObjectNode merge(ObjectNode like, ObjectNode own) throws RefusedException {
    Map<String, JsonNode> points = new LinkedHashMap<>();
    like.path("points").forEach(point -> points.put(point.path("name").asText(), point));
    remove(own.path("without"), points);
    own.path("points").forEach(point -> points.put(point.path("name").asText(), point));

    ObjectNode whole = like.deepCopy();
    whole.remove(NEVER_TAKEN_OVER);
    own.properties().stream()
        .filter(property -> !NOT_TAKEN_OVER.contains(property.getKey()))
        .forEach(property -> whole.set(property.getKey(), property.getValue()));
    ArrayNode merged = whole.putArray("points");
    points.values().forEach(merged::add);
    return whole;
  }

  private static void remove(JsonNode without, Map<String, JsonNode> points)
      throws RefusedException {
    List<Problem> problems = new ArrayList<>();
    Set<String> all = Set.copyOf(points.keySet());
    for (int i = 0; i < without.size(); i++) {
      Pattern names = Pattern.compile(without.get(i).asText().replace("*", "[A-Za-z0-9]*"));
      if (all.stream().noneMatch(name -> names.matcher(name).matches())) {
        problems.add(
            new Problem(
                "/without/" + i,
                "got %s, want the name of a point of the map it is like, * for any letters"
                    .formatted(without.get(i))));
      }
      points.keySet().removeIf(name -> names.matcher(name).matches());
    }
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }

  /**
   * The map that a whole document stands for.
   *
   * @param own the document as written, to name the place of a fault in it
   * @throws RefusedException with every problem that no schema can see
   */
  static RegisterMap bind(ObjectNode whole, ObjectNode own) throws RefusedException {
    RegisterMap map = DocumentSchema.bind(Schema.MAP.read(bytes(whole)), RegisterMap.class);
    List<Problem> problems = RegisterMapCheck.problems(map, own);
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
    return map;
  }

  private static byte[] bytes(JsonNode document) {
    try {
      return DocumentSchema.mapper().writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
