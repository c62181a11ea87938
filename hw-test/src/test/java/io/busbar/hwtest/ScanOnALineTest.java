package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Reporting;
import io.busbar.drivers.Sample;
import io.busbar.drivers.modbus.ModbusDevice;
import io.busbar.drivers.modbus.ModbusRtuSettings;
import io.busbar.drivers.modbus.ModbusScan;
import io.busbar.drivers.modbus.ModbusTypes;
import io.busbar.drivers.modbus.Priority;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.drivers.modbus.ScanFound;
import io.busbar.drivers.modbus.ScanProgress;
import io.busbar.drivers.modbus.ScanRequest;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.PeerProcess;
import io.busbar.hwtest.peer.Peers;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.RtuFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A scan on a pseudo terminal. The kernel gives it no parity, and says so only when it is opened
 * with parity twice and nothing else changes.
 */
@NeedsPeer(Peer.SOCAT)
final class ScanOnALineTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final List<Parity> USUAL = List.of(Parity.NONE, Parity.EVEN);

  @TempDir private Path folder;
  private @Nullable PeerProcess wire;
  private @Nullable RtuFront slave;

  @BeforeEach
  void connect() throws Exception {
    wire = Peers.socat(folder);
    slave =
        RtuFront.on(
            folder.resolve("B"),
            new ModbusSlave(2, MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime))));
  }

  @AfterEach
  void unplug() throws Exception {
    if (slave != null) {
      slave.close();
    }
    if (wire != null) {
      wire.close();
    }
  }

  @Test
  void theUsualSettingsFindTheSlave() {
    assertFound(scanned(USUAL, null));
  }

  @Test
  void aPortThatIsNotThereIsToldOnceAndNotForEachSetting() {
    ScanProgress progress =
        scanned(
            new ScanRequest.Rtu(port() + "x", List.of(9600), USUAL, Direction.ADAPTER, List.of(1)),
            null);
    assertEquals(ScanProgress.State.FAILED, progress.state());
    assertTrue(String.valueOf(progress.reason()).startsWith(port() + "x is not there"));
    assertEquals(List.of(), progress.remarks());
  }

  @Test
  void aRunningBusLendsItsLineAndNeverEnds() throws Exception {
    AtomicInteger good = new AtomicInteger();
    AtomicReference<@Nullable BusException> end = new AtomicReference<>();
    Driver bus = bus();
    Thread thread = Thread.ofPlatform().start(() -> run(bus, good, end));
    try {
      await().atMost(LONG).until(() -> good.get() > 2);
      assertFound(scanned(USUAL, bus));
      int before = good.get();
      await().atMost(LONG).until(() -> good.get() > before + 2);
      assertNull(((Reporting) bus).condition().pause());
      assertNull(end.get());
    } finally {
      thread.interrupt();
      assertTrue(thread.join(LONG));
    }
  }

  private void assertFound(ScanProgress progress) {
    assertEquals(ScanProgress.State.DONE, progress.state(), progress::toString);
    assertEquals(List.of(2), progress.found().stream().map(ScanFound::unit).toList());
    assertEquals(port() + " 9600 8N1", progress.found().getFirst().place());
  }

  private ScanProgress scanned(List<Parity> parities, @Nullable Driver running) {
    return scanned(
        new ScanRequest.Rtu(
            port(), List.of(9600, 19_200), parities, Direction.ADAPTER, List.of(1, 2, 3)),
        running);
  }

  private static ScanProgress scanned(ScanRequest request, @Nullable Driver running) {
    try (ModbusScan scan = ModbusScan.start(request, new RegisterLibrary(), _ -> running)) {
      scan.await(LONG);
      return scan.progress();
    }
  }

  private static void run(
      Driver bus, AtomicInteger good, AtomicReference<@Nullable BusException> end) {
    try {
      bus.run(samples -> {
        for (Sample sample : samples) {
          boolean measured = sample.point().name().equals("voltageL1");
          good.addAndGet(measured && sample.quality() == Quality.GOOD ? 1 : 0);
        }
      });
    } catch (BusException e) {
      end.set(e);
    } catch (InterruptedException e) {
      // the test is over
    }
  }

  private String port() {
    return folder.resolve("A").toString();
  }

  private Driver bus() {
    return ModbusTypes.rtu(new RegisterLibrary(), InstantSource.system())
        .driver(
            new ModbusRtuSettings(
                "Bus",
                port(),
                9600,
                Parity.NONE,
                1,
                8,
                Direction.ADAPTER,
                Duration.ofSeconds(1),
                Duration.ZERO,
                List.of(
                    new ModbusDevice(
                        "Meter", 2, "eastron-sdm630", Duration.ofMillis(300), Priority.NORMAL))));
  }
}
