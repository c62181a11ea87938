package io.busbar.appliance.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.busbar.appliance.Kinds;
import io.busbar.drivers.schema.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two users of one line, address or name are refused, both named. */
class WiringTest {
  private static final String GOOD =
      """
      { "gateway": {"name": "cabinet-7"},
        "buses": [
          {"name": "MB", "type": "gpio", "inputs": [{"name": "P0", "line": 17}],
           "outputs": [{"name": "P0", "line": 27}]},
          {"name": "I2C1", "type": "i2c",
           "chips": [{"name": "C20", "chip": "mcp23017", "address": "0x20", "outputs": [0]}]},
          {"name": "Radio", "type": "dash7", "port": "/dev/ttyUSB0", "reset": {"line": 4},
           "devices": []},
          {"name": "OneWire", "type": "onewire"} ],
        "connectors": [
          {"name": "CloudConn", "type": "mindsphere",
           "broker": {"url": "tcp://localhost:1883", "clientId": "acme_cabinet7"},
           "sections": [{"name": "Realtime1", "send": "2s", "points": [
             {"name": "input", "path": "/Process/MB/IO/I/P0"},
             {"name": "chip", "path": "/Process/C20/Q/P0"},
             {"name": "cpu", "path": "/Process/OneWire/Mainboard/CPUTemp"}]}]} ] }
      """;

  private final ConfigReader reader =
      new ConfigReader(Kinds.busTypes(InstantSource.system()), Kinds.connectorTypes());

  @Test
  void theNamesOfTheFpAreForTheirOwnKindsOfBus() throws RefusedException {
    assertEquals(4, read(GOOD).buses().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "line": 27 | "line": 17 | /buses/0/outputs/0/line: got GPIO line 17 for output P0 of bus MB, which input P0 of bus MB (/buses/0/inputs/0/line) uses already: want one user
          "line": 27 | "line": 2  | /buses/1/i2cBus: got GPIO line 2 for its wires of bus I2C1, which output P0 of bus MB (/buses/0/outputs/0/line) uses already: want one user
          "line": 4  | "line": 27 | /buses/2/reset/line: got GPIO line 27 for modem reset of bus Radio, which output P0 of bus MB (/buses/0/outputs/0/line) uses already: want one user
          "outputs": [0]}] | "outputs": [0]}, {"name": "C21", "chip": "pcf8574", "address": "0x20"}] | /buses/1/chips/1/address: got address 0x20 of I2C bus 1 for chip C21 of bus I2C1, which chip C20 of bus I2C1 (/buses/1/chips/0/address) uses already: want one user
          "name": "C20" | "name": "Radio" | /buses/2/name: got Radio, want another name: /buses/1 has it already
          """)
  void aConflictNamesBothUsers(String from, String to, String problem) {
    assertEquals(
        problem,
        onlyProblem(
            GOOD.replace(from, to).replaceAll("/Process/(C20|Radio)/Q/P0", "/Process/MB/IO/Q/P0")));
  }

  @Test
  void thePinsOfTheSerialPortAreItsOwn() {
    String json =
        GOOD.replace("/dev/ttyUSB0", "/dev/serial0").replace("\"line\": 27", "\"line\": 14");
    assertEquals(
        "/buses/2/port: got GPIO line 14 for serial port /dev/serial0 of bus Radio, which output P0"
            + " of bus MB (/buses/0/outputs/0/line) uses already: want one user",
        onlyProblem(json));
  }

  private String onlyProblem(String json) {
    RefusedException refused = assertThrows(RefusedException.class, () -> read(json));
    assertEquals(1, refused.problems().size(), refused.getMessage());
    return refused.problems().getFirst().toString();
  }

  private Config read(String json) throws RefusedException {
    return reader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
