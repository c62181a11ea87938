package io.busbar.appliance.cloud.juconn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.juconn.JuconnSettings.Permission;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Program;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.tixml.Command;
import io.busbar.appliance.tixml.ConfigCommands;
import io.busbar.appliance.tixml.ConfigText;
import io.busbar.appliance.tixml.FakeUsers;
import io.busbar.appliance.tixml.GetVariables;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.SetVariable;
import io.busbar.appliance.tixml.codec.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 3 to 5, and the SetConfigs of a rollout (section 2.1.2). */
final class FeedbackTest {
  private static final Permission[] ALL = Permission.values();

  private static final String CONFIG =
      """
      {
      <?xml version="1.0" encoding="UTF-8" ?>
      <request_id _="r-1"/>
      <serial_number _="01234567" />
      <config>
        <SetConfig _="ISP" ver="y">
          <WLAN_AP>
            <EnableOnStartup _="1"/>
          </WLAN_AP>
        </SetConfig>
        <Set _="/Process/PV/Test" value="10" ver="y"/>
      </config>
      }\
      """;

  private Talk talk = Talk.running(Talk.settings("TiXML", false, ALL), List.of());

  @Test
  void configCarriesOutSetConfigAndSetBetweenStopAndRun() {
    talk.interpreter = FeedbackTest::gateway;
    talk.receive("c1/fp/g1/config", CONFIG);
    Message answer = talk.runAll().getFirst();
    assertEquals("c1/fp/g1/configResult", answer.topic());
    assertEquals(
        """
        {
        <?xml version="1.0" encoding="UTF-8" ?>
        <error_code _="0"/>
        <response_id _="r-1"/>
        <config_result_xml><SetConfig/><Set/></config_result_xml>
        }\
        """,
        answer.payload());
    assertEquals(
        List.of(
            "Get /Process/Program/Mode",
            "Set /Process/Program/Mode Stop",
            "SetConfig ISP",
            "Set /Process/PV/Test 10",
            "Set /Process/Program/Mode Run"),
        said());
  }

  /** The example of section 2.1.2, smaller, on the channel of section 3; rule S-06. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "TiXML | <config><SetConfig _=\"USER\" ver=\"y\"><AccRights><Groups><Admin><LocalLogin"
            + " AccLevel=\"1\"/></Admin></Groups><User _=\"Plain\"><ADMIN Plain=\"\""
            + " Group=\"Admin\"/></User></AccRights></SetConfig></config>",
        "JSON | \"config\": {\"SetConfig\": [{\"-_\": \"USER\", \"-ver\": \"y\", \"AccRights\":"
            + " {\"Groups\": {\"Admin\": {\"LocalLogin\": {\"-AccLevel\": 1}}}, \"User\": {\"-_\":"
            + " \"Plain\", \"ADMIN\": {\"-Plain\": \"\", \"-Group\": \"Admin\"}}}}]}"
      })
  void anEmptyPasswordIsRefusedByItsRule(String format, String config) {
    talk = Talk.running(Talk.settings(format, false, Permission.SET_CONFIG), List.of());
    ProcessTree tree = new ProcessTree(() -> 0);
    List<Boolean> ran = new ArrayList<>();
    new Program(tree, () -> Talk.NOW, ran::add);
    List<Command> commands =
        new ArrayList<>(new ConfigCommands(new Unchanged(), new FakeUsers(), tree).all());
    commands.add(new SetVariable(tree));
    commands.add(new GetVariables(tree, Map::of));
    Interpreter interpreter = new Interpreter(commands);
    talk.interpreter = command -> interpreter.answer(List.of(command)).getFirst();
    String ids =
        format.equals("JSON")
            ? "{\"request_id\": \"r\", \"serial_number\": \"01234567\", %s}"
            : "<request_id _=\"r\"/><serial_number _=\"01234567\"/>%s";
    talk.receive("c1/fp/g1/config", ids.formatted(config));
    Message answer = talk.runAll().getFirst();
    assertEquals("500", Talk.field(answer, "error_code"), answer.payload());
    assertTrue(answer.payload().contains("-10024"), answer.payload());
    assertTrue(
        answer.payload().contains("User/ADMIN: got a password of 0 characters, want 10 or more"),
        answer.payload());
    assertTrue(answer.payload().contains("(rule S-06)"), answer.payload());
    assertEquals(List.of(false, true), ran);
  }

  /** A configuration that nobody may change. */
  private static final class Unchanged implements ConfigText {
    @Override
    public Stored read() {
      return new Stored("{}", "1");
    }

