package io.busbar.appliance.cloud.juconn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.Kinds;
import io.busbar.appliance.cloud.Golden;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.appliance.console.ConfigDoor;
import io.busbar.appliance.console.DoorText;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Program;
import io.busbar.appliance.tixml.Command;
import io.busbar.appliance.tixml.ConfigCommands;
import io.busbar.appliance.tixml.FakeUsers;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.SetVariable;
import io.busbar.appliance.tixml.codec.Tixml.Form;
import io.busbar.web.Console.ConfigDocument.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every setting of section 7, by SetConfig and by our own configuration: what can be written is
 * read back on the other side, what is out of its range is refused on both and named as whoever
 * wrote it calls it.
 */
final class SettingsTest {
  private static final String CLOUD = "/connectors/0";
  private static final String MUST =
      "<CloudBaseUrl _=\"tcp://b:1883\"/><CloudConnStart _=\"1\"/>"
          + "<CloudConnType _=\"FPIL_Tixi_MQTT_1\"/>";
  private static final String SECURE = MUST.replace("tcp://b:1883", "ssl://b:8883");
  private static final String FILES =
      "<TLS_Client_authmode _=\"file\"/><TLS_Client_key _=\"k.key\"/>"
          + "<TLS_Client_cert _=\"c.crt\"/>";
  private static final String REALTIME1 = "<Realtime1><Test _=\"/Process/PV/Test\"/></Realtime1>";

  @TempDir private Path folder = Path.of("");
  private final List<Config> applied = new ArrayList<>();
  private ConfigDoor door = door();
  private Interpreter interpreter = new Interpreter(List.of());

  private ConfigDoor door() {
    ConfigReader reader =
        new ConfigReader(Kinds.busTypes(() -> Instant.EPOCH), Kinds.connectorTypes());
    return new ConfigDoor(
        new ConfigFile(folder, () -> Instant.EPOCH), reader, applied::add, (delay, work) -> {});
  }

  @BeforeEach
  void open() {
    door = door();
    ProcessTree tree = new ProcessTree(() -> 0);
    new Program(tree, () -> Instant.EPOCH, running -> {});
    List<Command> commands =
        new ArrayList<>(new ConfigCommands(new DoorText(door), new FakeUsers(), tree).all());
    commands.add(new SetVariable(tree));
    interpreter = new Interpreter(commands);
    assertEquals("<Set/>", answer("<Set _=\"/Process/Program/Mode\" value=\"Stop\"/>"));
    door.load(
        """
        {"gateway": {"name": "cabinet-7", "serialNumber": "01234567"}, "buses": [],
         "variables": [{"name": "Test", "type": "real", "value": 0},
                       {"name": "Lng", "type": "real", "value": 0}], "connectors": []}\
        """
            .getBytes(StandardCharsets.UTF_8));
  }

