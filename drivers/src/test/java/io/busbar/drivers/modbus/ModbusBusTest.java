package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.DerivedSettings;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Traceable;
import io.busbar.drivers.Value;
import io.busbar.drivers.modbus.FakeLine.Reply;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A whole bus over a scripted line, in virtual time. */
final class ModbusBusTest {
  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final VirtualPace pace = new VirtualPace();
  private final FakeLine line = new FakeLine(pace);
  private final List<List<Sample>> blocks = new ArrayList<>();
  private final List<List<Sample>> reports = new ArrayList<>();

  /** Registers of each unit by address; a unit that is not here is silent. */
  private final Map<Integer, Map<Integer, Integer>> units = new HashMap<>();

  private final List<Integer> illegal = new ArrayList<>();

  private ModbusBus bus(ModbusDevice... devices) {
    line.answers(this::answer);
    ModbusMaster master =
        ModbusMaster.rtu(
            "Meters",
            _ -> {
              if (line.gone) {
                throw new Unavailable("/dev/ttyUSB0 is not there", "Check the plug");
              }
              return line;
            },
            new SerialSettings("/dev/ttyUSB0", 19_200, 8, Parity.NONE, 1),
            new Timing(Duration.ofSeconds(1), Duration.ZERO),
            pace);
    RegisterLibrary library = new RegisterLibrary();
    List<PolledDevice> polled =
        List.of(devices).stream()
            .map(device ->
                new PolledDevice(device, device.map(library), BlockPlan.RTU_OVERHEAD, pace))
            .toList();
    return new ModbusBus(
        "Meters",
        master,
        polled,
        () -> START.plusNanos(pace.now()),
        pace,
        new Random(1),
        Runnable::run);
  }

  private List<Reply> answer(String request) {
    byte[] bytes = HEX.parseHex(request);
    Map<Integer, Integer> registers = units.get((int) bytes[0]);
    int start = (Byte.toUnsignedInt(bytes[2]) << 8) | Byte.toUnsignedInt(bytes[3]);
    if (registers == null) {
      return List.of();
    }
    StringBuilder answer =
        new StringBuilder("%02X %02X %02X".formatted(bytes[0], bytes[1], 2 * bytes[5]));
    for (int address = start; address < start + bytes[5]; address++) {
      if (illegal.contains(address)) {
        return List.of(
            new Reply(10, FakeLine.withCrc("%02X %02X 02".formatted(bytes[0], bytes[1] | 0x80))));
      }
      int word = registers.getOrDefault(address, 0);
      answer.append(" %02X %02X".formatted(word >> 8, word & 0xFF));
    }
    return List.of(new Reply(10, FakeLine.withCrc(answer.toString())));
  }

  private void put(int unit, int address, String words) {
    Map<Integer, Integer> registers = units.computeIfAbsent(unit, _ -> new HashMap<>());
    for (String word : words.split(" ", -1)) {
      registers.put(address++, Integer.parseInt(word, 16));
    }
  }

  private void runFor(ModbusBus bus, double seconds) {
    pace.endAfterSeconds(seconds);
    assertThrows(InterruptedException.class, () -> bus.run(this::keep));
  }

  /** A device's own quantities apart from how its communication goes. */
  private void keep(List<Sample> samples) {
    boolean health = samples.getFirst().point().name().equals("DeviceState");
    (health ? reports : blocks).add(samples);
  }

  private String health(String device) {
    return reports.stream()
        .filter(report -> report.getFirst().point().device().equals(device))
        .reduce((_, last) -> last)
        .orElseThrow()
        .stream()
        .map(sample -> String.valueOf(sample.value()))
        .collect(Collectors.joining(" "));
  }

  private static ModbusDevice device(String name, int unit, String meter) {
    return new ModbusDevice(name, unit, meter, Duration.ofSeconds(1), Priority.NORMAL);
  }

  private List<Sample> samples(String device, String point) {
    return blocks.stream()
        .flatMap(List::stream)
        .filter(
            sample -> sample.point().device().equals(device) && sample.point().name().equals(point))
        .toList();
  }

  private String last(String device, String point) {
    Sample sample = samples(device, point).getLast();
    return sample.value() + " " + sample.point().unit() + " " + sample.quality();
  }

