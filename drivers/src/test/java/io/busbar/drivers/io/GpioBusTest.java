package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Panel;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bus by a fake clock: lines in, samples and levels out. */
class GpioBusTest {
  private static final long MS = 1_000_000;
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");
  private static final GpioSettings SETTINGS =
      new GpioSettings(
          "MB",
          null,
          List.of(
              new GpioSettings.Input("P0", 17, Pull.UP, true, Duration.ofMillis(20)),
              new GpioSettings.Input("P9", 18, Pull.NONE, false, Duration.ZERO),
              new GpioSettings.Input("Door", 19, Pull.NONE, false, Duration.ZERO)),
          List.of(
              new GpioSettings.Output("P0", 27, false, false, null),
              new GpioSettings.Output("P1", 22, true, true, Duration.ofSeconds(5))),
          List.of(
              new GpioSettings.Counter(
                  "P0", 23, Pull.UP, true, Duration.ofMillis(5), 1000, "kWh", null)),
          Duration.ofSeconds(30),
          new GpioSettings.PanelLines(5, 6, 12));

  @TempDir private Path folder;
  private final FakePins pins = new FakePins();
  private final Map<String, Sample> last = new TreeMap<>();
  private final List<Panel.Held> held = new ArrayList<>();
  private final Queue<Consumer<OpenLines>> posted = new ArrayDeque<>();
  private final PanelState panel = new PanelState();
  private long now;

  @Test
  void aContactClosesAndItsTimeIsThatOfItsEdge() throws Unavailable {
    OpenLines lines = open();
    assertEquals("false", value("IO/I/P0"));
    pins.edge(17, false, 5000 * MS);
    pass(lines, 5019);
    assertEquals("false", value("IO/I/P0"));
    pass(lines, 5020);
    assertEquals("true", value("IO/I/P0"));
    assertEquals(T0.plusMillis(5000), sample("IO/I/P0").time());
  }

  @Test
  void bytesWordsAndDoubleWordsAreMadeOfTheNumberedInputs() throws Unavailable {
    OpenLines lines = open();
    pins.edge(18, true, 10 * MS);
    pins.edge(19, true, 11 * MS);
    pass(lines, 11);
    assertEquals("true", value("IO/I/Door"));
    assertEquals("0", value("IO/IB/P0"));
    assertEquals("2", value("IO/IB/P1"));
    assertEquals("512", value("IO/IW/P0"));
    assertEquals("512", value("IO/ID/P0"));
    assertFalse(last.containsKey("IO/IW/P1"));
  }

  @Test
  void anEdgeThatNobodyToldOfIsFoundWithinASecond() throws Unavailable {
    OpenLines lines = open();
    pins.levels.put(18, true);
    pass(lines, 999);
    assertEquals("false", value("IO/I/P9"));
    pass(lines, 1000);
    assertEquals("true", value("IO/I/P9"));
  }

  @Test
  void outputsAreSafeAtStartTakeCommandsAndAreSafeAtTheEnd() throws Exception {
    OpenLines lines = open();
    assertEquals(List.of("27 low", "22 low", "5 low", "6 low"), pins.driven);
    assertEquals("2", value("IO/QB/P0"));
    pins.driven.clear();
    set(lines, "IO/Q/P0", new Value.Bool(true)).get();
    assertEquals("3", value("IO/QB/P0"));
    set(lines, "IO/QW/P0", new Value.Int(1)).get();
    assertEquals(List.of("27 high", "27 high", "22 high"), pins.driven);
    pins.driven.clear();
    lines.close();
    assertEquals(
        List.of("27 low", "27 closed", "22 low", "22 closed", "5 closed", "6 closed"), pins.driven);
    assertEquals("2", value("IO/QB/P0"));
    assertFalse(pins.isTaken(17));
  }

  @Test
  void aWordWithBitsThatHaveNoOutputIsRefusedWhole() throws Unavailable {
    OpenLines lines = open();
    pins.driven.clear();
    CompletableFuture<Void> done = set(lines, "IO/QB/P0", new Value.Int(5));
    assertInstanceOf(IllegalArgumentException.class, done.exceptionNow());
    assertEquals(
        "got 0x5, want only bits of 0x3, which have outputs", done.exceptionNow().getMessage());
    assertEquals(List.of(), pins.driven);
  }

  @Test
  void withoutACommandAnOutputGoesBackAfterItsDeadManTime() throws Exception {
    OpenLines lines = open();
    set(lines, "IO/QB/P0", new Value.Int(1)).get();
    pass(lines, 4000);
    set(lines, "IO/Q/P1", new Value.Bool(false)).get();
    pass(lines, 8999);
    assertEquals("false", value("IO/Q/P1"));
    pass(lines, 9000);
    assertEquals("true", value("IO/Q/P1"));
    assertEquals(false, pins.levels.get(22));
    assertEquals("true", value("IO/Q/P0"));
  }

