package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Browsable;
import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.Writable;
import io.busbar.drivers.modbus.ModbusDevice;
import io.busbar.drivers.modbus.ModbusRtuSettings;
import io.busbar.drivers.modbus.ModbusTcpSettings;
import io.busbar.drivers.modbus.ModbusTypes;
import io.busbar.drivers.modbus.Priority;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.PeerProcess;
import io.busbar.hwtest.peer.Peers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions 1 to 6, 15, 16 and 23 against other people's slaves, on both kinds of line. */
final class ForeignSlavesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final Map<String, Sample> latest = new ConcurrentHashMap<>();

  /** The latest of any quantity that came over the wire. */
  private final Map<String, Sample> byDevice = new ConcurrentHashMap<>();

  private Thread thread = Thread.ofPlatform().start(() -> {});

  @AfterEach
  void stop() throws InterruptedException {
    thread.interrupt();
    assertTrue(thread.join(PATIENCE));
  }

  @Test
  void j2modOverTcp() throws Exception {
    int port = Ports.free(0);
    try (J2modSlave slave = new J2modSlave(port)) {
      readsAndWritesEverything(tcp(port));
      assertEquals(215, slave.holding(0x00));
      assertEquals(0x4142, slave.holding(0x10), "AB");
      assertEquals(7, slave.holding(0x18));
      assertEquals(1 << 9, slave.holding(0x24));
      assertFalse(slave.coil(0x03));
      assertTrue(slave.coil(0x14));
    }
  }

  @Test
  @NeedsPeer(Peer.PYMODBUS)
  void pymodbusOverTcp() throws Exception {
    int port = Ports.free(0);
    try (PeerProcess _ = Peers.pymodbusTcp(folder, port)) {
      readsAndWritesEverything(tcp(port));
    }
  }

  @Test
  @NeedsPeer({Peer.PYMODBUS, Peer.SOCAT})
  void pymodbusOnASerialLine() throws Exception {
    try (PeerProcess _ = Peers.socat(folder);
        PeerProcess _ = Peers.pymodbusRtu(folder, folder.resolve("B"))) {
      readsAndWritesEverything(rtu());
    }
  }

  @Test
  @NeedsPeer(Peer.LIBMODBUS)
  void libmodbusOverTcp() throws Exception {
    int port = Ports.free(0);
    try (PeerProcess _ = Peers.libmodbus(folder, "tcp", "" + port).untilListening(port)) {
      readsAndWritesEverything(tcp(port));
    }
  }

  @Test
  @NeedsPeer(Peer.PYMODBUS)
  void pymodbusServesTwoUnitsOverTwoConnections() throws Exception {
    int port = Ports.free(0);
    try (PeerProcess _ = Peers.pymodbusUnitsTcp(folder, port)) {
      start(
          tcp(
              port,
              2,
              device("Grid", 1, "eastron-sdm630"),
              device("Array", 9, "sunspec-203"),
              device("None", 3, "eastron-sdm630")));
      await().atMost(PATIENCE).until(() -> isGood("Grid") && isGood("Array"));
      await().atMost(PATIENCE).until(() -> String.valueOf(reason("None")).contains("no answer"));
    }
  }

  /** It takes one connection at a time; the next one waits for ever in the kernel's queue. */
  @Test
  @NeedsPeer(Peer.LIBMODBUS)
  void libmodbusServesOneConnectionAndTheOtherSaysSo() throws Exception {
    int port = Ports.free(0);
    ModbusDevice one = device("One", 1, "eastron-sdm630");
    ModbusDevice two = device("Two", 2, "eastron-sdm630");
    try (PeerProcess _ = Peers.libmodbus(folder, "tcp", "" + port).untilListening(port)) {
      start(tcp(port, 2, one, two));
      await()
          .atMost(PATIENCE)
          .until(() -> String.valueOf(reason("Two")).contains("lower the bus's \"connections\""));
      byDevice.remove("One");
      await().atMost(PATIENCE).until(() -> isGood("One"));
      assertFalse(isGood("Two"));
      stop();
      start(tcp(port, 1, one, two));
      await().atMost(PATIENCE).until(() -> isGood("Two"));
    }
  }

  private void start(Driver bus) {
    thread = Thread.ofPlatform().start(() -> run(bus));
  }

  private boolean isGood(String device) {
    Sample sample = byDevice.get(device);
    return sample != null && sample.quality() == Quality.GOOD;
  }

  private @Nullable String reason(String device) {
    Sample sample = byDevice.get(device);
    return sample == null ? null : sample.reason();
  }

  private static ModbusDevice device(String name, int unit, String meter) {
    return new ModbusDevice(name, unit, meter, Duration.ofMillis(300), Priority.NORMAL);
  }

  private static Driver tcp(int port, int connections, ModbusDevice... devices) {
    return ModbusTypes.tcp(new RegisterLibrary(), InstantSource.system())
        .driver(
            new ModbusTcpSettings(
                "Bus",
                "127.0.0.1",
                port,
                Duration.ofSeconds(1),
                Duration.ZERO,
                connections,
                List.of(devices)));
  }

  @Test
  @NeedsPeer({Peer.LIBMODBUS, Peer.SOCAT})
  void libmodbusOnASerialLine() throws Exception {
    try (PeerProcess _ = Peers.socat(folder);
        PeerProcess _ = Peers.libmodbus(folder, "rtu", folder.resolve("B").toString())) {
      readsAndWritesEverything(rtu());
    }
  }

  private void readsAndWritesEverything(Driver bus) throws Exception {
    thread = Thread.ofPlatform().start(() -> run(bus));
    await().atMost(PATIENCE).until(() -> "50.02".equals(value("frequency")));
    // Each area is asked for by a request of its own.
    await().atMost(PATIENCE).until(() -> "true".equals(value("door")));
    assertEquals("false", value("window"));
    await().atMost(PATIENCE).until(() -> "false".equals(value("relay")));
    Map<String, Value> wanted = new LinkedHashMap<>();
    wanted.put("setpoint", new Value.Real(21.5));
    wanted.put("limit", new Value.Real(-1500.5));
    wanted.put("counter", new Value.Int(0x0001_0002_0003_0004L));
    wanted.put("serial", new Value.Text("AB-1234"));
    wanted.put("mode", new Value.Text("heat"));
    wanted.put("exchange", new Value.Int(-2));
    wanted.put("flag", new Value.Bool(true));
    wanted.put("relay", new Value.Bool(true));
    wanted.put("lamp", new Value.Bool(true));
    for (Map.Entry<String, Value> each : wanted.entrySet()) {
      write(bus, each.getKey(), each.getValue());
      assertEquals(each.getValue().toString(), value(each.getKey()), each.getKey());
    }
    write(bus, "relay", new Value.Bool(false));
    assertEquals("false", value("relay"));
    assertThrows(ExecutionException.class, () -> write(bus, "setpoint", new Value.Real(31)));
    looksAtRegisters((Browsable) bus);
    latest.clear();
    await().atMost(PATIENCE).until(() -> "AB-1234".equals(value("serial")));
    await().atMost(PATIENCE).until(() -> "true".equals(value("flag")));
  }

  private static void looksAtRegisters(Browsable bus) throws Exception {
    Browsable.Page page = bus.browse(1, "holding", 0x10, 4).get(10, TimeUnit.SECONDS);
    assertEquals("4142 2D31 3233 3400", raw(page));
    assertEquals("40017", page.places().getFirst().number());
    assertEquals("0 1 0 1", raw(bus.browse(1, "discrete", 0, 4).get(10, TimeUnit.SECONDS)));
    Throwable refused =
        assertThrows(
                ExecutionException.class,
                () -> bus.browse(1, "input", 0x8000, 1).get(10, TimeUnit.SECONDS))
            .getCause();
    assertEquals(2, assertInstanceOf(BusException.Refused.class, refused).code());
  }

  private static String raw(Browsable.Page page) {
    return String.join(" ", page.places().stream().map(Browsable.Place::raw).toList());
  }

  private static void write(Driver bus, String name, Value value) throws Exception {
    DataPoint point =
        bus.devices().getFirst().points().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    ((Writable) bus).write(point, value).get(10, TimeUnit.SECONDS);
  }

  private String value(String name) {
    Sample sample = latest.get(name);
    return sample == null || sample.quality() != Quality.GOOD
        ? "none"
        : Objects.toString(sample.value());
  }

  private void keep(Sample sample) {
    latest.put(sample.point().name(), sample);
    if (!sample.point().isHealth()) {
      byDevice.put(sample.point().device(), sample);
    }
  }

  /** A serial slave may not be there yet: the bus opens its line until it is. */
  private void run(Driver bus) {
    try {
      while (true) {
        try {
          bus.run(block -> block.forEach(this::keep));
        } catch (BusException e) {
          Thread.sleep(100);
        }
      }
    } catch (InterruptedException e) {
      // the test is over
    }
  }

  private List<ModbusDevice> relay() {
    return List.of(
        new ModbusDevice("Relay", 1, RelayMap.ID, Duration.ofMillis(300), Priority.NORMAL));
  }

  private RegisterLibrary library() throws Exception {
    RegisterLibrary library = new RegisterLibrary(RelayMap.into(folder));
    assertEquals(List.of(), library.alarms());
    return library;
  }

  private Driver tcp(int port) throws Exception {
    return ModbusTypes.tcp(library(), InstantSource.system())
        .driver(
            new ModbusTcpSettings(
                "Bus", "127.0.0.1", port, Duration.ofSeconds(1), Duration.ZERO, 1, relay()));
  }

  private Driver rtu() throws Exception {
    return ModbusTypes.rtu(library(), InstantSource.system())
        .driver(
            new ModbusRtuSettings(
                "Bus",
                folder.resolve("A").toString(),
                9600,
                Parity.NONE,
                1,
                8,
                Direction.ADAPTER,
                Duration.ofSeconds(1),
                Duration.ZERO,
                relay()));
  }
}
