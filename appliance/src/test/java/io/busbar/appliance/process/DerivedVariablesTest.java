package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Accumulating;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.DerivedSettings.Kind;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Process variables that follow from devices of several buses. */
class DerivedVariablesTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private static final String A = "/Process/Lan/A/power";
  private static final String B = "/Process/Line/B/power";

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong(5 * SECOND);
  private final DataPoint a = new DataPoint("A", "power", ValueType.REAL, "W", "");
  private final DataPoint b = new DataPoint("B", "power", ValueType.REAL, "W", "");
  private final Set<DataPoint> used = new HashSet<>();
  private ProcessTree tree;
  private Sums sums;
  private ProcessVariables variables;
  private SampleSink lan;
  private SampleSink line;

  @BeforeEach
  void start() {
    used.clear();
    tree = new ProcessTree(nanos::get);
    VariableFile file = new VariableFile(folder.resolve("variables.json"), nanos::get);
    sums = new Sums(tree, VariableFile.ofSums(folder.resolve("sums.json"), nanos::get));
    variables = new ProcessVariables(tree, InstantSource.fixed(T0), file, sums);
    lan = tree.define("Lan", List.of(new Device("A", List.of(a))), null, this::tell);
    line = tree.define("Line", List.of(new Device("B", List.of(b))), null, this::tell);
  }

  /** Both buses tell their own; here it is enough to know the points of the last call of each. */
  private void tell(Set<DataPoint> points) {
    used.addAll(points);
  }

  @Test
  void aSumOverTwoBusesHasTheirOldestTimeAndComesWithTheBlockThatMakesIt() {
    variables.define(List.of(sum("Plant", A, B)));
    good(lan, a, 1000.5, 0);
    assertEquals(Latest.NEVER, latest("Plant"), "B was not tried yet");
    nanos.addAndGet(2 * SECOND);
    good(line, b, 500, 2);
    assertEquals(new Value.Real(1500.5), latest("Plant").value());
    assertEquals(Quality.GOOD, latest("Plant").quality());
    assertEquals(T0, latest("Plant").time());
    assertEquals(2000, tree.ageMillis(latest("Plant")));
    good(lan, a, 1100, 3);
    assertEquals(new Value.Real(1600), latest("Plant").value());
    assertEquals(T0.plusSeconds(2), latest("Plant").time());
  }

  @Test
  void whoSeesEverySampleSeesWhatFollowsToo() {
    List<String> seen = new ArrayList<>();
    tree.observe(
        (variable, sample, latest, now) -> seen.add(variable.path() + " " + sample.value()));
    variables.define(List.of(sum("Plant", A, B)));
    good(lan, a, 1000, 0);
    good(line, b, 500, 0);
    assertEquals(List.of(A + " 1000.0", B + " 500.0", "/Process/PV/Plant 1500.0"), seen);
  }

  @Test
  void aFailedInputMakesAFailedResultThatKeepsItsValueAndNamesTheInput() {
    variables.define(List.of(sum("Plant", A, B)));
    good(lan, a, 1000, 0);
    good(line, b, 500, 0);
    line.accept(List.of(Sample.failed(b, Quality.UNCERTAIN, T0.plusSeconds(1), "no answer")));
    Latest plant = latest("Plant");
    assertEquals(new Value.Real(1500), plant.value());
    assertEquals(Quality.UNCERTAIN, plant.quality());
    assertEquals(T0, plant.time());
    assertEquals(B + ": no answer", plant.reason());
    good(lan, a, 2000, 2);
    assertEquals(new Value.Real(1500), latest("Plant").value(), "B is still not known");
    line.accept(List.of(Sample.failed(b, Quality.BAD, T0.plusSeconds(3), "no answer")));
    assertEquals(Quality.BAD, latest("Plant").quality());
    good(line, b, 600, 4);
    assertEquals(new Value.Real(2600), latest("Plant").value());
    assertEquals(Quality.GOOD, latest("Plant").quality());
    assertNull(latest("Plant").reason());
  }

  @Test
  void oneFollowsFromAnotherInWhateverOrderTheyAreWritten() {
    variables.define(
        List.of(
            derived(
                "Half",
                new DeriveSettings(
                    Kind.PRODUCT, List.of("/Process/PV/Plant"), BigDecimal.valueOf(0.5), null)),
            sum("Plant", A, B, "/Process/PV/Own"),
            new VariableSettings("Own", "real", 20.0, "W", true, false, null, null)));
    good(lan, a, 1000, 0);
    good(line, b, 500, 0);
    assertEquals(new Value.Real(760), latest("Half").value());
  }

  @Test
  void whoUsesASumUsesWhatItFollowsFrom() {
    variables.define(List.of(sum("Plant", A, B), derived("Twice", product("/Process/PV/Plant"))));
    assertEquals(Set.of(), used);
    ProcessTree.Use use = tree.use(List.of(tree.variable("/Process/PV/Twice")));
    assertEquals(Set.of(a, b), used);
    variables.define(
        List.of(
            sum("Plant", A, "/Process/PV/Twice2"),
            derived("Twice", product(A)),
            derived("Twice2", product(A))));
    use.close();
    used.clear();
    tree.use(List.of(tree.variable("/Process/PV/Plant")));
    assertEquals(Set.of(a), used, "B is not needed any more");
  }

  @Test
  void anEnergyNeedsItsPowerThoughNobodyLooksAtIt() {
    variables.define(List.of(energy("Total", A)));
    assertEquals(Set.of(a), used);
  }

  @Test
  void aWatcherOfASumIsToldWithTheBlock() {
    variables.define(List.of(sum("Plant", A, B)));
    List<Object> seen = new ArrayList<>();
    Variable plant = tree.variable("/Process/PV/Plant");
    tree.watch(
        List.of(plant),
        new Variable.Watcher() {
          @Override
          public boolean touched(int index) {
            return true;
          }

          @Override
          public void changed() {
            seen.add(Objects.toString(tree.read(List.of(plant)).getFirst().value()));
          }
        });
    good(lan, a, 1, 0);
    good(line, b, 2, 0);
    good(lan, a, 3, 0);
    assertEquals(List.of("null", "3.0", "5.0"), seen);
  }

  @Test
  void aSumCannotBeSet() throws Exception {
    variables.define(List.of(sum("Plant", A, B)));
    assertEquals(
        new SetOutcome.ReadOnly("/Process/PV/Plant"),
        tree.set("/Process/PV/Plant", 1.0, Duration.ofSeconds(1)));
  }

  @Test
  void anEnergyGoesOnWhenTheConfigurationIsAppliedAgain() {
    variables.define(List.of(energy("Total", A)));
    good(lan, a, 1000, 0);
    hours(0.05);
    good(lan, a, 1000, 180);
    assertEquals(new Value.Real(50), latest("Total").value());
    variables.define(List.of(energy("Total", A), sum("Plant", A, B)));
    hours(0.05);
    good(lan, a, 1000, 360);
    assertEquals(new Value.Real(100), latest("Total").value());
    assertEquals(Quality.GOOD, latest("Total").quality());
    variables.define(List.of(energy("Total", B)));
    good(line, b, 1, 400);
    assertEquals(new Value.Real(0), latest("Total").value(), "it is another one");
  }

  @Test
  void anEnergyGoesOnAfterARestartAndSaysWhatIsMissing() throws Exception {
    variables.define(List.of(energy("Total", A)));
    good(lan, a, 1000, 0);
    hours(0.05);
    good(lan, a, 1000, 180);
    sums.writeLast();
    start();
    variables.define(List.of(energy("Total", A)));
    good(lan, a, 1000, 1000);
    Latest total = latest("Total");
    assertEquals(new Value.Real(50), total.value());
    assertEquals(Quality.UNCERTAIN, total.quality());
    assertEquals(
        "it goes on from 2026-11-21T10:03:00Z, the energy since then is missing", total.reason());
    hours(0.05);
    good(lan, a, 1000, 1180);
    assertEquals(new Value.Real(100), latest("Total").value());
    assertEquals(Quality.GOOD, latest("Total").quality());
  }

  @Test
  void sumsAreWrittenEveryFiveMinutesAndOnlyWhenTheyChanged() throws Exception {
    variables.define(List.of(energy("Total", A)));
    Path file = folder.resolve("sums.json");
    int writes = 0;
    String before = "";
    for (int second = 0; second < 3600; second++) {
      nanos.addAndGet(SECOND);
      good(lan, a, 1000, second);
      sums.write();
      String now = Files.exists(file) ? Files.readString(file) : "";
      writes += now.equals(before) ? 0 : 1;
      before = now;
    }
    assertEquals(12, writes);
    sums.writeLast();
    before = Files.readString(file);
    for (int i = 0; i < 600; i++) {
      nanos.addAndGet(SECOND);
      sums.write();
    }
    assertEquals(before, Files.readString(file));
  }

  @Test
  void aDevicesSumGoesOnWhenItsBusIsConfiguredAnewAndWhenTheProgramStarts() {
    DataPoint total = new DataPoint("A", "total", ValueType.REAL, "Wh", "energy of power");
    assertEquals(Map.of(), resumed(total));
    SampleSink sink = tree.define("Lan", List.of(new Device("A", List.of(total))));
    sink.accept(List.of(Sample.good(total, new Value.Real(12.5), T0)));
    assertEquals(Map.of("total", 12.5), resumed(total));
    sums.writeLast();
    start();
    assertEquals(Map.of("total", 12.5), resumed(total));
    DataPoint other = new DataPoint("A", "total", ValueType.REAL, "varh", "energy of another");
    tree.define("Lan", List.of(new Device("A", List.of(total))));
    assertEquals(Map.of(), resumed(other));
    sums.forget("Lan");
    assertEquals(Map.of(), resumed(total), "it was not configured for a while");
  }

  private Map<String, Double> resumed(DataPoint point) {
    Map<String, Double> resumed = new HashMap<>();
    sums.resume(
        "Lan",
        List.of(new Device("A", List.of(point))),
        new Accumulating() {
          @Override
          public Set<DataPoint> sums() {
            return Set.of(point);
          }

          @Override
          public void resume(DataPoint one, double sum, Instant time) {
            assertEquals(T0, time);
            resumed.put(one.name(), sum);
          }
        });
    return resumed;
  }

  @Test
  void aFileOfSumsThatIsDamagedCountsAsNone() throws Exception {
    Files.writeString(folder.resolve("sums.json"), "{\"/Process/PV/Total\": {\"value\": 1e999}}");
    start();
    variables.define(List.of(energy("Total", A)));
    good(lan, a, 1000, 0);
    assertEquals(new Value.Real(0), latest("Total").value());
    assertFalse(Files.readString(folder.resolve("sums.json")).isEmpty());
    assertTrue(String.valueOf(latest("Total").reason()).startsWith("it counts from 0"));
  }

  private void hours(double count) {
    nanos.addAndGet((long) (count * HOUR));
  }

  private static void good(SampleSink sink, DataPoint point, double value, int second) {
    sink.accept(List.of(Sample.good(point, new Value.Real(value), T0.plusSeconds(second))));
  }

  private Latest latest(String name) {
    return tree.read(List.of(tree.variable("/Process/PV/" + name))).getFirst();
  }

  private static DeriveSettings product(String input) {
    return new DeriveSettings(Kind.PRODUCT, List.of(input), BigDecimal.TWO, null);
  }

  private static VariableSettings sum(String name, String... inputs) {
    return derived(name, new DeriveSettings(Kind.SUM, List.of(inputs), null, null));
  }

  private static VariableSettings energy(String name, String input) {
    return derived(name, new DeriveSettings(Kind.ENERGY_FROM_POWER, List.of(input), null, null));
  }

  private static VariableSettings derived(String name, @Nullable DeriveSettings derive) {
    return new VariableSettings(name, "real", null, "W", true, false, null, null, derive);
  }
}