    @Override
    public ConfigText.Outcome replace(String json, String version) {
      throw new AssertionError(json);
    }
  }

  @Test
  void configInJsonHasItsCommandsAsText() {
    talk = Talk.running(Talk.settings("JSON", false, ALL), List.of());
    talk.receive(
        "c1/fp/g1/config",
        """
        {
         "request_id": "r-2",
         "serial_number": "01234567",
         "config_xml": "<Set _=\\"/Process/PV/Test\\" value=\\"10\\" ver=\\"y\\"/>",
        }\
        """);
    assertEquals(
        "{\"error_code\":0,\"response_id\":\"r-2\",\"config_result_xml\":\"<Set/>\"}",
        talk.runAll().getFirst().payload());
    assertEquals(List.of("Set /Process/PV/Test 10"), said());
  }

  @Test
  void cmdCarriesOutAnyCommandInBothFormats() {
    talk.receive(
        "c1/fp/g1/cmd",
        "<request_id _=\"r\"/><serial_number _=\"01234567\"/><cmd><Get _=\"/Process/PV/\"/></cmd>");
    Message answer = talk.runAll().getFirst();
    assertEquals("c1/fp/g1/cmdResult", answer.topic());
    assertTrue(answer.payload().contains("<cmd_result><Get/></cmd_result>"), answer.payload());
    talk = Talk.running(Talk.settings("JSON", false, ALL), List.of());
    talk.receive(
        "c1/fp/g1/cmd",
        """
        {"request_id": "r", "serial_number": "01234567",
         "cmd": {"SetConfig": [{"-_": "USER", "-ver": "y", "AccRights": {"A": {"-AccLevel": 1}}}]}}\
        """);
    assertEquals(
        "{\"error_code\":0,\"response_id\":\"r\",\"cmd_result\":{\"SetConfig\":null}}",
        talk.runAll().getFirst().payload());
    assertEquals(
        "1",
        talk.commands
            .get(2)
            .children()
            .getFirst()
            .children()
            .getFirst()
            .attributes()
            .get("AccLevel"));
  }

