package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.portal.Manner;
import io.busbar.hwtest.portal.Portal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The packaged appliance and a portal, on brokers that are not ours. */
class PortalIT {
  private static final String SERIAL = "01234567";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final InstantSource clock = InstantSource.system();
  private final List<Received> seen = new CopyOnWriteArrayList<>();

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void aGatewayIsRolledOutRunsAndObeysInTixml() throws Exception {
    DemoBroker broker = cabinet.add(new DemoBroker(0, clock, _ -> {}));
    Portal portal = cabinet.add(new Portal(broker.url(), clock, seen::add));
    portal.rollouts(new Manner.Refuse(404), new Manner.Twice());
    portal.inits(new Manner.Late(Duration.ofSeconds(2)));
    ApplianceProcess appliance =
        cabinet.appliance(config(broker.url(), "TiXML", "read", "write", "setConfig"));

    await().atMost(PATIENCE).until(() -> count("/data") >= 2);
    assertEquals(2, count("fp/gatewayRollout"));
    assertEquals("01234567_2", Portal.field(last("fp/gatewayRollout"), "request_id"));
    assertEquals(1, count("/gatewayInit"));
    assertTrue(last("/gatewayInit").contains("<Process_PV>"), last("/gatewayInit"));
    assertTrue(last("/data").contains("<Test _=\"1\" state=\"2\"/>"), last("/data"));
    String message = "/Process/CloudConn/ConnectionStateMsg";
    await().atMost(PATIENCE).until(() -> shown(appliance, message).equals("connected"));
    assertEquals(Portal.VERSION, shown(appliance, "/Process/CloudConn/BrokerVersion"));

    String set = "<config><Set _=\"/Process/PV/Test\" value=\"10\" ver=\"y\"/></config>";
    portal.send(SERIAL, "config", request("r1", SERIAL, set));
    assertEquals("0", answered("/configResult", "r1"));
    assertEquals("10", shown(appliance, "/Process/PV/Test"));
    await().atMost(PATIENCE).until(() -> last("/data").contains("<Test _=\"10\""));

    portal.send(SERIAL, "cmd", request("r2", SERIAL, "<cmd><Get _=\"/Process/PV/Test\"/></cmd>"));
    assertEquals("0", answered("/cmdResult", "r2"));
    assertTrue(last("/cmdResult").contains("<Test _=\"10\"/>"), last("/cmdResult"));
    portal.send(SERIAL, "state", request("r3", SERIAL, "<path _=\"/Process/PV\"/>"));
    assertEquals("0", answered("/stateResult", "r3"));
    portal.send(SERIAL, "cmd", request("r4", "76543210", "<cmd><Get _=\"/Process/\"/></cmd>"));
    assertEquals("404", answered("/cmdResult", "r4"));
    portal.send(SERIAL, "cmd", request("r5", SERIAL, "<cmd><Reset _=\"Secretfile\"/></cmd>"));
    assertEquals("403", answered("/cmdResult", "r5"));

    String user =
        "<config><SetConfig _=\"USER\" ver=\"y\"><AccRights><Groups><Admin><LocalLogin"
            + " AccLevel=\"1\"/></Admin></Groups><User _=\"Plain\"><ADMIN Plain=\"\""
            + " Group=\"Admin\"/></User></AccRights></SetConfig></config>";
    portal.send(SERIAL, "config", request("r7", SERIAL, user));
    assertEquals("500", answered("/configResult", "r7"));
    assertTrue(last("/configResult").contains("rule S-06"), last("/configResult"));

    // It changes the connector that was asked; the next one answers, under the ids that are kept.
    portal.send(SERIAL, "config", request("r6", SERIAL, setConfig(broker.url())));
    assertEquals("0", answered("/configResult", "r6"), () -> last("/configResult"));
    await().atMost(PATIENCE).until(() -> last("/gatewayInit").contains("_=\"Renamed\""));
    assertEquals(2, count("fp/gatewayRollout"));
    await().atMost(PATIENCE).until(() -> shown(appliance, "/Process/Program/Mode").equals("Run"));
    await().atMost(PATIENCE).until(() -> last("/data").contains("<Lng _=\"13.5\" state=\"2\"/>"));
    assertTrue(last("/data").contains("<Lat _=\"52.25\" state=\"2\"/>"), last("/data"));
  }

  @Test
  void aResetOfTheSecretsIsARolloutMoreWithoutARestart() throws Exception {
    DemoBroker broker = cabinet.add(new DemoBroker(0, clock, _ -> {}));
    Portal portal = cabinet.add(new Portal(broker.url(), clock, seen::add));
    cabinet.appliance(config(broker.url(), "TiXML", "reset"));
    await().atMost(PATIENCE).until(() -> count("/data") >= 1);
    portal.send(SERIAL, "cmd", request("r1", SERIAL, "<cmd><Reset _=\"Secretfile\"/></cmd>"));
    assertEquals("0", answered("/cmdResult", "r1"), () -> last("/cmdResult"));
    await().atMost(PATIENCE).until(() -> count("fp/gatewayRollout") == 2);
    assertEquals("01234567_2", Portal.field(last("fp/gatewayRollout"), "request_id"));
    int sent = count("/data");
    await().atMost(PATIENCE).until(() -> count("/gatewayInit") == 2 && count("/data") > sent);
    assertEquals(2, count("fp/gatewayRollout"));
    portal.send(SERIAL, "cmd", request("r2", SERIAL, "<cmd><Reset _=\"All\"/></cmd>"));
    assertEquals("500", answered("/cmdResult", "r2"));
    assertTrue(last("/cmdResult").contains("want Secretfile"), last("/cmdResult"));
  }