  private long asked(Predicate<String> which) {
    return line.asked.stream().filter(which).count();
  }

  @Test
  void knowsItsPointsBeforeAnyWireIsTouched() {
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"), device("S1", 2, "sunspec-203"));
    List<Device> devices = bus.devices();
    assertEquals(List.of("E1", "S1"), devices.stream().map(Device::name).toList());
    assertEquals("voltageL1", devices.get(0).points().getFirst().name());
    assertEquals("unit 1, input 0x0000", devices.get(0).points().getFirst().source());
    assertEquals("unit 2, model 203 offset 2", devices.get(1).points().getFirst().source());
    assertTrue(line.asked.isEmpty());
  }

  /** The readings that the published vectors show, at their addresses. */
  @Test
  void readsAnEastronMeter() {
    put(1, 0x00, "4366 3333 4367 199A 4365 E666");
    put(1, 0x34, "C4BB 8000");
    put(1, 0x48, "449A 5000 40D8 0000");
    runFor(bus(device("E1", 1, "eastron-sdm630")), 0.9);
    assertEquals("230.2 V GOOD", last("E1", "voltageL1"));
    assertEquals("231.1 V GOOD", last("E1", "voltageL2"));
    assertEquals("-1500.0 W GOOD", last("E1", "activePowerTotal"));
    assertEquals("1234500.0 Wh GOOD", last("E1", "activeEnergyImportTotal"));
    assertEquals("6750.0 Wh GOOD", last("E1", "activeEnergyExportTotal"));
    assertEquals("0.0 Wh GOOD", last("E1", "activeEnergyExportL3"));
  }

  @Test
  void readsASiemensMeter() {
    put(1, 55, "4248 147B");
    put(1, 65, "C4BB 8000");
    put(1, 801, "4167 8C29 C000 0000");
    put(1, 1, "FFC0 0000");
    runFor(bus(device("P1", 1, "siemens-pac2200")), 0.9);
    assertEquals("50.02 Hz GOOD", last("P1", "frequency"));
    assertEquals("-1500.0 W GOOD", last("P1", "activePowerTotal"));
    assertEquals("1.2345678E7 Wh GOOD", last("P1", "activeEnergyImportT1"));
    assertEquals("null V BAD", last("P1", "voltageL1"));
    assertEquals(
        "the device gives no number (FFC00000h, NaN)",
        samples("P1", "voltageL1").getLast().reason());
  }

  @Test
  void findsASunSpecModelInItsChain() {
    put(1, 40_000, "5375 6E53 0001 0042");
    int base = 40_070;
    put(1, base, "00CB 0069");
    put(1, base + 2, "0064 0021 0022 0023 FFFF");
    put(1, base + 7, "08FE");
    put(1, base + 15, "FFFF");
    put(1, base + 18, "FF67 8000");
    put(1, base + 22, "0001");
    put(1, base + 36, "0000 8000");
    put(1, base + 46, "0001 E240");
    put(1, base + 54, "0001");
    put(1, base + 105, "0000 0000 FFFF 0000");
    runFor(bus(device("S1", 1, "sunspec-203")), 0.9);
    assertEquals("10.0 A GOOD", last("S1", "currentSum"));
    assertEquals("230.2 V GOOD", last("S1", "voltageLNAverage"));
    assertEquals("-1530.0 W GOOD", last("S1", "activePowerTotal"));
    assertEquals("null W BAD", last("S1", "activePowerL1"));
    assertEquals("1234560.0 Wh GOOD", last("S1", "activeEnergyImportTotal"));
    assertEquals("null Wh BAD", last("S1", "activeEnergyExportTotal"));
    assertEquals("null  BAD", last("S1", "powerFactorTotal"));
    assertEquals("0  GOOD", last("S1", "events"));
    assertEquals(1, blocks.size(), "one answer, one call");
  }

  @Test
  void saysWhichSunSpecModelsThereAreInsteadOfTheWantedOne() {
    put(1, 50_000, "5375 6E53 0001 0042");
    put(1, 50_070, "0065 0032");
    put(1, 50_122, "FFFF 0000");
    runFor(bus(device("S1", 1, "sunspec-203")), 0.9);
    assertEquals(
        "S1: got the SunSpec models [1, 101], want model 203. Configure the meter type that fits"
            + " one of these models",
        samples("S1", "frequency").getFirst().reason());
  }

