package io.busbar.hwtest;

import static io.busbar.hwtest.RadioCabinet.CLIMATE;
import static io.busbar.hwtest.RadioCabinet.CONFIG;
import static io.busbar.hwtest.RadioCabinet.ENERGY;
import static io.busbar.hwtest.RadioCabinet.MODEM;
import static io.busbar.hwtest.RadioCabinet.NODE;
import static io.busbar.hwtest.RadioCabinet.STRANGER;
import static io.busbar.hwtest.RadioCabinet.V1;
import static io.busbar.hwtest.RadioCabinet.V2;
import static io.busbar.hwtest.RadioCabinet.VECTOR_27;
import static io.busbar.hwtest.RadioCabinet.bus;
import static io.busbar.hwtest.RadioCabinet.busbar;
import static io.busbar.hwtest.RadioCabinet.energyNode;
import static io.busbar.hwtest.RadioCabinet.json;
import static io.busbar.hwtest.RadioCabinet.path;
import static io.busbar.hwtest.RadioCabinet.push;
import static io.busbar.hwtest.RadioCabinet.radio;
import static io.busbar.hwtest.RadioCabinet.shows;
import static io.busbar.hwtest.RadioCabinet.value;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.RebootReason;
import io.busbar.hwtest.dash7.ModemServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The packaged appliance and a DASH7 modem behind a serial device server. */
@Isolated("a modem at full speed wants a processor")
class Dash7IT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String TOPIC = "tc/camexia/camexia_dash7_gateway_1/o/mc_v3/ts";
  private static final String INTERVAL = "/api/v1/values" + path("Energy_4", "interval");

  @RegisterExtension final Cabinet cabinet = new Cabinet();
  private final List<Received> atCloud = new CopyOnWriteArrayList<>();
  private ModemServer server;

  @BeforeEach
  void plugTheModemIn() throws Exception {
    server = cabinet.add(new ModemServer(0, MODEM));
  }

  /** The body is section 6 of the facts on MindSphere, but for its time. */
  @Test
  void aPushReachesMindSphereAsItsDocumentHasIt() throws Exception {
    DemoBroker broker = cabinet.add(new DemoBroker(0, InstantSource.system(), atCloud::add));
    connected(cabinet.appliance(withMindSphere(broker.url())));
    server.noise(VECTOR_27.toArray());
    JsonNode expected =
        json(
            """
            {"timeseries":[{"timestamp":"","values":[
             {"dataPointId":"realEnergy","value":"605","qualityCode":"0"},
             {"dataPointId":"apparentEnergy","value":"15","qualityCode":"0"},
             {"dataPointId":"validEnergy","value":"true","qualityCode":"0"},
             {"dataPointId":"dataPoint4","value":"71","qualityCode":"0"}]}]}
            """);
    await().atMost(Cabinet.SOON).until(() -> timeless().contains(expected));
  }

  @Test
  void theNewEnergyFileFillsItsOwnVariables() throws Exception {
    ApplianceProcess appliance = connected(cabinet.appliance(energyNode(server.url(), null)));
    push(server, NODE, ENERGY, V2);
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "currentL1").equals("12.345 GOOD"));
    assertEquals("229.0 GOOD", shows(appliance, "Energy_4", "voltageL2"));
    assertEquals("V", value(appliance, "Energy_4", "voltageL2").path("unit").asText());
    assertEquals(MODEM + " GOOD", shows(appliance, "Modem", "uid"));
  }

  @Test
  void aNodeThatIsSilentForThreePeriodsIsBadAndGone() throws Exception {
    ApplianceProcess appliance = connected(cabinet.appliance(energyNode(server.url(), "1s")));
    push(server, NODE, ENERGY, V1);
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "DeviceState").equals("0 GOOD"));
    JsonNode energy = value(appliance, "Energy_4", "activeEnergyImportTotal");
    assertEquals("605 BAD", shows(appliance, "Energy_4", "activeEnergyImportTotal"));
    assertTrue(
        energy.path("reason").asText().contains("silent for more than 3s"), energy::toString);
    JsonNode device = appliance.api().get("/api/v1/devices").path("devices").path(1);
    assertEquals(
        "Energy_4 down", device.path("name").asText() + " " + device.path("state").asText());
    assertEquals("camexia-energy", device.path("type").asText());
    push(server, NODE, ENERGY, V1);
    await()
        .atMost(Cabinet.SOON)
        .until(() -> value(appliance, "Energy_4", "lastSeen").path("ageMs").asLong() < 3000);
  }

  @Test
  void aModemThatGoesAndComesBackIsUsedAgain() throws Exception {
    ApplianceProcess appliance = connected(cabinet.appliance(energyNode(server.url(), null)));
    push(server, NODE, ENERGY, V1);
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "valid").equals("true GOOD"));
    server.unplug();
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "valid").equals("true UNCERTAIN"));
    assertEquals("0 GOOD", shows(appliance, "Modem", "DeviceState"));
    await().atMost(Cabinet.SOON).until(() -> bus(appliance).path("state").asText().equals("down"));
    assertEquals(502, set(appliance, "{\"value\": 30}").statusCode());
    server.plug();
    await().atMost(LONG).until(server::hasHost);
    await().atMost(LONG).until(() -> shows(appliance, "Modem", "DeviceState").equals("1 GOOD"));
    push(server, NODE, ENERGY, V1);
    await().atMost(LONG).until(() -> shows(appliance, "Energy_4", "valid").equals("true GOOD"));
  }

  @Test
  void aModemThatDoesNotAnswerIsSaidAndFoundWhenItDoes() throws Exception {
    server.mute(true);
    ApplianceProcess appliance = cabinet.appliance(energyNode(server.url(), null));
    await().atMost(LONG).until(() -> bus(appliance).path("state").asText().equals("down"));
    String reason = bus(appliance).path("reason").asText();
    assertTrue(reason.contains("want an answer within 10 s"), reason);
    assertFalse(appliance.printed().contains("bus Radio: running"), appliance.printed());
    server.mute(false);
    await().atMost(LONG).until(() -> bus(appliance).path("state").asText().equals("running"));
  }

  @Test
  void aVariableIsSetAtItsNodeAndWhatCannotBeSetIsRefusedInWords() throws Exception {
    ApplianceProcess appliance = connected(cabinet.appliance(energyNode(server.url(), null)));
    push(server, NODE, CONFIG, Bytes.hex("58 02 00 00 01"));
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "interval").equals("600 GOOD"));
    assertTrue(value(appliance, "Energy_4", "interval").path("writable").asBoolean());

    HttpResponse<String> done = set(appliance, "{\"value\": 30}");
    assertEquals(200, done.statusCode(), done.body());
    assertEquals(30, json(done.body()).path("value").asInt());
    assertEquals(Bytes.hex("1E 00 00 00 01"), configOfTheNode());
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "interval").equals("30 GOOD"));

    assertRefused(422, "want a whole number", set(appliance, "{\"value\": \"soon\"}"));
    assertRefused(422, "-1", set(appliance, "{\"value\": -1}"));
    String values = "/api/v1/values";
    assertRefused(
        405,
        "only be read",
        put(appliance, values + path("Energy_4", "valid"), "{\"value\": true}"));
    assertRefused(
        404, "got ", put(appliance, values + path("Energy_5", "valid"), "{\"value\": true}"));

    String url = appliance.address();
    RadioCabinet.Ran set =
        busbar(cabinet.folder(), "set", path("Energy_4", "interval"), "45", "--url", url);
    assertEquals(
        "0 " + path("Energy_4", "interval") + " = 45 s",
        set.exitCode() + " " + set.printed().strip());
    assertEquals(Bytes.hex("2D 00 00 00 01"), configOfTheNode());
    set = busbar(cabinet.folder(), "set", path("Energy_4", "valid"), "true", "--url", url);
    assertEquals(2, set.exitCode(), set.printed());

    server.modem(modem -> modem.remove(NODE));
    assertRefused(504, NODE.toString(), set(appliance, "{\"value\": 30}"));
  }

  @Test
  void anUnknownNodeIsHeardAndAdoptedInOneStep() throws Exception {
    ApplianceProcess appliance = connected(cabinet.appliance(radio(server.url())));
    push(server, STRANGER, CLIMATE, Bytes.hex("9F 01 00 00 ED 00 00 00"));
    push(server, NODE, ENERGY, V1);
    await().atMost(Cabinet.SOON).until(() -> heard(appliance).size() == 2);
    JsonNode climate = heard(appliance).path(1);
    assertEquals(STRANGER.toString(), climate.path("uid").asText());
    assertEquals("[\"push7-climate\",\"push7-node\"]", climate.path("layouts").toString());
    assertEquals(71, climate.path("linkBudget").asInt());

    JsonNode body =
        json(
            """
            {"bus": "Radio", "name": "Office", "uid": "%s", "layout": "push7-climate"}\
            """
                .formatted(STRANGER));
    HttpResponse<String> adopted = appliance.api().post("/api/v1/devices", body);
    assertEquals(201, adopted.statusCode(), adopted.body());
    assertEquals(422, appliance.api().post("/api/v1/devices", body).statusCode());
    assertEquals(
        "Office", appliance.api().get("/api/v1/config").at("/buses/0/devices/0/name").asText());
    assertEquals(List.of(NODE.toString()), heard(appliance).findValuesAsText("uid"));

    await().atMost(LONG).until(() -> bus(appliance).path("state").asText().equals("running"));
    push(server, STRANGER, CLIMATE, Bytes.hex("9F 01 00 00 ED 00 00 00"));
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Office", "temperature").equals("23.7 GOOD"));
  }

  @Test
  void noiseAtFullSpeedCostsNoFrameThatFollowsIt() throws Exception {
    ApplianceProcess appliance = connected(cabinet.appliance(energyNode(server.url(), null)));
    Random random = new Random(7);
    byte[] tenMilliseconds = new byte[115];
    for (int i = 0; i < 300; i++) {
      random.nextBytes(tenMilliseconds);
      server.noise(tenMilliseconds);
      TimeUnit.MILLISECONDS.sleep(10);
    }
    push(server, NODE, ENERGY, V1);
    push(server, NODE, ENERGY, V1);
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "valid").equals("true GOOD"));
    await()
        .atMost(Cabinet.SOON)
        .until(() -> value(appliance, "Modem", "noiseBytes").path("value").asLong() > 30_000);
    assertEquals("running", bus(appliance).path("state").asText());
  }

  @Test
  void aModemThatRestartsIsAskedAgainAndItsReasonShown() throws Exception {
    ApplianceProcess appliance = connected(cabinet.appliance(energyNode(server.url(), null)));
    server.modem(modem -> modem.reboot(RebootReason.RESET_PIN));
    await().atMost(Cabinet.SOON).until(() -> shows(appliance, "Modem", "reboots").equals("1 GOOD"));
    assertEquals("reset pin GOOD", shows(appliance, "Modem", "rebootReason"));
    push(server, NODE, ENERGY, V1);
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "valid").equals("true GOOD"));
  }

  @Test
  void probeSaysWhoTheModemIsAndItsRecordingReplays() throws Exception {
    Path recording = cabinet.folder().resolve("modem.txt");
    Thread pusher = Thread.ofVirtual().start(this::pushWhileSomebodyListens);
    RadioCabinet.Ran live =
        busbar(
            cabinet.folder(),
            "probe",
            "--port",
            server.url(),
            "--listen",
            "3",
            "--record",
            recording.toString());
    pusher.interrupt();
    assertEquals(0, live.exitCode(), live.printed());
    assertTrue(
        live.printed().contains("Modem " + MODEM + ", firmware gatewa 73f0c73"), live.printed());
    assertTrue(live.printed().contains("may be camexia-energy"), live.printed());
    assertTrue(Files.readString(recording).contains(" < C0 "));
    RadioCabinet.Ran again = busbar(cabinet.folder(), "probe", "--replay", recording.toString());
    assertEquals(live.printed(), again.printed());

    server.mute(true);
    RadioCabinet.Ran silent = busbar(cabinet.folder(), "probe", "--port", server.url());
    assertEquals(1, silent.exitCode(), silent.printed());
    assertTrue(silent.printed().contains("want an answer within 10 s"), silent.printed());
  }

  private void pushWhileSomebodyListens() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(500);
        if (server.hasHost()) {
          push(server, NODE, ENERGY, V1);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CabinetConfig withMindSphere(String broker) throws Exception {
    CabinetConfig config = energyNode(server.url(), null);
    JsonNode connector =
        json(
            """
            {"name": "CloudConn", "type": "mindsphere", "settings": {"tenant": "camexia"},
             "broker": {"url": "%s", "clientId": "camexia_dash7_gateway_1"},
             "sections": [{"name": "Realtime1", "send": "1s", "points": [
               {"name": "realEnergy", "path": "/Process/Radio/Energy_4/activeEnergyImportTotal"},
               {"name": "apparentEnergy", "path": "/Process/Radio/Energy_4/apparentEnergyImportTotal"},
               {"name": "validEnergy", "path": "/Process/Radio/Energy_4/valid"},
               {"name": "dataPoint4", "path": "/Process/Radio/Energy_4/linkBudget"}]}]}
            """
                .formatted(broker));
    config.json().withArray("connectors").add(connector);
    return config;
  }

  /** The time series at the cloud, each timestamp empty. */
  private List<JsonNode> timeless() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    for (Received message : atCloud) {
      if (message.topic().equals(TOPIC)) {
        JsonNode body = json(message.payload());
        body.path("timeseries").forEach(element -> ((ObjectNode) element).put("timestamp", ""));
        all.add(body);
      }
    }
    return all;
  }

  private static ApplianceProcess connected(ApplianceProcess appliance) {
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Modem", "DeviceState").equals("1 GOOD"));
    return appliance;
  }

  private static JsonNode heard(ApplianceProcess appliance) throws Exception {
    return appliance.api().get("/api/v1/devices").path("heard");
  }

  private Bytes configOfTheNode() {
    List<Bytes> file = new ArrayList<>();
    server.modem(modem -> file.add(modem.file(NODE, CONFIG)));
    return file.getFirst();
  }

  private static HttpResponse<String> set(ApplianceProcess appliance, String body)
      throws Exception {
    return put(appliance, INTERVAL, body);
  }

  private static HttpResponse<String> put(ApplianceProcess appliance, String path, String body)
      throws Exception {
    return appliance.api().put(path, json(body));
  }

  private static void assertRefused(int status, String words, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains(words), answer::body);
  }
}
