package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.Registers;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Configurations: refused with every fault, applied with as little disturbance as possible. */
class ConfigIT {
  private static final List<String> THREE_FAULTS =
      List.of("/buses/0/port", "/buses/0/devices/0/meter", "/connectors/0/sections/0/send");

  private final List<Received> atCloud = new CopyOnWriteArrayList<>();
  private final Registers registers = MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime));

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void checkNamesEveryFaultWithItsPath() throws Exception {
    Path file = cabinet.folder().resolve("faulty.json");
    Files.writeString(file, withThreeFaults(good(502, "tcp://127.0.0.1:1883")).toPrettyString());

    Checked checked = check(file);

    assertEquals(2, checked.exitCode(), checked.printed());
    for (String path : THREE_FAULTS) {
      assertTrue(checked.printed().contains(path), () -> path + " in " + checked.printed());
    }
  }

  @Test
  void checkTakesAGoodConfiguration() throws Exception {
    Path file = cabinet.folder().resolve("good.json");
    Files.writeString(file, good(502, "tcp://127.0.0.1:1883").json().toPrettyString());

    Checked checked = check(file);

    assertEquals(0, checked.exitCode(), checked.printed());
  }

  @Test
  void putRefusesEveryFaultAndChangesNothing() throws Exception {
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, registers)));
    CabinetConfig config = good(meter.port(), "tcp://127.0.0.1:1");
    ApplianceProcess appliance = cabinet.appliance(config);
    JsonNode before = appliance.api().get("/api/v1/config");

    HttpResponse<String> answer =
        appliance.api().put("/api/v1/config", withThreeFaults(config.copy()));

    assertEquals(422, answer.statusCode(), answer.body());
    for (String path : THREE_FAULTS) {
      assertTrue(answer.body().contains(path), () -> path + " in " + answer.body());
    }
    assertEquals(before, appliance.api().get("/api/v1/config"));
  }

  @Test
  void aFaultyFirstConfigurationLeavesAPageThatSaysSo() throws Exception {
    CabinetConfig config = good(502, "tcp://127.0.0.1:1883");
    withThreeFaults(config);

    ApplianceProcess appliance = cabinet.appliance(config);

    String alarms = appliance.api().get("/api/v1/status").path("alarms").toString();
    for (String path : THREE_FAULTS) {
      assertTrue(alarms.contains(path), () -> path + " in " + alarms);
    }
  }

  @Test
  void aChangedConnectorLeavesTheBusAlone() throws Exception {
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, registers)));
    DemoBroker broker = cabinet.add(new DemoBroker(0, InstantSource.system(), atCloud::add));
    CabinetConfig config = good(meter.port(), broker.url());
    ApplianceProcess appliance = cabinet.appliance(config);
    await().atMost(Cabinet.SOON).until(() -> !atCloud.isEmpty());
    int connections = meter.connections();

    CabinetConfig changed = config.copy().section("Realtime2", "1s", "Lan", List.of("frequency"));
    assertApplied(appliance, changed);

    await().atMost(Cabinet.SOON).until(() -> cloudHas("frequency"));
    assertEquals(connections, meter.connections());
  }

  @Test
  void aChangedBusLeavesTheConnectorsAndOtherBusesAlone() throws Exception {
    TcpFront kept = cabinet.add(new TcpFront(0, new ModbusSlave(1, registers)));
    TcpFront moved = cabinet.add(new TcpFront(0, new ModbusSlave(1, registers)));
    TcpFront target = cabinet.add(new TcpFront(0, new ModbusSlave(1, registers)));
    DemoBroker broker = cabinet.add(new DemoBroker(0, InstantSource.system(), atCloud::add));
    CabinetConfig config = good(kept.port(), broker.url()).tcp("Hall", moved.port());
    ApplianceProcess appliance = cabinet.appliance(config);
    await().atMost(Cabinet.SOON).until(() -> !atCloud.isEmpty() && moved.connections() > 0);
    int keptConnections = kept.connections();

    CabinetConfig changed = config.copy();
    ((ObjectNode) changed.json().path("buses").path(1)).put("port", target.port());
    assertApplied(appliance, changed);

    await().atMost(Cabinet.SOON).until(() -> target.connections() > 0);
    assertEquals(keptConnections, kept.connections());
    assertEquals(1, broker.connections());
  }

  @Test
  void aPageWhosePortIsTakenSaysWhichAndWhatToDo() throws Exception {
    try (ServerSocket holder =
        new ServerSocket(cabinet.httpPort(), 1, InetAddress.getLoopbackAddress())) {
      Path config = cabinet.folder().resolve("good.json");
      Files.writeString(config, good(502, "tcp://127.0.0.1:1").json().toPrettyString());
      ApplianceProcess appliance =
          cabinet.add(
              ApplianceProcess.start(
                  Cabinet.DISTRIBUTION,
                  cabinet.data(),
                  config,
                  holder.getLocalPort(),
                  cabinet.folder().resolve("appliance.log")));
      String port = Integer.toString(holder.getLocalPort());
      await().atMost(Cabinet.SOON).until(() -> appliance.printed().contains(port));
      String printed = appliance.printed();
      assertTrue(printed.contains("--http"), printed);
      assertFalse(printed.contains("\tat "), () -> "a stack trace: " + printed);
    }
  }

  private static CabinetConfig good(int meterPort, String brokerUrl) {
    return CabinetConfig.empty()
        .tcp("Lan", meterPort)
        .cloud("Cloud", brokerUrl)
        .section("Realtime1", "1s", "Lan", List.of("voltageL1"));
  }

  private static JsonNode withThreeFaults(CabinetConfig config) {
    JsonNode json = config.json();
    ((ObjectNode) json.at("/buses/0")).put("port", 70_000);
    ((ObjectNode) json.at("/buses/0/devices/0")).put("meter", "eastron-sdm631");
    ((ObjectNode) json.at("/connectors/0/sections/0")).put("send", "often");
    return json;
  }

  private static void assertApplied(ApplianceProcess appliance, CabinetConfig config)
      throws Exception {
    HttpResponse<String> answer = appliance.api().put("/api/v1/config", config.json());
    assertTrue(answer.statusCode() / 100 == 2, answer::body);
    assertNotEquals("", answer.headers().firstValue("ETag").orElse(""), "ETag");
  }

  private boolean cloudHas(String id) {
    return TimeSeries.of(atCloud, CabinetConfig.topic("Cloud")).stream()
        .anyMatch(point -> point.id().equals(id));
  }

  private record Checked(int exitCode, String printed) {}

  private Checked check(Path file) throws Exception {
    Path log = cabinet.folder().resolve("check.log");
    Process process =
        ApplianceProcess.launch(Cabinet.DISTRIBUTION, List.of("check", file.toString()), log);
    assertTrue(process.waitFor(Cabinet.SOON.toSeconds(), TimeUnit.SECONDS), "busbar check hangs");
    return new Checked(process.exitValue(), Files.readString(log));
  }
}
