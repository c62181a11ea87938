package io.busbar.appliance.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.Kinds;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  private static final String GOOD =
      """
      { "gateway": {"name": "cabinet-7"},
        "buses": [
          {"name": "Lan", "type": "modbus-tcp", "host": "192.168.1.20",
           "devices": [{"name": "PAC1", "unitId": 1, "meter": "siemens-pac2200"}]},
          {"name": "Meters", "type": "modbus-rtu", "port": "/dev/ttyUSB0",
           "devices": [{"name": "SDM1", "unitId": 2, "meter": "eastron-sdm630"}]} ],
        "variables": [{"name": "Test", "type": "int", "value": 1, "max": 10}],
        "logs": [{"name": "Data", "every": "15m", "points": [{"name": "f", "path": "/Process/PV/Test"}]}],
        "events": [{"name": "High", "when": "above", "path": "/Process/PV/Test", "limit": 5000,
                    "actions": [{"send": "CloudConn,Realtime1"}, {"set": "/Process/PV/Test", "value": 2}, {"log": "Data"}]}],
        "connectors": [
          {"name": "CloudConn", "type": "mindsphere",
           "broker": {"url": "tcp://localhost:1883", "clientId": "acme_cabinet7"},
           "sections": [{"name": "Realtime1", "send": "2s", "points": [
             {"name": "activePower", "path": "/Process/Lan/PAC1/activePowerTotal", "hysteresis": 2.0},
             {"name": "frequency", "path": "/Process/Meters/SDM1/frequency"}]}]} ] }
      """;

  private final ConfigReader reader =
      new ConfigReader(Kinds.busTypes(InstantSource.system()), Kinds.connectorTypes());

  @Test
  void readsAWholeConfigurationWithItsDefaults() throws RefusedException {
    Config config = read(GOOD);
    assertEquals("BUSBAR", config.gateway().product());
    assertEquals(Duration.ofSeconds(5), config.store().spillAfter());
    assertEquals(List.of("Lan", "Meters"), config.buses().stream().map(Config.Bus::name).toList());
    Config.Cloud<?> cloud = config.connectors().getFirst();
    assertEquals(1, cloud.common().broker().qos());
    assertEquals(Duration.ofSeconds(60), cloud.line().session().keepAlive());
    assertTrue(cloud.common().enabled());
    ConnectorType.Point power = cloud.context().sections().getFirst().points().getFirst();
    assertEquals(ValueType.REAL, power.type());
    assertEquals("W", power.unit());
  }

  @Test
  void whatTheApplianceOffersCanBeSentLikeAMetersValue() throws RefusedException {
    for (String path : List.of("PV/Test", "Program/Mode", "CloudConn/ConnectionState")) {
      assertEquals(1, read(GOOD.replace("Meters/SDM1/frequency", path)).connectors().size());
    }
  }

  /** The manual's own example of a section has them (section 7). */
  @Test
  void thePositionOfTheApplianceCanBeSentThoughItHasNone() throws RefusedException {
    Config config = read(GOOD.replace("/Process/Meters/SDM1/frequency", "/GNSS/Latitude"));
    assertEquals(
        "/GNSS/Latitude",
        config.connectors().getFirst().context().sections().getFirst().points().get(1).path());
  }

  @Test
  void partsThatAreWrittenAlikeAreEqualAndOthersAreNot() throws RefusedException {
    Config one = read(GOOD);
    Config other = read(GOOD.replace("192.168.1.20", "192.168.1.21"));
    assertEquals(read(GOOD), one);
    assertNotEquals(one.buses().get(0), other.buses().get(0));
    assertEquals(one.buses().get(1), other.buses().get(1));
    assertEquals(one.connectors(), other.connectors());
  }

  /** A change of the good configuration, and the problem it makes. */
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "siemens-pac2200" | "siemens-pac220" | /buses/0/devices/0/meter: got siemens-pac220
          activePowerTotal  | activePowerTotl  | /connectors/0/sections/0/points/0/path: got /Process/Lan/PAC1/activePowerTotl, want a variable that a bus or the appliance offers; the nearest is /Process/Lan/PAC1/activePowerTotal
          "hysteresis": 2.0 | "hysteresis": 2.001 | /connectors/0/sections/0/points/0/hysteresis: got 2.001, want 0 or more with at most two decimals, such as 1.25
          "hysteresis": 2.0 | "hysteresis": -1 | /connectors/0/sections/0/points/0/hysteresis: got -1.0, want 0 or more with at most two decimals, such as 1.25
          "send": "2s"      | "send": "999ms"  | /connectors/0/sections/0/send: got 999ms, want 1s to 1073741824s
          "send": "2s"      | "send": "often"  | /connectors/0/sections/0/send: got "often", want
          "send": "2s"      | "send": "2s", "update": "5s" | /connectors/0/sections/0/update: no section with this "send" has update; "on-change" has it
          "send": "2s"      | "send": "2s", "minInterval": "5s" | /connectors/0/sections/0/minInterval: no section with this
          "send": "2s"      | "send": "2s", "maxSilence": "1s" | /connectors/0/sections/0/maxSilence: got 1s, want 2s to 1073741824s
          "send": "2s"      | "send": "on-event", "maxSilence": "9s" | /connectors/0/sections/0/maxSilence: no section with this
          "send": "2s"      | "send": "on-change", "minInterval": "10ms" | /connectors/0/sections/0/minInterval: got 10ms, want 1s to
          "send": "2s"      | "send": "1073741825s" | /connectors/0/sections/0/send: got 1073741825s, want 1s to 1073741824s
          "hysteresis": 2.0 | "hysteresisPercent": -2 | /connectors/0/sections/0/points/0/hysteresisPercent: got -2.0, want 0 or more
          "hysteresis": 2.0 | "hysteresis": 2.0, "hysteresisPercent": 2 | /connectors/0/sections/0/points/0/hysteresisPercent: want either
          "send": "2s"      | "send": "on-change", "update": "2h" | /connectors/0/sections/0/update: got 2h, want 1s to 1h
          "name": "frequency" | "name": "activePower" | /connectors/0/sections/0/points/1/name: got activePower twice, want a name of its own
          "name": "Meters"  | "name": "Lan"    | /buses/1/name: got Lan, want another name: /buses/0/name has it already
          "name": "Meters"  | "name": "PV"     | /buses/1/name: got PV, which the process tree keeps for itself
          "name": "CloudConn" | "name": "Lan"  | /connectors/0/name: got Lan, want another name
          "modbus-tcp"      | "modbus-udp"     | /buses/0/type: got "modbus-udp", want one of modbus-tcp, modbus-rtu
          "type": "int"     | "type": "integer" | /variables/0/type: got "integer", want
          "value": 1        | "value": 11      | /variables/0/value: got 11, want any to 10
          "value": 1        | "value": [1]     | /variables/0/value: got [1], want a whole number
          "value": 1        | "value": 1, "min": 11 | /variables/0/min: got 11.0, want at most max, which is 10.0
          "int", "value": 1 | "bool", "value": true | /variables/0/max: only a number has limits, this variable is bool
          Meters/SDM1/frequency | PV/Tset      | /connectors/0/sections/0/points/1/path: got /Process/PV/Tset, want a variable that a bus or the appliance offers; the nearest is /Process/PV/Test
          "send": "CloudConn,Realtime1" | "send": "CloudConn,Realtime2" | /events/0/actions/0/send: got Realtime2, want one of Realtime1
          "send": "CloudConn,Realtime1" | "send": "Cloud" | /events/0/actions/0/send: got Cloud, want one of CloudConn
          "set": "/Process/PV/Test" | "set": "/Process/PV/Text" | /events/0/actions/1/set: got /Process/PV/Text, want a variable
          "set": "/Process/PV/Test" | "set": "/Process/Meters/SDM1/frequency" | /events/0/actions/1/set: got /Process/Meters/SDM1/frequency, which can only be read
          {"log": "Data"}   | {"log": "Dada"}  | /events/0/actions/2/log: got Dada, want one of SupportLog, Event, JobReport, Data
          {"log": "Data"}   | {"log": "Audit"}  | /events/0/actions/2/log: got Audit, want one of SupportLog, Event, JobReport, Data
          {"log": "Data"}   | {"log": "Data", "send": "CloudConn"} | /events/0/actions/2: got 2 of send, set and log, want one
          "value": 2        | "value": "two"   | /events/0/actions/1/value: got the text "two", want a whole number
          "limit": 5000     | "limit": null    | /events/0/limit: missing; "when": "above" needs it
          "when": "above"   | "when": "rising" | /events/0/limit: got 5000.0, which "when": "rising" does not have
          "when": "above"   | "when": "daily"  | /events/0/at: missing; "when": "daily" needs it
          "every": "15m"    | "every": "2d"    | /logs/0/every: got 2d, want 1s to 1d
          "name": "Data", "every" | "name": "Event", "every" | /logs/0/name: got Event, want a name that no other log has
          "host"            | "hots"           | /buses/0/hots: unknown key; want one of connections, devices, host, name, p
          "gateway"         | "gatevay"        | /gatevay: unknown key
          "gateway"         | "store": {"outboxAge": "59m"}, "gateway" | /store/outboxAge: got 59m, want 1h or more
          "tcp://localhost:1883" | "http://localhost" | /connectors/0/broker/url: got "http://localhost", want
          "clientId": "acme_cabinet7" | "clientId": "acme_cabinet7", "certFile": "c.pem" | /connectors/0/broker/keyFile: missing; certFile and keyFile go together
          """)
  void saysWhereAndWhatIsWanted(String good, String bad, String problem) {
    List<String> problems = problems(GOOD.replace(good, bad));
    assertTrue(problems.stream().anyMatch(found -> found.startsWith(problem)), problems.toString());
  }

  @Test
  void namesFaultsOfEveryKindAtOnce() {
    List<String> problems =
        problems(
            GOOD.replace("siemens-pac2200", "siemens-pac220")
                .replace("\"hysteresis\": 2.0", "\"hysteresis\": \"much\"")
                .replace("SDM1/frequency", "SDM1/frequenzy")
                .replace("\"clientId\"", "\"qos\": 3, \"clientId\"")
                .replace("\"host\"", "\"speed\": 1, \"host\""));
    assertEquals(5, problems.size(), problems.toString());
    for (String place :
        List.of(
            "/buses/0/speed: unknown key",
            "/buses/0/devices/0/meter: got siemens-pac220",
            "/connectors/0/broker/qos: got 3, want 2 or less",
            "/connectors/0/sections/0/points/0/hysteresis: got \"much\", want",
            "/connectors/0/sections/0/points/1/path: got /Process/Meters/SDM1/frequenzy")) {
      assertTrue(problems.stream().anyMatch(p -> p.startsWith(place)), place + " in " + problems);
    }
  }

  @Test
  void placesStayThoseOfTheWholeDocumentThoughAFaultyPartWasLeftOut() {
    List<String> problems =
        problems(
            GOOD.replace("\"host\": \"192.168.1.20\",", "")
                .replace("eastron-sdm630", "eastron-sdm631")
                .replace("\"path\": \"/Process/Lan", "\"pfad\": \"/Process/Lan"));
    assertEquals(
        List.of("/buses/0/host", "/buses/1/devices/0/meter"),
        problems.stream()
            .map(p -> p.substring(0, p.indexOf(':')))
            .filter(p -> p.startsWith("/b"))
            .toList());
    assertEquals(4, problems.size(), problems.toString());
  }

  @Test
  void aVariableOfABusThatIsToBeMendedFirstIsNoFaultOfItsOwn() {
    List<String> problems = problems(GOOD.replace("siemens-pac2200", "siemens-pac220"));
    assertEquals(1, problems.size(), problems.toString());
  }

  @Test
  void refusesTwoConnectionsThatWouldPushEachOtherOut() {
    String connector =
        GOOD.substring(GOOD.indexOf("{\"name\": \"CloudConn\""), GOOD.lastIndexOf("] }"));
    String twice =
        GOOD.substring(0, GOOD.lastIndexOf("] }"))
            + ", "
            + connector.replace("\"name\": \"CloudConn\"", "\"name\": \"CloudConn2\"")
            + "] }";
    assertEquals(1, problems(twice).size());
    assertTrue(problems(twice).getFirst().startsWith("/connectors/1/broker/clientId"));
  }

  private Config read(String json) throws RefusedException {
    return reader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> problems(String json) {
    return assertThrows(RefusedException.class, () -> read(json)).problems().stream()
        .map(Object::toString)
        .toList();
  }
}
