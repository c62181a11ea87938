package io.busbar.appliance.cloud.juconn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.Golden;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the gateway says, held against the manual's examples. They are retyped with real names; what
 * is no JSON or XML in them (comments, missing commas, elements without an end) is put right.
 */
final class PayloadTest {
  /** Sections 2.2.1 and 2.3.1 to 2.3.3; section 7.1. */
  @ParameterizedTest
  @ValueSource(strings = {"controllers", "position"})
  void dataModelAndDataAreThoseOfTheManualInJson(String name) throws Exception {
    JsonNode given = Golden.read("juconn/" + name + ".json");
    Talk talk = new Talk(Talk.settings("JSON", false), Golden.sections(given));
    talk.connect();
    assertEquals("c1/fp/g1/gatewayInit", talk.published().getFirst().topic());
    assertEquals(
        Golden.read("juconn/" + name + ".init.json"),
        Golden.JSON.readTree(talk.published().getFirst().payload()));
    talk.accepted().on(new Event.Sends(Golden.entries(given)));
    assertEquals(Golden.read("juconn/" + name + ".data.json"), Golden.messages(talk.effects));
  }

  @ParameterizedTest
  @ValueSource(strings = {"controllers", "position"})
  void dataModelAndDataAreThoseOfTheManualInTixml(String name) throws Exception {
    JsonNode given = Golden.read("juconn/" + name + ".json");
    Talk talk = new Talk(Talk.settings("TiXML", false), Golden.sections(given));
    talk.connect();
    assertEquals(text(name + ".init.tixml"), talk.published().getFirst().payload());
    talk.accepted().on(new Event.Sends(Golden.entries(given)));
    assertEquals(
        text(name + ".data.tixml"),
        talk.published().stream().map(Message::payload).collect(Collectors.joining("\n")));
  }

  /** Section 2.1.1, the wall box with the serial number 01234567. */
  @Test
  void theRolloutIsThatOfTheManual() throws Exception {
    Talk talk = new Talk(Talk.settings("TiXML", true), List.of());
    talk.connect();
    assertEquals("fp/gatewayRollout", talk.published().getFirst().topic());
    assertEquals(
        """
        {
        <?xml version="1.0" encoding="UTF-8" ?>
        <request_id _="01234567_1"/>
        <prod_name _="WT640"/>
        <serial_number _="01234567"/>
        }\
        """,
        talk.published().getFirst().payload());
    Talk json = new Talk(Talk.settings("JSON", true), List.of());
    json.connect();
    assertEquals(
        "{\"request_id\":\"01234567_1\",\"prod_name\":\"WT640\",\"serial_number\":\"01234567\"}",
        json.published().getFirst().payload());
  }

