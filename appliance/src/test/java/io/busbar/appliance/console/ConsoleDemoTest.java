package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.busbar.appliance.Kinds;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.web.Console.ConfigDocument.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleDemoTest {
  private static final String REAL =
      """
      { "gateway": {"name": "a"},
        "buses": [{"name": "Demo", "type": "onewire"},
          {"name": "Demo2", "type": "simulated",
           "devices": [{"name": "Meter", "kind": "three-phase-meter"}]}],
        "logs": [{"name": "Day", "every": "1m", "points": [
          {"name": "p", "path": "/Process/Demo2/Meter/activePowerTotal"}]}],
        "connectors": [
          {"name": "CloudConn", "type": "mindsphere",
           "broker": {"url": "tcp://localhost:1883", "clientId": "acme_7", "password": "sesame"},
           "sections": [
             {"name": "Realtime1", "send": "10s", "points": [
               {"name": "power", "path": "/Process/Demo2/Meter/activePowerTotal"}]},
             {"name": "Realtime2", "send": "10s", "points": [
               {"name": "power", "path": "/Process/Demo2/Meter/activePowerL1"},
               {"name": "heat", "path": "/Process/Demo/Mainboard/TemperatureLimit"}]}]}]}
      """;

  @TempDir private Path folder = Path.of("");
  private final List<Config> applied = new ArrayList<>();

  @Test
  void anApplianceThatWasNeverConfiguredLearnsWithOneTap() throws IOException {
    ConfigDoor door = door();
    ConsoleDemo demo = new ConsoleDemo(door);
    Outcome outcome = demo.set(true);
    assertInstanceOf(Outcome.Applied.class, outcome, outcome.toString());
    assertEquals(3, applied.getLast().buses().getFirst().driver().devices().size());
    assertTrue(applied.getLast().isSimulated("/Process/Demo/Meter/activePowerTotal"));
    demo.set(true);
    assertEquals(1, applied.size(), "what is so already is not done again");
    assertInstanceOf(Outcome.Applied.class, demo.set(false));
    assertEquals(
        new ObjectMapper()
            .readTree("{\"gateway\": {\"name\": \"Busbar\"}, \"buses\": [], \"connectors\": []}"),
        document(door));
  }

  @Test
  void whenItEndsNothingOfItIsLeftAndEverythingElseIsAsItWas() throws IOException {
    ConfigDoor door = door();
    Outcome first = door.replace(REAL.getBytes(StandardCharsets.UTF_8), null);
    assertInstanceOf(Outcome.Applied.class, first, first.toString());
    ConsoleDemo demo = new ConsoleDemo(door);
    assertEquals(
        List.of(
            "simulated values of Demo2 go to CloudConn: nobody measured them. End the demo mode,"
                + " or take them out of the sections"),
        demo.alarms());
    Outcome off = demo.set(false);
    assertInstanceOf(Outcome.Applied.class, off, off.toString());
    String text = door.read().json();
    assertFalse(text.contains("Demo2"), text);
    JsonNode sections = document(door).at("/connectors/0/sections");
    assertEquals(1, sections.size(), "what had no other point is gone");
    assertEquals("heat", sections.at("/0/points/0/name").asText());
    assertEquals("onewire", document(door).at("/buses/0/type").asText());
    assertEquals("sesame", applied.getLast().connectors().getFirst().common().broker().password());
    assertEquals(List.of(), demo.alarms());
  }

  @Test
  void aNameThatIsTakenIsNotTakenAway() {
    ConfigDoor door = door();
    door.replace(REAL.replace("Demo2", "Other").getBytes(StandardCharsets.UTF_8), null);
    ConsoleDemo demo = new ConsoleDemo(door);
    demo.set(false);
    demo.set(true);
    assertEquals("Demo2", applied.getLast().buses().getLast().name());
  }

  @Test
  void whatAnEventHasOfItIsSaidAndNothingChanges() {
    ConfigDoor door = door();
    String event =
        """
        "events": [{"name": "Peak", "when": "above", "limit": 5000,
          "path": "/Process/Demo2/Meter/activePowerTotal",
          "actions": [{"send": "CloudConn,Realtime2"}]}], "logs\"\
        """;
    Outcome with =
        door.replace(REAL.replace("\"logs\"", event).getBytes(StandardCharsets.UTF_8), null);
    assertInstanceOf(Outcome.Applied.class, with, with.toString());
    String before = door.read().version();
    Outcome off = new ConsoleDemo(door).set(false);
    assertTrue(
        off instanceof Outcome.Refused(var problems)
            && problems.getFirst().path().startsWith("/events/0"),
        off.toString());
    assertEquals(before, door.read().version());
  }

  private static JsonNode document(ConfigDoor door) throws IOException {
    return new ObjectMapper().readTree(door.read().json());
  }

  private ConfigDoor door() {
    InstantSource clock = InstantSource.system();
    return new ConfigDoor(
        new ConfigFile(folder, clock),
        new ConfigReader(Kinds.busTypes(clock), Kinds.connectorTypes()),
        applied::add,
        (_, _) -> {});
  }
}
