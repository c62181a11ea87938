package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.modbus.PacedLine.Answer;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets how much of a line's time. Every figure is a ratio to what the line can carry. */
final class BusTimeTest {
  private static final Duration QUICK = Duration.ofMillis(10);
  private static final RegisterMap MAP = new RegisterLibrary().find("eastron-sdm630").orElseThrow();

  private final VirtualPace pace = new VirtualPace();
  private final List<ModbusDevice> devices = new ArrayList<>();
  private PacedLine line = line(9600);

  private PacedLine line(int baudRate) {
    return new PacedLine(pace, settings(baudRate));
  }

  private static SerialSettings settings(int baudRate) {
    return new SerialSettings("/dev/ttyUSB0", baudRate, 8, Parity.NONE, 1);
  }

  private void device(int unit, long millis, Priority priority) {
    devices.add(
        new ModbusDevice("M" + unit, unit, "eastron-sdm630", Duration.ofMillis(millis), priority));
  }

  private void live(int unit, long millis) {
    device(unit, millis, Priority.NORMAL);
    line.connect(unit, PacedLine.after(QUICK));
  }

  private void runFor(int baudRate, double seconds) {
    ModbusMaster master =
        ModbusMaster.rtu(
            "Meters",
            _ -> line,
            settings(baudRate),
            new Timing(Duration.ofSeconds(1), Duration.ZERO),
            pace);
    List<PolledDevice> polled =
        devices.stream()
            .map(device -> new PolledDevice(device, MAP, BlockPlan.RTU_OVERHEAD, pace))
            .toList();
    ModbusBus bus =
        new ModbusBus(
            "Meters", master, polled, () -> Instant.EPOCH, pace, new Random(1), Runnable::run);
    pace.endAfterSeconds(seconds);
    assertThrows(InterruptedException.class, () -> bus.run(_ -> {}));
  }

  /** Polls of one unit after the start has settled. */
  private double polls(int unit, double from) {
    long requests = line.askedAt(unit).stream().filter(at -> at >= from).count();
    return (double) requests / BlockPlan.of(MAP, BlockPlan.RTU_OVERHEAD).size();
  }

  /** What the line cannot do without: both frames, the turn-around and a silence of 3.5. */
  private static double leastSeconds(int baudRate) {
    double nanos = 0;
    for (BlockPlan.Block block : BlockPlan.of(MAP, BlockPlan.RTU_OVERHEAD)) {
      nanos += settings(baudRate).timeOf(8 + 5 + 2 * block.count()).toNanos() + QUICK.toNanos();
      nanos += Math.max(1_750_000, settings(baudRate).timeOf(7).toNanos() / 2.0);
    }
    return nanos / 1e9;
  }

  @ParameterizedTest
  @ValueSource(ints = {1200, 9600, 19_200, 115_200})
  void aFullLineTakesNoMoreTimeThanItsBytes(int baudRate) {
    line = line(baudRate);
    live(1, 10);
    runFor(baudRate, 600);
    double used = 600 / polls(1, 0) / leastSeconds(baudRate);
    assertTrue(used <= 1.05, "got " + used);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void theDeadTakeNothingFromTheLivingThatMatters(int dead) {
    int living = 3;
    IntStream.rangeClosed(1, living).forEach(unit -> live(unit, 2000));
    IntStream.range(0, dead).forEach(i -> device(100 + i, 2000, Priority.NORMAL));
    runFor(9600, 1260);
    for (int unit = 1; unit <= living; unit++) {
      double share = polls(unit, 60) / 600;
      assertTrue(share >= 0.95, "unit " + unit + " got " + share);
    }
  }

  @Test
  void theDeadAreAllAskedAgainOnALineThatIsOverbooked() {
    IntStream.rangeClosed(1, 4).forEach(unit -> live(unit, 100));
    IntStream.range(0, 5).forEach(i -> device(100 + i, 100, Priority.LOW));
    runFor(9600, 1800);
    double vain = 0;
    for (int unit = 100; unit < 105; unit++) {
      int asked = line.askedAt(unit).size();
      assertTrue(asked >= 5, "unit " + unit + " was asked " + asked + " times");
      vain += asked;
    }
    assertTrue(vain / 1800 <= 0.05, "one second each: got " + vain);
  }

  /** Two answers of 500 are lost; the way back is the quarantine and not the dead one's turn. */
  @Test
  void aHiccupBesideTheDeadIsOverInSeconds() {
    device(1, 1000, Priority.NORMAL);
    line.connect(1, n -> new Answer(n % 500 > 1 ? QUICK : Duration.ofDays(1), 0, 0));
    IntStream.range(0, 9).forEach(i -> device(100 + i, 1000, Priority.NORMAL));
    runFor(9600, 1260);
    List<Double> asked = line.askedAt(1);
    double longest = 0;
    for (int i = 1; i < asked.size(); i++) {
      longest = asked.get(i) > 60 ? Math.max(longest, asked.get(i) - asked.get(i - 1)) : longest;
    }
    assertTrue(longest > 3 && longest < 7, "got " + longest);
  }

  @Test
  void findsALostMeterAgain() {
    device(1, 1000, Priority.NORMAL);
    line.connect(1, n -> new Answer(n < 100 || n > 104 ? QUICK : Duration.ofDays(1), 0, 0));
    runFor(9600, 300);
    assertTrue(line.askedAt(1).size() > 200, "asked " + line.askedAt(1).size());
  }

  @Test
  void aSlaveThatBecomesSlowIsNotLockedOut() {
    device(1, 1000, Priority.NORMAL);
    line.connect(1, n -> new Answer(Duration.ofMillis(n < 500 ? 10 : 600), 0, 0));
    runFor(9600, 1200);
    double late = polls(1, 900);
    assertTrue(late > 50, "one poll takes five times 0.6 s and more, got " + late);
  }

  @Test
  void noiseAndLiesTakeLittleFromTheOthers() {
    live(1, 2000);
    device(2, 2000, Priority.NORMAL);
    line.connect(2, n -> new Answer(QUICK, 0, n % 3 == 0 ? 0x55 : 0));
    device(3, 2000, Priority.NORMAL);
    line.connect(3, _ -> new Answer(QUICK, 1, 0));
    runFor(9600, 1260);
    assertTrue(polls(1, 60) / 600 >= 0.95, "got " + polls(1, 60) / 600);
  }

  @Test
  void highGoesFirstAndLowIsNotStarved() {
    line = line(4800);
    line.connect(1, PacedLine.after(QUICK));
    line.connect(2, PacedLine.after(QUICK));
    line.connect(3, PacedLine.after(QUICK));
    device(3, 1000, Priority.LOW);
    device(2, 1000, Priority.NORMAL);
    device(1, 1000, Priority.HIGH);
    runFor(4800, 3600);
    double high = polls(1, 60);
    double normal = polls(2, 60);
    double low = polls(3, 60);
    assertTrue(high >= normal && normal >= low, high + " " + normal + " " + low);
    assertTrue(low > high / 8, high + " " + normal + " " + low);
  }

  @Test
  void equalDevicesGetEqualSharesOfAnOverbookedLine() {
    IntStream.rangeClosed(1, 5).forEach(unit -> live(unit, 100));
    runFor(9600, 600);
    double first = polls(1, 0);
    for (int unit = 2; unit <= 5; unit++) {
      assertEquals(1, polls(unit, 0) / first, 0.02, "unit " + unit);
    }
  }
}
