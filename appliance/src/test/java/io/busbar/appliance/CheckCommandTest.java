package io.busbar.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
  private static final String LINE =
      """
      { "gateway": {"name": "cabinet-7"},
        "buses": [
          {"name": "Lan", "type": "modbus-tcp", "host": "192.168.1.20",
           "devices": [{"name": "PAC1", "unitId": 1, "meter": "siemens-pac2200"}]},
          {"name": "Meters", "type": "modbus-rtu", "port": "/dev/ttyUSB0", "baudRate": 9600,
           "devices": [{"name": "SDM1", "unitId": 2, "meter": "eastron-sdm630",
                        "pollInterval": "10s"}]} ],
        "connectors": [] }
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  private int check(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("busbar.json"), json);
    return new CommandLine(new CheckCommand())
        .setOut(new PrintWriter(out, true))
        .execute(file.toString());
  }

  @Test
  void saysWhatALineHasToCarry() throws IOException {
    assertEquals(0, check(LINE));
    String[] lines = out.toString().split("\\R");
    assertEquals(2, lines.length, out.toString());
    assertTrue(
        lines[0].matches(
            "bus Meters: \\d+ requests, \\d+ bytes, \\d+ ms a cycle; \\d+ % of the line"),
        lines[0]);
    assertTrue(lines[1].endsWith("busbar.json: good"), lines[1]);
  }

  @Test
  void countsWhatNothingUsesAtItsIdleInterval() throws IOException {
    assertEquals(0, check(LINE.replace("10s", "10ms")));
    assertFalse(out.toString().contains("warning"), out.toString());
  }

  @Test
  void warnsOfALineThatCannotKeepItsIntervals() throws IOException {
    String cloud =
        """
        [{"name": "Cloud", "type": "mindsphere", "settings": {"tenant": "ten"},
          "broker": {"url": "tcp://127.0.0.1:1883", "clientId": "ten_device"},
          "sections": [{"name": "Realtime1", "send": "2s", "points": [
            {"name": "power", "path": "/Process/Meters/SDM1/activePowerTotal"}]}]}]
        """;
    String used =
        LINE.replace("10s", "10ms").replace("\"connectors\": []", "\"connectors\": " + cloud);
    assertEquals(0, check(used), out.toString());
    assertTrue(
        out.toString().contains("warning: bus Meters cannot keep its poll intervals: got "),
        out.toString());
  }
}
