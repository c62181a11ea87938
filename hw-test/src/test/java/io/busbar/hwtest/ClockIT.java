package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.busbar.hwtest.peer.FakeTime;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.ReadCounter;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine without a clock chip, and clocks that jump (R-24 to R-26 of the fault programme): the
 * appliance lives under a false wall clock, its meter and its cloud under the true one. {@code
 * -Dminutes=10} lets the time service be as late as in the long form.
 */
@NeedsPeer(Peer.FAKETIME)
class ClockIT {
  private static final Duration UNTIL_TIME_SERVICE =
      Duration.ofMinutes(Integer.getInteger("minutes", 0)).plusSeconds(6);
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);
  private static final Duration MOST_OFF = Duration.ofSeconds(1);
  private static final Instant BUILT = Instant.parse("2026-11-21T00:00:00Z");

  /** Not the first hours: there libfaketime lets every wait for a socket run out. */
  private static final Instant YEAR_1970 = Instant.parse("1970-01-02T00:00:00Z");

  private static final String COUNTER = CabinetConfig.path("Lan", CabinetConfig.COUNTER);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  private final List<Received> atCloud = new CopyOnWriteArrayList<>();
  private final ReadCounter ledger =
      new ReadCounter(
          MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)),
          MeterRegisters.SDM630_IMPORT,
          System::nanoTime);
  private final Set<Long> cutOff = new HashSet<>();
  private DemoBroker broker;
  private FakeTime clock;
  private SandboxMachine machine;

  /** Each test starts it in a world of its own. */
  @SuppressWarnings("NullAway.Init")
  private ApplianceProcess appliance;

  @BeforeEach
  void build() throws IOException {
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, ledger)));
    broker = cabinet.add(new DemoBroker(0, InstantSource.system(), atCloud::add));
    clock = new FakeTime(cabinet.folder());
    machine = new SandboxMachine(cabinet.folder().resolve("machine"));
    cabinet.prepare(
        CabinetConfig.empty()
            .tcp("Lan", meter.port())
            .cloud("Cloud", broker.url())
            .everyCount("Lan")
            .section("Cycle", "1s", "Lan", List.of("frequency"))
            .spillAfter("1s"));
  }

  private void start() throws IOException, InterruptedException {
    appliance = cabinet.start(machine.options(), clock.environment()).ready(STARTS_WITHIN);
  }

  private static Duration until(Instant time) {
    return Duration.between(InstantSource.system().instant(), time);
  }

  private JsonNode status() throws IOException, InterruptedException {
    return appliance.api().get("/api/v1/status");
  }

  private Instant shown() throws IOException, InterruptedException {
    return Instant.parse(status().path("time").asText());
  }

  private void awaitReads(int more) {
    int wanted = ledger.log().size() + more;
    await().atMost(Cabinet.SOON).until(() -> ledger.log().size() >= wanted);
  }

  /** What came of the counter, in the order it came. */
  private List<TimeSeries.Point> came() {
    return TimeSeries.of(atCloud, CabinetConfig.topic("Cloud")).stream()
        .filter(point -> point.id().equals(CabinetConfig.COUNTER))
        .toList();
  }

  private static long number(TimeSeries.Point point) {
    return Math.round(point.number() / 1000);
  }

  private List<Long> numbers() {
    return came().stream().map(ClockIT::number).toList();
  }

  /** Every number of the ledger up to one, in order; a repeat is the contract's right. */
  private void assertWhole(long last) {
    await().atMost(Duration.ofMinutes(2)).until(() -> numbers().contains(last));
    List<Long> came = numbers().stream().distinct().toList();
    List<Long> wanted =
        LongStream.rangeClosed(1, last)
            .boxed()
            .filter(number -> !cutOff.contains(number) || came.contains(number))
            .toList();
    assertEquals(wanted, came.subList(0, came.indexOf(last) + 1));
  }

  /** Ends it; the numbers that the meter gave out meanwhile may have found nobody. */
  private void stop() throws IOException, InterruptedException {
    long before = ledger.log().size();
    assertTrue(appliance.stop());
    LongStream.rangeClosed(before, ledger.log().size()).forEach(cutOff::add);
  }

  /** When the meter was really read, by its count. */
  private Map<Long, Instant> truth() {
    Instant now = InstantSource.system().instant();
    long nanos = System.nanoTime();
    return ledger.log().stream()
        .collect(
            Collectors.toMap(
                ReadCounter.Count::number, count -> now.minusNanos(nanos - count.nanos())));
  }

  private void assertTimesAreRight(List<TimeSeries.Point> points) {
    Map<Long, Instant> truth = truth();
    Duration worst = Duration.ZERO;
    for (TimeSeries.Point point : points) {
      Instant read = truth.get(number(point));
      Duration off = Duration.between(read, point.time()).abs();
      worst = off.compareTo(worst) > 0 ? off : worst;
      assertTrue(
          off.compareTo(MOST_OFF) <= 0, () -> point + ": it was read at " + read + ", off " + off);
      assertTrue(point.isGood(), point::toString);
    }
    System.out.printf("  %d times, at most %d ms off%n", points.size(), worst.toMillis());
  }

  @ParameterizedTest(name = "boot at {0}")
  @ValueSource(strings = {"1970-01-02T00:00:00Z", "2026-11-21T00:01:00Z"})
  void whatIsReadBeforeTheTimeIsKnownWaitsAndArrivesWithRightTimes(Instant boot) throws Exception {
    clock.ahead(until(boot));
    start();
    awaitReads(4);
    TimeUnit.MILLISECONDS.sleep(UNTIL_TIME_SERVICE.toMillis());
    JsonNode status = status();
    assertFalse(status.path("clock").path("known").asBoolean(), status::toString);
    assertTrue(status.path("alarms").toString().contains("the time is not known"));
    JsonNode value = Cabinet.value(appliance, COUNTER);
    assertFalse(value.path("timeKnown").asBoolean(), value::toString);
    assertEquals("GOOD", value.path("quality").asText());
    assertTrue(value.path("ageMs").asLong() < 10_000, value::toString);
    assertTrue(!shown().isBefore(BUILT), "never below the time when the program was made");
    assertEquals(List.of(), came());
    JsonNode backlog = Cabinet.connector(appliance, "Cloud").path("backlog");
    assertTrue(backlog.path("waiting").asLong() > 10, backlog::toString);
    assertTrue(backlog.path("stored").asLong() > 5, backlog::toString);
    final long before = ledger.log().size();

    theTimeServiceComes();
    await().atMost(Cabinet.SOON).until(() -> status().path("clock").path("known").asBoolean());
    assertEquals("ntp", status().path("clock").path("source").asText());
    assertTrue(Cabinet.value(appliance, COUNTER).path("timeKnown").asBoolean());
    awaitReads(4);
    assertWhole(before + 3);
    assertTimesAreRight(came());
    assertFalse(status().path("alarms").toString().contains("time"), status()::toString);
  }

  @Test
  void aRebootBeforeTheTimeIsKnownLeavesTimesBetweenTheLastKnownAndTheNext() throws Exception {
    machine.synchronise();
    start();
    awaitReads(4);
    stop();
    final Instant lastKnown = InstantSource.system().instant().minusSeconds(30);
    final long known = ledger.log().size();

    machine.boot();
    clock.ahead(until(YEAR_1970));
    start();
    awaitReads(8);
    stop();
    final long lost = ledger.log().size();

    machine.boot();
    start();
    awaitReads(4);
    theTimeServiceComes();
    await().atMost(Cabinet.SOON).until(() -> status().path("clock").path("known").asBoolean());
    awaitReads(2);
    assertWhole(lost + 4);
    for (TimeSeries.Point point : came()) {
      boolean inLostBoot = number(point) > known && number(point) <= lost;
      assertEquals(inLostBoot, !point.isGood(), point::toString);
      if (inLostBoot) {
        assertTrue(point.time().isAfter(lastKnown), point::toString);
        assertTrue(point.time().isBefore(InstantSource.system().instant()), point::toString);
      }
    }
    assertTimesAreRight(came().stream().filter(TimeSeries.Point::isGood).toList());
  }

  private void theTimeServiceComes() throws IOException, InterruptedException {
    clock.ahead(Duration.ZERO);
    TimeUnit.MILLISECONDS.sleep(FakeTime.SEEN_WITHIN.toMillis());
    machine.synchronise();
  }

  @ParameterizedTest(name = "somebody vouches for the clock: {0}")
  @ValueSource(booleans = {true, false})
  void aJumpOfTheClockMakesNeitherABurstNorAGapNorANegativeAge(boolean vouched) throws Exception {
    if (vouched) {
      machine.synchronise();
    } else {
      machine.withoutWitnesses();
    }
    start();
    awaitReads(6);
    awaitReads(10);
    int first = ledger.log().size();
    int cyclesBefore = cycles().size();
    List<Duration> offs = new ArrayList<>();
    for (Duration jump :
        List.of(
            Duration.ofHours(1),
            Duration.ofHours(-1),
            Duration.ofDays(30),
            Duration.ofDays(-3650),
            Duration.ZERO)) {
      clock.ahead(jump);
      for (int i = 0; i < 6; i++) {
        awaitReads(2);
        offs.add(offNow());
        assertNoNegativeAge();
      }
    }
    int last = ledger.log().size();
    assertRhythm(ledger.log().stream().map(ReadCounter.Count::nanos).toList(), first, 500);
    assertRhythm(cycles(), cyclesBefore, 1000);
    assertWhole(last);
    assertEquals(1, broker.connections(), "the connection held");
    if (vouched) {
      assertTrue(offs.stream().allMatch(off -> off.compareTo(MOST_OFF) <= 0), offs::toString);
      assertTimesAreRight(came());
    }
    assertTrue(offNow().compareTo(MOST_OFF) <= 0, "all is as before");
  }

  /** By how much the time that it shows is off at least, whenever it has looked. */
  private Duration offNow() throws IOException, InterruptedException {
    Instant before = InstantSource.system().instant();
    Instant shown = shown();
    Instant after = InstantSource.system().instant();
    return shown.isBefore(before)
        ? Duration.between(shown, before)
        : shown.isAfter(after) ? Duration.between(after, shown) : Duration.ZERO;
  }

  private void assertNoNegativeAge() throws IOException, InterruptedException {
    for (JsonNode value : appliance.api().values("/Process")) {
      assertTrue(value.path("ageMs").asLong() >= 0, value::toString);
    }
  }

  /** When each message of the cyclic section came, nanoseconds of some clock. */
  private List<Long> cycles() {
    return atCloud.stream()
        .filter(message -> message.payload().contains("\"frequency\""))
        .skip(2)
        .map(message -> Duration.between(Instant.EPOCH, message.at()).toNanos())
        .toList();
  }

  /**
   * At most two periods between neighbours, or twice what this machine could not do better before,
   * and nothing made up for.
   *
   * @param first where the jumps began
   */
  private static void assertRhythm(List<Long> nanos, int first, long periodMillis) {
    List<Long> jumping = nanos.subList(first, nanos.size());
    assertTrue(jumping.size() > 10, () -> jumping.size() + " only");
    long before = longestMillis(nanos.subList(0, first));
    long longest = longestMillis(jumping);
    double mean = (jumping.getLast() - jumping.getFirst()) / 1e6 / (jumping.size() - 1);
    System.out.printf(
        "  every %d ms: %d, on average %.0f ms, longest %d ms, before the jumps %d ms%n",
        periodMillis, jumping.size(), mean, longest, before);
    assertTrue(longest <= 2 * Math.max(periodMillis, before), "longest " + longest + " ms");
    assertTrue(mean >= periodMillis * 0.8, "a burst: every " + mean + " ms");
  }

  private static long longestMillis(List<Long> nanos) {
    long longest = 0;
    for (int i = 1; i < nanos.size(); i++) {
      longest = Math.max(longest, (nanos.get(i) - nanos.get(i - 1)) / 1_000_000);
    }
    return longest;
  }

  @ParameterizedTest(name = "back by {0}")
  @ValueSource(strings = {"PT1H", "P30D", "P20000D"})
  void aClockThatIsSetBackAcrossARestartChangesNeitherTheOrderNorTheTimeThatIsShown(Duration back)
      throws Exception {
    machine.withoutWitnesses();
    start();
    awaitReads(4);
    broker.stop();
    awaitReads(8);
    final Instant before = shown();
    final long stored = ledger.log().size();
    stop();

    machine.boot();
    clock.ahead(back.negated());
    start();
    Instant after = shown();
    assertFalse(after.isBefore(before), () -> "got " + after + " after " + before);
    assertFalse(status().path("clock").path("known").asBoolean());
    broker.start();
    awaitReads(4);
    clock.ahead(Duration.ZERO);
    await().atMost(Cabinet.SOON).until(() -> status().path("clock").path("known").asBoolean());
    awaitReads(2);
    assertWhole(stored + 5);
    assertTimesAreRight(came());
  }

  @Test
  void aPersonCanHandTheTimeOver() throws Exception {
    clock.ahead(until(YEAR_1970));
    start();
    awaitReads(4);
    assertEquals(422, hand(Instant.EPOCH));
    assertEquals(200, hand(InstantSource.system().instant()));
    JsonNode now = status().path("clock");
    assertTrue(now.path("known").asBoolean(), now::toString);
    assertEquals("person", now.path("source").asText());
    long known = ledger.log().size();
    assertWhole(known);
    assertTimesAreRight(came());
  }

  private int hand(Instant time) throws IOException, InterruptedException {
    return appliance
        .api()
        .post("/api/v1/time", new ObjectMapper().createObjectNode().put("time", time.toString()))
        .statusCode();
  }
}
