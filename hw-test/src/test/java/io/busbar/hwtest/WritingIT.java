package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.Peers;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.ReadCounter;
import io.busbar.hwtest.simulator.ReadCounter.Count;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Setting a foreign slave's values from outside, and reading what is used. */
class WritingIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VOLTAGE = 0x00;

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  private static ObjectNode device(CabinetConfig config) {
    return (ObjectNode) config.json().at("/buses/0/devices/0");
  }

  private static int put(ApplianceProcess appliance, String variable, String body)
      throws Exception {
    String path = "/api/v1/values" + CabinetConfig.path("Bus", variable);
    HttpResponse<String> answer = appliance.api().put(path, JSON.readTree(body));
    return answer.statusCode();
  }

  @Test
  @NeedsPeer(Peer.PYMODBUS)
  void theCommandLineAndTheApiSetValuesOfPymodbus() throws Exception {
    int port = Ports.free(0);
    cabinet.add(Peers.pymodbusTcp(cabinet.folder(), port));
    RelayMap.into(cabinet.data());
    CabinetConfig config = CabinetConfig.empty().tcp("Bus", port);
    device(config).put("meter", RelayMap.ID);
    ApplianceProcess appliance = cabinet.appliance(config);
    String relay = CabinetConfig.path("Bus", "relay");
    await()
        .atMost(Cabinet.SOON)
        .until(() -> Cabinet.value(appliance, relay).path("quality").asText().equals("GOOD"));

    RadioCabinet.Ran set =
        RadioCabinet.busbar(cabinet.folder(), "set", relay, "true", "--url", appliance.address());
    assertEquals("0 " + relay + " = true", set.exitCode() + " " + set.printed().strip());
    assertEquals(200, put(appliance, "setpoint", "{\"value\": 21.5}"));
    assertEquals(422, put(appliance, "setpoint", "{\"value\": 31}"));
    assertEquals(405, put(appliance, "frequency", "{\"value\": 31}"));

    String tcp = Integer.toString(port);
    assertEquals("0 0 0 1", Peers.pymodbusReads(cabinet.folder(), "coil", "tcp", tcp, 1, 0, 4));
    assertEquals("215", Peers.pymodbusReads(cabinet.folder(), "holding", "tcp", tcp, 1, 0, 1));

    JsonNode page = appliance.api().get("/api/v1/buses/Bus/registers?address=0&count=1");
    assertEquals("00D7", page.path("registers").path(0).path("raw").asText());
    assertEquals("40001", page.path("registers").path(0).path("number").asText());
    String metrics = appliance.api().ask("/metrics").body();
    assertTrue(metrics.contains("busbar_device_up{bus=\"Bus\",device=\"Meter\"} 1.0"), metrics);
    assertTrue(metrics.contains("busbar_device_reads_total{bus=\"Bus\""), metrics);
  }

  @Test
  void whatASectionUsesIsReadOftenAndTheRestNowAndThen() throws Exception {
    ReadCounter idle =
        new ReadCounter(
            MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)),
            VOLTAGE,
            System::nanoTime);
    ReadCounter used = new ReadCounter(idle, MeterRegisters.SDM630_IMPORT, System::nanoTime);
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, used)));
    CabinetConfig config =
        CabinetConfig.empty()
            .tcp("Lan", meter.port())
            .cloud("Cloud", "tcp://127.0.0.1:1")
            .section("Realtime1", "1s", "Lan", List.of(CabinetConfig.COUNTER));
    device(config).put("idleInterval", "5s");
    ApplianceProcess appliance = cabinet.appliance(config);

    await().atMost(Duration.ofMinutes(1)).until(() -> idle.log().size() >= 4);
    List<Count> rare = idle.log();
    for (int i = 1; i < rare.size(); i++) {
      double gap = (rare.get(i).nanos() - rare.get(i - 1).nanos()) / 1e9;
      assertTrue(gap > 4, "read again after " + gap + " s");
    }
    assertTrue(used.log().size() > 5 * rare.size(), used.log().size() + " of " + rare.size());

    try (HttpClient browser = HttpClient.newHttpClient();
        InputStream _ = openPage(browser, appliance)) {
      int before = idle.log().size();
      await().atMost(Duration.ofSeconds(15)).until(() -> idle.log().size() >= before + 10);
    }
  }

  private static InputStream openPage(HttpClient browser, ApplianceProcess appliance)
      throws Exception {
    URI live = URI.create(appliance.address() + "/api/v1/live");
    HttpRequest request =
        HttpRequest.newBuilder(live)
            .header("Authorization", "Bearer " + appliance.api().token())
            .build();
    return browser.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
  }
}
