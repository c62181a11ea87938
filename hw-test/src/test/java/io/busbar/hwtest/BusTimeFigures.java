package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.Driver;
import io.busbar.drivers.modbus.BlockPlan;
import io.busbar.drivers.modbus.ModbusDevice;
import io.busbar.drivers.modbus.ModbusRtuSettings;
import io.busbar.drivers.modbus.ModbusTypes;
import io.busbar.drivers.modbus.Priority;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.PeerProcess;
import io.busbar.hwtest.peer.Peers;
import io.busbar.hwtest.simulator.Fault;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.PacedLine;
import io.busbar.hwtest.simulator.PacedLine.Station;
import io.busbar.hwtest.simulator.RegisterImage;
import io.busbar.hwtest.simulator.Registers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the Modbus driver makes of a serial line's time, as ratios measured in one run on a pseudo
 * terminal that is as slow as copper. Four minutes, on a machine with nothing else to do:
 *
 * <pre>
 * mvn verify -pl hw-test -am -Dtest=none -Dit.test=BusTimeFigures -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>The same in virtual time, without a line, is the drivers' {@code BusTimeTest}.
 */
@NeedsPeer(Peer.SOCAT)
final class BusTimeFigures {
  private static final String METER = "eastron-sdm630";
  private static final Duration TURNAROUND = Duration.ofMillis(10);
  private static final int CYCLES = 40;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration SHARED_LINE = Duration.ofSeconds(60);
  private static final int LIVING = 4;

  private final RegisterLibrary library = new RegisterLibrary();
  private final List<BlockPlan.Block> plan =
      BlockPlan.of(library.find(METER).orElseThrow(), BlockPlan.RTU_OVERHEAD);

  private final List<PacedLine> lines = new ArrayList<>();

  @TempDir private Path folder;

  private static Station station(int unit) {
    return new Station(new ModbusSlave(unit, new RegisterImage().reserve(0, 1000)), TURNAROUND, 1);
  }

  private static Station faulty(int unit, Fault fault, int every) {
    Station station = station(unit);
    station.slave().fault(fault);
    return new Station(station.slave(), TURNAROUND, every);
  }

  private Driver bus(int baudRate, List<Integer> units, Duration pollInterval) {
    List<ModbusDevice> devices =
        units.stream()
            .map(unit -> new ModbusDevice("M" + unit, unit, METER, pollInterval, Priority.NORMAL))
            .toList();
    return ModbusTypes.rtu(library, InstantSource.system())
        .driver(
            new ModbusRtuSettings(
                "Meters",
                folder.resolve("A").toString(),
                baudRate,
                Parity.NONE,
                1,
                8,
                Direction.ADAPTER,
                Duration.ofSeconds(1),
                Duration.ZERO,
                devices));
  }

