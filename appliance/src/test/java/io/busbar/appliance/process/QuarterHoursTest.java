package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A section that sends each quarter of an hour, over days that are not all alike (R-27). */
class QuarterHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final FakeClockwork time = new FakeClockwork();
  private final ProcessTree tree = new ProcessTree(time::nanos);
  private final List<Send> sent = new ArrayList<>();
  private Duration off = Duration.ZERO;

  private void liveFrom(Instant begin, Duration length) {
    long start = time.nanos();
    DataPoint power = new DataPoint("D", "p", ValueType.REAL, "W", "");
    tree.define("B", List.of(new Device("D", List.of(power))));
    SectionSettings settings =
        new SectionSettings(
            "R",
            "15m",
            null,
            null,
            null,
            List.of(new SectionSettings.Point("p", "/Process/B/D/p", null, null, Map.of())));
    try (Schedule schedule = new Schedule(time, AssertionError::new);
        RealtimeSection section =
            new RealtimeSection(
                "Cloud",
                settings,
                tree,
                schedule,
                () -> begin.plusNanos(time.nanos() - start).plus(off),
                sent::add)) {
      int before = sent.size();
      time.pass(length);
      assertEquals(sent.size() - before, section.counters().reported());
    }
  }

  private void assertEveryQuarter(Instant first) {
    for (int i = 0; i < sent.size(); i++) {
      assertEquals(first.plus(QUARTER.multipliedBy(i)), sent.get(i).time());
    }
  }

  @ParameterizedTest(name = "{0} has {1}")
  @CsvSource({"2026-11-21, 96", "2026-03-29, 92", "2026-10-25, 100", "2038-01-19, 96"})
  void aDayHasAsManyAsItHasQuartersAndEachHasATimeOfItsOwn(LocalDate day, int quarters) {
    Instant begin = day.atStartOfDay(BERLIN).toInstant().minus(Duration.ofHours(2));
    liveFrom(begin, Duration.ofHours(30));
    assertEveryQuarter(begin.plus(QUARTER));
    assertEquals(
        quarters,
        sent.stream()
            .filter(send -> send.time().atZone(BERLIN).toLocalDate().equals(day))
            .map(Send::time)
            .distinct()
            .count());
  }

  /** The kernel lets the last second of the day come twice. */
  @Test
  void aLeapSecondMovesTheTimesByOneAndNotTheQuarters() {
    Instant begin = Instant.parse("2016-12-31T23:00:00Z");
    liveFrom(begin, Duration.ofMinutes(61));
    off = Duration.ofSeconds(-1);
    Instant next = begin.plus(Duration.ofMinutes(61));
    liveFrom(next, Duration.ofMinutes(61));
    assertEquals(8, sent.size());
    assertEquals(Instant.parse("2017-01-01T00:00:00Z"), sent.get(3).time());
    assertEquals(Instant.parse("2017-01-01T00:15:59Z"), sent.get(4).time());
  }
}
