package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.busbar.drivers.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shipped map reads a known example: {@code <id>.golden.json} has words as they come on the
 * wire, by address, and the values that they mean; null is "the device has no value". Words that it
 * does not list are 0.
 */
final class GoldenReadTest {
  private static final Path FOLDER = Path.of("src/test/resources/register-maps");
  private static final String SUFFIX = ".golden.json";
  private static final RegisterLibrary LIBRARY = new RegisterLibrary();

  static List<String> ids() {
    return LIBRARY.ids();
  }

  @Test
  void everyMapHasOneAndNoOtherIsThere() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          ids(),
          files
              .map(file -> file.getFileName().toString())
              .map(name -> name.substring(0, name.length() - SUFFIX.length()))
              .sorted()
              .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void readsItsExample(String id) throws IOException {
    RegisterMap map = LIBRARY.find(id).orElseThrow();
    JsonNode golden = new JsonMapper().readTree(FOLDER.resolve(id + SUFFIX).toFile());
    assertFalse(golden.path("example").asText().isBlank());
    int[] words = new int[0x1_0000];
    golden.path("words").properties().forEach(e -> put(words, e.getKey(), e.getValue().asText()));

    Map<String, String> expected = new TreeMap<>();
    golden.path("values").properties().forEach(e -> expected.put(e.getKey(), text(e.getValue())));
    Map<String, String> read = new TreeMap<>();
    map.points().stream()
        .filter(point -> expected.containsKey(point.name()))
        .forEach(point -> read.put(point.name(), text(read(map, point, words))));
    assertEquals(expected, read);
    assertFalse(expected.isEmpty());
  }

  private static Reading read(RegisterMap map, Register point, int[] words) {
    Integer factor = map.scaleFactors().get(String.valueOf(point.scaleFactor()));
    return point.decode(words, point.address(), factor == null ? 0 : (short) words[factor]);
  }

  private static void put(int[] words, String address, String hex) {
    int at = Integer.decode(address);
    for (String word : hex.split(" ", -1)) {
      words[at++] = Integer.parseInt(word, 16);
    }
  }

  /** A whole number and a number with fraction are not the same: a count has no decimal point. */
  private static String text(JsonNode value) {
    return value.isNull()
        ? "none"
        : value.isDouble() ? Double.toString(value.asDouble()) : value.asText();
  }

  private static String text(Reading reading) {
    return switch (reading) {
      case Reading.Is(Value value) -> value.toString();
      case Reading.NotAvailable(@Nullable String _) -> "none";
    };
  }
}
