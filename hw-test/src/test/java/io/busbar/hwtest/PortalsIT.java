package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.portal.Portal;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CloudConn, CloudConn2 and CloudConn3 of one packaged appliance, at two Mosquittos. */
@NeedsPeer(Peer.MOSQUITTO)
class PortalsIT {
  private static final String FIRST = "customer-1/fp/gateway-01234567/";
  private static final String THIRD = "customer-3/fp/gateway-3/";

  private final PortalTalk here = new PortalTalk();
  private final PortalTalk there = new PortalTalk();

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void threeConnectorsHaveEachAnIdentityAFormatAndRightsOfTheirOwn() throws Exception {
    Mosquitto one = cabinet.add(Mosquitto.open(cabinet.folder()));
    Mosquitto two =
        cabinet.add(Mosquitto.open(Files.createDirectory(cabinet.folder().resolve("two"))));
    Portal portal = cabinet.add(here.at(one.url()));
    Portal other = cabinet.add(there.at(two.url()));
    ApplianceProcess appliance = cabinet.appliance(three(one.url(), two.url()));

    here.await(FIRST + "data", 1);
    there.await(FIRST + "data", 1);
    here.await(THIRD + "gatewayInit", 1);
    assertEquals(1, here.count("fp/gatewayRollout"), "the third has its ids");
    assertEquals(1, there.count("fp/gatewayRollout"));
    assertTrue(here.last(FIRST + "data").startsWith("{\n<?xml"), here.last(FIRST + "data"));
    assertTrue(there.last("/data").startsWith("{\"message_id\":"), there.last("/data"));

    PortalTalk.ask(
        portal, "cmd", "TiXML", "a", "<cmd><Set _=\"/Process/PV/Test\" value=\"7\"/></cmd>");
    here.assertAnswered("/cmdResult", "a", 403, "`allow`");
    PortalTalk.ask(
        other,
        "cmd",
        "JSON",
        "b",
        "\"cmd\": {\"Set\": {\"-_\": \"/Process/PV/Test\", \"-value\": 7}}");
    there.assertAnswered("/cmdResult", "b", 0, "Set");
    await()
        .atMost(PortalTalk.PATIENCE)
        .until(() -> here.last(FIRST + "data").contains("<Test _=\"7\""));

    assertEquals(0, here.count(THIRD + "data"), "it sends when it is told to");
    PortalTalk.ask(
        portal,
        "cmd",
        "TiXML",
        "c",
        "<cmd><CloudSendRealtimeData _=\"CloudConn3,Realtime1\"/></cmd>");
    here.assertAnswered("/cmdResult", "c", 0, "CloudSendRealtimeData");
    here.await(THIRD + "data", 1);
    oneDeadBrokerIsNoOtherConnectorsMatter(two, appliance);
  }

  private void oneDeadBrokerIsNoOtherConnectorsMatter(Mosquitto two, ApplianceProcess appliance)
      throws Exception {
    two.kill();
    int sent = here.count(FIRST + "data");
    here.await(FIRST + "data", sent + 3);
    await().atMost(PortalTalk.PATIENCE).until(() -> !state(appliance).equals("connected"));
    int inits = there.count("gatewayInit");
    int data = there.count("/data");
    two.restart();
    there.await("gatewayInit", inits + 1);
    there.await("/data", data + 1);
    assertEquals("connected", state(appliance));
    assertEquals(1, there.count("fp/gatewayRollout"), "its ids are kept");
  }

  private static String state(ApplianceProcess appliance) throws Exception {
    return Cabinet.connector(appliance, "CloudConn2").path("state").asText();
  }

  private static CabinetConfig three(String one, String two) {
    CabinetConfig config = PortalTalk.gateway(one, "TiXML", "read");
    ObjectNode second = PortalTalk.connector(config, "CloudConn2", two, "gateway");
    second.put("format", "JSON").putArray("allow").add("write");
    PortalTalk.connector(config, "CloudConn3", one, "gateway-3")
        .put("customerId", "customer-3")
        .put("gatewayId", "gateway-3");
    ((ObjectNode) config.json().at("/connectors/2/sections/0")).put("send", "on-event");
    return config;
  }
}
