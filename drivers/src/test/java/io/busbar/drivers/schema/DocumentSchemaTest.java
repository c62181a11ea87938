package io.busbar.drivers.schema;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentSchemaTest {
  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(DocumentSchemaTest.class, "example.schema.json");

  @Test
  void fillsInEveryDefaultAlsoWhereAKindWasChosen() throws RefusedException {
    JsonNode document = read("{\"name\": \"ab\", \"kinds\": [{\"type\": \"a\", \"unit\": 1}]}");
    assertEquals(502, document.get("port").asInt());
    assertEquals("1s", document.get("wait").asText());
    assertEquals(7, document.get("store").get("bytes").asInt());
    assertEquals("2s", document.get("kinds").get(0).get("every").asText());
    assertTrue(document.path("user").isMissingNode());
    assertTrue(document.get("kinds").get(0).path("speed").isMissingNode());
  }

  @Test
  void leavesANullThatIsAllowedAlone() throws RefusedException {
    assertTrue(read("{\"name\": \"ab\", \"user\": null}").get("user").isNull());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name": "ab", "prot": 1}         | /prot: unknown key; want one of kinds, name, parity, port, store, user, wait
          {"port": 1}                       | /name: missing; add this key
          {"name": "A/B"}                   | /name: got "A/B", want the form ^[a-z]{1,4}$ (letters)
          {"name": "ab", "port": 0}         | /port: got 0, want 1 or more
          {"name": "ab", "port": 70000}     | /port: got 70000, want 65535 or less
          {"name": "ab", "port": "x"}       | /port: got "x", want integer
          {"name": "ab", "wait": "2 weeks"} | /wait: got "2 weeks", want a duration such as 500ms, 2s, 5m, 1h or 1d
          {"name": "ab", "parity": "odd"}   | /parity: got "odd", want one of none, even
          {"name": "ab", "user": 1}         | /user: got 1, want string or null
          {"name": "ab", "kinds": [{"type": "a", "unti": 1, "unit": 1}]} | /kinds/0/unti: unknown key; want one of every, type, unit
          {"name": "ab", "kinds": [{"type": "a"}]} | /kinds/0/unit: missing; add this key
          {"name": "ab", "a/b": 1}          | /a~1b: unknown key; want one of kinds, name, parity, port, store, user, wait
          """)
  void saysWhereWhatCameAndWhatIsWanted(String json, String problem) {
    assertEquals(List.of(problem), problems(json));
  }

  @Test
  void namesAllProblemsAtOnce() {
    assertEquals(3, problems("{\"port\": 0, \"parity\": \"odd\"}").size());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name": "ab"                | line 1
          {"name": "ab", "name": "cd"} | Duplicate
          {"name": "ab"} x             | Unrecognized token
          ``                           | empty
          []                           | want object
          {"port": NaN}                | NaN
          """)
  void refusesWhatIsNoDocument(String json, String word) {
    assertTrue(problems(json).getFirst().contains(word), problems(json).toString());
  }

  @Test
  void boundsSizeAndDepth() {
    assertTrue(
        problems(" ".repeat(DocumentSchema.MOST_BYTES + 1)).getFirst().contains("want at most"));
    assertTrue(problems("[".repeat(100)).getFirst().contains("depth"));
    assertTrue(
        problems("{\"name\": \"" + "x".repeat(70_000) + "\"}").getFirst().contains("length"));
  }

  @Test
  void boundsTheProblemsItTells() {
    String keys = IntStream.range(0, 500).mapToObj(i -> "\"k" + i + "\": 1").collect(joining(","));
    List<String> problems = problems("{\"name\": \"ab\", " + keys + "}");
    assertEquals(201, problems.size());
    assertEquals("/: and 300 more; mend these first", problems.getLast());
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, 500, 500ms",
    "2s, 2000, 2s",
    "60s, 60000, 1m",
    "90m, 5400000, 90m",
    "24h, 86400000, 1d"
  })
  void durationsAreWrittenAsShortAsTheyCanBe(String text, long millis, String shortest) {
    assertEquals(millis, DurationText.parse(text).toMillis());
    assertEquals(shortest, DurationText.format(DurationText.parse(text)));
  }

  private static JsonNode read(String json) throws RefusedException {
    return SCHEMA.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> problems(String json) {
    return assertThrows(RefusedException.class, () -> read(json)).problems().stream()
        .map(Problem::toString)
        .toList();
  }
}