  /** As itself, in the frame of section 1.3, and as a text; fields of JSON also in TiXML's form. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<request_id _=\"f\"/><serial_number _=\"01234567\"/><cmd><Get _=\"/a\"/></cmd>",
        "<request_id _=\"f\"/><serial_number _=\"01234567\"/><cmd>[<Get _=\"/a\"/>]</cmd>",
        "<request_id _=\"f\"/><serial_number _=\"01234567\"/><cmd><![CDATA[<Get _=\"/a\"/>]]></cmd>",
        "<request_id _=\"f\"/><serial_number _=\"01234567\"/><cmd>[&lt;Get _=\"/a\"/&gt;]</cmd>",
        "<request_id _=\"f\"/><serial_number _=\"01234567\"/><cmd _=\"&lt;Get _='/a'/&gt;\"/>",
        "<request_id>f</request_id><serial_number>01234567</serial_number><cmd><Get _=\"/a\"/></cmd>",
        "{\"request_id\": \"f\", \"serial_number\": \"01234567\", \"cmd\": {\"Get\": {\"-_\": \"/a\"}}}",
        "{\"request_id\": \"f\", \"serial_number\": \"01234567\", \"cmd\": \"<Get _=\\\"/a\\\"/>\"}",
        "{\"request_id\": \"f\", \"serial_number\": \"01234567\", \"cmd\": \"[<Get _=\\\"/a\\\"/>]\"}",
        "{\"request_id\": {\"-_\": \"f\"}, \"serial_number\": {\"-_\": \"01234567\"},"
            + " \"cmd\": [{\"Get\": {\"-_\": \"/a\"}}]}",
        "{\"request_id\": \"f\", \"serial_number\": \"01234567\","
            + " \"cmd\": {\"-_\": \"<Get _=\\\"/a\\\"/>\"}}"
      })
  void aCommandIsUnderstoodInEveryFormThatTheManualShows(String payload) {
    talk.receive("c1/fp/g1/cmd", payload);
    Message answer = talk.runAll().getFirst();
    assertEquals("f", Talk.field(answer, "response_id"));
    assertEquals(List.of("Get /a"), said(), answer::payload);
  }

  @ParameterizedTest
  @CsvSource({"'', Get ", "'<path _=\"Ethernet\" />', Get Ethernet/"})
  void stateIsTheWholeSystemOrAPath(String path, String command) {
    talk.interpreter = asked -> Element.of("Get", List.of(Element.of("SerialNo", "01234567")));
    talk.receive("c1/fp/g1/state", "<request_id _=\"s\"/><serial_number _=\"01234567\"/>" + path);
    Message answer = talk.runAll().getFirst();
    assertEquals("c1/fp/g1/stateResult", answer.topic());
    assertEquals(
        """
        {
        <?xml version="1.0" encoding="UTF-8" ?>
        <error_code _="0"/>
        <response_id _="s"/>
        <serial_number _="01234567"/>
        <gateway_states><Get><SerialNo _="01234567"/></Get></gateway_states>
        }\
        """,
        answer.payload());
    assertEquals(List.of(command.strip()), said());
    assertEquals("y", talk.commands.getFirst().attributes().get("ver"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234567", "01234568", "", "01234567 "})
  void anotherGatewaysSerialNumberIsRefused(String serial) {
    talk.receive("c1/fp/g1/config", CONFIG.replace("\"01234567\"", "\"" + serial + "\""));
    assertAnswered(404, "serial_number");
  }

  @ParameterizedTest
  @CsvSource({
    "config, <Get _=\"/Process/\"/>, SetConfig or Set",
    "config, <Reset _=\"Secretfile\"/>, SetConfig or Set",
    "cmd, <Frobnicate/>, a TiXML command",
    "cmd, '', no command",
    "cmd, <Get _=\"/a, no TiXML",
  })
  void whatIsNoCommandIsError500(String channel, String command, String words) {
    talk.receive("c1/fp/g1/" + channel, request(channel, "x", command));
    assertAnswered(500, words);
  }

  @Test
  void aMessageThatSaysNotWhoAskedIsToldAndNotAnswered() {
    talk.receive("c1/fp/g1/cmd", "}{ rubbish");
    assertEquals(List.of(), talk.published());
    assertTrue(talk.alarmed("a request on c1/fp/g1/cmd"), talk.effects::toString);
    talk.receive("c1/fp/g1/cmd", "{\"request_id\": \"r-7\", \"cmd\": {\"Get\": {");
    assertEquals("r-7", Talk.field(talk.published().getFirst(), "response_id"));
    assertAnswered(500, "no JSON");
  }

  @ParameterizedTest
  @CsvSource({
    "state, '', READ",
    "cmd, <Get _=\"/Process/\"/>, READ",
    "cmd, <Set _=\"/Process/PV/a\" value=\"1\"/>, WRITE",
    "cmd, <DoOn _=\"Event1\"/>, WRITE",
    "config, <SetConfig _=\"ISP\"/>, SET_CONFIG",
    "cmd, <Reset _=\"Secretfile\"/>, RESET"
  })
  void whatTheOwnerDoesNotAllowIsRefusedAndNothingElseIs(
      String channel, String command, Permission needed) {
    for (Permission allowed : ALL) {
      talk = Talk.running(Talk.settings("TiXML", false, allowed), List.of());
      talk.receive("c1/fp/g1/" + channel, request(channel, "x", command));
      if (allowed == needed) {
        assertEquals("0", Talk.field(talk.runAll().getFirst(), "error_code"));
      } else {
        assertAnswered(403, "`allow`");
      }
    }
    talk = Talk.running(Talk.settings("TiXML", false), List.of());
    talk.receive("c1/fp/g1/" + channel, request(channel, "x", command));
    assertAnswered(403, "not allowed");
  }

  @Test
  void aRequestDeliveredTwiceIsCarriedOutOnceAndItsAnswerRepeated() {
    talk.receive("c1/fp/g1/config", CONFIG);
    List<Effect> runs = talk.runs();
    assertEquals(1, runs.size());
    talk.receive("c1/fp/g1/config", CONFIG);
    assertEquals(List.of(), talk.effects, "it is still under way");
    Effect.Run run = (Effect.Run) runs.getFirst();
    talk.on(new Event.Ran(run.id(), run.work().get()));
    Message answer = talk.published().getFirst();
    talk.receive("c1/fp/g1/config", CONFIG);
    assertEquals(List.of(answer), talk.published());
    assertTrue(talk.runs().isEmpty());
    talk.receive("c1/fp/g1/config", CONFIG.replace("r-1", "r-9"));
    assertEquals(1, talk.runs().size(), "another id is another request");
  }

  @Test
  void changesKeepTheirOrderAndReadersAndDataDoNotWaitForThem() {
    talk.receive("c1/fp/g1/config", CONFIG);
    Effect.Run hours = (Effect.Run) talk.runs().getFirst();
    talk.receive("c1/fp/g1/cmd", request("cmd", "w", "<Set _=\"/a\" value=\"1\"/>"));
    assertTrue(talk.runs().isEmpty(), "waits for the first");
    talk.receive("c1/fp/g1/cmd", request("cmd", "g", "<Get _=\"/a\"/>"));
    assertEquals(1, talk.runs().size());
    talk.on(
        new Event.Sends(
            List.of(new Entry(0, new Send("CloudConn", "Realtime1", Talk.NOW, List.of())))));
    assertEquals(1, talk.effects.size());
    talk.on(new Event.Ran(hours.id(), hours.work().get()));
    assertEquals(1, talk.runs().size());
    assertEquals("w", Talk.field(talk.runAll().getLast(), "response_id"));
  }

  @Test
  void tooManyRequestsAreRefusedAndNotPiledUp() {
    for (int i = 0; i < Requests.MOST_WAITING; i++) {
      talk.receive("c1/fp/g1/cmd", request("cmd", "r" + i, "<Set _=\"/a\" value=\"1\"/>"));
    }
    talk.receive("c1/fp/g1/cmd", request("cmd", "more", "<Set _=\"/a\" value=\"1\"/>"));
    assertEquals("503", Talk.field(talk.published().getFirst(), "error_code"));
  }

  @Test
  void anAnswerThatFindsNoConnectionGoesOutWhenTheGatewayRunsAgain() {
    talk.receive("c1/fp/g1/config", CONFIG);
    Effect.Run run = (Effect.Run) talk.runs().getFirst();
    talk.disconnect();
    talk.on(new Event.Ran(run.id(), run.work().get()));
    assertTrue(talk.published().isEmpty());
    talk.connect();
    talk.accepted();
    assertEquals("r-1", Talk.field(talk.published().getFirst(), "response_id"));
  }

  /** A SetConfig of the connector's own settings ends the connector that was asked. */
  @Test
  void theNextConnectorAnswersWhatTheOneBeforeItWasAsked() {
    Requests requests = new Requests();
    Talk first = new Talk(Talk.settings("TiXML", false, ALL), List.of(), Talk.BROKER, requests);
    first.connect();
    first.accepted().receive("c1/fp/g1/config", CONFIG);
    Effect.Run run = (Effect.Run) first.runs().getFirst();
    Talk next = new Talk(Talk.settings("TiXML", false, ALL), List.of(), Talk.BROKER, requests);
    next.connect();
    next.accepted();
    assertTrue(next.wait(Feedback.TIMER).toMillis() > 0);
    assertEquals("", run.work().get());
    next.on(new Event.Tick(Feedback.TIMER));
    assertEquals("r-1", Talk.field(next.published().getFirst(), "response_id"));
    assertEquals(0, next.wait(Feedback.TIMER).toMillis());
  }

