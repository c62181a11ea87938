package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Listening;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Traceable;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import io.busbar.drivers.serial.SerialPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Dash7BusTest {
  private final Rig rig = new Rig(Rig.ENERGY);
  private final ScriptedPort port = new ScriptedPort();

  @Test
  void turnsAPushOfTheOldEnergyFileIntoItsVariables() {
    rig.run(port.receives(Vector.number(27).bytes()).then(() -> check27("GOOD")));
    check27("UNCERTAIN");
  }

  private void check27(String quality) {
    assertEquals("605 " + quality, rig.shows("Energy_4", "activeEnergyImportTotal"));
    assertEquals("15 " + quality, rig.shows("Energy_4", "apparentEnergyImportTotal"));
    assertEquals("true " + quality, rig.shows("Energy_4", "valid"));
    assertEquals("71 " + quality, rig.shows("Energy_4", "linkBudget"));
    assertEquals("-57 " + quality, rig.shows("Energy_4", "rxLevel"));
    assertEquals(Rig.UID + " GOOD", rig.shows("Energy_4", "uid"));
    assertEquals(rig.now() + " GOOD", rig.shows("Energy_4", "lastSeen"));
    assertEquals("1 GOOD", rig.shows("Energy_4", "DeviceState"));
  }

  @ParameterizedTest
  @CsvSource({
    "apparentEnergyImportL1, 1234567",
    "apparentEnergyImportL3, 1233500",
    "activeEnergyImportL1, 1200001",
    "activeEnergyImportL2, 1199000",
    "activeEnergyImportL3, 1198000",
    "currentL1, 12.345",
    "currentL2, 11.89",
    "currentL3, -0.25",
    "voltageL1, 231.0",
    "voltageL2, 229.0",
    "voltageL3, 230.0",
    "valid, true"
  })
  void turnsAPushOfTheNewEnergyFileIntoItsVariables(String name, String value) {
    rig.run(
        port.receives(Vector.number(28).bytes())
            .then(() -> assertEquals(value + " GOOD", rig.shows("Energy_4", name))));
    assertEquals("nothing UNCERTAIN", rig.shows("Energy_4", "activeEnergyImportTotal"));
  }

  @Test
  void tellsAWitnessFromWhichBytesOfTheFileAWatchedPointComes() {
    List<Traceable.Origin> told = new ArrayList<>();
    rig.bus.trace(Set.of(rig.point("Energy_4", "currentL1")), told::add);
    rig.run(port.receives(Vector.number(28).bytes()).then(() -> {}));
    assertEquals(1, told.size());
    Traceable.Decoded decoded = Objects.requireNonNull(told.getFirst().decoded());
    assertEquals("39 30 00 00", decoded.raw());
    assertEquals("12345", decoded.number());
    assertEquals("x 0.001", decoded.rule());
    assertTrue(told.getFirst().answer().contains(decoded.raw()), told.getFirst().answer());
  }

  @Test
  void readsButtonAndIntervalOfTheSameNode() {
    rig.run(
        port.receives(Vector.number(29).bytes())
            .receives(Vector.number(30).bytes())
            .then(() -> {
              assertEquals("0 GOOD", rig.shows("Energy_4", "buttonId"));
              assertEquals("true GOOD", rig.shows("Energy_4", "button1"));
              assertEquals("false GOOD", rig.shows("Energy_4", "button2"));
              assertEquals("600 GOOD", rig.shows("Energy_4", "interval"));
              assertEquals("true GOOD", rig.shows("Energy_4", "enabled"));
            }));
  }

  @Test
  void reportsValuesAsBadWhenTheNodeSaysThatTheyAreNotValid() {
    Bytes invalid = push("20 34 00 11 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    rig.run(
        port.receives(Vector.number(27).bytes())
            .receives(new Frame.Alp(invalid))
            .then(() -> {
              assertEquals("605 BAD", rig.shows("Energy_4", "activeEnergyImportTotal"));
              assertEquals("false GOOD", rig.shows("Energy_4", "valid"));
              assertEquals("71 GOOD", rig.shows("Energy_4", "linkBudget"));
            }));
  }

  @Test
  void reportsModemWithUidVersionAndCounts() {
    Frame.Content noise = new Frame.Logging(Bytes.hex("68 69"));
    rig.run(
        port.then(() -> {})
            .answersProbe()
            .receives(Bytes.hex("55 AA"))
            .receives(noise)
            .receives(Vector.number(33).bytes())
            .then(() -> rig.pass(Duration.ofSeconds(2)))
            .then(() -> {}));
    assertEquals(Rig.UID + " UNCERTAIN", rig.shows("Modem", "uid"));
    assertEquals(
        "gatewa 73f0c73 (D7AP 1.1, file system 0.2) UNCERTAIN", rig.shows("Modem", "version"));
    assertEquals("3 UNCERTAIN", rig.shows("Modem", "frames"));
    assertEquals("2 UNCERTAIN", rig.shows("Modem", "noiseBytes"));
    assertEquals("0 UNCERTAIN", rig.shows("Modem", "crcErrors"));
    assertEquals("1 UNCERTAIN", rig.shows("Modem", "reboots"));
    assertEquals("reset pin UNCERTAIN", rig.shows("Modem", "rebootReason"));
    assertEquals("0 GOOD", rig.shows("Modem", "DeviceState"));
    assertTrue(
        rig.samples().stream()
            .filter(sample -> sample.point().name().equals("DeviceState"))
            .anyMatch(sample -> String.valueOf(sample.value()).equals("1")));
  }

  @Test
  void answersThePingOfTheModemsWatchdog() {
    rig.run(port.receives(Vector.number(34).bytes()).then(() -> {}));
    assertTrue(
        port.written().stream()
            .map(Frame::content)
            .anyMatch(new Frame.PingResponse(Bytes.of(0xCC))::equals));
  }

  @Test
  void probesAsVector16SaysAndGivesUpAfterTenSecondsOfNothing() {
    BusException end =
        rig.run(
            port.then(() -> {})
                .receives(Bytes.hex("FF FF FF"))
                .then(() -> rig.pass(Duration.ofMillis(9_999)))
                .then(() -> {})
                .then(() -> rig.pass(Duration.ofMillis(1)))
                .then(() -> {})
                .then(() -> {}));
    assertInstanceOf(BusException.NoAnswer.class, end);
    assertTrue(end.advice().contains("/dev/ttyACM0"), end.advice());
    assertTrue(end.advice().contains("got 3 bytes of something else"), end.advice());
    assertEquals(
        List.of("read file data 00 offset 0 length 8; read file data 02 offset 0 length 17"),
        port.commands());
    assertTrue(port.closed());
  }

  @Test
  void keepsListeningToAModemThatSendsFramesAndAnswersNothing() {
    BusException end =
        rig.run(
            port.then(() -> {})
                .receives(Vector.number(27).bytes())
                .then(() -> rig.pass(Duration.ofSeconds(11)))
                .then(() -> {})
                .receives(Vector.number(28).bytes())
                .then(() -> assertEquals("12.345 GOOD", rig.shows("Energy_4", "currentL1"))));
    assertInstanceOf(BusException.Unavailable.class, end);
    assertEquals("0 GOOD", rig.shows("Modem", "DeviceState"));
  }

  @Test
  void callsANodeGoneAfterThreePeriodsOfSilenceAndBackWhenItIsHeard() {
    rig.run(
        port.receives(Vector.number(27).bytes())
            .answersProbe()
            .then(() -> rig.pass(Duration.ofMinutes(30)))
            .then(() -> {})
            .then(() -> assertEquals("1 GOOD", rig.shows("Energy_4", "DeviceState")))
            .answersProbe()
            .then(() -> rig.pass(Duration.ofSeconds(2)))
            .then(() -> {})
            .then(() -> silent("BAD", "0"))
            .receives(Vector.number(27).bytes())
            .then(() -> silent("GOOD", "1")));
  }

  private void silent(String quality, String state) {
    assertEquals("605 " + quality, rig.shows("Energy_4", "activeEnergyImportTotal"));
    assertEquals("71 " + quality, rig.shows("Energy_4", "linkBudget"));
    assertEquals(state + " GOOD", rig.shows("Energy_4", "DeviceState"));
  }

  @Test
  void callsANodeGoneThatWasNeverHeard() {
    rig.run(
        port.then(() -> {})
            .answersProbe()
            .then(() -> assertEquals("nothing never", rig.shows("Energy_4", "DeviceState")))
            .then(() -> rig.pass(Duration.ofMinutes(31)))
            .then(() -> {}));
    assertEquals("nothing BAD", rig.shows("Energy_4", "activeEnergyImportTotal"));
    assertEquals("0 GOOD", rig.shows("Energy_4", "DeviceState"));
  }

  @Test
  void takesThePeriodThatANodeTells() {
    Bytes hourly = push("20 3E 00 05 10 0E 00 00 01");
    rig.run(
        port.receives(Vector.number(27).bytes())
            .answersProbe()
            .receives(new Frame.Alp(hourly))
            .then(() -> rig.pass(Duration.ofHours(2)))
            .then(() -> {})
            .then(() -> assertEquals("1 GOOD", rig.shows("Energy_4", "DeviceState"))));
  }

  @Test
  void notesThatANodeFellSilentWhileThePortWasAway() {
    rig.run(port.receives(Vector.number(27).bytes()).then(() -> {}));
    rig.pass(Duration.ofMinutes(31));
    rig.run(new ScriptedPort());
    assertEquals("605 BAD", rig.shows("Energy_4", "activeEnergyImportTotal"));
    assertEquals("0 GOOD", rig.shows("Energy_4", "DeviceState"));
  }

  @Test
  void goesOnWhereItWasWhenThePortComesBack() {
    rig.run(port.receives(Vector.number(27).bytes()).then(() -> {}));
    rig.run(new ScriptedPort().receives(Vector.number(28).bytes()).then(() -> {}));
    assertEquals("2 UNCERTAIN", rig.shows("Modem", "frames"));
    assertEquals("12.345 UNCERTAIN", rig.shows("Energy_4", "currentL1"));
  }

  @Test
  void listsNodesThatAreHeardAndNotConfiguredWithWhatTheyMayBe() {
    Rig empty = new Rig();
    empty.run(
        port.receives(Vector.number(27).bytes())
            .receives(Vector.number(31).bytes())
            .receives(Vector.number(29).bytes()));
    List<Listening.Heard> heard = empty.bus.heard();
    Listening.Heard first = heard.getFirst();
    assertEquals(2, heard.size());
    assertEquals(Rig.UID, first.uid());
    assertEquals(
        List.of(new Listening.HeardFile(52, 17), new Listening.HeardFile(51, 3)), first.files());
    assertEquals("camexia-energy", first.layouts().getFirst());
    assertEquals(71, first.linkBudget());
    assertEquals(-57, first.rxLevel());
    assertEquals(2, first.messages());
    assertEquals("41303039002F002A", heard.getLast().uid());
  }

  @Test
  void remembersWhatWasHeardBeforeItWasConfiguredAnewButForWhatIsConfiguredNow() {
    Rig empty = new Rig();
    empty.run(port.receives(Vector.number(27).bytes()).receives(Vector.number(31).bytes()));
    rig.bus.remember(empty.bus.heard());
    assertEquals(
        List.of("41303039002F002A"), rig.bus.heard().stream().map(Listening.Heard::uid).toList());
    Rig again = new Rig();
    again.bus.remember(empty.bus.heard());
    assertEquals(empty.bus.heard(), again.bus.heard());
  }

  @Test
  void keepsTheListOfHeardNodesShort() {
    Rig empty = new Rig();
    for (int i = 0; i < 150; i++) {
      String uid = "%016X".formatted(i);
      port.receives(
          new Frame.Alp(
              Bytes.hex("20 35 00 01 00 62 D7 14 32 00 00 39 47 50 00 49 00 A9 20 01" + uid)));
    }
    empty.run(port);
    assertEquals(100, empty.bus.heard().size());
    assertEquals("0000000000000095", empty.bus.heard().getFirst().uid());
  }

  @Test
  void countsWhatItDoesNotUnderstandAndGoesOn() {
    rig.run(
        port.receives(new Frame.Unknown(0x42, Bytes.of(1)))
            .receives(new Frame.Alp(Bytes.hex("24 01 02 03")))
            .receives(new Frame.Alp(Bytes.hex("20 34 00 11 00 62 D7 00")))
            .receives(Vector.number(3).bytes())
            .receives(Vector.number(27).bytes())
            .then(() -> rig.pass(Duration.ofSeconds(2)))
            .then(() -> {}));
    assertEquals("4 UNCERTAIN", rig.shows("Modem", "notUnderstood"));
    assertEquals("605 UNCERTAIN", rig.shows("Energy_4", "activeEnergyImportTotal"));
  }

  @Test
  void endsWhenItsThreadIsInterruptedAndClosesThePort() {
    Dash7Bus bus = rig.bus;
    ScriptedPort script = port.then(() -> Thread.currentThread().interrupt());
    Dash7Bus stopped =
        new Dash7Bus(
            new Dash7Settings("Radio", "/dev/ttyACM0", 115_200, null, List.of()),
            LayoutLibrary.shipped(),
            _ -> script,
            rig::now,
            System::nanoTime,
            Runnable::run);
    assertThrows(InterruptedException.class, () -> stopped.run(_ -> {}));
    assertTrue(script.closed());
    assertEquals("Radio", bus.name());
  }

  @Test
  void reportsThatThePortIsAbsent() {
    SerialPort.Opener absent =
        _ -> {
          throw new BusException.Unavailable("/dev/ttyACM0 is not there", "Check the plug");
        };
    Dash7Bus bus =
        new Dash7Bus(
            new Dash7Settings("Radio", "/dev/ttyACM0", 115_200, null, List.of(Rig.ENERGY)),
            LayoutLibrary.shipped(),
            absent,
            rig::now,
            System::nanoTime,
            Runnable::run);
    assertThrows(BusException.Unavailable.class, () -> bus.run(rig.samples()::addAll));
    assertEquals("nothing UNCERTAIN", rig.shows("Energy_4", "valid"));
    assertEquals("0 GOOD", rig.shows("Modem", "DeviceState"));
  }

  @Test
  void reportsOnlyPointsThatItOffersAndEachAsTheSameObject() {
    rig.run(port.receives(Vector.number(28).bytes()).answersProbe().then(() -> {}));
    Set<DataPoint> offered =
        rig.bus.devices().stream()
            .flatMap(device -> device.points().stream())
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    for (Sample sample : rig.samples()) {
      assertTrue(offered.contains(sample.point()), sample.point().toString());
      assertEquals(
          sample.point().type().name(),
          sample.value() == null
              ? sample.point().type().name()
              : sample.value().getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
    }
    assertFalse(rig.samples().isEmpty());
  }

  /** An ALP payload with the usual status of the energy node behind it. */
  static Bytes push(String hex) {
    return Bytes.hex(hex + "62 D7 14 32 00 00 39 47 50 00 49 00 A9 20 01" + Rig.UID);
  }

  @Test
  void replaysARecordingAsItWasRecorded() throws Exception {
    java.io.StringWriter text = new java.io.StringWriter();
    ScriptedPort line = new ScriptedPort().receives(Vector.number(27).bytes());
    try (SerialPort recorder = Recording.record(line, text, () -> 0)) {
      byte[] buffer = new byte[100];
      int count = recorder.read(buffer, 0, buffer.length, Duration.ZERO);
      recorder.write(Vector.number(16).bytes().toArray());
      assertEquals(Vector.number(27).bytes(), Bytes.copyOf(buffer, 0, count));
    }
    assertEquals(
        List.of("0 < " + Vector.number(27).bytes(), "0 > " + Vector.number(16).bytes()),
        text.toString().lines().toList());
    java.io.BufferedReader in =
        new java.io.BufferedReader(new java.io.StringReader("# a comment\n" + text));
    try (SerialPort player = Recording.replay(in)) {
      byte[] buffer = new byte[100];
      int first = player.read(buffer, 0, 10, Duration.ZERO);
      int rest = player.read(buffer, first, 90, Duration.ZERO);
      assertEquals(Vector.number(27).bytes(), Bytes.copyOf(buffer, 0, first + rest));
      assertThrows(BusException.Unavailable.class, () -> player.read(buffer, 0, 1, Duration.ZERO));
    }
  }
}
