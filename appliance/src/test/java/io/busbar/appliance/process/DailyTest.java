package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DailyTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private Instant wall = Instant.EPOCH;
  private long nanos = Long.MAX_VALUE - 5_000_000_000L;
  private final List<String> fired = new ArrayList<>();

  @Test
  void firesOnceADayAndNotForADayThatHadPassedItsTime() {
    Daily daily = daily("06:30", "2026-11-21T07:00");
    live(daily, Duration.ofDays(3));
    assertEquals(List.of("2026-11-22T06:30", "2026-11-23T06:30", "2026-11-24T06:30"), fired);
  }

  @Test
  void aTimeThatIsStillToComeFiresOnTheSameDay() {
    Daily daily = daily("06:30", "2026-11-21T06:29:59");
    live(daily, Duration.ofHours(1));
    assertEquals(List.of("2026-11-21T06:30"), fired);
  }

  @Test
  void theHourThatSummerTimeLeavesOutFiresAtItsEnd() {
    Daily daily = daily("02:30", "2026-03-28T03:00");
    live(daily, Duration.ofDays(2));
    assertEquals(List.of("2026-03-29T03:30", "2026-03-30T02:30"), fired);
  }

  @Test
  void theHourThatComesTwiceFiresOnce() {
    Daily daily = daily("02:30", "2026-10-24T03:00");
    live(daily, Duration.ofHours(49));
    assertEquals(List.of("2026-10-25T02:30", "2026-10-26T02:30"), fired);
  }

  @Test
  void aSmallCorrectionAcrossTheTimeMissesNothing() {
    Daily daily = daily("06:30", "2026-11-21T06:29:30");
    set("2026-11-21T06:31");
    live(daily, Duration.ofMinutes(5));
    assertEquals(List.of("2026-11-21T06:31"), fired);
  }

  @Test
  void aClockSetBackDoesNotFireTheSameDateAgain() {
    Daily daily = daily("00:05", "2026-11-21T00:04");
    live(daily, Duration.ofMinutes(10));
    set("2026-11-20T23:50");
    live(daily, Duration.ofDays(1).plusHours(1));
    assertEquals(List.of("2026-11-21T00:05", "2026-11-22T00:05"), fired);
  }

  @Test
  void aClockThatLearnsTheTimeAfterTheStartFiresNothingForIt() {
    Daily daily = daily("06:30", "1970-01-01T01:00:10");
    live(daily, Duration.ofSeconds(30));
    set("2026-11-21T14:00");
    live(daily, Duration.ofHours(20));
    assertEquals(List.of("2026-11-22T06:30"), fired);
  }

  @Test
  void aClockThatWasYearsAheadFiresAgainTheDayAfterItIsSet() {
    Daily daily = daily("06:30", "2099-05-01T06:29");
    live(daily, Duration.ofMinutes(2));
    set("2026-11-21T05:00");
    live(daily, Duration.ofDays(1));
    assertEquals(List.of("2099-05-01T06:30", "2026-11-21T06:30"), fired);
  }

  private Daily daily(String at, String local) {
    set(local);
    return new Daily(LocalTime.parse(at), BERLIN, wall, nanos);
  }

  private void set(String local) {
    wall = LocalDateTime.parse(local).atZone(BERLIN).toInstant();
  }

  /** Lets time pass in steps of ten seconds. */
  private void live(Daily daily, Duration time) {
    for (long second = 0; second <= time.toSeconds(); second += 10) {
      if (daily.fires(wall, nanos)) {
        fired.add(wall.atZone(BERLIN).toLocalDateTime().withSecond(0).toString());
      }
      wall = wall.plusSeconds(10);
      nanos += 10_000_000_000L;
    }
  }
}
