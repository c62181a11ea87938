package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything that goes wrong between the appliance and a meter, and what the installer reads. */
class MeterFaultsIT {
  private static final String GOOD = CabinetConfig.path("Good", "voltageL1");
  private static final Duration TURNS_WITHIN = Duration.ofMinutes(1);

  private final Registers registers = MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime));

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  /** Each fault with what its message must tell. */
  private static final Map<Fault, String> OVER_TCP =
      Map.of(
          new Fault.Silent(), "(?i)answer|time",
          new Fault.Refuses(1), "(?i)function|\\b1\\b",
          new Fault.Refuses(2), "(?i)address|register|\\b2\\b",
          new Fault.Refuses(4), "(?i)failure|\\b4\\b",
          new Fault.Refuses(11), "(?i)gateway|\\b11\\b",
          new Fault.WrongUnit(), "(?i)unit|answer",
          new Fault.BreaksOff(), "(?i)answer|short|broke|time",
          new Fault.Corrupt(), "(?i)answer|protocol|corrupt",
          new Fault.Closes(), "(?i)closed|broken|answer");

  private static final Map<Fault, String> ON_A_SERIAL_LINE =
      Map.of(
          new Fault.Silent(), "(?i)answer|time",
          new Fault.Refuses(2), "(?i)address|register|\\b2\\b",
          new Fault.WrongUnit(), "(?i)unit|answer",
          new Fault.BreaksOff(), "(?i)answer|short|broke|time",
          new Fault.Corrupt(), "(?i)crc|check|corrupt|garbled");

  @Test
  void everyFaultOverTcpHasItsMessageAndTheRestGoesOn() throws Exception {
    ModbusSlave bad = new ModbusSlave(1, registers);
    TcpFront badFront = cabinet.add(new TcpFront(0, bad));
    ApplianceProcess appliance =
        cabinet.appliance(withGoodMeter(CabinetConfig.empty().tcp("Bad", badFront.port())));
    saysEach(appliance, bad, OVER_TCP);
  }

  @Test
  @NeedsPeer(Peer.SOCAT)
  void everyFaultOnASerialLineHasItsMessageAndTheRestGoesOn() throws Exception {
    cabinet.add(Peers.socat(cabinet.folder()));
    ModbusSlave bad = new ModbusSlave(1, registers);
    cabinet.add(RtuFront.on(cabinet.folder().resolve("B"), bad));
    Path port = cabinet.folder().resolve("A");
    ApplianceProcess appliance =
        cabinet.appliance(withGoodMeter(CabinetConfig.empty().rtu("Bad", port, 1)));
    saysEach(appliance, bad, ON_A_SERIAL_LINE);
  }

  @Test
  void aMeterBehindAGatewayWithAnotherUnitIdIsNamed() throws Exception {
    TcpFront front = cabinet.add(new TcpFront(0, new ModbusSlave(1, registers)));
    turnsBadSaying(
        CabinetConfig.empty().tcp("Bad", "127.0.0.1", front.port(), 7), "(?i)unit.*\\b7\\b");
  }

  @Test
  @NeedsPeer(Peer.SOCAT)
  void aUnitIdThatNobodyOnTheLineHasIsNamed() throws Exception {
    cabinet.add(Peers.socat(cabinet.folder()));
    cabinet.add(RtuFront.on(cabinet.folder().resolve("B"), new ModbusSlave(1, registers)));
    turnsBadSaying(
        CabinetConfig.empty().rtu("Bad", cabinet.folder().resolve("A"), 7), "(?i)unit.*\\b7\\b");
  }

  @Test
  void aPortWhereNobodyListensIsNamed() throws Exception {
    turnsBadSaying(CabinetConfig.empty().tcp("Bad", 1), "127\\.0\\.0\\.1:1\\b");
  }

  @Test
  void aHostThatDoesNotExistIsNamed() throws Exception {
    turnsBadSaying(CabinetConfig.empty().tcp("Bad", "meter.invalid", 502, 1), "meter\\.invalid");
  }

  @Test
  void aHostThatDoesNotAnswerIsNamed() throws Exception {
    // TEST-NET-1 of RFC 5737 belongs to nobody.
    turnsBadSaying(CabinetConfig.empty().tcp("Bad", "192.0.2.1", 502, 1), "192\\.0\\.2\\.1");
  }

  @Test
  void aSerialDeviceThatIsAbsentIsNamed() throws Exception {
    turnsBadSaying(
        CabinetConfig.empty().rtu("Bad", Path.of("/dev/ttyNOBODY"), 1), "/dev/ttyNOBODY");
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
    turnsBadSaying(CabinetConfig.empty().rtu("Bad", port, 1), "(?is)/A\\b.*(held|use|open|busy)");
  }

  private void turnsBadSaying(CabinetConfig config, String message) throws Exception {
    ApplianceProcess appliance = cabinet.appliance(withGoodMeter(config));
    says(appliance, message);
    theRestGoesOn(appliance);
  }

  private CabinetConfig withGoodMeter(CabinetConfig config) throws IOException {
    TcpFront good = cabinet.add(new TcpFront(0, new ModbusSlave(1, registers)));
    return config
        .tcp("Good", good.port())
        .cloud("Cloud", "tcp://127.0.0.1:1")
        .section("Realtime1", "1s", "Bad", List.of("voltageL1"))
        .section("Realtime2", "1s", "Good", List.of("voltageL1"));
  }

  private static void saysEach(
      ApplianceProcess appliance, ModbusSlave bad, Map<Fault, String> faults) throws Exception {
    for (Map.Entry<Fault, String> fault : faults.entrySet()) {
      bad.fault(new Fault.None());
      await(fault.getKey() + " is over")
          .atMost(TURNS_WITHIN)
          .until(() -> quality(appliance, badPath()).equals("GOOD"));
      bad.fault(fault.getKey());
      says(appliance, fault.getValue());
      theRestGoesOn(appliance);
    }
  }

  /** BAD, with a reason of this form at the variable. */
  private static void says(ApplianceProcess appliance, String message) throws Exception {
    await().atMost(TURNS_WITHIN).until(() -> quality(appliance, badPath()).equals("BAD"));
    String reason = Cabinet.value(appliance, badPath()).path("reason").asText();
    System.out.println("  " + reason);
    assertTrue(
        Pattern.compile(message).matcher(reason).find(),
        () -> "got `" + reason + "`, want " + message);
  }

  private static void theRestGoesOn(ApplianceProcess appliance) {
    await().atMost(Cabinet.SOON).until(() -> isFresh(Cabinet.value(appliance, GOOD)));
  }

  private static boolean isFresh(JsonNode value) {
    return value.path("quality").asText().equals("GOOD") && value.path("ageMs").asLong() < 3000;
  }

  private static String badPath() {
    return CabinetConfig.path("Bad", "voltageL1");
  }

  private static String quality(ApplianceProcess appliance, String path)
      throws IOException, InterruptedException {
    return Cabinet.value(appliance, path).path("quality").asText();
  }
}