  @Test
  void stampsEachBlockWithTheTimeOfItsAnswer() {
    put(1, 0, "4366 3333");
    runFor(bus(device("E1", 1, "eastron-sdm630")), 0.9);
    for (List<Sample> block : blocks) {
      assertEquals(1, block.stream().map(Sample::time).distinct().count());
    }
    assertTrue(blocks.get(1).getFirst().time().isAfter(blocks.get(0).getFirst().time()));
    double asked = line.askedAt.getFirst();
    assertEquals(
        START.plusNanos((long) (asked * 1e9) + 10_000_000), blocks.getFirst().getFirst().time());
  }

  @Test
  void becomesUncertainThenBadThenGoodAgain() {
    put(1, 0, "4366 3333");
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"));
    runFor(bus, 1.5);
    Map<Integer, Integer> registers = units.remove(1);
    runFor(bus, 30);
    units.put(1, registers);
    runFor(bus, 40);
    List<Quality> course =
        samples("E1", "voltageL1").stream()
            .map(Sample::quality)
            .dropWhile(quality -> quality == Quality.GOOD)
            .toList();
    assertEquals(List.of(Quality.UNCERTAIN, Quality.UNCERTAIN, Quality.BAD), course.subList(0, 3));
    assertEquals(Quality.GOOD, course.getLast());
    Sample failed =
        samples("E1", "voltageL1").stream()
            .filter(sample -> sample.quality() == Quality.UNCERTAIN)
            .findFirst()
            .orElseThrow();
    assertNull(failed.value());
    assertTrue(
        failed.reason() != null && failed.reason().startsWith("Meters: no answer from E1 (unit 1"),
        failed.reason());
  }

  @Test
  void asksASilentDeviceLessAndLessOften() {
    put(1, 0, "0000");
    runFor(bus(device("E1", 1, "eastron-sdm630"), device("Dead", 9, "eastron-sdm630")), 600);
    long dead = asked(request -> request.startsWith("09"));
    long alive = asked(request -> request.startsWith("01 04 00 00"));
    assertTrue(dead >= 7 && dead <= 10, "got " + dead);
    assertTrue(alive > 570, "the other keeps its rate, got " + alive);
  }

  @Test
  void skipsTheOtherBlocksOfASilentDevice() {
    runFor(bus(device("Dead", 9, "eastron-sdm630")), 1.5);
    assertEquals(1, line.asked.size());
    assertEquals(1, blocks.size());
    int points = new RegisterLibrary().find("eastron-sdm630").orElseThrow().points().size();
    assertEquals(points, blocks.getFirst().size());
  }

  @Test
  void readsTheOtherBlocksWhenOneIsRefused() {
    put(1, 0, "4366 3333");
    illegal.add(0x156);
    runFor(bus(device("E1", 1, "eastron-sdm630")), 3.5);
    assertEquals("230.2 V GOOD", last("E1", "voltageL1"));
    Sample refused = samples("E1", "activeEnergySumTotal").getLast();
    assertEquals(Quality.BAD, refused.quality());
    assertTrue(
        refused.reason() != null && refused.reason().contains("illegal data address (exception 2)"),
        refused.reason());
  }

  @Test
  void asksRoundAHoleThatIsRefusedAndLosesNoPoll() {
    put(1, 0x34, "C4BB 8000");
    illegal.add(0x36);
    runFor(bus(device("E1", 1, "eastron-sdm630")), 2.5);
    assertEquals(3, samples("E1", "activePowerTotal").size());
    assertEquals("-1500.0 W GOOD", last("E1", "activePowerTotal"));
    assertTrue(
        blocks.stream().flatMap(List::stream).allMatch(sample -> sample.quality() == Quality.GOOD));
  }

  @Test
  void losesOnlyWhatTheDeviceRefusesAndRemembersIt() {
    put(1, 0, "4366 3333");
    illegal.add(0x06);
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"));
    runFor(bus, 20);
    blocks.clear();
    line.asked.clear();
    runFor(bus, 9.5);
    List<String> bad =
        blocks.stream()
            .flatMap(List::stream)
            .filter(sample -> sample.quality() != Quality.GOOD)
            .map(sample -> sample.point().name())
            .distinct()
            .toList();
    assertEquals(List.of("currentL1"), bad);
    assertEquals("230.2 V GOOD", last("E1", "voltageL1"));
    assertEquals(10, asked(request -> request.startsWith("01 04 00 06 00 02")));
  }