  /** What was written by SetConfig stands in our configuration, and back. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CloudBaseUrl        | ssl://b:8883     | /broker/url               | "ssl://b:8883"
          CloudBaseUrl        | tcp://10.0.0.1:1 | /broker/url               | "tcp://10.0.0.1:1"
          username            | user             | /broker/username          | "user"
          gateway_id          | g 1              | /settings/gatewayId       | "g 1"
          customer_id         | c1               | /settings/customerId      | "c1"
          QoS                 | 0                | /broker/qos               | 0
          QoS                 | 2                | /broker/qos               | 2
          TLS_Client_key      | k.key            | /broker/keyFile           | "k.key"
          TLS_Client_cert     | c.crt            | /broker/certFile          | "c.crt"
          TLS_Server_cert     | ca.crt           | /broker/caFile            | "ca.crt"
          CloudConnStart      | 0                | /enabled                  | false
          CloudConnStart      | 1                | /enabled                  | true
          CloudConnDataFormat | JSON             | /settings/format          | "JSON"
          CloudConnDataFormat | TiXML            | /settings/format          | "TiXML"
          MQTTKeepAlive       | 200              | /broker/keepAlive         | "200s"
          virtual_devices     | 1                | /settings/virtualDevices  | true
          RTSendTime1         | 1                | /sections/0/send          | "1s"
          RTSendTime1         | 1073741824       | /sections/0/send          | "1073741824s"
          RTSendTime1         | -1               | /sections/0/send          | "on-change"
          RTSendTime5         | 60               | /sections/1/send          | "1m"
          UpdateRate1         | 1                | /sections/0/update        | "1s"
          UpdateRate1         | 3600             | /sections/0/update        | "1h"
          """)
  void whatSetConfigWritesStandsInOurConfiguration(
      String key, String text, String pointer, String json) throws Exception {
    assertEquals("<SetConfig/>", setConfig(key, text));
    assertEquals(Golden.JSON.readTree(json), document().at(CLOUD + pointer));
    String back = answer("<GetConfig _=\"ISP/CloudConn\"/>");
    assertTrue(back.contains("<%s _=\"%s\"/>".formatted(key, text)), back);
    assertEquals(1 + 1, applied.size(), "the one of the beginning, and this");
  }

  /** What is out of its range is refused on both sides, each in its own words. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CloudBaseUrl        | http://b:80    | /broker/url              | "http://b:80"
          CloudBaseUrl        | b              | /broker/url              | "b"
          gateway_id          | a/b            | /settings/gatewayId      | "a/b"
          customer_id         | #              | /settings/customerId     | "#"
          QoS                 | 3              | /broker/qos              | 3
          CloudConnStart      | 2              | /enabled                 | 2
          CloudConnDataFormat | XML            | /settings/format         | "XML"
          MQTTKeepAlive       | 65536          | /broker/keepAlive        | "65536s"
          MQTTKeepAlive       | 0.5            | /broker/keepAlive        | "500ms"
          virtual_devices     | 2              | /settings/virtualDevices | 2
          RTSendTime1         | 0              | /sections/0/send         | "0s"
          RTSendTime1         | 1073741825     | /sections/0/send         | "1073741825s"
          RTSendTime1         | -2             | /sections/0/send         | "-2"
          UpdateRate1         | 0              | /sections/0/update       | "0s"
          UpdateRate1         | 3601           | /sections/0/update       | "3601s"
          TLS_Client_authmode | hsm            | /settings/clientAuth     | "hsm"
          TLS_Server_authmode | hsm            | /settings/serverAuth     | "hsm"
          TLS_Server_authmode | none           | /settings/serverAuth     | "none"
          """)
  void whatIsOutOfItsRangeIsRefusedOnBothSides(String key, String text, String pointer, String json)
      throws Exception {
    String before = door.read().json();
    String answer = setConfig(key, text);
    assertTrue(answer.startsWith("<Error>") && answer.contains("CloudConn/" + key), answer);
    assertEquals(before, door.read().json());
    assertEquals("<SetConfig/>", setConfig(key.equals("UpdateRate1") ? key : "username", "1"));
    ObjectNode document = document();
    put(document, CLOUD + pointer, Golden.JSON.readTree(json));
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, replace(document));
    assertTrue(
        refused.problems().stream().anyMatch(problem -> problem.path().startsWith(CLOUD + pointer)),
        refused.problems()::toString);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1.25, true", "1.255, false", "-1, false", "'1,5', false", "x, false"})
  void aHysteresisIsNotNegativeAndHasTwoDecimals(String amount, boolean good) {
    String point = "<Test _=\"/Process/PV/Test\" hysteresis=\"%s\"/>".formatted(amount);
    String answer = set(MUST + "<RTSendTime1 _=\"-1\"/><Realtime1>" + point + "</Realtime1>");
    assertEquals(good, answer.equals("<SetConfig/>"), answer);
  }

  @Test
  void whatIsLeftOutHasTheManualsDefault() {
    assertEquals("<SetConfig/>", set(MUST + REALTIME1));
    Config.Cloud<?> cloud = applied.getLast().connectors().getFirst();
    JuconnSettings settings = (JuconnSettings) cloud.settings();
    assertEquals(1, cloud.common().broker().qos());
    assertEquals(300, cloud.line().session().keepAlive().toSeconds());
    assertEquals("TiXML", settings.format());
    assertEquals(false, settings.virtualDevices());
    assertEquals(null, settings.gatewayId());
    assertEquals(null, settings.customerId());
    assertEquals(null, cloud.common().broker().caFile(), "cabundle");
    assertEquals(null, cloud.common().broker().certFile(), "no client certificate");
    assertEquals("3s", cloud.common().sections().getFirst().send());
  }

  @ParameterizedTest
  @CsvSource({"CloudBaseUrl", "CloudConnStart", "CloudConnType"})
  void whatIsMandatoryIsMissed(String key) {
    String answer = set(MUST.replaceAll("<" + key + " [^>]*>", "") + REALTIME1);
    assertTrue(answer.contains("CloudConn/" + key + ": missing"), answer);
  }

  @Test
  void aPasswordIsWrittenAndNeverShown() throws Exception {
    assertEquals("<SetConfig/>", setConfig("password", "s3cret"));
    assertTrue(!answer("<GetConfig _=\"ISP/CloudConn\"/>").contains("s3cret"));
    assertEquals("s3cret", applied.getLast().connectors().getFirst().common().broker().password());
  }

  /** One key, with what it cannot be without. */
  private String setConfig(String key, String text) {
    String element = "<%s _=\"%s\"/>".formatted(key, text);
    String all =
        switch (key) {
          case "CloudBaseUrl", "CloudConnStart" ->
              MUST.replaceAll("<" + key + " [^>]*>", element) + REALTIME1;
          case "TLS_Client_key", "TLS_Client_cert" -> SECURE + FILES + REALTIME1;
          case "TLS_Server_cert" ->
              SECURE + "<TLS_Server_authmode _=\"file\"/>" + element + REALTIME1;
          case "gateway_id" -> MUST + element + "<customer_id _=\"c\"/>" + REALTIME1;
          case "customer_id" -> MUST + element + "<gateway_id _=\"g\"/>" + REALTIME1;
          case "virtual_devices" ->
              MUST + element + REALTIME1.replace("/></", " meta_virtual_device=\"V\"/></");
          case "UpdateRate1" -> MUST + "<RTSendTime1 _=\"-1\"/>" + element + REALTIME1;
          case "RTSendTime5" -> MUST + element + REALTIME1 + REALTIME1.replace("1>", "5>");
          default -> MUST + element + REALTIME1;
        };
    return set(all);
  }

  private String set(String keys) {
    return answer("<SetConfig _=\"ISP\"><CloudConn>" + keys + "</CloudConn></SetConfig>");
  }

  private String answer(String command) {
    return interpreter.answer(Form.TEXT, command).text();
  }

  private ObjectNode document() throws Exception {
    return (ObjectNode) Golden.JSON.readTree(door.read().json());
  }

  private Outcome replace(ObjectNode document) {
    return door.replace(document.toString().getBytes(StandardCharsets.UTF_8), null);
  }

  private static void put(ObjectNode document, String pointer, JsonNode value) {
    JsonPointer place = JsonPointer.compile(pointer);
    JsonNode owner = document.at(place.head());
    String member = place.last().getMatchingProperty();
    if (owner instanceof ObjectNode object) {
      object.set(member, value);
    } else if (owner instanceof ArrayNode array) {
      array.set(Integer.parseInt(member), value);
    } else {
      document.withObject(place.head().toString()).set(member, value);
    }
  }
}
