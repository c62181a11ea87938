package io.busbar.appliance.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Boots.Known;
import io.busbar.appliance.process.Send;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplianceClockTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void buildMachine() throws IOException {
    bench = new Bench(folder);
  }

  private static long bootOf(ApplianceClock clock, Instant time) {
    return clock.stamped(new Send("c", "s", time, List.of())).boot();
  }

  private static Source source(ApplianceClock clock) {
    return clock.state().source();
  }

  private static void assertNear(Instant wanted, Instant got) {
    Duration off = Duration.between(wanted, got).abs();
    assertTrue(off.toMillis() <= 20, () -> "got " + got + ", want " + wanted);
  }

  @Test
  void aSynchronisedMachineIsBelievedFromTheStart() throws IOException {
    bench.synchronise();
    ApplianceClock clock = bench.start();
    assertEquals(Source.NTP, source(clock));
    assertNull(clock.state().alarm());
    assertEquals(bench.truth, clock.instant());
    assertEquals(Send.TIME_IS_RIGHT, bootOf(clock, clock.instant()));
    assertTrue(clock.known(clock.instant()));
  }

  @Test
  void withoutATimeServiceItCountsFromWhenTheProgramWasMadeAndSaysSo() throws IOException {
    bench.machine = Instant.EPOCH;
    ApplianceClock clock = bench.start();
    assertFalse(clock.known());
    assertEquals(Bench.BUILT, clock.instant());
    bench.pass(HOUR);
    assertFalse(bench.look(clock));
    assertEquals(Bench.BUILT.plus(HOUR), clock.instant());
    long boot = bootOf(clock, clock.instant());
    assertInstanceOf(Known.NotYet.class, clock.of(boot));
    assertFalse(clock.known(clock.instant()));
    assertTrue(clock.known(Bench.BUILT.minus(HOUR)), "from before the boot");
    String alarm = Objects.requireNonNull(clock.state().alarm());
    assertTrue(alarm.contains("the time is not known"), alarm);
    assertTrue(alarm.contains("POST /api/v1/time"), alarm);
  }

  @Test
  void aPlausibleClockForWhichNobodyVouchesIsNotBelievedWhereATimeServiceWould()
      throws IOException {
    bench.machine = bench.truth.minus(HOUR);
    ApplianceClock clock = bench.start();
    assertFalse(clock.known());
    clock.use(new ClockSettings(ClockSettings.ALWAYS, null));
    bench.look(clock);
    assertEquals(Source.MACHINE, source(clock));
    assertEquals(bench.machine, clock.instant());
  }

  @Test
  void whenTheTimeServiceComesWhatWasCountedCanBeMadeRight() throws IOException {
    bench.machine = Instant.EPOCH;
    ApplianceClock clock = bench.start();
    bench.pass(Duration.ofMinutes(7));
    Instant counted = clock.instant();
    final Instant then = bench.truth;
    final long boot = bootOf(clock, counted);
    bench.pass(Duration.ofMinutes(3));
    bench.synchronise();
    assertTrue(bench.look(clock));
    assertEquals(bench.truth, clock.instant());
    assertEquals(Source.NTP, source(clock));
    assertNull(clock.state().alarm());
    Known.Right right = assertInstanceOf(Known.Right.class, clock.of(boot));
    assertEquals(then, right.correction().of(counted));
    assertEquals(List.of(right.correction()), bench.corrections);
    assertEquals(Send.TIME_IS_RIGHT, bootOf(clock, clock.instant()));
  }

  @Test
  void aCountThatWasAheadIsMadeRightToo() throws IOException {
    bench.synchronise();
    ApplianceClock wrong = bench.start();
    bench.machine = bench.truth.plus(Duration.ofDays(400));
    bench.handOver(wrong, bench.truth.plus(Duration.ofDays(400)));
    wrong.close();
    bench.boot();
    ApplianceClock clock = bench.start();
    Instant counted = clock.instant();
    assertTrue(counted.isAfter(bench.truth));
    final Instant then = bench.truth;
    final long boot = bootOf(clock, counted);
    bench.pass(HOUR);
    bench.synchronise();
    assertTrue(bench.look(clock), "a time service that speaks now is believed, whatever was kept");
    assertEquals(bench.truth, clock.instant());
    Known.Right right = assertInstanceOf(Known.Right.class, clock.of(boot));
    assertNear(then, right.correction().of(counted));
  }

  @Test
  void aRestartOfTheProcessGoesOnWithTheSameCount() throws IOException {
    bench.machine = Instant.EPOCH;
    ApplianceClock first = bench.start();
    bench.pass(Duration.ofMinutes(7));
    Instant counted = first.instant();
    final Instant then = bench.truth;
    final long boot = bootOf(first, counted);
    first.close();
    bench.pass(Duration.ofMinutes(2));
    ApplianceClock second = bench.start();
    assertFalse(second.known());
    assertNear(counted.plus(Duration.ofMinutes(2)), second.instant());
    assertEquals(boot, bootOf(second, second.instant()));
    bench.pass(Duration.ofMinutes(1));
    bench.synchronise();
    assertTrue(bench.look(second));
    Known.Right right = assertInstanceOf(Known.Right.class, second.of(boot));
    assertNear(then, right.correction().of(counted));
  }

  @Test
  void itIsKnownWhenTheMachineRanLastBeforeItWasSwitchedOn() throws IOException {
    bench.synchronise();
    ApplianceClock first = bench.start();
    assertNull(first.poweredOff(), "nothing was kept before");
    bench.pass(HOUR);
    Instant off = first.instant();
    first.close();
    bench.boot();
    assertEquals(off, bench.start().poweredOff());
    bench.pass(HOUR);
    assertEquals(off, bench.start().poweredOff(), "the process alone was restarted");
  }

  @Test
  void aKilledProcessKnowsTheTimeAgainAtOnceInTheSameBoot() throws IOException {
    bench.machine = Instant.EPOCH;
    ApplianceClock first = bench.start();
    final long boot = bootOf(first, first.instant());
    bench.synchronise();
    bench.look(first);
    bench.pass(HOUR);
    ApplianceClock second = bench.start();
    assertTrue(second.known());
    assertEquals(bench.truth, second.instant());
    assertInstanceOf(Known.Right.class, second.of(boot));
  }

  @Test
  void aRebootBeforeTheTimeWasKnownLeavesItsCountBetweenTheLastAndTheNextTimeKnown()
      throws IOException {
    bench.synchronise();
    ApplianceClock before = bench.start();
    bench.pass(HOUR);
    before.close();
    final Instant lastKnown = bench.truth;
    bench.boot();
    bench.machine = Instant.EPOCH;
    ApplianceClock lost = bench.start();
    bench.pass(HOUR);
    Instant counted = lost.instant();
    final long boot = bootOf(lost, counted);
    lost.close();
    bench.boot();
    ApplianceClock after = bench.start();
    assertInstanceOf(Known.Never.class, after.of(boot));
    bench.synchronise();
    bench.look(after);
    assertInstanceOf(Known.Never.class, after.of(boot));
    assertFalse(counted.isBefore(lastKnown));
    assertTrue(counted.isBefore(after.instant()));
  }

  @Test
  void itNeverGoesBelowTheLastTimeThatWasKept() throws IOException {
    bench.withoutWitnesses();
    ApplianceClock first = bench.start();
    bench.pass(HOUR);
    first.close();
    final Instant kept = bench.truth;
    for (Duration back : List.of(Duration.ofMinutes(2), HOUR, Duration.ofDays(3650))) {
      bench.boot();
      bench.machine = bench.truth.minus(back);
      ApplianceClock clock = bench.start();
      assertFalse(clock.instant().isBefore(kept), back.toString());
      assertEquals(!bench.machine.isBefore(kept), clock.known(), back.toString());
    }
  }

  @Test
  void theTimeIsKeptEveryTenMinutes() throws IOException {
    bench.synchronise();
    ApplianceClock clock = bench.start();
    String before = Files.readString(folder.resolve("clock.json"));
    bench.pass(Duration.ofMinutes(9));
    bench.look(clock);
    assertEquals(before, Files.readString(folder.resolve("clock.json")));
    bench.pass(Duration.ofMinutes(1));
    bench.look(clock);
    assertTrue(Files.readString(folder.resolve("clock.json")).contains(bench.truth.toString()));
  }

  @Test
  void aMachineWithoutSystemdIsBelievedWhenItsClockIsPlausible() throws IOException {
    bench.withoutWitnesses();
    bench.machine = Instant.EPOCH;
    ApplianceClock clock = bench.start();
    assertFalse(clock.known());
    bench.machine = bench.truth;
    assertTrue(bench.look(clock));
    assertEquals(Source.MACHINE, source(clock));
  }

  @Test
  void aClockChipThatKeptTheTimeIsBelievedAndOneWithoutABatteryIsNot() throws IOException {
    bench.chip(Instant.EPOCH.plusSeconds(60));
    assertFalse(bench.start().known());
    bench.chip(bench.truth.plusSeconds(2));
    assertEquals(Source.RTC, source(bench.start()));
  }

  @Test
  void aJumpThatNobodyConfirmsIsNotFollowedButAlarmed() throws IOException {
    for (Duration jump :
        List.of(
            HOUR,
            HOUR.negated(),
            Duration.ofDays(30),
            Duration.ofDays(-3650),
            Duration.ofDays(20_000))) {
      bench.boot();
      bench.synchronise();
      ApplianceClock clock = bench.start();
      bench.pass(HOUR);
      bench.look(clock);
      bench.machine = bench.truth.plus(jump);
      assertEquals(bench.truth, clock.instant(), jump.toString());
      bench.look(clock);
      assertEquals(bench.truth, clock.instant(), jump.toString());
      assertTrue(clock.known());
      assertNotNull(clock.state().alarm());
      bench.pass(HOUR);
      bench.machine = bench.truth;
      bench.look(clock);
      assertEquals(bench.truth, clock.instant());
      assertNull(clock.state().alarm());
      clock.close();
    }
    assertEquals(List.of(), bench.corrections);
  }

  @Test
  void aTimeServiceThatSetsTheClockIsFollowedInBothDirections() throws IOException {
    bench.synchronise();
    ApplianceClock clock = bench.start();
    for (Duration step : List.of(HOUR, HOUR.negated(), Duration.ofSeconds(-1))) {
      bench.pass(HOUR.plusSeconds(90));
      bench.look(clock);
      bench.truth = bench.truth.plus(step);
      bench.synchronise();
      bench.look(clock);
      assertEquals(bench.truth, clock.instant(), step.toString());
      assertNull(clock.state().alarm());
    }
  }

  @Test
  void aWrongClockForWhichNobodyVouchesDoesNotHoldUpTheTimeForYears() throws IOException {
    bench.withoutWitnesses();
    ApplianceClock clock = bench.start();
    bench.pass(HOUR);
    bench.look(clock);
    bench.machine = bench.truth.plus(Duration.ofDays(7000));
    bench.look(clock);
    assertEquals(bench.machine, clock.instant(), "it is the only one there");
    bench.pass(Duration.ofMinutes(5));
    bench.look(clock);
    clock.close();
    bench.boot();
    bench.machine = bench.truth;
    assertEquals(bench.truth, bench.start().instant());
  }

  @Test
  void aPersonMayHandTheTimeOverUntilATimeServiceKnowsBetter() throws IOException {
    bench.machine = Instant.EPOCH;
    ApplianceClock clock = bench.start();
    bench.pass(HOUR);
    Instant counted = clock.instant();
    final long boot = bootOf(clock, counted);
    assertInstanceOf(Handed.Misfit.class, bench.handOver(clock, Instant.EPOCH));
    assertInstanceOf(Handed.Taken.class, bench.handOver(clock, bench.truth.plusSeconds(2)));
    assertEquals(Source.PERSON, source(clock));
    bench.look(clock);
    assertEquals(bench.truth.plusSeconds(2), clock.instant());
    Known.Right right = assertInstanceOf(Known.Right.class, clock.of(boot));
    assertEquals(bench.truth.plusSeconds(2), right.correction().of(counted));
    clock.close();

    ApplianceClock again = bench.start();
    assertNear(bench.truth.plusSeconds(2), again.instant());
    assertEquals(Source.PERSON, source(again));
    bench.synchronise();
    bench.look(again);
    assertEquals(bench.truth, again.instant());
    assertEquals(Source.NTP, source(again));
    assertInstanceOf(Handed.Needless.class, bench.handOver(again, bench.truth));
  }

  @Test
  void aPersonIsBelievedMoreThanAClockForWhichNobodyVouches() throws IOException {
    bench.withoutWitnesses();
    bench.machine = bench.truth.plus(HOUR);
    ApplianceClock clock = bench.start();
    assertEquals(bench.machine, clock.instant());
    bench.handOver(clock, bench.truth);
    bench.pass(HOUR);
    bench.look(clock);
    assertEquals(bench.truth, clock.instant());
    clock.close();
    ApplianceClock again = bench.start();
    bench.look(again);
    assertNear(bench.truth, again.instant());
  }

  @Test
  void afterTheWaitWhatIsCountedGoesAsUncertainAndIsStillMadeRightLater() throws IOException {
    bench.machine = Instant.EPOCH;
    ApplianceClock clock = bench.start();
    clock.use(new ClockSettings(ClockSettings.AUTO, HOUR));
    final long boot = bootOf(clock, clock.instant());
    bench.pass(HOUR.minusSeconds(1));
    assertFalse(bench.look(clock));
    assertInstanceOf(Known.NotYet.class, clock.of(boot));
    bench.pass(Duration.ofSeconds(1));
    assertTrue(bench.look(clock));
    assertInstanceOf(Known.Never.class, clock.of(boot));
    assertFalse(bench.look(clock), "told once");
    bench.synchronise();
    assertTrue(bench.look(clock));
    assertInstanceOf(Known.Right.class, clock.of(boot));
  }

  @Test
  void afterTheYear2038TheTimeIsJustTheTime() throws IOException {
    bench.truth = Instant.parse("2038-01-19T03:14:00Z");
    bench.synchronise();
    ApplianceClock clock = bench.start();
    bench.pass(HOUR);
    bench.look(clock);
    assertEquals(Instant.parse("2038-01-19T04:15:00Z").minusSeconds(60), clock.instant());
    clock.close();
    bench.boot();
    bench.machine = Instant.EPOCH;
    assertFalse(bench.start().instant().isBefore(Instant.ofEpochSecond(Integer.MAX_VALUE)));
  }

  @Test
  void aFileThatCannotBeReadOrWrittenDoesNotStopIt() throws IOException {
    Files.writeString(folder.resolve("clock.json"), "{\"time\": 7}");
    bench.machine = Instant.EPOCH;
    assertEquals(Bench.BUILT, bench.start().instant());
    Files.delete(folder.resolve("clock.json"));
    Files.createDirectories(folder.resolve("clock.json/not/empty"));
    bench.synchronise();
    ApplianceClock clock = bench.start();
    assertEquals(bench.truth, clock.instant());
    String alarm = Objects.requireNonNull(clock.state().alarm());
    assertTrue(alarm.contains("cannot write"), alarm);
  }
}
