package io.busbar.appliance.tixml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.tixml.codec.Tixml;
import io.busbar.appliance.tixml.codec.Tixml.Form;
import io.busbar.appliance.tixml.codec.Tixml.Frame;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the FP Juconn MQTT client manual that can be carried out, one folder each: {@code
 * request.xml} and {@code answer.xml}, the same as JSON, and {@code note.md} with the section and
 * the slips of the print. With {@code -Dbusbar.golden=write} the answers and the JSON requests are
 * written anew, to be read before they are committed.
 */
class GoldenTixmlTest {
  private static final Path CASES = Path.of("src/test/resources/tixml");

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheManualHasIt(String name) throws IOException {
    Path folder = CASES.resolve(name);
    String request = Files.readString(folder.resolve("request.xml"));
    String answer = steady(new TixmlRig().answer(Form.TEXT, request));
    String json = new Tixml(Form.JSON, Frame.NONE, TixmlRig.parse(Form.TEXT, request)).format();
    String jsonAnswer = steady(new TixmlRig().answer(Form.JSON, json));
    if (System.getProperty("busbar.golden", "").equals("write")) {
      Files.writeString(folder.resolve("request.json"), pretty(json));
      Files.writeString(folder.resolve("answer.xml"), answer.replace("><", ">\n<") + "\n");
      Files.writeString(folder.resolve("answer.json"), pretty(jsonAnswer));
    }
    assertTrue(Files.size(folder.resolve("note.md")) > 0);
    assertEquals(
        Files.readString(folder.resolve("answer.xml")).replaceAll("\\s*\n\\s*", ""), answer);
    assertEquals(tree(Files.readString(folder.resolve("answer.json"))), tree(jsonAnswer));
    assertEquals(
        TixmlRig.parse(Form.TEXT, request),
        TixmlRig.parse(Form.JSON, Files.readString(folder.resolve("request.json"))));
  }

  /** The place in our program moves with every edit. */
  private static String steady(String answer) {
    return answer
        .replaceAll("<Line _=\"[0-9]+\"/>", "<Line _=\"0\"/>")
        .replaceAll("\"Line\":\\{\"-_\":\"[0-9]+\"}", "\"Line\":{\"-_\":\"0\"}");
  }

  private static JsonNode tree(String json) throws IOException {
    return DocumentSchema.mapper().readTree(json);
  }

  private static String pretty(String json) throws IOException {
    return tree(json).toPrettyString() + "\n";
  }
}
