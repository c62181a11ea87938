package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Rehearsal.Outcome;
import io.busbar.appliance.process.Rehearsal.Reading;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void onChangeOnlyWhatLeavesTheHysteresisWouldHaveBeenSent() {
    Outcome outcome = Rehearsal.of(section("on-change", null, 2.0), ramp(10));
    assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0), values(outcome));
    assertEquals(5, outcome.saved());
  }

  @Test
  void aCycleWithoutHysteresisSendsAtEveryLook() {
    List<Reading> recorded = List.of(reading(0, 1), reading(10, 2));
    Outcome outcome = Rehearsal.of(section("2s", null, null), recorded);
    assertEquals(List.of(1.0, 1.0, 1.0, 1.0, 1.0, 2.0), values(outcome));
    assertEquals(START.plusSeconds(10), outcome.sent().getLast().time());
    assertEquals(0, outcome.saved());
  }

  @Test
  void aCycleWithHysteresisCountsEveryLookThatItSaves() {
    List<Reading> recorded = List.of(reading(0, 1), reading(10, 9));
    Outcome outcome = Rehearsal.of(section("2s", null, 5.0), recorded);
    assertEquals(List.of(1.0, 9.0), values(outcome));
    assertEquals(4, outcome.saved());
  }

  @Test
  void anUpdateSeesWhatTheVariableIsAtItsLooks() {
    List<Reading> recorded = List.of(reading(0, 1), reading(3, 50), reading(4, 2), reading(10, 9));
    Outcome outcome = Rehearsal.of(section("on-change", Duration.ofSeconds(5), 5.0), recorded);
    assertEquals(List.of(1.0, 9.0), values(outcome), "the peak between two looks is not seen");
    assertEquals(1, outcome.saved());
  }

  @Test
  void aFailureIsAlwaysSent() {
    List<Reading> recorded = new ArrayList<>(ramp(2));
    recorded.add(new Reading(START.plusSeconds(2), null, Quality.BAD));
    Outcome outcome = Rehearsal.of(section("on-change", null, 100.0), recorded);
    assertEquals(Quality.BAD, outcome.sent().getLast().quality());
  }

  @Test
  void itSaysOfAnyCourseWhatTheDeadbandOfASectionSays() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      double hysteresis = random.nextInt(0, 300) / 100.0;
      List<Reading> recorded = new ArrayList<>();
      Deadband deadband = new Deadband(Deadband.Rule.of(hysteresis));
      List<Double> expected = new ArrayList<>();
      double value = 100;
      for (int i = 0; i < 500; i++) {
        value += random.nextGaussian();
        Reading reading = reading(i, value);
        recorded.add(reading);
        long nanos = Duration.ofSeconds(i).toNanos();
        if (deadband.judge(reading.value(), Quality.GOOD, nanos) == Deadband.Verdict.REPORT) {
          expected.add(value);
        }
      }
      Outcome outcome = Rehearsal.of(section("on-change", null, hysteresis), recorded);
      assertEquals(expected, values(outcome), "seed " + seed);
      assertTrue(!expected.isEmpty());
    }
  }

  @Test
  void anEventSendsNothingByItself() {
    assertEquals(new Outcome(List.of(), 0), Rehearsal.of(section("on-event", null, 1.0), ramp(5)));
  }

  private static List<Reading> ramp(int length) {
    return IntStream.range(0, length).mapToObj(i -> reading(i, i)).toList();
  }

  private static Reading reading(long second, double value) {
    return new Reading(START.plusSeconds(second), new Value.Real(value), Quality.GOOD);
  }

  private static List<Double> values(Outcome outcome) {
    return outcome.sent().stream()
        .map(reading -> reading.value() instanceof Value.Real(double real) ? real : Double.NaN)
        .toList();
  }

  private static SectionSettings section(
      String send, @Nullable Duration update, @Nullable Double hysteresis) {
    return new SectionSettings(
        "Realtime1",
        send,
        update,
        null,
        null,
        List.of(new SectionSettings.Point("v", "/Process/Lan/M/v", hysteresis, null, Map.of())));
  }
}
