package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A scan on the line of a bus that runs, on the machine's own clock. */
final class ModbusScanTest {
  private static final SerialSettings LINE =
      new SerialSettings("/dev/ttyUSB0", 19_200, 8, Parity.NONE, 1);
  private static final Timing TIMING = new Timing(Duration.ofSeconds(1), Duration.ZERO);

  private final List<SerialSettings> opened = new CopyOnWriteArrayList<>();

  @Test
  void aLineOfTheScansOwnIsOpenedWithItsDirectionWhateverItIsTunedTo() throws Exception {
    ScanRequest.Rtu request =
        new ScanRequest.Rtu(
            LINE.port(), List.of(9600), List.of(Parity.NONE), Direction.RTS, List.of(1));
    SerialPort.Opener opener =
        settings -> {
          opened.add(settings);
          throw new Unavailable("taken", "Wait");
        };
    assertThrows(
        Unavailable.class,
        () -> ScanPorts.serial(request.port(), request.direction(), opener, Pace.monotonic()));
    opened.addAll(request.lines());
    assertEquals(
        List.of(Direction.RTS, Direction.RTS),
        opened.stream().map(SerialSettings::direction).toList());
  }

  @Test
  void settingsThatAreAllRefusedFailTheScanAndNotTheBusThatLendsItsLine() throws Exception {
    Pace pace = Pace.monotonic();
    ModbusBus bus =
        new ModbusBus(
            "Meters",
            ModbusMaster.rtu("Meters", this::open, LINE, TIMING, pace),
            List.of(),
            () -> Instant.EPOCH,
            pace,
            new Random(1),
            Runnable::run);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> assertThrows(InterruptedException.class, () -> bus.run(_ -> {})));
    while (bus.errands().post(_ -> 1).isCompletedExceptionally()) {
      Thread.onSpinWait(); // until the bus has opened its line
    }
    ScanRequest request =
        new ScanRequest.Rtu(
            LINE.port(),
            List.of(9600, 19_200),
            List.of(Parity.EVEN),
            Direction.ADAPTER,
            List.of(1, 2));
    try (ModbusScan scan = ModbusScan.start(request, new RegisterLibrary(), _ -> bus)) {
      scan.await(Duration.ofSeconds(10));
      ScanProgress progress = scan.progress();
      assertEquals(
          "/dev/ttyUSB0 takes none of these baud rates and parities. Scan with others; every port"
              + " takes 9600 without parity",
          progress.reason());
      assertEquals(
          List.of(
              "9600 8E1: the port refuses it: system error 22",
              "19200 8E1: the port refuses it: system error 22"),
          progress.remarks());
      assertEquals(0, progress.total());
    }
    assertEquals(1, bus.errands().post(_ -> 1).get(10, TimeUnit.SECONDS));
    assertEquals(LINE, opened.getLast());
    thread.interrupt();
    assertTrue(thread.join(Duration.ofSeconds(10)));
  }

  private SerialPort open(SerialSettings settings) throws Unavailable {
    if (settings.parity() == Parity.EVEN) {
      throw new Unavailable("system error 22", "Take another");
    }
    opened.add(settings);
    return new FakeLine(new VirtualPace());
  }
}