  @Test
  void idsSurviveAKillAndTheRolloutIsNotRepeated() throws Exception {
    DemoBroker broker = cabinet.add(new DemoBroker(0, clock, _ -> {}));
    cabinet.add(new Portal(broker.url(), clock, seen::add));
    ApplianceProcess appliance = cabinet.appliance(config(broker.url(), "JSON"));
    await().atMost(PATIENCE).until(() -> count("/data") >= 1);
    appliance.kill();
    int inits = count("/gatewayInit");
    cabinet.restart();
    await().atMost(PATIENCE).until(() -> count("/gatewayInit") > inits);
    assertEquals(1, count("fp/gatewayRollout"));
    assertEquals("01234567_init_2", Portal.field(last("/gatewayInit"), "request_id"));
  }

  @Test
  @NeedsPeer(Peer.MOSQUITTO)
  void theAnswerOfMosquittosPortalLeadsToAnotherBrokerAndConfiguresTheGateway() throws Exception {
    Mosquitto first = cabinet.add(Mosquitto.open(cabinet.folder()));
    DemoBroker second = cabinet.add(new DemoBroker(0, clock, _ -> {}));
    List<Received> atSecond = new CopyOnWriteArrayList<>();
    Portal portal = cabinet.add(new Portal(first.url(), clock, seen::add));
    cabinet.add(new Portal(second.url(), clock, atSecond::add));
    portal.add(
        """
        , "data_broker_details": {"url": "%s", "qos": 0},
        "gateway_configuration": {"SetConfig": [{"-_": "NoSuchDatabase", "-ver": "y"}]}\
        """
            .formatted(second.url().replace("tcp://", "")));
    cabinet.appliance(config(first.url(), "JSON"));
    await()
        .atMost(PATIENCE)
        .until(() -> atSecond.stream().anyMatch(m -> m.topic().endsWith("/data")));
    assertEquals(1, count("fp/gatewayRollout"));
    assertEquals(0, count("/gatewayInit"));
    String init = atSecond.getFirst().payload();
    assertTrue(init.contains("\"external_controller_id\":\"Process_PV\""), init);
  }

  private static CabinetConfig config(String url, String format, String... allow) {
    CabinetConfig config = CabinetConfig.empty();
    ObjectNode root = config.json();
    ArrayNode variables = root.putArray("variables");
    ObjectNode variable = variables.addObject().put("name", "Test").put("type", "int");
    variable.put("value", 1).put("writable", true);
    variables.addObject().put("name", "Lat").put("type", "real").put("value", 52.25);
    variables.addObject().put("name", "Lng").put("type", "real").put("value", 13.5);
    ObjectNode cloud = root.withArray("connectors").addObject();
    cloud.put("name", "CloudConn").put("type", "juconn");
    cloud.putObject("broker").put("url", url).put("clientId", "gateway-" + SERIAL);
    ObjectNode section = cloud.putArray("sections").addObject();
    section.put("name", "Realtime1").put("send", "1s");
    section.putArray("points").addObject().put("name", "Test").put("path", "/Process/PV/Test");
    ObjectNode settings = cloud.putObject("settings").put("format", format);
    List.of(allow).forEach(settings.putArray("allow")::add);
    return config;
  }

  private static String request(String id, String serial, String rest) {
    return "{\n<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<request_id _=\"%s\"/>\n<serial_number _=\"%s\" />\n%s\n}"
        .formatted(id, serial, rest);
  }

  private static String setConfig(String url) {
    return """
    <config><SetConfig _="ISP" ver="y"><CloudConn>
      <CloudBaseUrl _="%s"/><CloudConnStart _="1"/><CloudConnType _="FPIL_Tixi_MQTT_1"/>
      <CloudConnDataFormat _="TiXML"/><RTSendTime1 _="2"/>
      <Realtime1><Renamed _="/Process/PV/Test" meta_type="custom"/>
        <GNSS _="/Process/PV/Lat" lng="/Process/PV/Lng" meta_type="gps"/></Realtime1>
    </CloudConn></SetConfig></config>\
    """
        .formatted(url);
  }

  /** The error code of the answer to a request. */
  private String answered(String topic, String id) {
    List<String> codes = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(() -> {
          codes.clear();
          seen.stream()
              .filter(message -> message.topic().endsWith(topic))
              .filter(message -> id.equals(Portal.field(message.payload(), "response_id")))
              .forEach(message ->
                  codes.add(String.valueOf(Portal.field(message.payload(), "error_code"))));
          return !codes.isEmpty();
        });
    return codes.getFirst();
  }

  private int count(String topic) {
    return (int) seen.stream().filter(message -> message.topic().endsWith(topic)).count();
  }

  private String last(String topic) {
    return seen.stream()
        .filter(message -> message.topic().endsWith(topic))
        .reduce((_, later) -> later)
        .map(Received::payload)
        .orElse("");
  }

  private static String shown(ApplianceProcess appliance, String path)
      throws IOException, InterruptedException {
    return Cabinet.value(appliance, path).path("value").asText();
  }
}
