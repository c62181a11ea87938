package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusLoad;
import io.busbar.drivers.BusType;
import io.busbar.drivers.DerivedSettings;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ModbusTypesTest {
  private final RegisterLibrary library = new RegisterLibrary();
  private final BusType<ModbusTcpSettings> tcp = ModbusTypes.tcp(library, InstantSource.system());
  private final BusType<ModbusRtuSettings> rtu = ModbusTypes.rtu(library, InstantSource.system());

  private static ModbusDevice device(String name, int unit, String meter, int millis) {
    return new ModbusDevice(name, unit, meter, Duration.ofMillis(millis), Priority.NORMAL);
  }

  private static ModbusRtuSettings line(String port, ModbusDevice... devices) {
    return new ModbusRtuSettings(
        "Meters",
        port,
        19_200,
        Parity.NONE,
        1,
        8,
        Direction.ADAPTER,
        Duration.ofSeconds(1),
        Duration.ZERO,
        List.of(devices));
  }

  private static List<String> texts(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }

  @Test
  void haveTheWordsOfTheConfiguration() {
    assertEquals("modbus-tcp", tcp.type());
    assertEquals("modbus-rtu", rtu.type());
  }

  @Test
  void findNothingWrongWithAGoodBus() {
    assertEquals(
        List.of(),
        rtu.check(
            line(
                "tcp://192.168.1.20:4001",
                device("A", 1, "siemens-pac2200", 1000),
                device("B", 1, "eastron-sdm630", 1000))));
  }

  @Test
  void nameEveryProblemOfALine() {
    assertEquals(
        List.of(
            "/port: got tcp://host, want for example tcp://192.168.1.20:4001",
            "/devices/0/meter: got siemens-pac9, want one of siemens-pac1600, siemens-pac2200,"
                + " siemens-pac3120, siemens-pac3200, siemens-pac3220, siemens-pac4200",
            "/devices/1/name: got A again, want a name of its own",
            "/devices/1/pollInterval: got 5ms, want 10ms or more",
            "/devices/1/unitId: got 0, want 1 to 247"),
        texts(
            rtu.check(
                line(
                    "tcp://host",
                    device("A", 1, "siemens-pac9", 1000),
                    device("A", 0, "siemens-pac2200", 5)))));
  }

  @Test
  void sayWhatALineHasToCarry() {
    BlockPlan.Block[] plan =
        BlockPlan.of(library.find("eastron-sdm630").orElseThrow(), BlockPlan.RTU_OVERHEAD)
            .toArray(BlockPlan.Block[]::new);
    ModbusDevice[] meters =
        IntStream.rangeClosed(1, 30)
            .mapToObj(unit -> device("M" + unit, unit, "eastron-sdm630", 1000))
            .toArray(ModbusDevice[]::new);
    BusLoad one = rtu.load(line("/dev/ttyAMA0", meters[0]), (_, _) -> true).orElseThrow();
    BusLoad thirty = rtu.load(line("/dev/ttyAMA0", meters), (_, _) -> true).orElseThrow();
    int registers = Arrays.stream(plan).mapToInt(BlockPlan.Block::count).sum();
    assertEquals(plan.length, one.requests());
    assertEquals(13L * plan.length + 2L * registers, one.bytes());
    assertEquals(one.busy().toNanos() / 1e9 * (1 + 1 / 60.0), one.utilisation(), 1e-9);
    assertTrue(one.fits());
    assertEquals(30 * one.bytes(), thirty.bytes());
    assertFalse(thirty.fits());
  }

  @Test
  void takeALineBehindADeviceServerForALine() {
    BusType<ModbusRtuTcpSettings> type =
        ModbusTypes.rtuTcp(library, InstantSource.fixed(Instant.EPOCH));
    ModbusRtuTcpSettings settings =
        new ModbusRtuTcpSettings(
            "Meters",
            "2001:db8::7",
            4001,
            9600,
            Duration.ofSeconds(1),
            Duration.ZERO,
            List.of(device("A", 0, "siemens-pac2200", 1000)));
    assertEquals("tcp://[2001:db8::7]:4001", settings.asRtu().port());
    assertEquals(List.of("/devices/0/unitId: got 0, want 1 to 247"), texts(type.check(settings)));
    assertTrue(type.load(settings, (_, _) -> true).orElseThrow().busy().toMillis() > 100);
    assertEquals("Meters", type.driver(settings).name());
  }

  @Test
  void countWhatNothingUsesOnlyAtItsIdleInterval() {
    ModbusRtuSettings line = line("/dev/ttyAMA0", device("M1", 1, "eastron-sdm630", 1000));
    BusLoad all = rtu.load(line, (_, _) -> true).orElseThrow();
    BusLoad none = rtu.load(line, (_, _) -> false).orElseThrow();
    BusLoad one = rtu.load(line, (_, point) -> point.equals("frequency")).orElseThrow();
    assertEquals(all.busy().toNanos() / 60e9, none.utilisation(), 1e-9);
    assertEquals(all.requests(), none.requests());
    assertEquals(1, one.requests());
    assertEquals(17, one.bytes());
    assertEquals(one.busy().toNanos() / 1e9 + all.busy().toNanos() / 60e9, one.utilisation(), 1e-9);
  }

  @Test
  void nameWhatCannotBeDerived() {
    DerivedSettings total =
        new DerivedSettings(
            "importOfBoth",
            DerivedSettings.Kind.SUM,
            List.of("activeEnergyImportT1", "activeEnergyImportT3"),
            null,
            null,
            null);
    ModbusDevice device =
        new ModbusDevice(
            "A",
            1,
            "siemens-pac2200",
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Priority.NORMAL,
            List.of(total));
    assertEquals(
        List.of(
            "/devices/0/derived/0/inputs/1: got activeEnergyImportT3, want the name of a point that"
                + " this device has"),
        texts(rtu.check(line("/dev/ttyAMA0", device))));
  }

  @Test
  void allowUnit255OnTcpButNoTimeoutOfMinutesNorALongPause() {
    assertEquals(
        List.of("/timeout: got 2m, want 10ms to 1m", "/pause: got 11s, want at most 10s"),
        texts(
            tcp.check(
                new ModbusTcpSettings(
                    "Lan",
                    "192.168.1.20",
                    502,
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(11),
                    1,
                    List.of(device("A", 255, "siemens-pac2200", 1000))))));
  }

  @Test
  void bindTheKeysOfTheConfiguration() throws Exception {
    ModbusRtuSettings settings =
        DocumentSchema.bind(
            DocumentSchema.mapper()
                .readTree(
                    """
                    {"name": "Meters", "port": "/dev/ttyAMA0", "baudRate": 9600, "parity": "even",
                     "stopBits": 1, "dataBits": 8, "direction": "kernel", "timeout": "500ms", "pause": "20ms",
                     "devices": [{"name": "PAC1", "unitId": 1, "meter": "siemens-pac2200",
                                  "pollInterval": "2s", "idleInterval": "1m",
                                  "priority": "normal", "derived": [], "points": [],
                                  "addressBase": 0, "order": "high-first"}]}
                    """),
            ModbusRtuSettings.class);
    assertEquals("9600 8E1", settings.line().line());
    assertEquals(new Timing(Duration.ofMillis(500), Duration.ofMillis(20)), settings.timing());
    assertEquals(List.of(device("PAC1", 1, "siemens-pac2200", 2000)), settings.devices());
    Driver bus = rtu.driver(settings);
    assertEquals("Meters", bus.name());
    assertEquals(List.of("PAC1"), bus.devices().stream().map(Device::name).toList());
  }
}
