package io.busbar.drivers.modbus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Browsable;
import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Reporting;
import io.busbar.drivers.Sample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several connections to one host, over real sockets. */
final class ModbusConnectionsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<Sample> samples = new CopyOnWriteArrayList<>();
  private Thread thread = Thread.ofPlatform().start(() -> {});

  @AfterEach
  void stop() throws InterruptedException {
    thread.interrupt();
    assertTrue(thread.join(LONG));
  }

  @Test
  void aUnitThatSaysNothingDelaysNoUnitOfAnotherConnection() throws Exception {
    try (TcpSlave slave = new TcpSlave()) {
      slave.answers(request -> unit(request) == 2 ? "" : zeros(request));
      start(bus(slave.port(), 2, 1, 2, 3));
      // Unit 2 is waited for ten seconds, on the second connection.
      await().atMost(Duration.ofSeconds(8)).until(() -> asked(slave, 1) > 50);
      assertEquals(1, asked(slave, 2));
      assertTrue(asked(slave, 3) > 20, "unit 3 has the first connection, too");
      assertEquals(2, slave.connections());
    }
  }

  @Test
  void devicesStandInTheOrderOfTheConfigurationAndShareTheirUnitsConnection() {
    ModbusTcpSettings settings =
        new ModbusTcpSettings(
            "Lan",
            "host",
            502,
            Duration.ofSeconds(1),
            Duration.ZERO,
            2,
            List.of(device("A", 7), device("B", 9), device("C", 7), device("D", 3)));
    assertEquals(
        List.of(List.of("A", "C", "D"), List.of("B")),
        settings.shares().stream()
            .map(share -> share.stream().map(ModbusDevice::name).toList())
            .toList());
    Driver bus = ModbusTypes.tcp(new RegisterLibrary(), InstantSource.system()).driver(settings);
    assertEquals(List.of("A", "B", "C", "D"), bus.devices().stream().map(Device::name).toList());
    assertInstanceOf(
        ModbusBus.class,
        ModbusTypes.tcp(new RegisterLibrary(), InstantSource.system())
            .driver(
                new ModbusTcpSettings(
                    "Lan",
                    "host",
                    502,
                    Duration.ofSeconds(1),
                    Duration.ZERO,
                    8,
                    List.of(device("A", 7)))),
        "one unit needs one connection");
  }

  @Test
  void aHostThatClosesTheSecondConnectionIsLeftAloneAndItsValuesSayWhy() throws Exception {
    try (TcpSlave slave = new TcpSlave()) {
      slave.answers(request -> unit(request) == 2 ? "close" : zeros(request));
      Driver bus = bus(slave.port(), 2, 1, 2);
      start(bus);
      await().atMost(LONG).until(() -> samples.stream().anyMatch(ModbusConnectionsTest::isLost));
      Sample lost =
          samples.stream().filter(ModbusConnectionsTest::isLost).findFirst().orElseThrow();
      assertEquals("PAC2", lost.point().device());
      assertTrue(
          String.valueOf(lost.reason())
              .endsWith(
                  "This host may serve fewer than 2 connections at a time: lower the bus's"
                      + " \"connections\" (1 works with every host), or close another program's"),
          lost.reason());
      await()
          .atMost(LONG)
          .until(() -> String.valueOf(condition(bus).hint()).startsWith("connection 2 of 2: "));
      int before = asked(slave, 1);
      await().atMost(LONG).until(() -> asked(slave, 1) > before + 50);
      assertEquals(2, slave.connections(), "it is not connected to again and again");
    }
  }

  /** Some hosts have room for one client and close the connection of the one before. */
  @Test
  void aHostThatPushesOutTheOlderConnectionKeepsTheFirstOne() throws Exception {
    try (TcpSlave slave = new TcpSlave()) {
      slave.serveNewestOnly();
      slave.answers(ModbusConnectionsTest::zeros);
      Driver bus = bus(slave.port(), 2, 1, 2);
      start(bus);
      await()
          .atMost(LONG)
          .until(() -> String.valueOf(condition(bus).hint()).startsWith("connection 2 of 2: "));
      int connections = slave.connections();
      int before = asked(slave, 1);
      await().atMost(LONG).until(() -> asked(slave, 1) > before + 50);
      assertTrue(slave.connections() <= connections + 1, "the first one is connected once more");
    }
  }

  @Test
  void aUnitsRegistersAreLookedAtOverItsOwnConnection() throws Exception {
    try (TcpSlave slave = new TcpSlave()) {
      slave.answers(request -> unit(request) == 1 ? "" : zeros(request));
      Driver bus = bus(slave.port(), 2, 1, 2);
      start(bus);
      await().atMost(LONG).until(() -> asked(slave, 2) > 2);
      Browsable.Page page = ((Browsable) bus).browse(2, "holding", 5, 1).get(8, TimeUnit.SECONDS);
      assertEquals("0000", page.places().getFirst().raw());
    }
  }

  @Test
  void allConnectionsPauseWhileTheFirstOneIsLent() throws Exception {
    try (TcpSlave slave = new TcpSlave()) {
      slave.answers(ModbusConnectionsTest::zeros);
      Driver bus = bus(slave.port(), 2, 1, 2);
      start(bus);
      await().atMost(LONG).until(() -> asked(slave, 1) > 2 && asked(slave, 2) > 2);
      ReadRequest probe = new ReadRequest("probe", 9, 3, 0, 1);
      try (Lender.Loan loan = ((Lender) bus).lend("paused by a scan")) {
        assertEquals("paused by a scan", condition(bus).pause());
        loan.post(master -> master.read(probe)).get(8, TimeUnit.SECONDS);
        await().atMost(LONG).until(() -> asked(slave, 9) == 1);
        List<Integer> before = List.of(asked(slave, 1), asked(slave, 2));
        for (int i = 0; i < 100; i++) {
          loan.post(master -> master.read(probe)).get(8, TimeUnit.SECONDS);
        }
        // A question that was under way when it was lent may have ended since.
        assertTrue(asked(slave, 2) <= before.get(1) + 1);
        assertEquals(before.get(0), asked(slave, 1));
      }
      assertNull(condition(bus).pause());
      int after = asked(slave, 2);
      await().atMost(LONG).until(() -> asked(slave, 2) > after + 2);
    }
  }

  @Test
  void allEndWhenTheHostHasGone() throws Exception {
    TcpSlave slave = new TcpSlave();
    slave.answers(ModbusConnectionsTest::zeros);
    start(bus(slave.port(), 3, 1, 2, 3));
    await().atMost(LONG).until(() -> asked(slave, 1) > 2 && asked(slave, 3) > 2);
    slave.close();
    assertTrue(thread.join(LONG));
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(one -> one.getName().startsWith("bus Lan")));
  }

  private static boolean isLost(Sample sample) {
    return sample.quality() != Quality.GOOD
        && String.valueOf(sample.reason()).startsWith("connection 2 of 2: ");
  }

  private static Reporting.Condition condition(Driver bus) {
    return ((Reporting) bus).condition();
  }

  private static int unit(String request) {
    return Integer.parseInt(request.substring(18, 20), 16);
  }

  private static int asked(TcpSlave slave, int unit) {
    return (int) slave.asked.stream().filter(request -> unit(request) == unit).count();
  }

  /** An answer of as many zero registers as were asked for. */
  private static String zeros(String request) {
    int bytes = 2 * Integer.parseInt(request.substring(request.length() - 2), 16);
    String head = "ID 00 00 %02X %02X ".formatted((bytes + 3) >> 8, (bytes + 3) & 0xFF);
    return head + request.substring(18, 23) + " %02X".formatted(bytes) + " 00".repeat(bytes);
  }

  private static ModbusDevice device(String name, int unit) {
    return new ModbusDevice(name, unit, "siemens-pac2200", Duration.ofMillis(20), Priority.NORMAL);
  }

  private static Driver bus(int port, int connections, int... units) {
    return ModbusTypes.tcp(new RegisterLibrary(), InstantSource.system())
        .driver(
            new ModbusTcpSettings(
                "Lan",
                "127.0.0.1",
                port,
                Duration.ofSeconds(10),
                Duration.ZERO,
                connections,
                Arrays.stream(units).mapToObj(unit -> device("PAC" + unit, unit)).toList()));
  }

  private void start(Driver bus) {
    thread =
        Thread.ofPlatform()
            .name("bus " + bus.name())
            .start(() -> {
              try {
                bus.run(samples::addAll);
              } catch (Unavailable | InterruptedException e) {
                // the end that the test brought about
              } catch (BusException e) {
                throw new AssertionError(e);
              }
            });
  }
}
