package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Browsable;
import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.modbus.FakeLine.Reply;
import io.busbar.drivers.schema.RefusedException;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Writing, bits, and reading what is used, of a whole bus in virtual time. */
final class WritingBusTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  /** Every kind of point that can be set, and some that can only be read. */
  private static final String MAP =
      """
      {"id": "acme-relay", "title": "Relay", "source": "test", "function": 3, "maxRegisters": 125,
       "points": [
        {"name": "voltage", "address": "0x0000", "type": "uint16", "scale": 0.1, "unit": "V"},
        {"name": "setpoint", "address": "0x0010", "type": "int16", "scale": 0.1, "unit": "°C",
         "writable": {"min": 5, "max": 30, "step": 0.5}},
        {"name": "limit", "address": "0x0020", "type": "float32", "unit": "W", "writable": {}},
        {"name": "both", "address": "0x0030", "type": "uint32", "unit": "",
         "writable": {"function": 23}},
        {"name": "flag", "address": "0x0040", "type": "bool", "bit": 9, "unit": "",
         "writable": {"readModifyWrite": true}},
        {"name": "relay", "address": "0x0003", "type": "bool", "unit": "", "function": 1,
         "writable": {}},
        {"name": "lamp", "address": "0x0004", "type": "bool", "unit": "", "function": 1,
         "writable": {"function": 15}},
        {"name": "door", "address": "0x0012", "type": "bool", "unit": "", "function": 2}]}
      """;

  private final VirtualPace pace = new VirtualPace();
  private final FakeLine line = new FakeLine(pace);
  private final Map<Integer, Integer> registers = new HashMap<>();
  private final Map<Integer, Integer> bits = new HashMap<>();
  private final Map<String, Sample> latest = new HashMap<>();
  private final List<CompletableFuture<Void>> written = new ArrayList<>();
  private final Set<Integer> dead = new HashSet<>();
  private int most = 0xFFFF;
  private final ModbusBus bus = bus();

  private ModbusBus bus() {
    line.answers(request -> {
      byte[] asked = HEX.parseHex(request);
      return dead.contains((int) asked[0])
          ? List.of()
          : List.of(new Reply(10, FakeLine.withCrc(answer(asked))));
    });
    ModbusMaster master =
        ModbusMaster.rtu(
            "Plant",
            _ -> {
              if (line.gone) {
                throw new Unavailable("/dev/ttyUSB0 is not there", "Check the plug");
              }
              return line;
            },
            new SerialSettings("/dev/ttyUSB0", 19_200, 8, Parity.NONE, 1),
            new Timing(Duration.ofSeconds(1), Duration.ZERO),
            pace);
    List<PolledDevice> polled = List.of(device("R1", 1), device("R2", 2));
    return new ModbusBus(
        "Plant", master, polled, () -> Instant.EPOCH, pace, new Random(1), Runnable::run);
  }

  private PolledDevice device(String name, int unit) {
    ModbusDevice settings =
        new ModbusDevice(name, unit, "acme-relay", Duration.ofSeconds(1), Priority.NORMAL);
    try {
      RegisterMap map = RegisterLibrary.parse(MAP.getBytes(StandardCharsets.UTF_8));
      return new PolledDevice(settings, map, BlockPlan.RTU_OVERHEAD, pace);
    } catch (RefusedException e) {
      throw new AssertionError(e.problems().toString(), e);
    }
  }

  /** A slave of our own, from the specification: both units share its registers and coils. */
  private String answer(byte[] request) {
    int function = request[1];
    int address = Pdu.word(request, 2);
    int value = Pdu.word(request, 4);
    String head = "%02X %02X".formatted(request[0], function);
    switch (function) {
      case 1, 2 -> {
        int[] packed = new int[(value + 7) / 8];
        for (int i = 0; i < value; i++) {
          packed[i / 8] |= bits.getOrDefault(1000 * function + address + i, 0) << i % 8;
        }
        StringBuilder text = new StringBuilder(head + " %02X".formatted(packed.length));
        for (int each : packed) {
          text.append(" %02X".formatted(each));
        }
        return text.toString();
      }
      case 3 -> {
        return head + words(address, value);
      }
      case 5 -> {
        bits.put(1000 + address, value == 0xFF00 ? 1 : 0);
        return HEX.formatHex(request);
      }
      case 6 -> {
        registers.put(address, Math.min(value, most));
        return HEX.formatHex(request);
      }
      case 15 -> {
        bits.put(1000 + address, request[7] & 1);
        return HEX.formatHex(request, 0, 6);
      }
      case 16 -> {
        put(address, request, 7, value);
        return HEX.formatHex(request, 0, 6);
      }
      default -> {
        put(Pdu.word(request, 6), request, 11, Pdu.word(request, 8));
        return head + words(address, value);
      }
    }
  }

  private void put(int address, byte[] request, int at, int count) {
    for (int i = 0; i < count; i++) {
      registers.put(address + i, Pdu.word(request, at + 2 * i));
    }
  }

  private String words(int address, int count) {
    StringBuilder text = new StringBuilder(" %02X".formatted(2 * count));
    for (int i = 0; i < count; i++) {
      int word = registers.getOrDefault(address + i, 0);
      text.append(" %02X %02X".formatted(word >> 8, word & 0xFF));
    }
    return text.toString();
  }

  private void runFor(double seconds) {
    pace.endAfterSeconds(seconds);
    assertThrows(InterruptedException.class, () -> bus.run(this::keep));
  }

  private void keep(List<Sample> block) {
    block.forEach(
        sample -> latest.put(sample.point().device() + " " + sample.point().name(), sample));
  }

  private DataPoint point(String device, String name) {
    return bus.devices().stream()
        .flatMap(each -> each.points().stream())
        .filter(point -> point.device().equals(device) && point.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void writeAt(double seconds, String name, Value value) {
    pace.at(seconds, () -> written.add(bus.write(point("R1", name), value)));
  }

  private String value(String name) {
    Sample sample = latest.get("R1 " + name);
    return sample == null ? "none" : sample.value() + " " + sample.quality();
  }

  private List<String> sent(Predicate<String> which) {
    return line.asked.stream()
        .map(request -> request.substring(0, request.length() - 6))
        .filter(which)
        .toList();
  }

  private Throwable failure(int index) {
    CompletableFuture<Void> future = written.get(index);
    return Objects.requireNonNull(
        assertThrows(ExecutionException.class, () -> future.get(0, TimeUnit.SECONDS)).getCause());
  }

  @Test
  void saysWhichPointsCanBeSet() {
    assertTrue(point("R1", "setpoint").writable());
    assertTrue(point("R1", "relay").writable());
    assertFalse(point("R1", "voltage").writable());
    assertFalse(point("R1", "door").writable());
    assertEquals("unit 1, coil 0x0003", point("R1", "relay").source());
    assertEquals("unit 1, discrete 0x0012", point("R1", "door").source());
  }

  @Test
  void readsCoilsAndDiscreteInputs() {
    bits.put(1004, 1);
    bits.put(2018, 1);
    runFor(0.9);
    assertEquals("false GOOD", value("relay"));
    assertEquals("true GOOD", value("lamp"));
    assertEquals("true GOOD", value("door"));
    assertEquals(List.of("01 01 00 03 00 02"), sent(r -> r.startsWith("01 01")));
    assertEquals(List.of("01 02 00 12 00 01"), sent(r -> r.startsWith("01 02")));
  }

  @Test
  void writesWithTheFunctionOfTheMapAndReadsWhatTheDeviceTook() {
    registers.put(0x40, 0x8001);
    writeAt(1.5, "setpoint", new Value.Real(21.5));
    writeAt(1.51, "limit", new Value.Real(-1500));
    writeAt(1.52, "both", new Value.Int(65_538));
    writeAt(1.53, "flag", new Value.Bool(true));
    writeAt(1.54, "relay", new Value.Bool(true));
    writeAt(1.55, "lamp", new Value.Bool(true));
    runFor(1.9);
    written.forEach(CompletableFuture::join);
    assertEquals(6, written.size());
    assertEquals(
        List.of(
            "01 06 00 10 00 D7",
            "01 10 00 20 00 02 04 C4 BB 80 00",
            "01 17 00 30 00 02 00 30 00 02 04 00 01 00 02",
            "01 06 00 40 82 01",
            "01 05 00 03 FF 00",
            "01 0F 00 04 00 01 01 01"),
        sent(request -> !request.matches("0. 0[1-4].*")));
    assertEquals("21.5 GOOD", value("setpoint"));
    assertEquals("-1500.0 GOOD", value("limit"));
    assertEquals("65538 GOOD", value("both"));
    assertEquals("true GOOD", value("flag"));
    assertEquals("true GOOD", value("relay"));
  }

  @Test
  void saysThatTheDeviceTookAnotherValue() {
    most = 250;
    writeAt(1.5, "setpoint", new Value.Real(30));
    runFor(1.9);
    assertEquals(
        "R1 took another value for setpoint: got 25.0, want 30.0",
        assertInstanceOf(Refused.class, failure(0)).getMessage());
    assertEquals("25.0 GOOD", value("setpoint"));
  }

  @Test
  void refusesAValueWithoutAskingTheDevice() {
    writeAt(1.5, "setpoint", new Value.Real(31));
    writeAt(1.51, "setpoint", new Value.Real(20.3));
    pace.at(1.52, () -> written.add(bus.write(point("R1", "voltage"), new Value.Real(1))));
    runFor(1.9);
    for (int i = 0; i < 3; i++) {
      assertInstanceOf(IllegalArgumentException.class, failure(i));
    }
    assertTrue(sent(request -> request.startsWith("01 06")).isEmpty());
  }

  @Test
  void manyWritesToOnePointAllEndInTheirOrder() {
    pace.at(
        1.5,
        () -> {
          for (int i = 0; i < 40; i++) {
            written.add(bus.write(point("R1", "setpoint"), new Value.Real(5 + i / 2.0)));
          }
        });
    runFor(3);
    written.forEach(CompletableFuture::join);
    assertEquals("24.5 GOOD", value("setpoint"));
    assertEquals(40, sent(request -> request.startsWith("01 06")).size());
  }

  /** A dead device costs its writer's first try one timeout and every other nothing. */
  @Test
  void aWriterOfADeadDeviceTakesNoTimeOfTheOthers() {
    dead.add(1);
    for (int second = 10; second < 70; second++) {
      for (int i = 0; i < 10; i++) {
        writeAt(second + i / 100.0, "setpoint", new Value.Real(20));
      }
    }
    runFor(70);
    assertEquals(600, written.size());
    for (int i = 0; i < written.size(); i++) {
      assertInstanceOf(NoAnswer.class, failure(i));
    }
    String reason = String.valueOf(failure(599).getMessage());
    assertTrue(
        reason.matches("Plant: R1 did not answer when it was last asked; it is asked again in .*"),
        reason);
    long live = sent(request -> request.startsWith("02 01")).size();
    assertTrue(live >= 66, "the other was polled " + live + " times");
  }

  @Test
  void aWriteToABusThatIsDownEndsAtOnce() {
    line.gone = true;
    assertThrows(Unavailable.class, () -> bus.run(this::keep));
    written.add(bus.write(point("R1", "relay"), new Value.Bool(true)));
    assertInstanceOf(BusException.class, failure(0));
  }

  @Test
  void showsRegistersOfAUnitThatIsNotConfigured() {
    List<CompletableFuture<Browsable.Page>> pages = new ArrayList<>();
    registers.put(0x34, 0x4366);
    registers.put(0x35, 0x3333);
    bits.put(1007, 1);
    pace.at(
        1.5,
        () -> {
          pages.add(bus.browse(9, "holding", 0x34, 2));
          pages.add(bus.browse(9, "coil", 7, 1));
          pages.add(bus.browse(9, "holding", 0, 126));
          pages.add(bus.browse(9, "memory", 0, 1));
        });
    runFor(1.9);
    Browsable.Page page = pages.get(0).join();
    assertEquals(FakeLine.withCrc("09 03 00 34 00 02"), page.request());
    assertEquals(FakeLine.withCrc("09 03 04 43 66 33 33"), page.answer());
    Browsable.Place first = page.places().getFirst();
    assertEquals("52 40053 4366", first.address() + " " + first.number() + " " + first.raw());
    Map<String, String> wanted = new TreeMap<>();
    wanted.put("bits", "0100 0011 0110 0110");
    wanted.put("text", "Cf");
    wanted.put("text swapped", "fC");
    wanted.put("int16", "17254");
    wanted.put("uint16 swapped", "26179");
    wanted.put("bcd16", "4366");
    wanted.put("uint32", "1130771251");
    wanted.put("uint32 low-first", "858997606");
    wanted.put("int32 swapped", "1715680051");
    wanted.put("float32", "230.2");
    wanted.put("bcd32 low-first", "33334366");
    wanted.forEach((type, value) -> assertEquals(value, first.readings().get(type), type));
    assertEquals(2 + 1 + 6 + 16, first.readings().size(), first.readings()::toString);
    assertEquals("1", pages.get(1).join().places().getFirst().raw());
    assertEquals("00008", pages.get(1).join().places().getFirst().number());
    for (int i = 2; i < 4; i++) {
      CompletableFuture<?> refused = pages.get(i);
      Throwable why = assertThrows(ExecutionException.class, refused::get).getCause();
      assertInstanceOf(IllegalArgumentException.class, why);
    }
  }

  @Test
  void aLookAtASilentUnitMakesNobodyWaitTwice() {
    dead.add(9);
    List<CompletableFuture<Browsable.Page>> pages = new ArrayList<>();
    pace.at(
        1.5,
        () -> {
          for (int i = 0; i < 10; i++) {
            pages.add(bus.browse(9, "holding", 0, 1));
          }
        });
    runFor(4);
    assertEquals(1, sent(request -> request.startsWith("09")).size());
    for (CompletableFuture<Browsable.Page> page : pages) {
      assertInstanceOf(
          NoAnswer.class, assertThrows(ExecutionException.class, page::get).getCause());
    }
  }

  @Test
  void readsOftenOnlyWhatIsUsed() {
    bus.used(Set.of(point("R1", "voltage")));
    runFor(60.5);
    assertEquals(61, sent("01 03 00 00 00 01"::equals).size());
    assertEquals(2, sent(request -> request.startsWith("01 02")).size());
    assertEquals(2, sent(request -> request.startsWith("02 02")).size());
    assertEquals("false GOOD", value("door"));
  }

  @Test
  void whatBecomesUsedIsReadSoonAndOften() {
    bus.used(Set.of());
    pace.at(20, () -> bus.used(Set.of(point("R2", "door"))));
    pace.at(30, () -> bus.used(Set.of()));
    runFor(59);
    assertEquals(1, sent(request -> request.startsWith("01 02")).size());
    assertEquals(1 + 10, sent(request -> request.startsWith("02 02")).size(), line.asked::toString);
  }

  @Test
  void aSilentDeviceFailsInAllThatItHasAndIsReadWholeWhenItIsBack() {
    bus.used(Set.of(point("R1", "voltage")));
    pace.at(5.2, () -> dead.add(1));
    pace.at(20, dead::clear);
    pace.at(19, () -> assertEquals("null BAD", value("door")));
    runFor(100);
    assertEquals("false GOOD", value("door"));
  }
}