  private static Thread start(Driver bus) {
    return Thread.ofPlatform()
        .daemon()
        .name("bus")
        .start(() -> {
          try {
            bus.run(_ -> {});
          } catch (BusException e) {
            throw new IllegalStateException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** What no master can do without: both frames, turn-around, and 3.5 characters of silence. */
  private double leastSeconds(int baudRate) {
    double nanos = 0;
    for (BlockPlan.Block block : plan) {
      nanos += PacedLine.onTheWire(block.count(), baudRate).toNanos() + TURNAROUND.toNanos();
      nanos += baudRate > 19_200 ? 1_750_000 : 3.5 * 10e9 / baudRate;
    }
    return nanos / 1e9;
  }

  @ParameterizedTest
  @ValueSource(ints = {9600, 19_200, 115_200})
  void aFullLineTakesNoMoreTimeThanItsBytes(int baudRate) throws Exception {
    try (PeerProcess _ = Peers.socat(folder)) {
      BlockingQueue<Long> cycles = new LinkedBlockingQueue<>();
      Station station = new Station(new ModbusSlave(1, stamping(cycles)), TURNAROUND, 1);
      PacedLine line = PacedLine.start(folder.resolve("B"), baudRate, List.of(station));
      Thread bus = start(bus(baudRate, List.of(1), Duration.ofMillis(10)));
      double seconds = medianSeconds(cycles);
      stop(bus);
      double ratio = seconds / leastSeconds(baudRate);
      System.out.printf(
          Locale.ROOT,
          "figure: bus time used against the least possible at %d baud: %.3f (aim <= 1.05)%n",
          baudRate,
          ratio);
      assumeQuick(line);
      assertTrue(ratio <= 1.05, "got " + ratio);
    }
  }

  /** Registers that note when a cycle starts. */
  private Registers stamping(BlockingQueue<Long> cycles) {
    Registers zeros = new RegisterImage().reserve(0, 1000);
    return (function, address, count) -> {
      if (address == plan.getFirst().start()) {
        cycles.add(System.nanoTime());
      }
      return zeros.read(function, address, count);
    };
  }

  /** A slave that the machine held up is no slave of copper, and the figure says nothing. */
  private static void assumeQuick(PacedLine line) {
    assumeTrue(
        line.latest().compareTo(TURNAROUND.multipliedBy(5)) < 0,
        () -> "the machine is busy: the slave's bytes came " + line.latest() + " late");
  }

  /** The median, so that what else the machine does now and then does not count. */
  private static double medianSeconds(BlockingQueue<Long> cycles) throws InterruptedException {
    long last = cycles.take();
    List<Long> lengths = new ArrayList<>();
    for (int i = 0; i < CYCLES; i++) {
      long start = cycles.take();
      lengths.add(start - last);
      last = start;
    }
    return lengths.stream().sorted().toList().get(CYCLES / 2) / 1e9;
  }

  private static void stop(Thread bus) throws InterruptedException {
    bus.interrupt();
    bus.join();
  }

  /** Polls of each living slave beside these others. */
  private List<Double> polls(List<Station> others) throws Exception {
    try (PeerProcess _ = Peers.socat(folder)) {
      List<Station> living = new ArrayList<>();
      List<Integer> units = new ArrayList<>();
      for (int unit = 1; unit <= LIVING; unit++) {
        living.add(station(unit));
        units.add(unit);
      }
      List<Station> all = new ArrayList<>(living);
      all.addAll(others);
      for (int unit = LIVING + 1; unit <= LIVING + others.size(); unit++) {
        units.add(unit);
      }
      PacedLine line = PacedLine.start(folder.resolve("B"), 19_200, all);
      Thread bus = start(bus(19_200, units, Duration.ofSeconds(3)));
      Thread.sleep(WARM_UP);
      List<Long> before = living.stream().map(station -> station.slave().requests()).toList();
      Thread.sleep(SHARED_LINE);
      List<Double> polls = new ArrayList<>();
      for (int i = 0; i < LIVING; i++) {
        long asked = living.get(i).slave().requests() - before.get(i);
        polls.add((double) asked / plan.size());
      }
      stop(bus);
      lines.add(line);
      return polls;
    }
  }

  private void compare(String what, List<Station> others) throws Exception {
    List<Double> alone = polls(List.of());
    List<Double> beside = polls(others);
    double worst = 1;
    for (int i = 0; i < LIVING; i++) {
      worst = Math.min(worst, beside.get(i) / alone.get(i));
    }
    System.out.printf(
        Locale.ROOT,
        "figure: poll rate of the slowest living slave beside %s: %.3f (aim >= 0.95)%n",
        what,
        worst);
    lines.forEach(BusTimeFigures::assumeQuick);
    assertTrue(worst >= 0.95, "got " + alone + " and then " + beside);
  }

  @Test
  void aDeadSlaveTakesNothingFromTheLiving() throws Exception {
    compare("a dead one", List.of(faulty(LIVING + 1, new Fault.Silent(), 1)));
  }

  @Test
  void aNoisyALateAndALyingSlaveTakeNothingFromTheLiving() throws Exception {
    compare(
        "a noisy, a late and a lying one",
        List.of(
            faulty(LIVING + 1, new Fault.Corrupt(), 5),
            faulty(LIVING + 2, new Fault.Late(Duration.ofMillis(1500)), 7),
            faulty(LIVING + 3, new Fault.WrongUnit(), 1)));
  }
}