  @Test
  void thePlainFormHasNoBraces() {
    JuconnSettings plain =
        new JuconnSettings(
            "TiXML",
            null,
            null,
            true,
            false,
            List.of(),
            "setpoint",
            "attribute",
            Talk.ANSWER_WITHIN,
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Map.of("site", "Berlin"),
            null,
            null);
    Point point = new Point("1", "/Process/PV/2nd", ValueType.REAL, "", Map.of("setpoint", "5"));
    String init = Format.of(plain).init("7", new DataModel(List.of(section(point))));
    assertEquals(
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <request_id _="7"/>
        <virtual_devices _="1"/>
        <controllers><Process_PV><custom_fields><site _="Berlin"/></custom_fields>\
        <timeout _="60"/><sensors><_x0032_nd><name _="1"/><type _="custom"/>\
        <setpoint _="5"/></_x0032_nd></sensors></Process_PV></controllers>\
        """,
        init);
  }

  /** Section 2.3.2, id_3. */
  @ParameterizedTest
  @CsvSource({
    "TiXML, '<Latitude _=\"5201.4613 N\" lng=\"14208.4613 E\" state=\"2\"/>'",
    "JSON, '\"value\":{\"lat\":\"5201.4613 N\",\"lng\":\"14208.4613 E\"},\"sensor_state\":2'"
  })
  void aPositionCanBeOneSensor(String format, String expected) {
    JuconnSettings settings =
        new JuconnSettings(
            format,
            "c1",
            "g1",
            false,
            true,
            List.of(),
            "set_point",
            "attribute",
            Talk.ANSWER_WITHIN,
            Duration.ofSeconds(5),
            Duration.ofMinutes(6),
            Map.of(),
            null,
            null);
    Talk talk =
        Talk.running(
            settings,
            List.of(
                section(
                    new Point(
                        "pos",
                        "/GNSS/Latitude",
                        ValueType.TEXT,
                        "",
                        Map.of("type", "gps", "lng", "/GNSS/Longitude")),
                    new Point(
                        "lng", "/GNSS/Longitude", ValueType.TEXT, "", Map.of("type", "gps")))));
    talk.on(
        new Event.Sends(
            List.of(
                new Entry(
                    0,
                    new Send(
                        "CloudConn",
                        "Realtime1",
                        Talk.NOW,
                        List.of(text("pos", "5201.4613 N"), text("lng", "14208.4613 E")))))));
    String payload = talk.published().getFirst().payload();
    assertTrue(payload.contains(expected), payload);
    assertFalse(payload.contains("Longitude"), payload);
  }

  /** Tables 2-1 and 2-2. */
  @ParameterizedTest
  @CsvSource({
    "/GSM/State, GSM, State, 2",
    "/Process/PV/Var_PV, Process_PV, Var_PV, 2",
    "/Process/CloudConn/ConnectionState, Process_CloudConn, ConnectionState, 2",
    "/Process/VPN/ConnectionState, Process_VPN, ConnectionState, 2",
    "/Process/Bus1/Device0/Var0, Process_Bus1_Device0, Var0, 1",
    "/Process/C540/Q/P0, Process_C540_Q, P0, 2",
    "/Process/C540/QB/P0, Process_C540_QB, P0, 2",
    "/Process/C540/QW/P0, Process_C540_QW, P0, 2",
    "/Process/C540/QD/P0, Process_C540_QD, P0, 2",
    "/Process/C03e/Counter/P0, Process_C03e_Counter, P0, 2",
    "/Process/MB/IO/I/P0, Process_MB_IO_I, P0, 2",
    "/Process/MB/IO/Q/P0, Process_MB_IO_Q, P0, 2",
    "/SerialNo, Get, SerialNo, 2",
    "/GprsLinkState, Get, GprsLinkState, 2",
    "/FreeFileSize, Get, FreeFileSize, 2"
  })
  void controllerAndStateFollowFromThePath(String path, String controller, String id, int state) {
    Sensor sensor = Sensor.of(new Point("p", path, ValueType.REAL, "", Map.of()));
    assertEquals(controller, sensor.controller());
    assertEquals(id, sensor.id());
    assertEquals(state, sensor.state(Quality.GOOD));
    assertEquals(state == 2 ? 2 : 0, sensor.state(Quality.BAD));
  }

  /** Table 2-4. */
  @ParameterizedTest
  @CsvSource({
    "temperature, °C, temperature",
    "power, mW, power",
    "energy, Wh, custom",
    ", W, power",
    ", A, current",
    ", V, voltage",
    ", Hz, custom"
  })
  void theSensorTypeIsOneThatThePortalKnows(String type, String unit, String expected) {
    Map<String, String> meta = type == null ? Map.of() : Map.of("type", type);
    Point point = new Point("p", "/Process/a/b/c", ValueType.REAL, unit, meta);
    assertEquals(expected, SensorMeta.type(point));
  }

  @Test
  void partsOfOneSendHaveGrowingNumbersAndTheirOwnOnes() {
    List<Point> points =
        java.util.stream.IntStream.range(0, 3)
            .mapToObj(i -> new Point("p" + i, "/Process/PV/p" + i, ValueType.TEXT, "", Map.of()))
            .toList();
    Talk talk =
        Talk.running(Talk.settings("TiXML", false), List.of(section(points.toArray(new Point[0]))));
    List<Send.Reading> readings =
        points.stream().map(point -> text(point.name(), "x".repeat(60_000))).toList();
    talk.on(
        new Event.Sends(
            List.of(new Entry(41, new Send("CloudConn", "Realtime1", Talk.NOW, readings)))));
    assertEquals(
        List.of("42", "42.0001"),
        talk.published().stream().map(m -> Talk.field(m, "message_id")).toList());
  }

  private static Send.Reading text(String point, String value) {
    return new Send.Reading(point, new Value.Text(value), Quality.GOOD, Talk.NOW);
  }

  private static ConnectorType.Section section(Point... points) {
    return new ConnectorType.Section("Realtime1", List.of(points));
  }

  private static String text(String name) throws Exception {
    try (InputStream in = PayloadTest.class.getResourceAsStream("/cases/juconn/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
