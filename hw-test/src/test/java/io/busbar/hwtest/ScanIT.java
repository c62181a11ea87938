package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Other people's slaves, found by the packaged program. */
class ScanIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String VOLTS = CabinetConfig.path("Bus", "voltageL1");

  /** Unit to answer and meter, of the units of pymodbus_units.py. */
  private static final Map<Integer, String> UNITS =
      Map.of(
          1,
          "refuses with exception 2, -",
          5,
          "refuses with exception 2, -",
          7,
          "answers, siemens-pac3200: 43/14 says SIEMENS SENTRON PAC3200 V2.0",
          9,
          "refuses with exception 2, sunspec-203: SunSpec has model 203");

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  @NeedsPeer({Peer.PYMODBUS, Peer.SOCAT})
  void theCommandFindsEveryUnitOfALineAndWhatItIs() throws Exception {
    Path port = line();
    Path log = cabinet.folder().resolve("scan.txt");
    assertEquals(
        0,
        scan(
            log,
            "--port",
            port.toString(),
            "--baud",
            "9600",
            "--parity",
            "none",
            "--units",
            "1-12",
            "--json"));
    assertEquals(UNITS, units(JSON.readTree(log.toFile())));

    Path table = cabinet.folder().resolve("table.txt");
    assertEquals(
        0,
        scan(
            table,
            "--port",
            port.toString(),
            "--baud",
            "9600",
            "--parity",
            "none",
            "--units",
            "7"));
    assertTrue(
        Files.readString(table)
            .matches(
                "(?s)PLACE +UNIT +ANSWER +METER +WHY\n"
                    + "\\S+ 9600 8N1 +7 +answers +siemens-pac3200 +43/14 says SIEMENS .*"),
        Files.readString(table));
    assertEquals(
        3,
        scan(
            table,
            "--port",
            port.toString(),
            "--baud",
            "9600",
            "--parity",
            "none",
            "--units",
            "100"));
  }

  @Test
  @NeedsPeer({Peer.LIBMODBUS, Peer.SOCAT})
  void theCommandFindsLibmodbusOnALineWithoutBeingToldItsSettings() throws Exception {
    cabinet.add(Peers.socat(cabinet.folder()));
    cabinet.add(Peers.libmodbus(cabinet.folder(), "rtu", cabinet.folder().resolve("B").toString()));
    Path log = cabinet.folder().resolve("scan.txt");
    String port = cabinet.folder().resolve("A").toString();
    assertEquals(0, scan(log, "--port", port, "--units", "1-3", "--json"));
    assertEquals(Set.of(1), units(JSON.readTree(log.toFile())).keySet());
  }

  @Test
  @NeedsPeer(Peer.PYMODBUS)
  void theCommandFindsTheUnitsBehindAHostAndNotThoseThatItsGatewayMisses() throws Exception {
    int port = Ports.free(0);
    cabinet.add(Peers.pymodbusUnitsTcp(cabinet.folder(), port));
    Path log = cabinet.folder().resolve("scan.txt");
    assertEquals(
        0,
        scan(log, "--host", "127.0.0.1-4", "--tcp-port", "" + port, "--units", "1-12", "--json"));
    JsonNode found = JSON.readTree(log.toFile());
    assertEquals(UNITS, units(found));
    assertEquals(
        "{\"type\":\"modbus-tcp\",\"host\":\"127.0.0.1\",\"port\":" + port + "}",
        found.path("found").get(0).path("bus").toString());
    assertEquals(1, scan(log, "--host", "127.0.0.1", "--tcp-port", "" + Ports.free(0)));
    assertEquals(2, scan(log, "--host", "10.0.0.0/8"));
  }

  @Test
  @NeedsPeer({Peer.PYMODBUS, Peer.SOCAT})
  void aRunningBusPausesForAScanAndGoesOnAfterIt() throws Exception {
    Path port = line();
    ApplianceProcess appliance = cabinet.appliance(CabinetConfig.empty().rtu("Bus", port, 1));
    await().atMost(Cabinet.SOON).until(() -> isFresh(appliance));

    start(appliance, port, "1-12");
    await().atMost(Cabinet.SOON).until(() -> bus(appliance).equals("paused: paused by a scan"));
    assertEquals(409, order(appliance, port, "1-12"));
    await().atMost(LONG).until(() -> state(appliance).equals("done"));
    JsonNode scan = appliance.api().get("/api/v1/scan");
    assertEquals(UNITS, units(scan));
    assertEquals(
        "{\"name\":\"Unit7\",\"unitId\":7,\"meter\":\"siemens-pac3200\"}",
        scan.path("found").get(2).path("device").toString());
    await()
        .atMost(Cabinet.SOON)
        .until(() -> isFresh(appliance) && bus(appliance).equals("running: null"));
  }

  @Test
  @NeedsPeer({Peer.PYMODBUS, Peer.SOCAT})
  void aScanThatIsCancelledGivesTheLineBackAtOnce() throws Exception {
    Path port = line();
    ApplianceProcess appliance = cabinet.appliance(CabinetConfig.empty().rtu("Bus", port, 1));
    await().atMost(Cabinet.SOON).until(() -> isFresh(appliance));

    start(appliance, port, "1-247");
    await()
        .atMost(Cabinet.SOON)
        .until(() -> appliance.api().get("/api/v1/scan").path("asked").asInt() > 20);
    assertEquals(200, appliance.api().delete("/api/v1/scan").statusCode());
    JsonNode scan = appliance.api().get("/api/v1/scan");
    assertEquals("cancelled", scan.path("state").asText());
    assertTrue(scan.path("asked").asInt() < scan.path("total").asInt());
    await()
        .atMost(Cabinet.SOON)
        .until(() -> isFresh(appliance) && bus(appliance).equals("running: null"));
  }

  /** A line with the units of pymodbus at its far end; the near end. */
  private Path line() throws Exception {
    cabinet.add(Peers.socat(cabinet.folder()));
    cabinet.add(Peers.pymodbusUnitsRtu(cabinet.folder(), cabinet.folder().resolve("B")));
    Path near = cabinet.folder().resolve("A");
    await()
        .atMost(Cabinet.SOON)
        .until(() ->
            !Peers.pymodbusReads(cabinet.folder(), "rtu", near.toString(), 1, 0, 2)
                .equals("silent"));
    return near;
  }

  private static int scan(Path log, String... arguments) throws Exception {
    Files.deleteIfExists(log);
    List<String> command = new java.util.ArrayList<>(List.of("scan"));
    command.addAll(List.of(arguments));
    Process process = ApplianceProcess.launch(Cabinet.DISTRIBUTION, command, log);
    assertTrue(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS));
    return process.exitValue();
  }

  private static void start(ApplianceProcess appliance, Path port, String units) throws Exception {
    assertEquals(202, order(appliance, port, units));
  }

  private static int order(ApplianceProcess appliance, Path port, String units) throws Exception {
    String order =
        "{\"port\": \"%s\", \"baud\": [9600, 19200], \"parity\": [\"none\", \"even\"], \"units\": \"%s\"}"
            .formatted(port, units);
    return appliance.api().post("/api/v1/scan", JSON.readTree(order)).statusCode();
  }

  private static String state(ApplianceProcess appliance) throws Exception {
    return appliance.api().get("/api/v1/scan").path("state").asText();
  }

  private static String bus(ApplianceProcess appliance) throws Exception {
    JsonNode bus = appliance.api().get("/api/v1/status").path("buses").path(0);
    return bus.path("state").asText() + ": " + bus.path("reason").asText();
  }

  private static boolean isFresh(ApplianceProcess appliance) throws Exception {
    JsonNode volts = Cabinet.value(appliance, VOLTS);
    return volts.path("quality").asText().equals("GOOD") && volts.path("ageMs").asLong() < 2000;
  }

  private static Map<Integer, String> units(JsonNode scan) {
    Map<Integer, String> units = new TreeMap<>();
    for (JsonNode found : scan.path("found")) {
      JsonNode first = found.path("proposals").path(0);
      String meter =
          first.isMissingNode()
              ? "-"
              : first.path("meter").asText() + ": " + first.path("reason").asText();
      units.put(found.path("unitId").asInt(), found.path("answer").asText() + ", " + meter);
    }
    return units;
  }
}
