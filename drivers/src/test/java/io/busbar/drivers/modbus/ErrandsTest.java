package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.modbus.FakeLine.Reply;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Errands of a bus with one meter that is read every second, in virtual time. */
final class ErrandsTest {
  private static final SerialSettings LINE =
      new SerialSettings("/dev/ttyUSB0", 19_200, 8, Parity.NONE, 1, Direction.RTS);
  private static final SerialSettings OTHER =
      new SerialSettings("/dev/ttyUSB0", 9600, 8, Parity.EVEN, 1);
  private static final Timing TIMING = new Timing(Duration.ofSeconds(1), Duration.ZERO);
  private static final ReadRequest PROBE = new ReadRequest("probe", 7, 3, 0, 1);

  private final VirtualPace pace = new VirtualPace();
  private final FakeLine line = new FakeLine(pace);
  private final List<SerialSettings> opened = new ArrayList<>();
  private final Set<Parity> refused = EnumSet.noneOf(Parity.class);
  private final List<CompletableFuture<?>> posted = new ArrayList<>();
  private final ModbusBus bus = bus(1);
  private final Errands errands = bus.errands();

  private ModbusBus bus(int devices) {
    line.answers(request -> {
      int bytes = 2 * Integer.parseInt(request.substring(15, 17), 16);
      String answer = request.substring(0, 6) + "%02X".formatted(bytes) + " 00".repeat(bytes);
      return request.startsWith("09")
          ? List.of()
          : List.of(new Reply(10, FakeLine.withCrc(answer)));
    });
    ModbusMaster master =
        ModbusMaster.rtu(
            "Meters",
            settings -> {
              opened.add(settings);
              if (refused.contains(settings.parity())) {
                throw new Unavailable("no port with parity " + settings.parity(), "Take another");
              }
              return line;
            },
            LINE,
            TIMING,
            pace);
    RegisterMap map = new RegisterLibrary().find("finder-7m24").orElseThrow();
    ModbusDevice device =
        new ModbusDevice("E1", 1, "finder-7m24", Duration.ofSeconds(1), Priority.NORMAL);
    List<PolledDevice> polled =
        devices == 0
            ? List.of()
            : List.of(new PolledDevice(device, map, BlockPlan.RTU_OVERHEAD, pace));
    return new ModbusBus(
        "Meters", master, polled, () -> Instant.EPOCH, pace, new Random(1), Runnable::run);
  }

  private void runFor(ModbusBus bus, double seconds) {
    pace.endAfterSeconds(seconds);
    assertThrows(InterruptedException.class, () -> bus.run(_ -> {}));
  }

  private long polls(double from, double until) {
    long count = 0;
    for (int i = 0; i < line.asked.size(); i++) {
      double at = line.askedAt.get(i);
      count += line.asked.get(i).startsWith("01") && at >= from && at < until ? 1 : 0;
    }
    return count;
  }

