package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final ProcessTree tree = new ProcessTree(nanos::get);
  private final DataPoint power =
      new DataPoint("PAC1", "activePowerTotal", ValueType.REAL, "W", "");
  private final DataPoint energy = new DataPoint("PAC1", "energy", ValueType.INT, "Wh", "");
  private final List<Send> sent = new ArrayList<>();

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
            List.of(
                new SectionSettings.Point(
                    "p", "/Process/Lan/PAC1/activePowerTotal", null, Map.of()),
                new SectionSettings.Point("e", "/Process/Lan/PAC1/energy", null, Map.of())));
    Schedule schedule = new Schedule(AssertionError::new);
    return new RealtimeSection(
        "CloudConn", settings, tree, schedule, InstantSource.fixed(T0), sent::add);
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
