package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RealtimeSectionTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");

  private final FakeClockwork time = new FakeClockwork();
  private final long start = time.nanos();
  private final ProcessTree tree = new ProcessTree(time::nanos);
  private final List<Throwable> defects = new ArrayList<>();
  private final Schedule schedule = new Schedule(time, defects::add);
  private final List<Send> sent = new ArrayList<>();
  private final DataPoint p = new DataPoint("D", "p", ValueType.REAL, "W", "");
  private final DataPoint e = new DataPoint("D", "e", ValueType.REAL, "Wh", "");
  private final SampleSink sink = tree.define("B", List.of(new Device("D", List.of(p, e))));
  private Duration wallClockOff = Duration.ZERO;

  @Test
  void aCycleSendsEverythingOnItsGridWithoutDrift() {
    read(p, 1.0);
    section("2s", null, null, null);
    pass("7s");
    assertEquals(List.of("2: p=1.0 e=none", "4: p=1.0 e=none", "6: p=1.0 e=none"), sent());
  }

  @Test
  void aStallCostsTheMissedCyclesAndMakesNoBurst() {
    section("2s", null, null, null);
    pass("3s");
    time.stall(Duration.ofSeconds(60)); // until 63
    pass("3s");
    assertEquals(List.of("2", "63", "64", "66"), times());
  }

  @Test
  void aJumpOfTheWallClockChangesTimesAndNotTheCycle() {
    section("2s", null, null, null);
    pass("3s");
    wallClockOff = Duration.ofDays(365);
    pass("2s");
    wallClockOff = Duration.ofDays(-365);
    pass("2s");
    assertEquals(3, sent.size());
    assertEquals(T0.plusSeconds(4).plus(Duration.ofDays(365)), sent.get(1).time());
    assertEquals(T0.plusSeconds(6).minus(Duration.ofDays(365)), sent.get(2).time());
  }

  @Test
  void theLongestCycleOfTheManualIsOneAndRuns() {
    section("1073741824s", null, null, null);
    time.pass(Duration.ofSeconds((1L << 30) - 1));
    assertEquals(0, sent.size());
    pass("1s");
    assertEquals(1, sent.size());
  }

  @Test
  void aCycleWithHysteresisSendsWhatChangedEnoughAndCountsWhatItSaved() {
    RealtimeSection section = section("1s", 1.0, null, null);
    for (double value : new double[] {5, 5.5, 6, 6, 7.5}) {
      read(p, value);
      pass("1s");
    }
    assertEquals(
        List.of("1: p=5.0 e=none", "2: e=none", "3: p=6.0 e=none", "4: e=none", "5: p=7.5 e=none"),
        sent());
    assertEquals(new RealtimeSection.Counters("Cloud", "R", 8, 2), section.counters());
  }

  @Test
  void anOnChangeSectionWithAnUpdateLooksThatOften() {
    section("on-change", 1.0, "20s", null, null);
    read(p, 1.0);
    pass("10s");
    read(p, 9.0);
    read(p, 1.5);
    pass("10s");
    read(p, 2.0);
    pass("20s");
    assertEquals(List.of("20: p=1.5 e=none"), sent());
  }

  @Test
  void anOnEventSectionSendsOnlyWhenItIsTold() {
    RealtimeSection section = section("on-event", null, null, null);
    read(p, 1.0);
    pass("1h");
    assertEquals(List.of(), sent());
    section.sendNow();
    section.sendNow();
    assertEquals(List.of("3600: p=1.0 e=none", "3600: p=1.0 e=none"), sent());
    section.close();
    section.sendNow();
    assertEquals(2, sent.size());
  }

  @Test
  void whatIsSentOnDemandIsTheLastTransmittedValue() {
    RealtimeSection section = section("on-change", 1.0, null, null);
    read(p, 1.0);
    read(p, 1.9);
    section.sendNow();
    read(p, 2.8);
    read(p, 2.9);
    assertEquals(List.of("0: p=1.0", "0: p=1.9 e=none", "0: p=2.9"), sent());
  }

  @Test
  void aPointThatIsSilentForTooLongIsSentUnchanged() {
    section("on-change", 1.0, "10s", null);
    read(p, 5.0);
    pass("25s");
    assertEquals(List.of("0: p=5.0", "10: p=5.0", "20: p=5.0"), sent());
  }

  @Test
  void aPointThatChangesTooOftenIsHeldBackAndSentWhenItsTimeHasCome() {
    section("on-change", null, null, "5s");
    read(p, 1.0);
    pass("1s");
    read(p, 2.0);
    read(p, 3.0);
    pass("5s");
    failed(p);
    pass("1s");
    read(p, 4.0);
    assertEquals(List.of("0: p=1.0", "5: p=3.0", "6: p=3.0", "7: p=4.0"), sent());
  }

  @Test
  void aBlockTouchesOnlyItsOwnPoints() {
    section("on-change", null, null, null);
    read(e, 1.0);
    read(p, 2.0);
    sink.accept(List.of(sample(e, 3.0), sample(p, 4.0)));
    assertEquals(List.of("0: e=1.0", "0: p=2.0", "0: p=4.0 e=3.0"), sent());
    assertEquals(List.of(), defects);
  }

  private RealtimeSection section(
      String send, @Nullable Double hysteresis, @Nullable String silence, @Nullable String least) {
    return section(send, hysteresis, null, silence, least);
  }

  private RealtimeSection section(
      String send,
      @Nullable Double hysteresis,
      @Nullable String update,
      @Nullable String maxSilence,
      @Nullable String minInterval) {
    SectionSettings settings =
        new SectionSettings(
            "R",
            send,
            duration(update),
            duration(maxSilence),
            duration(minInterval),
            List.of(
                new SectionSettings.Point("p", "/Process/B/D/p", hysteresis, null, Map.of()),
                new SectionSettings.Point("e", "/Process/B/D/e", null, null, Map.of())));
    return new RealtimeSection("Cloud", settings, tree, schedule, this::wallClock, sent::add);
  }

  private static @Nullable Duration duration(@Nullable String text) {
    return text == null ? null : DurationText.parse(text);
  }

  private Instant wallClock() {
    return T0.plusNanos(time.nanos() - start).plus(wallClockOff);
  }

  private void pass(String duration) {
    time.pass(DurationText.parse(duration));
  }

  private void read(DataPoint point, double value) {
    sink.accept(List.of(sample(point, value)));
  }

  private void failed(DataPoint point) {
    sink.accept(List.of(Sample.failed(point, Quality.UNCERTAIN, wallClock(), "silent")));
  }

  private Sample sample(DataPoint point, double value) {
    return Sample.good(point, new Value.Real(value), wallClock());
  }

  private List<String> times() {
    return sent.stream().map(send -> Long.toString(second(send))).toList();
  }

  private List<String> sent() {
    return sent.stream()
        .map(send ->
            second(send)
                + ": "
                + send.readings().stream()
                    .map(r -> r.point() + "=" + (r.value() == null ? "none" : r.value()))
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  private static long second(Send send) {
    return Duration.between(T0, send.time()).toSeconds();
  }
}