  @Test
  void asksOnceForANeighbourhoodThatIsRefused() {
    put(1, 0, "4366 3333");
    for (int address = 0x30; address < 0x400; address++) {
      illegal.add(address);
    }
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"));
    runFor(bus, 30);
    line.asked.clear();
    runFor(bus, 9.5);
    int whole =
        BlockPlan.of(
                new RegisterLibrary().find("eastron-sdm630").orElseThrow(), BlockPlan.RTU_OVERHEAD)
            .size();
    assertTrue(line.asked.size() <= 10 * (whole + 6), "asked " + line.asked);
    assertEquals("230.2 V GOOD", last("E1", "voltageL1"));
  }

  @Test
  void treatsAGatewaysRefusalAsSilence() {
    line.answers(_ -> List.of());
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"));
    line.answersAlways(FakeLine.withCrc("01 84 0B"));
    runFor(bus, 1.5);
    assertEquals(1, line.asked.size());
  }

  @Test
  void pollsOnceAfterAStallNotInABurst() {
    put(1, 0, "4366 3333");
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"));
    line.answers(request -> {
      if (line.asked.size() == 1) {
        pace.advanceTo(20_000_000_000L);
      }
      return answer(request);
    });
    runFor(bus, 23.5);
    long polls = asked(request -> request.startsWith("01 04 00 00"));
    assertEquals(5, polls, () -> "at " + line.askedAt);
  }

  @Test
  void pollsEachDeviceByItsOwnInterval() {
    put(1, 0, "0000");
    put(2, 0, "0000");
    runFor(
        bus(
            new ModbusDevice("Fast", 1, "eastron-sdm630", Duration.ofSeconds(1), Priority.NORMAL),
            new ModbusDevice("Slow", 2, "eastron-sdm630", Duration.ofSeconds(5), Priority.NORMAL)),
        60.5);
    assertEquals(61, asked(request -> request.startsWith("01 04 00 00")));
    assertEquals(13, asked(request -> request.startsWith("02 04 00 00")));
  }

  @Test
  void reportsEveryPointWhenThePortIsGoneAndRecovers() {
    put(1, 0, "4366 3333");
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"), device("E2", 2, "eastron-sdm630"));
    line.gone = true;
    for (Quality expected : List.of(Quality.UNCERTAIN, Quality.UNCERTAIN, Quality.BAD)) {
      blocks.clear();
      Unavailable gone = assertThrows(Unavailable.class, () -> bus.run(this::keep));
      assertEquals("/dev/ttyUSB0 is not there", gone.getMessage());
      for (String device : List.of("E1", "E2")) {
        Sample sample = samples(device, "frequency").getLast();
        assertEquals(expected, sample.quality());
        assertEquals("/dev/ttyUSB0 is not there. Check the plug", sample.reason());
      }
    }
    line.gone = false;
    runFor(bus, 1);
    assertEquals("230.2 V GOOD", last("E1", "voltageL1"));
    assertTrue(line.closed);
  }

  @Test
  void tellsHowTheCommunicationGoes() {
    put(1, 0, "4366 3333");
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"), device("Dead", 9, "eastron-sdm630"));
    List<String> names =
        bus.devices().getFirst().points().stream()
            .map(DataPoint::name)
            .filter(name -> name.startsWith("Device"))
            .toList();
    assertEquals(
        List.of(
            "DeviceState",
            "DeviceReads",
            "DeviceTimeouts",
            "DeviceGarbled",
            "DeviceExceptions",
            "DeviceBackoff",
            "DeviceRoundTripP50",
            "DeviceRoundTripP95"),
        names);
    runFor(bus, 12.5);
    assertTrue(health("E1").matches("1 \\d\\d 0 0 0 0\\.0 0\\.01\\d* 0\\.01\\d*"), health("E1"));
    assertTrue(health("Dead").matches("0 0 [12] 0 0 [1-9]\\.\\d+ null null"), health("Dead"));
    units.remove(1);
    runFor(bus, 2);
    assertTrue(health("E1").startsWith("0 "), health("E1"));
  }

