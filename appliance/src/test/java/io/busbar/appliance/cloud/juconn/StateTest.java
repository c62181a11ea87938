package io.busbar.appliance.cloud.juconn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.cloud.Golden;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.juconn.JuconnSettings.Permission;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.tixml.GetVariables;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The state channel with the manual's own gateway behind it (section 5), in both formats. What the
 * print has wrong stands in {@code state.json}. With {@code -Dbusbar.golden=write} the answers are
 * written anew, to be read before they are committed.
 */
final class StateTest {
  private static final Path CASES = Path.of("src/test/resources/cases/juconn");

  @ParameterizedTest
  @CsvSource({
    "TiXML, '', state.result.tixml",
    "JSON, '', state.result.json",
    "TiXML, Ethernet, state.ethernet.tixml",
    "JSON, Ethernet, state.ethernet.json",
    "TiXML, /Process/MB/IO/, state.io.tixml",
    "JSON, /Process/MB/IO/, state.io.json"
  })
  void theWholeSystemOrAPathOfItIsToldAsTheManualHasIt(String format, String path, String golden)
      throws Exception {
    JsonNode given = Golden.read("juconn/state.json");
    Talk talk = Talk.running(Talk.settings(format, false, Permission.READ), List.of());
    Interpreter interpreter = new Interpreter(List.of(get(given)));
    talk.interpreter = command -> interpreter.answer(List.of(command)).getFirst();
    talk.receive("c1/fp/g1/state", request(format, path));
    Message answer = talk.runAll().getFirst();
    assertEquals("c1/fp/g1/stateResult", answer.topic());
    Path file = CASES.resolve(golden);
    if (System.getProperty("busbar.golden", "").equals("write")) {
      write(file, answer.payload());
    }
    String wanted = Files.readString(file);
    if (format.equals("JSON")) {
      assertEquals(Golden.JSON.readTree(wanted), Golden.JSON.readTree(answer.payload()));
    } else {
      assertEquals(oneLine(wanted), oneLine(answer.payload()));
    }
  }

  private static String request(String format, String path) {
    if (format.equals("JSON")) {
      return "{\"request_id\": \"generated string\", \"serial_number\": \"01234567\"%s}"
          .formatted(path.isEmpty() ? "," : ", \"path\": \"" + path + "\"");
    }
    return "{\n<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<request_id _=\"generated string\"/>\n<serial_number _=\"01234567\" />\n%s\n}"
        .formatted(path.isEmpty() ? "" : "<path _=\"" + path + "\" />");
  }

  private static GetVariables get(JsonNode given) {
    ProcessTree tree = new ProcessTree(() -> 0);
    given.path("process").properties().forEach(bus -> define(tree, bus.getKey(), bus.getValue()));
    Map<String, String> system = new LinkedHashMap<>();
    given
        .path("system")
        .properties()
        .forEach(entry -> system.put(entry.getKey(), entry.getValue().asText()));
    return new GetVariables(tree, () -> system);
  }

  private static void define(ProcessTree tree, String bus, JsonNode variables) {
    Map<String, List<DataPoint>> devices = new LinkedHashMap<>();
    List<Sample> samples = new ArrayList<>();
    for (Map.Entry<String, JsonNode> variable : variables.properties()) {
      String path = variable.getKey();
      int last = path.lastIndexOf('/');
      String device = path.substring(0, Math.max(last, 0));
      DataPoint point =
          new DataPoint(device, path.substring(last + 1), ValueType.TEXT, "", "manual");
      devices.computeIfAbsent(device, _ -> new ArrayList<>()).add(point);
      samples.add(Sample.good(point, new Value.Text(variable.getValue().asText()), Talk.NOW));
    }
    tree.define(
            bus,
            devices.entrySet().stream()
                .map(device -> new Device(device.getKey(), device.getValue()))
                .toList())
        .accept(samples);
  }

  private static void write(Path file, String payload) throws IOException {
    String text =
        payload.startsWith("{\"")
            ? Golden.JSON.readTree(payload).toPrettyString()
            : payload.replace("><", ">\n<");
    Files.writeString(file, text + "\n");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll(">\\s*\n\\s*<", "><");
  }
}
