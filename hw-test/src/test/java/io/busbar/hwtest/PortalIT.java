package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.portal.Manner;
import io.busbar.hwtest.portal.Portal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The packaged appliance and a portal, on brokers that are not ours. */
class PortalIT {
  private static final String SERIAL = PortalTalk.SERIAL;
  private static final Duration PATIENCE = PortalTalk.PATIENCE;

  private final InstantSource clock = InstantSource.system();
  private final PortalTalk talk = new PortalTalk();

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void aGatewayIsRolledOutRunsAndObeysInTixml() throws Exception {
    DemoBroker broker = cabinet.add(new DemoBroker(0, clock, _ -> {}));
    Portal portal = cabinet.add(talk.at(broker.url()));
    portal.rollouts(new Manner.Refuse(404), new Manner.Twice());
    portal.inits(new Manner.Late(Duration.ofSeconds(2)));
    ApplianceProcess appliance =
        cabinet.appliance(config(broker.url(), "TiXML", "read", "write", "setConfig"));

    await().atMost(PATIENCE).until(() -> talk.count("/data") >= 2);
    assertEquals(2, talk.count("fp/gatewayRollout"));
    assertEquals("01234567_2", Portal.field(talk.last("fp/gatewayRollout"), "request_id"));
    assertEquals(1, talk.count("/gatewayInit"));
    assertTrue(talk.last("/gatewayInit").contains("<Process_PV>"), talk.last("/gatewayInit"));
    assertTrue(talk.last("/data").contains("<Test _=\"1\" state=\"2\"/>"), talk.last("/data"));
    String message = "/Process/CloudConn/ConnectionStateMsg";
    await().atMost(PATIENCE).until(() -> PortalTalk.shown(appliance, message).equals("connected"));
    assertEquals(Portal.VERSION, PortalTalk.shown(appliance, "/Process/CloudConn/BrokerVersion"));

    String set = "<config><Set _=\"/Process/PV/Test\" value=\"10\" ver=\"y\"/></config>";
    PortalTalk.ask(portal, "config", "TiXML", "r1", set);
    talk.assertAnswered("/configResult", "r1", 0);
    assertEquals("10", PortalTalk.shown(appliance, "/Process/PV/Test"));
    await().atMost(PATIENCE).until(() -> talk.last("/data").contains("<Test _=\"10\""));

    PortalTalk.ask(portal, "cmd", "TiXML", "r2", "<cmd><Get _=\"/Process/PV/Test\"/></cmd>");
    talk.assertAnswered("/cmdResult", "r2", 0);
    assertTrue(talk.last("/cmdResult").contains("<Test _=\"10\"/>"), talk.last("/cmdResult"));
    PortalTalk.ask(portal, "state", "TiXML", "r3", "<path _=\"/Process/PV\"/>");
    talk.assertAnswered("/stateResult", "r3", 0);
    portal.send(
        SERIAL,
        "cmd",
        PortalTalk.request("TiXML", "r4", "76543210", "<cmd><Get _=\"/Process/\"/></cmd>"));
    talk.assertAnswered("/cmdResult", "r4", 404);
    PortalTalk.ask(portal, "cmd", "TiXML", "r5", "<cmd><Reset _=\"Secretfile\"/></cmd>");
    talk.assertAnswered("/cmdResult", "r5", 403);

    String user =
        "<config><SetConfig _=\"USER\" ver=\"y\"><AccRights><Groups><Admin><LocalLogin"
            + " AccLevel=\"1\"/></Admin></Groups><User _=\"Plain\"><ADMIN Plain=\"\""
            + " Group=\"Admin\"/></User></AccRights></SetConfig></config>";
    PortalTalk.ask(portal, "config", "TiXML", "r7", user);
    talk.assertAnswered("/configResult", "r7", 500);
    assertTrue(talk.last("/configResult").contains("rule S-06"), talk.last("/configResult"));

    // It changes the connector that was asked; the next one answers, under the ids that are kept.
    PortalTalk.ask(portal, "config", "TiXML", "r6", setConfig(broker.url()));
    talk.assertAnswered("/configResult", "r6", 0);
    await().atMost(PATIENCE).until(() -> talk.last("/gatewayInit").contains("_=\"Renamed\""));
    assertEquals(2, talk.count("fp/gatewayRollout"));
    await()
        .atMost(PATIENCE)
        .until(() -> PortalTalk.shown(appliance, "/Process/Program/Mode").equals("Run"));
    await()
        .atMost(PATIENCE)
        .until(() -> talk.last("/data").contains("<Lng _=\"13.5\" state=\"2\"/>"));
    assertTrue(talk.last("/data").contains("<Lat _=\"52.25\" state=\"2\"/>"), talk.last("/data"));
  }