  private static BusException failure(CompletableFuture<?> future) {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> future.get(0, TimeUnit.SECONDS));
    return assertInstanceOf(BusException.class, failed.getCause());
  }

  @Test
  void anErrandIsDoneWhileTheBusWaitsForItsNextPoll() {
    List<CompletableFuture<int[]>> done = new ArrayList<>();
    pace.at(1.5, () -> done.add(errands.post(master -> master.read(PROBE))));
    runFor(bus, 3);
    assertEquals(1, done.getFirst().join().length);
    int asked =
        line.asked.indexOf(
            line.asked.stream().filter(a -> a.startsWith("07")).findFirst().orElseThrow());
    assertEquals(1.5, line.askedAt.get(asked), 0.01);
  }

  @Test
  void errandsAreDoneOnABusWithoutDevices() {
    ModbusBus empty = bus(0);
    List<CompletableFuture<int[]>> done = new ArrayList<>();
    pace.at(1.5, () -> done.add(empty.errands().post(master -> master.read(PROBE))));
    runFor(empty, 3);
    assertEquals(1, done.getFirst().join().length);
  }

  @Test
  void anErrandThatFailsTellsItsCallerAndNotTheBus() {
    List<CompletableFuture<?>> done = new ArrayList<>();
    pace.at(
        1.5,
        () -> {
          done.add(errands.post(master -> master.read(new ReadRequest("probe", 9, 3, 0, 1))));
          done.add(
              errands.post(_ -> {
                throw new IllegalStateException("a defect");
              }));
        });
    runFor(bus, 10);
    assertInstanceOf(NoAnswer.class, failure(done.get(0)));
    assertThrows(ExecutionException.class, () -> done.get(1).get(0, TimeUnit.SECONDS));
    assertTrue(polls(5, 10) > 4);
  }

  @Test
  void anErrandEndsAtOnceWhileTheBusIsNotOpen() {
    assertEquals("the bus is not open", failure(errands.post(_ -> 1)).getMessage());
    runFor(bus, 1);
    assertEquals("the bus is not open", failure(errands.post(_ -> 1)).getMessage());
  }

  @Test
  void errandsThatWaitEndWithTheBus() {
    List<CompletableFuture<?>> done = new ArrayList<>();
    line.answers(_ -> {
      done.add(errands.post(_ -> 1));
      line.gone = true;
      return List.of();
    });
    assertThrows(Unavailable.class, () -> bus.run(_ -> {}));
    assertEquals("/dev/ttyUSB0 has gone while in use", failure(done.getFirst()).getMessage());
  }

  @Test
  void anErrandThatIsInterruptedEnds() {
    List<CompletableFuture<?>> done = new ArrayList<>();
    pace.at(
        1.5,
        () -> {
          for (int i = 0; i < 2; i++) {
            done.add(
                errands.post(_ -> {
                  throw new InterruptedException();
                }));
          }
        });
    runFor(bus, 1.6);
    assertEquals("the bus is not open", failure(done.get(0)).getMessage());
    assertEquals("the bus was stopped", failure(done.get(1)).getMessage());
  }

  @Test
  void aPortThatGoesDuringAnErrandEndsTheBus() {
    List<CompletableFuture<?>> done = new ArrayList<>();
    pace.at(
        1.5,
        () -> {
          line.gone = true;
          done.add(errands.post(master -> master.read(PROBE)));
        });
    assertThrows(Unavailable.class, () -> bus.run(_ -> {}));
    assertInstanceOf(Unavailable.class, failure(done.getFirst()));
  }

  @Test
  void manyErrandsDoNotKeepPollsFromTheirTurn() {
    Errand<?>[] again = new Errand<?>[1];
    again[0] =
        master -> {
          posted.add(errands.post(again[0]));
          return master.read(PROBE);
        };
    pace.at(1.5, () -> posted.add(errands.post(again[0])));
    runFor(bus, 20);
    assertTrue(polls(10, 20) > 8, "polled " + polls(10, 20));
  }

  @Test
  void tooManyErrandsAreRefused() {
    List<CompletableFuture<?>> done = new ArrayList<>();
    pace.at(
        1.5,
        () -> {
          for (int i = 0; i < 65; i++) {
            done.add(errands.post(_ -> 1));
          }
        });
    runFor(bus, 3);
    assertEquals("got 64 errands that wait already", failure(done.getLast()).getMessage());
    done.subList(0, 64).forEach(CompletableFuture::join);
  }

  @Test
  void aHeldBusPollsNothingAndGoesOnAfterwards() {
    List<CompletableFuture<?>> done = new ArrayList<>();
    List<Errands.Hold> hold = new ArrayList<>();
    pace.at(2.5, () -> hold.add(take()));
    for (int second = 3; second < 30; second++) {
      pace.at(second, () -> done.add(hold.getFirst().post(master -> master.read(PROBE))));
    }
    pace.at(
        20,
        () -> {
          assertEquals("paused by a scan", bus.condition().pause());
          done.add(errands.post(_ -> 1));
          assertThrows(Unavailable.class, () -> errands.hold("paused by another"));
        });
    pace.at(30, () -> hold.getFirst().close());
    runFor(bus, 40);
    assertEquals(0, polls(2.6, 30));
    assertTrue(polls(30, 40) >= 10);
    assertNull(bus.condition().pause());
    assertEquals("the bus is paused by a scan", failure(done.remove(17)).getMessage());
    done.forEach(CompletableFuture::join);
    assertEquals("the bus is not open", failure(hold.getFirst().post(_ -> 1)).getMessage());
  }

  private Errands.Hold take() {
    try {
      return errands.hold("paused by a scan");
    } catch (Unavailable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aForgottenHoldEndsByItself() {
    List<Errands.Hold> hold = new ArrayList<>();
    List<CompletableFuture<?>> late = new ArrayList<>();
    pace.at(2.5, () -> hold.add(take()));
    pace.at(5, () -> posted.add(hold.getFirst().post(master -> master.read(PROBE))));
    pace.at(20, () -> late.add(hold.getFirst().post(_ -> 1)));
    runFor(bus, 25);
    assertEquals(0, polls(2.6, 15));
    assertTrue(polls(15, 25) >= 9);
    assertEquals("the bus polls again", failure(late.getFirst()).getMessage());
  }

  @Test
  void aRetunedLineIsItselfAgainAfterTheHold() {
    List<Errands.Hold> hold = new ArrayList<>();
    pace.at(2.5, () -> hold.add(take()));
    Errand<int[]> elsewhere =
        master -> {
          assertNull(master.retune(OTHER, ScanWalk.SHORT));
          assertNull(master.retune(OTHER, TIMING));
          return master.read(PROBE);
        };
    pace.at(3, () -> posted.add(hold.getFirst().post(elsewhere)));
    pace.at(4, () -> hold.getFirst().close());
    runFor(bus, 6);
    SerialSettings there =
        new SerialSettings("/dev/ttyUSB0", 9600, 8, Parity.EVEN, 1, Direction.RTS);
    assertEquals(List.of(LINE, there, LINE), opened);
    assertTrue(polls(4, 6) >= 2);
    posted.forEach(CompletableFuture::join);
  }

  @Test
  void aLineWithAnotherTimingOnlyStaysOpen() {
    List<Errands.Hold> hold = new ArrayList<>();
    pace.at(2.5, () -> hold.add(take()));
    Errand<int[]> shortly =
        master -> {
          assertNull(master.retune(LINE, ScanWalk.SHORT));
          return master.read(new ReadRequest("probe", 9, 3, 0, 1));
        };
    pace.at(3, () -> posted.add(hold.getFirst().post(shortly)));
    pace.at(3.2, () -> assertTrue(posted.getFirst().isDone()));
    pace.at(4, () -> hold.getFirst().close());
    runFor(bus, 6);
    assertInstanceOf(NoAnswer.class, failure(posted.getFirst()));
    assertEquals(List.of(LINE, LINE), opened);
    assertTrue(polls(4, 6) >= 2);
  }

  @Test
  void aLineThatRefusesOtherSettingsIsItselfAgainAtOnce() {
    refused.add(Parity.EVEN);
    List<Errands.Hold> hold = new ArrayList<>();
    List<CompletableFuture<Optional<Unavailable>>> why = new ArrayList<>();
    pace.at(2.5, () -> hold.add(take()));
    pace.at(
        3,
        () -> {
          why.add(
              hold.getFirst().post(master -> Optional.ofNullable(master.retune(OTHER, TIMING))));
          posted.add(hold.getFirst().post(master -> master.read(PROBE)));
        });
    pace.at(4, () -> hold.getFirst().close());
    runFor(bus, 6);
    Unavailable refusal = why.getFirst().join().orElseThrow();
    assertEquals("no port with parity EVEN", refusal.getMessage());
    assertEquals(LINE, opened.getLast());
    assertEquals(3, opened.size());
    assertTrue(polls(4, 6) >= 2);
    posted.forEach(CompletableFuture::join);
  }

  @Test
  void aLineThatOpensWithNoSettingsAnyMoreEndsTheBus() {
    List<Errands.Hold> hold = new ArrayList<>();
    pace.at(2.5, () -> hold.add(take()));
    pace.at(
        3,
        () -> {
          refused.addAll(Set.of(Parity.values()));
          posted.add(
              hold.getFirst().post(master -> Optional.ofNullable(master.retune(OTHER, TIMING))));
        });
    Unavailable end = assertThrows(Unavailable.class, () -> bus.run(_ -> {}));
    assertEquals("no port with parity NONE", end.getMessage());
    assertEquals("no port with parity NONE", failure(posted.getFirst()).getMessage());
  }

  /** On the machine's own clock, with threads: a bus that sleeps is woken. */
  @Test
  void anErrandWakesABusThatSleeps() throws Exception {
    Pace real = Pace.monotonic();
    ModbusMaster master = ModbusMaster.rtu("Meters", _ -> line, LINE, TIMING, real);
    ModbusBus idle =
        new ModbusBus(
            "Meters", master, List.of(), () -> Instant.EPOCH, real, new Random(1), Runnable::run);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> assertThrows(InterruptedException.class, () -> idle.run(_ -> {})));
    CompletableFuture<Thread> ran = idle.errands().post(_ -> Thread.currentThread());
    while (ran.isCompletedExceptionally()) {
      Thread.onSpinWait(); // until the bus has opened its line
      ran = idle.errands().post(_ -> Thread.currentThread());
    }
    assertEquals(thread, ran.get(10, TimeUnit.SECONDS));
    assertEquals(
        thread, idle.errands().post(_ -> Thread.currentThread()).get(10, TimeUnit.SECONDS));
    thread.interrupt();
    assertTrue(thread.join(Duration.ofSeconds(10)));
    assertFalse(thread.isAlive());
  }
}
