package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");

  private static final Duration SHORT = Duration.ofMillis(20);
  private final AtomicLong nanos = new AtomicLong();
  private final ProcessTree tree = new ProcessTree(nanos::get);
  private final DataPoint power =
      new DataPoint("PAC1", "activePowerTotal", ValueType.REAL, "W", "");
  private final DataPoint energy = new DataPoint("PAC1", "energy", ValueType.INT, "Wh", "");
  private final List<Send> sent = new ArrayList<>();

  @Test
  void aPointStandsWhereItsDeviceSaysThatItStands() {
    DataPoint bit = new DataPoint("IO/I", "P0", ValueType.BOOL, "", "line 17");
    DataPoint apart = new DataPoint("C20/Q", "P0", ValueType.BOOL, "", "pin 0");
    tree.define(
        "MB",
        List.of(new Device("IO/I", List.of(bit)), new Device("C20/Q", "", true, List.of(apart))));
    assertEquals(List.of("/Process/C20/Q/P0", "/Process/MB/IO/I/P0"), paths());
  }

  private List<String> paths() {
    return java.util.Objects.requireNonNull(tree.under("/Process")).stream()
        .map(ProcessTree.Snapshot::path)
        .toList();
  }

  @Test
  void whenTheTimeBecomesKnownEveryTimeThatWasCountedIsRight() {
    Correction days = new Correction(T0, Duration.ofDays(3));
    SampleSink sink = tree.define("Lan", devices(power, energy));
    Instant before = T0.minusSeconds(60);
    sink.accept(List.of(Sample.good(energy, new Value.Int(1), before)));
    sink.accept(List.of(Sample.good(power, new Value.Real(5), T0.plusSeconds(7))));
    nanos.addAndGet(2_000_000_000L);
    sink.accept(List.of(Sample.failed(power, Quality.UNCERTAIN, T0.plusSeconds(9), "silent")));
    Instant now = T0.plusSeconds(10).plus(days.by());
    assertEquals(days, tree.correct(() -> days, () -> now));
    Latest latest = latest("/Process/Lan/PAC1/activePowerTotal");
    assertEquals(T0.plusSeconds(7).plus(days.by()), latest.time());
    assertEquals(T0.plusSeconds(9).plus(days.by()), latest.looked());
    assertEquals(2000, tree.ageMillis(latest));
    assertEquals(before, latest("/Process/Lan/PAC1/energy").time());
  }

  /** Its time was taken before, and it comes after. */
  @Test
  void aSampleThatWasUnderWayWhenTheTimeBecameKnownIsMadeRightToo() {
    for (Duration by : List.of(Duration.ofDays(3), Duration.ofDays(-3), Duration.ofSeconds(2))) {
      Correction correction = new Correction(T0, by);
      SampleSink sink = tree.define("Lan", devices(power));
      Instant counted = T0.plusSeconds(7);
      Instant then = counted.plusMillis(1).plus(by);
      tree.correct(() -> correction, () -> then);
      nanos.addAndGet(3_000_000);
      sink.accept(List.of(Sample.good(power, new Value.Real(5), counted)));
      assertEquals(
          counted.plus(by), latest("/Process/Lan/PAC1/activePowerTotal").time(), by.toString());
      sink.accept(List.of(Sample.good(power, new Value.Real(6), then.plusMillis(3))));
      assertEquals(
          then.plusMillis(3), latest("/Process/Lan/PAC1/activePowerTotal").time(), by.toString());
    }
  }

  private Latest latest(String path) {
    return java.util.Objects.requireNonNull(tree.under(path)).getFirst().latest();
  }

  @Test
  void keepsTheLastValueAndItsAgeWhenAReadingFails() {
    SampleSink sink = tree.define("Lan", devices(power));
    sink.accept(List.of(Sample.good(power, new Value.Real(5), T0)));
    nanos.addAndGet(3_000_000_000L);
    sink.accept(List.of(Sample.failed(power, Quality.UNCERTAIN, T0.plusSeconds(3), "no answer")));
    Latest latest = only("/Process/Lan/PAC1/activePowerTotal").latest();
    assertEquals(new Value.Real(5), latest.value());
    assertEquals(Quality.UNCERTAIN, latest.quality());
    assertEquals(T0, latest.time());
    assertEquals(3000, tree.ageMillis(latest));
    assertEquals("no answer", latest.reason());
  }

  @Test
  void isBadFromTheFirstFailureWhenThereNeverWasAValue() {
    SampleSink sink = tree.define("Lan", devices(power));
    assertEquals(Quality.BAD, only("/Process").latest().quality());
    sink.accept(List.of(Sample.failed(power, Quality.UNCERTAIN, T0, "no answer")));
    assertEquals(Quality.BAD, only("/Process").latest().quality());
    assertNull(only("/Process").latest().time());
  }

  @Test
  void findsABranchAndNothingElse() {
    tree.define("Lan", devices(power, energy));
    tree.define("LanB", List.of(new Device("PAC1", List.of())));
    assertEquals(2, paths("/Process/Lan").size());
    assertEquals(2, paths("/Process/Lan/PAC1/").size());
    assertEquals(List.of("/Process/Lan/PAC1/energy"), paths("/Process/Lan/PAC1/energy"));
    assertNull(tree.under("/Process/La"));
    assertNull(tree.under("/Process/Lan/PAC1/energy/x"));
    assertEquals(2, paths("/").size());
  }

  @Test
  void aChangedBusKeepsTheValuesOfPointsThatStay() {
    SampleSink sink = tree.define("Lan", devices(power, energy));
    sink.accept(
        List.of(
            Sample.good(power, new Value.Real(5), T0), Sample.good(energy, new Value.Int(7), T0)));
    DataPoint same = new DataPoint("PAC1", "activePowerTotal", ValueType.REAL, "W", "");
    tree.define("Lan", devices(same));
    assertEquals(new Value.Real(5), only("/Process/Lan").latest().value());
    sink.accept(List.of(Sample.good(power, new Value.Real(6), T0))); // A late block of the old bus.
    assertEquals(new Value.Real(5), only("/Process/Lan").latest().value());
  }

  @Test
  void refusesASampleOfAStranger() {
    SampleSink sink = tree.define("Lan", devices(power));
    List<Sample> strange = List.of(Sample.good(energy, new Value.Int(1), T0));
    assertThrows(IllegalArgumentException.class, () -> sink.accept(strange));
  }

  @Test
  void aReadingNeverShowsHalfABlock() throws InterruptedException {
    SampleSink sink = tree.define("Lan", devices(power, energy));
    Thread bus =
        Thread.ofPlatform()
            .start(() -> {
              for (long i = 0; i < 50_000; i++) {
                sink.accept(
                    List.of(
                        Sample.good(power, new Value.Real((double) i), T0),
                        Sample.good(energy, new Value.Int(i), T0)));
              }
            });
    while (bus.isAlive()) {
      List<ProcessTree.Snapshot> found = tree.under("/Process/Lan");
      assertNotNull(found);
      if (found.get(0).latest().value() instanceof Value.Real(double one)
          && found.get(1).latest().value() instanceof Value.Int(long other)) {
        assertEquals(one, (double) other);
      }
    }
    bus.join();
  }

  @Test
  void anOnChangeSectionSendsEachChangeOnceInOrder() {
    SampleSink sink = tree.define("Lan", devices(power, energy));
    try (RealtimeSection section = onChangeSection()) {
      for (int i = 0; i < 4; i++) {
        Instant time = T0.plusSeconds(i);
        sink.accept(
            List.of(
                Sample.good(power, new Value.Real(100), time),
                Sample.good(energy, new Value.Int(i / 2), time)));
      }
      sink.accept(List.of(Sample.failed(power, Quality.UNCERTAIN, T0.plusSeconds(9), "silent")));
      assertNotNull(section);
    }
    sink.accept(List.of(Sample.good(power, new Value.Real(200), T0)));
    assertEquals(
        List.of(
            new Send(
                "CloudConn",
                "Realtime1",
                T0,
                List.of(
                    new Send.Reading("p", new Value.Real(100), Quality.GOOD, T0),
                    new Send.Reading("e", new Value.Int(0), Quality.GOOD, T0))),
            new Send(
                "CloudConn",
                "Realtime1",
                T0.plusSeconds(2),
                List.of(new Send.Reading("e", new Value.Int(1), Quality.GOOD, T0.plusSeconds(2)))),
            new Send(
                "CloudConn",
                "Realtime1",
                T0.plusSeconds(9),
                List.of(
                    new Send.Reading(
                        "p", new Value.Real(100), Quality.UNCERTAIN, T0.plusSeconds(3))))),
        sent);
  }

  @Test
  void anOnChangeSectionBeginsWithWhatWasReadBeforeIt() {
    SampleSink sink = tree.define("Lan", devices(power, energy));
    sink.accept(List.of(Sample.good(power, new Value.Real(100), T0)));
    try (RealtimeSection section = onChangeSection()) {
      assertNotNull(section);
    }
    assertEquals(
        List.of(
            new Send(
                "CloudConn",
                "Realtime1",
                T0,
                List.of(new Send.Reading("p", new Value.Real(100), Quality.GOOD, T0)))),
        sent);
  }

  private RealtimeSection onChangeSection() {
    SectionSettings settings =
        new SectionSettings(
            "Realtime1",
            "on-change",
            null,
            null,
            null,
            List.of(
                new SectionSettings.Point(
                    "p", "/Process/Lan/PAC1/activePowerTotal", null, null, Map.of()),
                new SectionSettings.Point("e", "/Process/Lan/PAC1/energy", null, null, Map.of())));
    Schedule schedule = new Schedule(AssertionError::new);
    return new RealtimeSection(
        "CloudConn", settings, tree, schedule, InstantSource.fixed(T0), sent::add);
  }

  @Test
  void setsAVariableThroughItsBusAndSaysWhatBecameOfIt() throws InterruptedException {
    DataPoint interval = new DataPoint("PAC1", "interval", ValueType.INT, "s", "", true);
    Map<DataPoint, Value> written = new LinkedHashMap<>();
    AtomicReference<CompletableFuture<Void>> outcome =
        new AtomicReference<>(CompletableFuture.runAsync(() -> {}, Runnable::run));
    tree.define(
        "Lan",
        devices(power, interval),
        (point, value) -> {
          written.put(point, value);
          return outcome.get();
        });
    String path = "/Process/Lan/PAC1/interval";
    assertEquals(new SetOutcome.Done(path, new Value.Int(30), "s"), set(path, 30L));
    assertEquals(new SetOutcome.Done(path, new Value.Int(40), "s"), set(path, 40.0));
    assertEquals(Map.of(interval, new Value.Int(40)), written);

    assertEquals(new SetOutcome.Misfit("got 1.5, want a whole number"), set(path, 1.5));
    assertEquals(new SetOutcome.Misfit("got true, want a whole number"), set(path, true));
    assertEquals(
        new SetOutcome.Misfit("got the text \"30\", want a whole number"), set(path, "30"));
    String power = "/Process/Lan/PAC1/activePowerTotal";
    assertEquals(new SetOutcome.ReadOnly(power), set(power, 1.0));
    assertEquals(new SetOutcome.Unknown("/Process/Lan/PAC1"), set("/Process/Lan/PAC1", 1.0));

    BusException silent = new BusException.NoAnswer("node 1: no answer in 15 s", "Wake it");
    outcome.set(CompletableFuture.failedFuture(silent));
    assertEquals(new SetOutcome.Failed(silent), set(path, 30L));
    outcome.set(CompletableFuture.failedFuture(new IllegalArgumentException("got 0, want 1 on")));
    assertEquals(new SetOutcome.Misfit("got 0, want 1 on"), set(path, 0L));
    outcome.set(new CompletableFuture<>());
    assertEquals(new SetOutcome.Pending(SHORT), set(path, 30L));

    tree.remove("Lan");
    assertEquals(new SetOutcome.Unknown(path), set(path, 30L));
  }

  @Test
  void aSectionUsesItsPointsUntilItIsClosed() {
    List<Set<DataPoint>> told = new ArrayList<>();
    tree.define("Lan", devices(power, energy), null, told::add);
    onChangeSection().close();
    assertEquals(List.of(Set.of(), Set.of(power, energy), Set.of()), told);
  }

  @Test
  void tellsABusWhatIsUsedOnlyWhenThatChanges() {
    List<Set<DataPoint>> told = new ArrayList<>();
    ProcessTree.Use early = tree.useUnder("/Process");
    ProcessTree.Use section = tree.use(List.of(tree.variable("/Process/Lan/PAC1/energy")));
    tree.define("Lan", devices(power, energy), null, told::add);
    ProcessTree.Use page = tree.useUnder("/Process/Lan");
    ProcessTree.Use second = tree.useUnder("/Process/Lan/PAC1/activePowerTotal");
    page.close();
    page.close();
    second.close();
    section.close();
    early.close();
    assertEquals(List.of(Set.of(energy), Set.of(power, energy), Set.of(energy), Set.of()), told);
    tree.define("Lan", devices(power, energy), null, told::add);
    assertEquals(Set.of(), told.getLast());
    assertEquals(5, told.size());
  }

  private SetOutcome set(String path, Object value) throws InterruptedException {
    return tree.set(path, value, SHORT);
  }

  private ProcessTree.Snapshot only(String path) {
    List<ProcessTree.Snapshot> found = tree.under(path);
    assertNotNull(found);
    assertEquals(1, found.size());
    return found.getFirst();
  }

  private List<String> paths(String path) {
    List<ProcessTree.Snapshot> found = tree.under(path);
    assertNotNull(found);
    return found.stream().map(ProcessTree.Snapshot::path).toList();
  }

  private static List<Device> devices(DataPoint... points) {
    return List.of(new Device("PAC1", List.of(points)));
  }
}