  @Test
  void pulsesAreCountedAndGoOnWhereTheyWereSaved() throws Exception {
    OpenLines lines = open();
    for (int i = 0; i < 10; i++) {
      pulse(lines, 10_000 + 3000 * i);
    }
    pass(lines, 39_000);
    assertEquals("0.01", value("Counter/P0"));
    assertEquals(1200, Double.parseDouble(value("Counter/P0.power")), 0.1);
    lines.close();

    OpenLines again = open();
    assertEquals("10", value("Counter/P0.pulses"));
    assertNull(sample("Counter/P0.power").value());
    assertEquals("needs two pulses or an hour of silence", sample("Counter/P0.power").reason());
    pulse(again, 60_000);
    pass(again, 61_000);
    assertEquals("11", value("Counter/P0.pulses"));
  }

  @Test
  void aPowerCutCostsTheCountsOfOneSavingIntervalAtMost() throws Exception {
    OpenLines lines = open();
    pulse(lines, 1000);
    pass(lines, 30_000);
    pulse(lines, 31_000);
    pass(lines, 59_000);
    assertEquals(Map.of("P0", 1L), new CounterFile(folder, "MB").load());
    pass(lines, 60_000);
    assertEquals(Map.of("P0", 2L), new CounterFile(folder, "MB").load());
  }

  @Test
  void aCounterIsSetToWhatItsMeterShowsAndThatIsSavedAtOnce() throws Exception {
    OpenLines lines = open();
    set(lines, "Counter/P0", new Value.Real(812.5)).get();
    assertEquals("812.5", value("Counter/P0"));
    assertEquals(Map.of("P0", 812_500L), new CounterFile(folder, "MB").load());
  }

  @Test
  void theLedShowsTheConnectionsAndTheButtonIsHeard() throws Unavailable {
    OpenLines lines = open();
    panel.show(Panel.Signal.CONNECTING);
    pins.driven.clear();
    pass(lines, 2000);
    assertEquals(List.of("5 high", "5 low", "5 high", "5 low", "5 high"), pins.driven);
    panel.show(Panel.Signal.CONNECTED);
    pass(lines, 3000);
    assertEquals("6 high", pins.driven.getLast());
    pins.edge(12, false, 3000 * MS);
    pins.edge(12, true, 13_001 * MS);
    pass(lines, 14_000);
    assertEquals(List.of(Panel.Held.CREDENTIALS), held);
  }

  @Test
  void aBusThatDoesNotRunTakesNoCommand() {
    GpioBus bus = bus();
    DataPoint out =
        bus.devices().stream()
            .flatMap(device -> device.points().stream())
            .filter(DataPoint::writable)
            .findFirst()
            .orElseThrow();
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> bus.write(out, new Value.Bool(true)).get());
    assertInstanceOf(Unavailable.class, e.getCause());
  }

  @Test
  void aLineThatIsTakenEndsTheBusAndGivesTheOthersBack() throws Exception {
    pins.input(18, Pull.NONE, _ -> {});
    GpioBus bus = bus();
    assertThrows(Unavailable.class, () -> bus.run(this::note));
    assertFalse(pins.isTaken(17));
    assertTrue(pins.driven.contains("27 closed"));
    assertEquals(Quality.UNCERTAIN, sample("IO/I/P0").quality());
    assertEquals("line 18 is taken. Take another", sample("IO/I/P0").reason());
  }

  private GpioBus bus() {
    return new GpioBus(SETTINGS, pins, new CounterFile(folder, "MB"), wallClock(), () -> now);
  }

  private InstantSource wallClock() {
    return () -> T0.plusNanos(now);
  }

  private OpenLines open() throws Unavailable {
    panel.onHeld(held::add);
    OpenLines lines = bus().lines(this::note, posted::add, panel);
    lines.open();
    lines.turn();
    return lines;
  }

  /** Lets the clock run to a time since the start, as the bus's loop would. */
  private void pass(OpenLines lines, long ms) throws Unavailable {
    while (true) {
      for (Consumer<OpenLines> next = posted.poll(); next != null; next = posted.poll()) {
        next.accept(lines);
      }
      long wait = lines.turn();
      if (now + wait > ms * MS) {
        now = ms * MS;
        lines.turn();
        return;
      }
      now += wait;
    }
  }

  private void pulse(OpenLines lines, long ms) throws Unavailable {
    pass(lines, ms);
    pins.edge(23, false, ms * MS);
    pins.edge(23, true, (ms + 30) * MS);
    pass(lines, ms + 60);
  }

  private CompletableFuture<Void> set(OpenLines lines, String path, Value value) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lines.write(sample(path).point(), value, done);
    return done;
  }

  private void note(List<Sample> block) {
    for (Sample sample : block) {
      last.put(sample.point().device() + "/" + sample.point().name(), sample);
    }
  }

  private Sample sample(String path) {
    return java.util.Objects.requireNonNull(last.get(path), path);
  }

  private String value(String path) {
    return String.valueOf(sample(path).value());
  }
}
