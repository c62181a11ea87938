package io.busbar.appliance.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.Kinds;
import io.busbar.drivers.schema.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables that follow from several devices, as a configuration has them. */
class DeriveCheckTest {
  private static final String PLANT =
      """
      { "gateway": {"name": "plant"},
        "buses": [
          {"name": "Lan", "type": "modbus-tcp", "host": "192.168.1.20",
           "devices": [{"name": "PAC1", "unitId": 1, "meter": "siemens-pac2200"}]},
          {"name": "Meters", "type": "modbus-rtu", "port": "/dev/ttyUSB0",
           "devices": [{"name": "SDM1", "unitId": 2, "meter": "eastron-sdm630"}]} ],
        "variables": [
          {"name": "Half", "type": "real", "derive": {"kind": "product", "factor": 0.5, "inputs": ["/Process/PV/Plant"]}},
          {"name": "Plant", "type": "real", "derive": {"kind": "sum", "inputs": [
             "/Process/Lan/PAC1/activePowerTotal", "/Process/Meters/SDM1/activePowerTotal"]}},
          {"name": "Energy", "type": "real", "derive": {"kind": "energy-from-power", "inputs": ["/Process/PV/Plant"]}}],
        "connectors": [
          {"name": "CloudConn", "type": "mindsphere",
           "broker": {"url": "tcp://localhost:1883", "clientId": "acme_plant"},
           "sections": [{"name": "Realtime1", "send": "2s", "points": [
             {"name": "power", "path": "/Process/PV/Half", "hysteresis": 2.0}]}]} ] }
      """;

  private final ConfigReader reader =
      new ConfigReader(Kinds.busTypes(InstantSource.system()), Kinds.connectorTypes());

  @Test
  void theirUnitsFollowFromTheirInputs() throws RefusedException {
    Config config = read(PLANT);
    assertEquals(
        List.of("Half W", "Plant W", "Energy Wh"),
        config.variables().stream().map(one -> one.name() + " " + one.unit()).toList());
    assertEquals(
        "W",
        config.connectors().getFirst().context().sections().getFirst().points().getFirst().unit());
    assertEquals(config, read(PLANT));
  }

  /** What one section sends of a sum is read of both meters. */
  @Test
  void aUsedSumIsPartOfWhatTheLineHasToCarry() throws RefusedException {
    Config used = read(PLANT);
    String unused = PLANT.replace("/Process/PV/Half", "/Process/Lan/PAC1/frequency");
    Config sum = read(unused.replaceAll(",\\s*\\{\"name\": \"Energy\".*}}]", "]"));
    assertEquals(1, used.load(used.buses().get(1)).orElseThrow().requests());
    assertTrue(
        used.load(used.buses().get(1)).orElseThrow().bytes()
            < sum.load(sum.buses().get(1)).orElseThrow().bytes(),
        "of a meter that nothing uses all is read");
    assertEquals(
        used.load(used.buses().get(1)),
        read(unused).load(used.buses().get(1)),
        "an energy is always used");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Lan/PAC1/activePowerTotal | Lan/PAC1/activePowerTotel | /variables/1/derive/inputs/0: got /Process/Lan/PAC1/activePowerTotel, want a variable that a bus or the appliance offers; the nearest is /Process/Lan/PAC1/activePowerTotal
          Lan/PAC1/activePowerTotal | Lan/PAC1/frequency        | /variables/1/derive/inputs/1: got /Process/Meters/SDM1/activePowerTotal in W, want Hz as /Process/Lan/PAC1/frequency has
          Lan/PAC1/activePowerTotal | PV/Half                   | /variables/0/derive/inputs/0: got /Process/PV/Plant, which in turn follows from
          "Plant", "type": "real"   | "Plant", "type": "int"    | /variables/1/type: got int, want real: the result has a fraction
          "Plant", "type": "real"   | "Plant", "type": "text"   | /variables/1/type: got text, want int or real: it is computed
          "Plant", "type": "real"   | "Plant", "type": "real", "value": 1 | /variables/1/value: want this key only without derive
          "Plant", "type": "real"   | "Plant", "type": "real", "persistent": true | /variables/1/persistent: want this key only without derive
          "Plant", "type": "real"   | "Plant", "type": "real", "unit": "A" | /variables/1/unit: got A, want W
          "factor": 0.5,            | ` `                       | /variables/0/derive/factor: missing; add this key
          "kind": "sum"             | "kind": "mean"            | /variables/1/derive/kind: got "mean", want one of
          "name": "Energy"          | "name": "Plant"           | /variables/2/name: got Plant twice, want a name of its own
          PV/Plant"]}}]             | PV/Plant"], "longestGap": "2d"}}] | /variables/2/derive/longestGap: got 2d, want 1s to 1d
          """)
  void saysWhereAndWhatIsWanted(String good, String bad, String problem) {
    assertTrue(PLANT.contains(good), good);
    List<String> problems = problems(PLANT.replace(good, bad));
    assertTrue(problems.stream().anyMatch(found -> found.startsWith(problem)), problems.toString());
  }

  @Test
  void aDeviceThatIsToBeMendedFirstIsTheOnlyProblem() {
    assertEquals(1, problems(PLANT.replace("siemens-pac2200", "siemens-pac220")).size());
  }

  @Test
  void anEventCannotSetASum() {
    String event =
        """
        "events": [{"name": "E", "when": "change", "path": "/Process/PV/Half",
                    "actions": [{"set": "/Process/PV/Plant", "value": 2}]}], "connectors":\
        """;
    List<String> problems = problems(PLANT.replace("\"connectors\":", event));
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.getFirst().startsWith("/events/0/actions/0/set"), problems.toString());
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
