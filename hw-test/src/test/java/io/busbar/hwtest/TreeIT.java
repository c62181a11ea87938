package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.ReadCounter;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Process variables, events, program mode and hysteresis of the packaged appliance. */
class TreeIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODE = "/Process/Program/Mode";

  private final List<Received> atCloud = new CopyOnWriteArrayList<>();
  private final ReadCounter counter =
      new ReadCounter(
          MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)),
          MeterRegisters.SDM630_IMPORT,
          System::nanoTime);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void anEventOfAChangingValueSendsASectionSetsAVariableAndWritesALog() throws Exception {
    CabinetConfig config = config().section("Asked", "on-event", "Lan", List.of("voltageL1"));
    variable(config, "Seen", "bool", false);
    ObjectNode event = config.json().withArray("events").addObject();
    event.put("name", "Counted").put("when", "change");
    event.put("path", CabinetConfig.path("Lan", CabinetConfig.COUNTER));
    event.withArray("actions").addObject().put("send", "Cloud,Asked");
    event.withArray("actions").addObject().put("set", "/Process/PV/Seen").put("value", true);
    event.withArray("actions").addObject().put("log", "Event").put("text", "one more");
    ApplianceProcess appliance = cabinet.appliance(config);

    await().atMost(Cabinet.SOON).until(() -> points("voltageL1") >= 3);
    assertTrue(Cabinet.value(appliance, "/Process/PV/Seen").path("value").asBoolean());
    assertTrue(appliance.stop());
    List<String> log = Files.readAllLines(cabinet.data().resolve("logs/Event.log"));
    assertTrue(log.size() >= 3 && log.getFirst().contains("one more"), log.toString());
  }

  @Test
  void aPersistentVariableIsThereAfterAKill() throws Exception {
    CabinetConfig config = CabinetConfig.empty();
    variable(config, "Kept", "int", true);
    variable(config, "Passing", "int", false);
    ApplianceProcess appliance = cabinet.appliance(config);
    set(appliance, "/Process/PV/Kept", 41);
    set(appliance, "/Process/PV/Kept", 42);
    set(appliance, "/Process/PV/Passing", 42);
    Path file = cabinet.data().resolve("variables.json");
    await()
        .atMost(Cabinet.SOON)
        .until(() -> Files.exists(file) && Files.readString(file).contains("42"));
    appliance.kill();

    ApplianceProcess again = cabinet.restart();
    await()
        .atMost(Cabinet.SOON)
        .until(() -> !Cabinet.value(again, "/Process/PV/Kept").isMissingNode());
    assertEquals(42, Cabinet.value(again, "/Process/PV/Kept").path("value").asInt());
    assertEquals(0, Cabinet.value(again, "/Process/PV/Passing").path("value").asInt());
  }

  @Test
  void aStoppedProgramSendsNothingUntilItRunsAgain() throws Exception {
    ApplianceProcess appliance =
        cabinet.appliance(config().section("Realtime1", "1s", "Lan", List.of("voltageL1")));
    await().atMost(Cabinet.SOON).until(() -> points("voltageL1") >= 2);
    assertEquals(
        "connected",
        Cabinet.value(appliance, "/Process/Cloud/ConnectionStateMsg").path("value").asText());

    set(appliance, MODE, "Stop");
    // What was sent before it may still be on its way; after that nothing comes for seconds.
    TimeUnit.SECONDS.sleep(1);
    int stopped = points("voltageL1");
    TimeUnit.SECONDS.sleep(4);
    assertEquals(stopped, points("voltageL1"));
    assertEquals("Stop", Cabinet.value(appliance, MODE).path("value").asText());

    set(appliance, MODE, "Run");
    await().atMost(Cabinet.SOON).until(() -> points("voltageL1") >= stopped + 2);
  }

  @Test
  void whatHysteresisSavesIsCounted() throws Exception {
    CabinetConfig config = config().section("Realtime1", "on-change", "Lan", List.of("voltageL1"));
    ((ObjectNode) config.json().at("/connectors/0/sections/0/points/0")).put("hysteresis", 1000);
    ApplianceProcess appliance = cabinet.appliance(config);
    await().atMost(Cabinet.SOON).until(() -> metric(appliance, "saved") >= 3);
    assertEquals(1, metric(appliance, "reported"));
    assertEquals(1, points("voltageL1"));
  }

  private CabinetConfig config() throws Exception {
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, counter)));
    DemoBroker broker = cabinet.add(new DemoBroker(0, InstantSource.system(), atCloud::add));
    return CabinetConfig.empty().tcp("Lan", meter.port()).cloud("Cloud", broker.url());
  }

  private static void variable(CabinetConfig config, String name, String type, boolean persistent) {
    ObjectNode variable = config.json().withArray("variables").addObject();
    variable.put("name", name).put("type", type).put("persistent", persistent);
  }

  private static void set(ApplianceProcess appliance, String path, Object value) throws Exception {
    ObjectNode body = JSON.createObjectNode();
    body.putPOJO("value", value);
    assertEquals(200, appliance.api().put("/api/v1/values" + path, body).statusCode());
  }

  private int points(String id) {
    return (int)
        TimeSeries.of(atCloud, CabinetConfig.topic("Cloud")).stream()
            .filter(point -> point.id().equals(id))
            .count();
  }

  private static double metric(ApplianceProcess appliance, String name) throws Exception {
    Matcher line =
        Pattern.compile("busbar_section_" + name + "_values_total\\{.*} ([0-9.E]+)")
            .matcher(appliance.api().ask("/metrics").body());
    return line.find() ? Double.parseDouble(line.group(1)) : -1;
  }
}
