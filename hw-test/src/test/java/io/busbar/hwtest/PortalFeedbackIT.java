package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.portal.Portal;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sections 3 to 5 as the author of a portal reads them: every channel, every refusal, in both
 * formats, with the packaged appliance on Mosquitto.
 */
@NeedsPeer(Peer.MOSQUITTO)
class PortalFeedbackIT {
  private final PortalTalk talk = new PortalTalk();

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @ParameterizedTest
  @ValueSource(strings = {"TiXML", "JSON"})
  void everyChannelAnswersAndEveryRefusalSaysWhy(String format) throws Exception {
    Mosquitto broker = cabinet.add(Mosquitto.open(cabinet.folder()));
    Portal portal = cabinet.add(talk.at(broker.url()));
    ApplianceProcess appliance =
        cabinet.appliance(PortalTalk.gateway(broker.url(), format, "read", "write", "setConfig"));
    talk.await("/data", 1);
    config(portal, format, appliance);
    cmd(portal, format);
    state(portal, format);
    repeated(portal, format, appliance);
  }

  private void config(Portal portal, String format, ApplianceProcess appliance) throws Exception {
    boolean json = format.equals("JSON");
    String set = "<Set _=\"/Process/PV/Test\" value=\"10\" ver=\"y\"/>";
    PortalTalk.ask(portal, "config", format, "c1", config(json, set));
    talk.assertAnswered("/configResult", "c1", 0, json ? "\"<Set/>\"" : "<Set/>");
    assertEquals("10", PortalTalk.shown(appliance, "/Process/PV/Test"));
    PortalTalk.ask(portal, "config", format, "c2", config(json, "<Get _=\"/Process/\"/>"));
    talk.assertAnswered("/configResult", "c2", 500, "want SetConfig or Set");
    PortalTalk.ask(portal, "config", format, "c3", config(json, "<SetConfig _=\"NoSuch\"/>"));
    talk.assertAnswered("/configResult", "c3", 500, "NoSuch");
    PortalTalk.ask(
        portal, "config", format, "c4", config(json, "<Set _=\"/Process/PV/No\" value=\"1\"/>"));
    talk.assertAnswered("/configResult", "c4", 500, "-2196");
    PortalTalk.ask(portal, "config", format, "c5", config(json, LOG));
    talk.assertAnswered("/configResult", "c5", 0, "<SetConfig/>");
    String mode = "/Process/Program/Mode";
    await()
        .atMost(PortalTalk.PATIENCE)
        .until(() -> PortalTalk.shown(appliance, mode).equals("Run"));
    portal.send(
        PortalTalk.SERIAL,
        "config",
        PortalTalk.request(format, "c6", "76543210", config(json, set)));
    talk.assertAnswered("/configResult", "c6", 404, "want 01234567");
    PortalTalk.ask(portal, "config", format, "c7", json ? "\"other\": 1" : "<other/>");
    talk.assertAnswered("/configResult", "c7", 500, "got no command");
  }

  private void cmd(Portal portal, String format) throws Exception {
    boolean json = format.equals("JSON");
    PortalTalk.ask(portal, "cmd", format, "d1", cmd(json, "Get", "/Process/PV/Test", ""));
    talk.assertAnswered(
        "/cmdResult", "d1", 0, json ? "{\"Get\":{\"Test\":{\"-_\":\"10\"}}}" : "<Test _=\"10\"/>");
    PortalTalk.ask(portal, "cmd", format, "d2", cmd(json, "Get", "/Processs/", "n"));
    talk.assertAnswered(
        "/cmdResult", "d2", 500, json ? "{\"Error\":{\"-_\":\"-2196\"}}" : "<Error _=\"-2196\"/>");
    PortalTalk.ask(portal, "cmd", format, "d3", cmd(json, "Get", "/Processs/", "y"));
    talk.assertAnswered("/cmdResult", "d3", 500, "path to key not found");
    PortalTalk.ask(portal, "cmd", format, "d4", cmd(json, "Get", "/Processs/", "v"));
    talk.assertAnswered("/cmdResult", "d4", 500, json ? "\"Line\"" : "<Line _=");
    PortalTalk.ask(portal, "cmd", format, "d5", cmd(json, "Frobnicate", "x", ""));
    talk.assertAnswered("/cmdResult", "d5", 500, "want a TiXML command");
    PortalTalk.ask(portal, "cmd", format, "d6", cmd(json, "Reset", "Secretfile", ""));
    talk.assertAnswered("/cmdResult", "d6", 403, "`allow`");
    PortalTalk.ask(
        portal, "cmd", format, "d7", json ? "\"cmd\": {\"Get\": " : "<cmd><Get _=\"/a</cmd>");
    talk.assertAnswered("/cmdResult", "d7", 500, json ? "no JSON" : "no TiXML");
    PortalTalk.ask(
        portal, "cmd", format, "d8", json ? "\"cmd\": \"<Get _='/Process/PV/Test'/>\"" : FRAMED);
    talk.assertAnswered("/cmdResult", "d8", 0, "10");
  }