  @Test
  void aResetOfTheSecretsIsARolloutMoreWithoutARestart() throws Exception {
    DemoBroker broker = cabinet.add(new DemoBroker(0, clock, _ -> {}));
    Portal portal = cabinet.add(talk.at(broker.url()));
    cabinet.appliance(config(broker.url(), "TiXML", "reset"));
    await().atMost(PATIENCE).until(() -> talk.count("/data") >= 1);
    PortalTalk.ask(portal, "cmd", "TiXML", "r1", "<cmd><Reset _=\"Secretfile\"/></cmd>");
    talk.assertAnswered("/cmdResult", "r1", 0);
    await().atMost(PATIENCE).until(() -> talk.count("fp/gatewayRollout") == 2);
    assertEquals("01234567_2", Portal.field(talk.last("fp/gatewayRollout"), "request_id"));
    int sent = talk.count("/data");
    await()
        .atMost(PATIENCE)
        .until(() -> talk.count("/gatewayInit") == 2 && talk.count("/data") > sent);
    assertEquals(2, talk.count("fp/gatewayRollout"));
    PortalTalk.ask(portal, "cmd", "TiXML", "r2", "<cmd><Reset _=\"All\"/></cmd>");
    talk.assertAnswered("/cmdResult", "r2", 500);
    assertTrue(talk.last("/cmdResult").contains("want Secretfile"), talk.last("/cmdResult"));
  }

  @Test
  void idsSurviveAKillAndTheRolloutIsNotRepeated() throws Exception {
    DemoBroker broker = cabinet.add(new DemoBroker(0, clock, _ -> {}));
    cabinet.add(talk.at(broker.url()));
    ApplianceProcess appliance = cabinet.appliance(config(broker.url(), "JSON"));
    await().atMost(PATIENCE).until(() -> talk.count("/data") >= 1);
    appliance.kill();
    int inits = talk.count("/gatewayInit");
    cabinet.restart();
    await().atMost(PATIENCE).until(() -> talk.count("/gatewayInit") > inits);
    assertEquals(1, talk.count("fp/gatewayRollout"));
    assertEquals("01234567_init_2", Portal.field(talk.last("/gatewayInit"), "request_id"));
  }

  @Test
  @NeedsPeer(Peer.MOSQUITTO)
  void theAnswerOfMosquittosPortalLeadsToAnotherBrokerAndConfiguresTheGateway() throws Exception {
    Mosquitto first = cabinet.add(Mosquitto.open(cabinet.folder()));
    DemoBroker second = cabinet.add(new DemoBroker(0, clock, _ -> {}));
    List<Received> atSecond = new CopyOnWriteArrayList<>();
    Portal portal = cabinet.add(talk.at(first.url()));
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
    assertEquals(1, talk.count("fp/gatewayRollout"));
    assertEquals(0, talk.count("/gatewayInit"));
    String init = atSecond.getFirst().payload();
    assertTrue(init.contains("\"external_controller_id\":\"Process_PV\""), init);
  }

  private static CabinetConfig config(String url, String format, String... allow) {
    CabinetConfig config = PortalTalk.gateway(url, format, allow);
    ArrayNode variables = config.json().withArray("variables");
    variables.addObject().put("name", "Lat").put("type", "real").put("value", 52.25);
    variables.addObject().put("name", "Lng").put("type", "real").put("value", 13.5);
    return config;
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
}
