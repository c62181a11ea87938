package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.PeerProcess;
import io.busbar.hwtest.peer.Peers;
import io.busbar.hwtest.simulator.Fault;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.Registers;
import io.busbar.hwtest.simulator.RtuFront;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Everything that goes wrong between the appliance and a meter, and what the installer reads: each
 * message says what came, where, and what to do. A good meter beside it goes on.
 */
class MeterFaultsIT {
  private static final Duration TURNS_WITHIN = Duration.ofMinutes(1);
  private static final String BAD = "Bad";
  private static final String ASKED = "Meter \\(unit 1, input 0x[0-9A-F]{4}, [0-9]+ registers\\)";
  private static final String MAP_HINT = "Check that the configured meter type is the one";
  private static final String NOISE_ON_TCP = "Check that this host and port speak Modbus TCP";
  private static final String NOISE_ON_RTU = "Check baud rate and parity \\(9600 8N1\\)";
  private static final String BYTES = "( [0-9A-F]{2})+( \\.\\.\\.)? \\([0-9]+ bytes\\)";

  private final Registers registers = MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime));

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  /**
   * One meter with one fault, on a bus of its own.
   *
   * @param message the form of what is said, after the name of the bus or of the connection
   */
  private record Case(String bus, Fault fault, String message) {
    Pattern pattern() {
      return Pattern.compile("^[\\w.: ]+: " + message);
    }

    String path() {
      return CabinetConfig.path(bus, "voltageL1");
    }
  }

  private static final List<Case> OVER_TCP =
      List.of(
          new Case(
              "Silent",
              new Fault.Silent(),
              "no answer from " + ASKED + " within 1s\\. Check the unit id"),
          refused("Function", 1, "illegal function", MAP_HINT),
          refused("Address", 2, "illegal data address", MAP_HINT),
          refused("Failure", 4, "device failure", "The device reports a fault of its own"),
          refused("Busy", 6, "device busy", "It is asked again at the next poll"),
          refused("Gateway", 11, "gateway got no answer from the device", "Behind the gateway"),
          garbled("Stranger", new Fault.WrongUnit(), "an answer of unit 2, want unit 1", true),
          garbled("Short", new Fault.BreaksOff(), "a short frame:" + BYTES, true),
          garbled("Corrupt", new Fault.Corrupt(), "bytes that are no Modbus frame:" + BYTES, true));

  private static final List<Case> ON_A_SERIAL_LINE =
      List.of(
          new Case(
              "Silent",
              new Fault.Silent(),
              "no answer from " + ASKED + " within 1s\\. Is the device on, .*9600 8N1"),
          refused("Address", 2, "illegal data address", MAP_HINT),
          garbled("Stranger", new Fault.WrongUnit(), "an answer of unit 2, want unit 1", false),
          garbled("Short", new Fault.BreaksOff(), "a short frame:" + BYTES, false),
          garbled("Corrupt", new Fault.Corrupt(), "a frame with a wrong CRC:" + BYTES, false));

  private static Case refused(String bus, int code, String words, String hint) {
    String message = "%s refused: %s \\(exception %d\\)\\. %s".formatted(ASKED, words, code, hint);
    return new Case(bus, new Fault.Refuses(code), message);
  }

  private static Case garbled(String bus, Fault fault, String what, boolean tcp) {
    String hint = tcp ? NOISE_ON_TCP : NOISE_ON_RTU;
    return new Case(bus, fault, "got %s, asking %s\\. %s".formatted(what, ASKED, hint));
  }

  @Test
  void everyFaultOverTcpHasItsMessageAndPasses() throws Exception {
    Map<Case, ModbusSlave> slaves = new LinkedHashMap<>();
    CabinetConfig config = CabinetConfig.empty();
    for (Case one : OVER_TCP) {
      ModbusSlave slave = new ModbusSlave(1, registers);
      config.tcp(one.bus(), cabinet.add(new TcpFront(0, slave)).port());
      slaves.put(one, slave);
    }
    saysEach(config, slaves);
  }

  @Test
  @NeedsPeer(Peer.SOCAT)
  void everyFaultOnASerialLineHasItsMessageAndPasses() throws Exception {
    Map<Case, ModbusSlave> slaves = new LinkedHashMap<>();
    CabinetConfig config = CabinetConfig.empty();
    for (Case one : ON_A_SERIAL_LINE) {
      Path line = Files.createDirectory(cabinet.folder().resolve(one.bus()));
      ModbusSlave slave = new ModbusSlave(1, registers);
      cabinet.add(Peers.socat(line));
      cabinet.add(RtuFront.on(line.resolve("B"), slave));
      config.rtu(one.bus(), line.resolve("A"), 1);
      slaves.put(one, slave);
    }
    saysEach(config, slaves);
  }

  @Test
  void aMeterThatClosesTheConnectionIsNamed() throws Exception {
    ModbusSlave slave = new ModbusSlave(1, registers);
    TcpFront front = cabinet.add(new TcpFront(0, slave));
    slave.fault(new Fault.Closes());
    ApplianceProcess appliance =
        theBusIsDownSaying(
            CabinetConfig.empty().tcp(BAD, front.port()),
            "127\\.0\\.0\\.1 port " + front.port() + " closed the connection\\. The device");
    slave.fault(new Fault.None());
    await().atMost(TURNS_WITHIN).until(() -> quality(appliance, badPath()).equals("GOOD"));
    assertTrue(bus(appliance, BAD).path("reason").isNull());
  }

  @Test
  void aMeterBehindAGatewayWithAnotherUnitIdIsNamed() throws Exception {
    TcpFront front = cabinet.add(new TcpFront(0, new ModbusSlave(1, registers)));
    turnsBadSaying(
        CabinetConfig.empty().tcp(BAD, "127.0.0.1", front.port(), 7),
        "Bad: Meter \\(unit 7, .* gateway got no answer .*Behind the gateway: .*unit id");
  }

  @Test
  @NeedsPeer(Peer.SOCAT)
  void aUnitIdThatNobodyOnTheLineHasIsNamed() throws Exception {
    cabinet.add(Peers.socat(cabinet.folder()));
    cabinet.add(RtuFront.on(cabinet.folder().resolve("B"), new ModbusSlave(1, registers)));
    turnsBadSaying(
        CabinetConfig.empty().rtu(BAD, cabinet.folder().resolve("A"), 7),
        "Bad: no answer from Meter \\(unit 7, .*is its unit id right");
  }

  @Test
  void aPortWhereNobodyListensIsNamed() throws Exception {
    theBusIsDownSaying(
        CabinetConfig.empty().tcp(BAD, 1),
        "127\\.0\\.0\\.1 port 1 does not accept .*Check the port number");
  }

  @Test
  void aHostThatDoesNotExistIsNamed() throws Exception {
    theBusIsDownSaying(
        CabinetConfig.empty().tcp(BAD, "meter.invalid", 502, 1),
        "the host name meter\\.invalid is unknown\\. Check the name");
  }

  /** A listener whose queue is full drops what comes, as a firewall or a host that is off does. */
  @Test
  void aHostThatDoesNotAnswerIsNamed() throws Exception {
    ServerSocket full = cabinet.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    for (int i = 0; i < 4; i++) {
      SocketChannel caller = cabinet.add(SocketChannel.open());
      caller.configureBlocking(false);
      caller.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
    }
    theBusIsDownSaying(
        CabinetConfig.empty().tcp(BAD, full.getLocalPort()),
        full.getLocalPort() + " did not answer within 5 s\\. Check address, cable and firewall");
  }

  @Test
  void aSerialDeviceThatIsAbsentIsNamed() throws Exception {
    theBusIsDownSaying(
        CabinetConfig.empty().rtu(BAD, Path.of("/dev/ttyNOBODY"), 1),
        "/dev/ttyNOBODY is not there\\. Check the plug and the name");
  }

  @Test
  @NeedsPeer({Peer.SOCAT, Peer.FLOCK})
  void aSerialPortThatAnotherProgramHoldsIsNamed() throws Exception {
    cabinet.add(Peers.socat(cabinet.folder()));
    Path port = cabinet.folder().resolve("A");
    cabinet.add(
        new PeerProcess(
            List.of(Peer.FLOCK.program(), "-x", port.toRealPath().toString(), "sleep", "600"),
            cabinet.folder().resolve("flock.log")));
    theBusIsDownSaying(
        CabinetConfig.empty().rtu(BAD, port, 1), "/A is held by process [0-9]+ \\(.*End that");
  }

  /** Every meter is good, then each has its fault, then every meter is good again. */
  private void saysEach(CabinetConfig config, Map<Case, ModbusSlave> slaves) throws Exception {
    ApplianceProcess appliance = cabinet.appliance(withGoodMeter(config));
    allAreGood(appliance, slaves.keySet());

    slaves.forEach((one, slave) -> slave.fault(one.fault()));
    for (Case one : slaves.keySet()) {
      String reason = says(appliance, one.path(), one.pattern());
      for (Case other : slaves.keySet()) {
        assertFalse(
            !other.equals(one) && other.pattern().matcher(reason).find(),
            () -> one.bus() + " says the same as " + other.bus() + ": " + reason);
      }
    }
    theRestGoesOn(appliance);

    slaves.values().forEach(slave -> slave.fault(new Fault.None()));
    allAreGood(appliance, slaves.keySet());
  }

  private static void allAreGood(ApplianceProcess appliance, Iterable<Case> cases) {
    for (Case one : cases) {
      await(one.bus())
          .atMost(TURNS_WITHIN)
          .until(() -> quality(appliance, one.path()).equals("GOOD"));
    }
  }

  /** What is wrong with the port itself is also said of the bus. */
  private ApplianceProcess theBusIsDownSaying(CabinetConfig config, String message)
      throws Exception {
    ApplianceProcess appliance = turnsBadSaying(config, message);
    JsonNode bus = bus(appliance, BAD);
    assertEquals("down", bus.path("state").asText());
    assertTrue(Pattern.compile(message).matcher(bus.path("reason").asText()).find(), bus::toString);
    assertEquals("running", bus(appliance, "Good").path("state").asText());
    return appliance;
  }

  private ApplianceProcess turnsBadSaying(CabinetConfig config, String message) throws Exception {
    ApplianceProcess appliance = cabinet.appliance(withGoodMeter(config));
    says(appliance, badPath(), Pattern.compile(message));
    theRestGoesOn(appliance);
    return appliance;
  }

  private CabinetConfig withGoodMeter(CabinetConfig config) throws IOException {
    TcpFront good = cabinet.add(new TcpFront(0, new ModbusSlave(1, registers)));
    return config
        .tcp("Good", good.port())
        .cloud("Cloud", "tcp://127.0.0.1:1")
        .section("Realtime1", "1s", "Good", List.of("voltageL1"));
  }

  /** BAD, with a reason of this form at the variable. */
  private static String says(ApplianceProcess appliance, String path, Pattern message)
      throws Exception {
    await(path)
        .atMost(TURNS_WITHIN)
        .untilAsserted(() -> {
          JsonNode value = Cabinet.value(appliance, path);
          assertEquals("BAD", value.path("quality").asText());
          String reason = value.path("reason").asText();
          assertTrue(message.matcher(reason).find(), () -> "got `" + reason + "`, want " + message);
        });
    String reason = Cabinet.value(appliance, path).path("reason").asText();
    System.out.println("  " + reason);
    return reason;
  }

  private static void theRestGoesOn(ApplianceProcess appliance) {
    String path = CabinetConfig.path("Good", "voltageL1");
    await().atMost(Cabinet.SOON).until(() -> isFresh(Cabinet.value(appliance, path)));
  }

  private static boolean isFresh(JsonNode value) {
    return value.path("quality").asText().equals("GOOD") && value.path("ageMs").asLong() < 3000;
  }

  private static JsonNode bus(ApplianceProcess appliance, String name) throws Exception {
    for (JsonNode bus : appliance.api().get("/api/v1/status").path("buses")) {
      if (bus.path("name").asText().equals(name)) {
        return bus;
      }
    }
    throw new AssertionError("no bus " + name + " in GET status");
  }

  private static String badPath() {
    return CabinetConfig.path(BAD, "voltageL1");
  }

  private static String quality(ApplianceProcess appliance, String path)
      throws IOException, InterruptedException {
    return Cabinet.value(appliance, path).path("quality").asText();
  }
}