  @Test
  void aRetainedRequestIsNotCarriedOut() {
    talk.on(new Event.Received(new Message("c1/fp/g1/config", CONFIG, 1, true)));
    assertTrue(talk.alarmed("retained"));
    assertTrue(talk.runs().isEmpty());
  }

  @Test
  void aSetConfigIsNotDoneWhenTheProgramDoesNotStop() {
    talk.interpreter =
        command ->
            "Stop".equals(command.attributes().get("value"))
                ? io.busbar.appliance.cloud.juconn.Outcome.error(-10014, "not written")
                : gateway(command);
    talk.receive("c1/fp/g1/config", CONFIG);
    Message answer = talk.runAll().getFirst();
    assertEquals("500", Talk.field(answer, "error_code"));
    assertTrue(answer.payload().contains("not written"), answer.payload());
    assertEquals(
        List.of(
            "Get /Process/Program/Mode",
            "Set /Process/Program/Mode Stop",
            "Set /Process/PV/Test 10"),
        said());
  }

  @Test
  void aProgramThatWasStoppedStaysStopped() {
    talk.receive("c1/fp/g1/config", CONFIG);
    talk.runAll();
    assertTrue(said().stream().noneMatch(command -> command.endsWith("Run")), said()::toString);
  }

  @Test
  void aFaultOfOursIsAnAnswerToo() {
    talk.interpreter =
        command -> {
          throw new IllegalStateException("oops");
        };
    talk.receive("c1/fp/g1/cmd", request("cmd", "x", "<Get _=\"/a\"/>"));
    assertEquals("500", Talk.field(talk.runAll().getFirst(), "error_code"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TiXML", "JSON"})
  void theConfigurationOfARolloutIsCarriedOutOneByOneWithoutAnyPermission(String format) {
    talk = new Talk(Talk.settings(format, true), List.of());
    talk.interpreter =
        command ->
            "USER".equals(command.value())
                ? io.busbar.appliance.cloud.juconn.Outcome.error(-10024, "password breaks a rule")
                : gateway(command);
    talk.connect();
    talk.rolloutAnswer(
        format.equals("JSON")
            ? """
            {"error_code": 0, "response_id": "01234567_1", "gateway_id": "g1", "customer_id": "c1",
             "gateway_configuration": {"SetConfig": [
               {"-_": "USER", "-ver": "y", "AccRights": {"User": {"-_": "Plain"}}},
               {"-_": "ISP", "-ver": "y", "WLAN_AP": {"DisableAfter": {"-_": 0}}}]}}\
            """
            : """
            <error_code _="0"/><response_id _="01234567_1"/><gateway_id _="g1"/>
            <customer_id _="c1"/>
            <gateway_configuration>
              <!-- Einer oder mehrere SetConfig-Befehle -->
              <SetConfig _="USER" ver="y"><AccRights><User _="Plain"/></AccRights></SetConfig>
              <SetConfig _="ISP" ver="y"><WLAN_AP><DisableAfter _="0"/></WLAN_AP></SetConfig>
            </gateway_configuration>\
            """);
    assertEquals("c1/fp/g1/gatewayInit", talk.published().getFirst().topic(), "waits for nothing");
    talk.runAll();
    assertEquals(
        List.of("SetConfig USER", "SetConfig ISP"),
        said().stream().filter(command -> command.startsWith("SetConfig")).toList());
    assertEquals(2, talk.supportLog.size());
    assertTrue(talk.supportLog.getFirst().contains("password breaks a rule"));
    assertTrue(talk.supportLog.getLast().endsWith("SetConfig ISP: done"));
  }

  private void assertAnswered(int code, String words) {
    assertTrue(talk.runs().isEmpty());
    Message answer = talk.published().getFirst();
    assertEquals(Integer.toString(code), Talk.field(answer, "error_code"));
    assertTrue(answer.payload().contains(words), answer.payload());
    assertEquals(List.of(), talk.commands);
  }

  private static String request(String channel, String id, String commands) {
    return "<request_id _=\"%s\"/><serial_number _=\"01234567\"/>".formatted(id)
        + (channel.equals("state") ? "" : "<%s>%s</%s>".formatted(channel, commands, channel));
  }

  private List<String> said() {
    List<String> said = new ArrayList<>();
    for (Element command : talk.commands) {
      Map<String, String> attributes = command.attributes();
      said.add(
          String.join(
                  " ",
                  command.name(),
                  attributes.getOrDefault("_", ""),
                  attributes.getOrDefault("value", ""))
              .strip());
    }
    return said;
  }

  /** A gateway whose program runs, and that does what it is told. */
  private static Element gateway(Element command) {
    return command.name().equals("Get")
        ? Element.of("Get", List.of(Element.of("Mode", "Run")))
        : Element.empty(command.name());
  }
}