  @Test
  void waitsForItsEndWithoutDevices() {
    runFor(bus(), 10);
    assertTrue(blocks.isEmpty());
  }

  @Test
  void aSumOfTwoBlocksIsMadeOfOnePollAndFailsWithItsInputs() {
    DerivedSettings sum =
        new DerivedSettings(
            "voltageSum",
            DerivedSettings.Kind.SUM,
            List.of("voltageL1", "voltageL1L2"),
            null,
            null,
            null);
    put(1, 0x00, "4366 0000");
    put(1, 0xC8, "43C8 0000");
    ModbusBus bus =
        bus(
            new ModbusDevice(
                "SDM1",
                1,
                "eastron-sdm630",
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Priority.NORMAL,
                List.of(sum)));
    runFor(bus, 1.5);
    units.clear();
    runFor(bus, 4);
    List<Sample> sums =
        blocks.stream()
            .flatMap(List::stream)
            .filter(sample -> sample.point().name().equals("voltageSum"))
            .toList();
    assertEquals(new Value.Real(630), sums.getFirst().value());
    assertEquals("V", sums.getFirst().point().unit());
    assertEquals(Quality.UNCERTAIN, sums.getLast().quality());
    assertTrue(sums.size() < blocks.size(), "once for each poll, not for each block");
  }

  @Test
  void tellsAWitnessFromWhichBytesAWatchedPointComes() {
    put(1, 0x34, "C4BB 8000");
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"));
    List<Traceable.Origin> told = new ArrayList<>();
    bus.trace(Set.of(point(bus, "activePowerTotal")), told::add);
    runFor(bus, 0.9);
    assertEquals(1, told.size());
    Traceable.Origin origin = told.getFirst();
    assertTrue(origin.request().startsWith("01 04 00 00 00"), origin.request());
    assertTrue(origin.answer().contains("C4 BB 80 00"), origin.answer());
    assertEquals(samples("E1", "activePowerTotal").getFirst().time(), origin.time());
    assertEquals(
        new Traceable.Decoded(
            "input 0x0034 (30053)", "C4BB 8000", "float32, high word first", "-1500.0", ""),
        origin.decoded());
    assertNull(origin.trouble());
  }

  @Test
  void tellsAWitnessWhatTheScaleMakesOfANumber() {
    put(1, 0x48, "449A 5000");
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"));
    List<Traceable.Origin> told = new ArrayList<>();
    bus.trace(Set.of(point(bus, "activeEnergyImportTotal")), told::add);
    runFor(bus, 0.9);
    Traceable.Decoded decoded = told.getFirst().decoded();
    assertEquals("1234.5", decoded == null ? "" : decoded.number());
    assertEquals("x 1000", decoded == null ? "" : decoded.rule());
    assertEquals("1234500.0 Wh GOOD", last("E1", "activeEnergyImportTotal"));
  }

  @Test
  void tellsAWitnessWhatWentOutWhenNothingCame() {
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"));
    List<Traceable.Origin> told = new ArrayList<>();
    bus.trace(Set.of(point(bus, "activePowerTotal")), told::add);
    runFor(bus, 1.9);
    Traceable.Origin origin = told.getFirst();
    assertTrue(origin.request().startsWith("01 04 00 00 00"), origin.request());
    assertEquals("", origin.answer());
    assertNull(origin.decoded());
    assertEquals(samples("E1", "activePowerTotal").getFirst().reason(), origin.trouble());
  }

  @Test
  void tellsNobodyAnythingOnceNothingIsWatched() {
    put(1, 0x34, "C4BB 8000");
    ModbusBus bus = bus(device("E1", 1, "eastron-sdm630"));
    List<Traceable.Origin> told = new ArrayList<>();
    bus.trace(Set.of(point(bus, "activePowerTotal")), told::add);
    bus.trace(Set.of(), told::add);
    runFor(bus, 3);
    assertEquals(List.of(), told);
  }

  private static DataPoint point(ModbusBus bus, String name) {
    return bus.devices().getFirst().points().stream()
        .filter(point -> point.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
