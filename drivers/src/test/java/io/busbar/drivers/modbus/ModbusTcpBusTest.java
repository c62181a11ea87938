package io.busbar.drivers.modbus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A whole bus over real sockets: a connection that breaks and comes back. */
final class ModbusTcpBusTest {
  private final List<Sample> samples = new CopyOnWriteArrayList<>();

  private void keep(List<Sample> block) {
    block.stream()
        .filter(sample -> !sample.point().name().startsWith("Device"))
        .forEach(samples::add);
  }

  /** An answer of as many zero registers as were asked for. */
  private static String zeros(String request) {
    int bytes = 2 * Integer.parseInt(request.substring(request.length() - 2), 16);
    String head = "ID 00 00 %02X %02X ".formatted((bytes + 3) >> 8, (bytes + 3) & 0xFF);
    return head + request.substring(18, 23) + " %02X".formatted(bytes) + " 00".repeat(bytes);
  }

  private void awaitQuality(Quality quality) {
    samples.clear();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> samples.stream().anyMatch(sample -> sample.quality() == quality));
  }

  @Test
  void recoversWhenTheHostIsBack() throws Exception {
    TcpSlave first = new TcpSlave();
    int port = first.port();
    first.answers(ModbusTcpBusTest::zeros);
    Driver bus =
        ModbusTypes.tcp(new RegisterLibrary(), InstantSource.system())
            .driver(
                new ModbusTcpSettings(
                    "Lan",
                    "127.0.0.1",
                    port,
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    1,
                    List.of(
                        new ModbusDevice(
                            "PAC1",
                            1,
                            "siemens-pac2200",
                            Duration.ofMillis(20),
                            Priority.NORMAL))));

    Thread thread = start(bus);
    awaitQuality(Quality.GOOD);
    first.close();
    thread.join(Duration.ofSeconds(30));
    assertEquals(Quality.UNCERTAIN, samples.getLast().quality());
    assertThrows(Unavailable.class, () -> bus.run(this::keep));
    assertThrows(Unavailable.class, () -> bus.run(this::keep));
    assertEquals(Quality.BAD, samples.getLast().quality());

    try (TcpSlave second = new TcpSlave(port)) {
      second.answers(ModbusTcpBusTest::zeros);
      thread = start(bus);
      awaitQuality(Quality.GOOD);
      thread.interrupt();
      thread.join(Duration.ofSeconds(30));
      assertEquals(Thread.State.TERMINATED, thread.getState());
    }
  }

  private Thread start(Driver bus) {
    return Thread.ofPlatform()
        .name("bus " + bus.name())
        .start(() -> {
          try {
            bus.run(this::keep);
          } catch (Unavailable | InterruptedException e) {
            // the end that the test brought about
          } catch (BusException e) {
            throw new AssertionError(e);
          }
        });
  }
}
