package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.Certificates.Identity;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.MosquittoSub;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every platform's messages at a broker and a subscriber that are not ours; and what goes wrong.
 */
class ConnectorsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> POINTS = List.of("voltageL1", "activePowerTotal");

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  @NeedsPeer({Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
  void everyPlatformReachesMosquittoWithTlsAndAClientCertificate() throws Exception {
    Certificates ours = new Certificates(cabinet.folder(), "ours");
    Identity server = ours.signed("server", "dns:localhost");
    Identity client = ours.signed("client", "dns:plant");
    int tls = Ports.free(0);
    int web = Ports.free(0);
    Mosquitto broker =
        cabinet.add(
            Mosquitto.with(
                cabinet.folder(),
                join(
                    List.of(
                        listener(tls, ours.authorityFile(), server, true),
                        List.of("listener " + web + " 127.0.0.1", "protocol websockets")))));
    MosquittoSub cloud = cabinet.add(new MosquittoSub(cabinet.folder(), broker));
    String url = "ssl://localhost:" + tls;
    CabinetConfig config = CabinetConfig.empty().tcp("Lan", cabinet.add(meter()).port());
    with(config.platform("Scorp", "scorp-io", url, json("{'project':'42'}")), ours, client);
    with(config.platform("Fiware", "fiware", url, json("{'apiKey':'key'}")), ours, client);
    with(config.platform("Gear", "smartgear", url, json("{'deviceType':7}")), ours, client);
    with(config.cloud("Mind", url), ours, client);
    config.platform("Web", "smartgear", "ws://localhost:" + web, json("{'deviceType':8}"));
    config.section("Realtime1", "1s", "Lan", POINTS);
    cabinet.appliance(config);

    JsonNode birth = JSON.readTree(first(cloud, "mqtts/42/DBIRTH/cabinet/Meter"));
    assertEquals("voltageL1", birth.at("/metrics/0/name").asText());
    JsonNode data = JSON.readTree(first(cloud, "mqtts/42/DDATA/cabinet/Meter"));
    assertPlausible(data.at("/metrics/0/value").asDouble());
    JsonNode measures = JSON.readTree(first(cloud, "/keyeno/cabinet_ENO/attrs"));
    // Several Sends that waited for the connection go in one array.
    JsonNode measure = measures.isArray() ? measures.path(0) : measures;
    assertEquals("connected", measure.path("status").asText());
    assertPlausible(measure.at("/phaseVoltage/L1").asDouble());
    assertTrue(measure.path("totalActivePower").isNumber(), measure::toString);
    JsonNode device = JSON.readTree(first(cloud, "/keydev/cabinet_DEV/attrs"));
    assertEquals("01234567", device.path("serialNumber").asText());
    first(cloud, "/keydho/cabinet_DHO/attrs");
    assertPlausible(Double.parseDouble(first(cloud, "11/5/7/Meter/cabinet")));
    assertEquals("true", first(cloud, "0/0/7/cabinet/cabinet"));
    assertPlausible(Double.parseDouble(first(cloud, "11/5/8/Meter/cabinet")));
    String series = first(cloud, CabinetConfig.topic("Mind"));
    assertPlausible(JSON.readTree(series).at("/timeseries/0/values/0/value").asDouble());
  }

  @Test
  @NeedsPeer({Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
  void aLastWillIsPublishedWhenTheApplianceIsKilled() throws Exception {
    Mosquitto broker = cabinet.add(Mosquitto.open(cabinet.folder()));
    MosquittoSub cloud = cabinet.add(new MosquittoSub(cabinet.folder(), broker));
    ApplianceProcess appliance =
        cabinet.appliance(
            CabinetConfig.empty()
                .platform("Fiware", "fiware", broker.url(), json("{'apiKey':'key'}")));
    first(cloud, "/keydev/cabinet_DEV/attrs");
    appliance.kill();
    await()
        .atMost(Cabinet.SOON)
        .until(() ->
            cloud.received().stream()
                .anyMatch(message -> message.payload().equals("{\"status\":\"disconnected\"}")));
  }

  @Test
  @NeedsPeer(Peer.MOSQUITTO)
  void theTestOfAConnectionNamesTheStageThatFails() throws Exception {
    Certificates ours = new Certificates(cabinet.folder(), "ours");
    Certificates others = new Certificates(cabinet.folder(), "others");
    int strange = Ports.free(0);
    int elsewhere = Ports.free(0);
    int old = Ports.free(0);
    int strict = Ports.free(0);
    Path authority = ours.authorityFile();
    Mosquitto broker =
        cabinet.add(
            Mosquitto.with(
                cabinet.folder(),
                join(
                    List.of(
                        listener(strange, authority, others.signed("s", "dns:localhost"), false),
                        listener(elsewhere, authority, ours.signed("e", "dns:b.example"), false),
                        listener(old, authority, ours.expired("o", "dns:localhost"), false),
                        listener(strict, authority, ours.signed("g", "dns:localhost"), true)))));
    StubbornBroker stubborn = cabinet.add(StubbornBroker.plain(5));
    CabinetConfig config = CabinetConfig.empty();
    config.platform("Name", "smartgear", "tcp://broker.invalid:1883", json("{'deviceType':7}"));
    config.platform("Port", "smartgear", "tcp://127.0.0.1:1", json("{'deviceType':7}"));
    for (int port : List.of(strange, elsewhere, old, strict)) {
      config
          .platform("P" + port, "smartgear", "ssl://localhost:" + port, json("{'deviceType':7}"))
          .authority(authority);
    }
    config.platform(
        "Login", "smartgear", "tcp://127.0.0.1:" + stubborn.port(), json("{'deviceType':7}"));
    config.cloud("Good", broker.url());
    ApplianceProcess appliance = cabinet.appliance(config);

    assertFails(appliance, "Name", 1, "check its spelling");
    assertFails(appliance, "Port", 2, "check the port");
    assertFails(appliance, "P" + strange, 3, "signed by `CN=others`");
    assertFails(appliance, "P" + elsewhere, 3, "is for b.example, not for localhost");
    assertFails(appliance, "P" + old, 3, "this device's clock says");
    assertFails(appliance, "P" + strict, 4, "set certFile and keyFile");
    assertFails(appliance, "Login", 5, "CONNACK 5");
    JsonNode good = test(appliance, "Good");
    assertTrue(good.path("accepted").asBoolean(), good::toString);
    await()
        .atMost(Cabinet.SOON)
        .until(
            () -> Cabinet.connector(appliance, "Good").path("state").asText().equals("connected"));
  }

  @Test
  @NeedsPeer(Peer.MOSQUITTO)
  void aBrokerThatRefusesASubscriptionIsNamed() throws Exception {
    Mosquitto broker = cabinet.add(Mosquitto.refusingSubscriptions(cabinet.folder()));
    ApplianceProcess appliance =
        cabinet.appliance(CabinetConfig.empty().cloud("Mind", broker.url()));
    assertFails(appliance, "Mind", 6, "i/amo_v3/#");
  }

  private static void assertFails(ApplianceProcess appliance, String name, int stage, String words)
      throws Exception {
    JsonNode found = test(appliance, name);
    JsonNode step = found.path("stages").path(stage - 1);
    System.out.println("  " + name + ": " + step);
    assertEquals("failed", step.path("result").asText(), found::toString);
    assertEquals(stage, step.path("number").asInt());
    assertTrue(step.path("sentence").asText().contains(words), step::toString);
  }

  private static JsonNode test(ApplianceProcess appliance, String name)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        appliance.api().post("/api/v1/connectors/" + name + "/test", JSON.createObjectNode());
    assertEquals(200, answer.statusCode(), answer::body);
    return JSON.readTree(answer.body());
  }

  private static String first(MosquittoSub cloud, String topic) {
    return await(topic)
        .atMost(Cabinet.SOON)
        .until(
            () ->
                cloud.received().stream()
                    .filter(message -> message.topic().equals(topic))
                    .map(Received::payload)
                    .findFirst()
                    .orElse(""),
            payload -> !payload.isEmpty());
  }

  private static void with(CabinetConfig config, Certificates ours, Identity client) {
    config
        .files(ours.authorityFile(), client.certificate(), client.key())
        .section("Realtime1", "1s", "Lan", POINTS);
  }

  private static void assertPlausible(double volts) {
    assertTrue(volts > 200 && volts < 260, () -> "got " + volts + " V");
  }

  private static List<String> listener(
      int port, Path authority, Identity server, boolean clientCertificate) {
    return List.of(
        "listener " + port + " 127.0.0.1",
        "cafile " + authority,
        "certfile " + server.certificate(),
        "keyfile " + server.key(),
        "require_certificate " + clientCertificate);
  }

  private static List<String> join(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  /** With single quotes for double ones. */
  private static ObjectNode json(String text) throws IOException {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }

  private static TcpFront meter() throws IOException {
    return new TcpFront(
        0, new ModbusSlave(1, MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime))));
  }
}