  private void state(Portal portal, String format) throws Exception {
    boolean json = format.equals("JSON");
    PortalTalk.ask(portal, "state", format, "s1", "");
    talk.assertAnswered("/stateResult", "s1", 0, json ? "\"SYSTEM\":{" : "<SYSTEM>");
    String whole = talk.last("/stateResult");
    for (String branch :
        List.of("Hardware", "Firmware", "Linux", "Process", "TIMES", "LogCounter")) {
      assertTrue(whole.contains(json ? "\"" + branch + "\":" : "<" + branch + ">"), branch);
    }
    assertTrue(
        whole.contains(json ? "\"SerialNo\":{\"-_\":\"01234567\"}" : "<SerialNo _=\"01234567\"/>"));
    PortalTalk.ask(
        portal, "state", format, "s2", json ? "\"path\": \"TIMES\"" : "<path _=\"TIMES\" />");
    talk.assertAnswered("/stateResult", "s2", 0, json ? "{\"Get\":{\"TIMES\":" : "<Get><TIMES>");
    PortalTalk.ask(
        portal, "state", format, "s3", json ? "\"path\": \"Nowhere\"" : "<path _=\"Nowhere\" />");
    talk.assertAnswered("/stateResult", "s3", 500, "-2196");
    portal.send(PortalTalk.SERIAL, "state", PortalTalk.request(format, "s4", "0123456", ""));
    talk.assertAnswered("/stateResult", "s4", 404, "want 01234567");
  }

  /** A request that the broker delivers twice is carried out once, and answered twice alike. */
  private void repeated(Portal portal, String format, ApplianceProcess appliance) throws Exception {
    boolean json = format.equals("JSON");
    String once = config(json, "<Set _=\"/Process/PV/Test\" value=\"20\"/>");
    PortalTalk.ask(portal, "config", format, "e1", once);
    talk.assertAnswered("/configResult", "e1", 0, "<Set/>");
    PortalTalk.ask(
        portal, "config", format, "e2", config(json, "<Set _=\"/Process/PV/Test\" value=\"30\"/>"));
    talk.assertAnswered("/configResult", "e2", 0, "<Set/>");
    PortalTalk.ask(portal, "config", format, "e1", once);
    await()
        .atMost(PortalTalk.PATIENCE)
        .until(() -> talk.answers("/configResult", "e1").size() == 2);
    assertEquals(1, talk.answers("/configResult", "e1").stream().distinct().count());
    assertEquals("30", PortalTalk.shown(appliance, "/Process/PV/Test"));
  }

  private static final String FRAMED = "<cmd>[<Get _=\"/Process/PV/Test\"/>]</cmd>";

  private static final String LOG =
      "<SetConfig _=\"LOG/LogDefinition\" ver=\"y\"><LogDefinition><LogFiles><M record=\"M\""
          + " size=\"20000\"/></LogFiles><Records><M><t path=\"/Process/PV/Test\"/></M></Records>"
          + "</LogDefinition></SetConfig>";

  /** The commands of section 3: in JSON as a text. */
  private static String config(boolean json, String commands) {
    return json
        ? "\"config_xml\": \"" + commands.replace("\"", "\\\"") + "\""
        : "<config>" + commands + "</config>";
  }

  /** A command of section 4: in JSON as JSON. */
  private static String cmd(boolean json, String name, String value, String ver) {
    String more = json ? ", \"-ver\": \"" + ver + "\"" : " ver=\"" + ver + "\"";
    return (json ? "\"cmd\": {\"%s\": {\"-_\": \"%s\"%s}}" : "<cmd><%s _=\"%s\"%s/></cmd>")
        .formatted(name, value, ver.isEmpty() ? "" : more);
  }
}
