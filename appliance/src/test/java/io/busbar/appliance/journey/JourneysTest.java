package io.busbar.appliance.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.process.Follower.Cause;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.appliance.process.Schedule;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Traceable.Decoded;
import io.busbar.drivers.Traceable.Origin;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reading on its way through a real tree and section, with the ends played by the test. */
class JourneysTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");
  private static final String PATH = "/Process/Lan/PAC1/power";

  private final DataPoint power =
      new DataPoint("PAC1", "power", ValueType.REAL, "W", "unit 1, input 0x0034");
  private final DataPoint voltage =
      new DataPoint("PAC1", "voltage", ValueType.REAL, "V", "unit 1, input 0x0000");
  private long nanos;

  /** What another thread does between a Send's way into the outbox and the number's way back. */
  private Runnable quicker = () -> {};

  private final ProcessTree tree = new ProcessTree(() -> nanos);
  private final SampleSink sink =
      tree.define("Lan", List.of(new Device("PAC1", List.of(power, voltage))));
  private final Schedule schedule = new Schedule(AssertionError::new);
  private final List<Entry> outbox = new ArrayList<>();
  private final Journeys journeys =
      new Journeys(this::now, () -> nanos, new Excerpts(_ -> List.of("hunter2")));

  @AfterEach
  void stop() {
    schedule.close();
  }

  private Instant now() {
    return T0.plusNanos(nanos);
  }

  private void watch(String path) {
    journeys.watch(path);
    tree.beFollowed(
        List.of(tree.variable(PATH), tree.variable("/Process/Lan/PAC1/voltage")), journeys);
  }

  private void section(@Nullable Double hysteresis) {
    new RealtimeSection(
        "Cloud",
        new SectionSettings(
            "Realtime1",
            "on-change",
            null,
            null,
            null,
            List.of(new SectionSettings.Point("P", PATH, hysteresis, null, Map.of()))),
        tree,
        schedule,
        this::now,
        this::append);
  }

  private void append(Send send) {
    journeys.reported(send);
    outbox.add(new Entry(100 + outbox.size(), send));
    quicker.run();
    journeys.queued(send, outbox.getLast().sequence());
  }

  private void read(DataPoint point, double value) {
    nanos += 1_000_000;
    sink.accept(List.of(Sample.good(point, new Value.Real(value), now())));
  }

  private Journey newest() {
    return journeys.of(PATH).getFirst();
  }

  @Test
  void aReadingGoesFromItsBytesToTheAcknowledgement() {
    section(null);
    watch(PATH);
    nanos += 5_000_000;
    Decoded decoded = new Decoded("input 0x0034 (30053)", "4120 0000", "float32", "10.0", "");
    journeys.read(
        new Origin(power, now(), Duration.ofMillis(12), "01 04", "01 04 04", decoded, null));
    sink.accept(List.of(Sample.good(power, new Value.Real(10.0), now())));

    Message message = new Message("t/hunter2", "{\"key\":\"hunter2\",\"P\":10.0}", 1, false);
    journeys.taken("Cloud", outbox, false);
    journeys.worded("Cloud", outbox, List.of(message));
    journeys.published("Cloud", message);
    nanos += 34_000_000;
    journeys.acknowledged("Cloud", message);
    journeys.done("Cloud", outbox);

    Journey journey = newest();
    assertEquals("01 04 04", journey.origin() == null ? "" : journey.origin().answer());
    Journey.Leg leg = journey.legs().getFirst();
    assertEquals(100, leg.number());
    assertEquals(Cause.FIRST, leg.judgement().cause());
    assertEquals(false, leg.late());
    assertEquals("t/********", leg.topic());
    assertEquals("{\"key\":\"********\",\"P\":10.0}", leg.excerpt());
    assertEquals(Duration.ofMillis(34), leg.roundTrip());
    assertEquals(now(), leg.done());
  }

  @Test
  void aValueThatTheHysteresisHoldsBackSaysByHowMuch() {
    section(5.0);
    watch(PATH);
    read(power, 100);
    read(power, 103);
    Journey.Leg leg = newest().legs().getFirst();
    assertEquals(Cause.WITHIN, leg.judgement().cause());
    assertEquals(new Value.Real(100), leg.judgement().last());
    assertEquals(3.0, leg.judgement().difference());
    assertEquals(5.0, leg.judgement().limit());
    assertEquals(0, leg.number());
    read(power, 105);
    assertEquals(Cause.LIMIT, newest().legs().getFirst().judgement().cause());
    assertEquals(101, newest().legs().getFirst().number());
    assertEquals(3, journeys.of(PATH).size());
  }

  @Test
  void aPublisherThatIsQuickerThanTheNumberIsSeenAllTheSame() {
    section(null);
    watch(PATH);
    Message message = new Message("t", "{\"P\":1}", 1, false);
    quicker =
        () -> {
          journeys.taken("Cloud", outbox, false);
          journeys.worded("Cloud", outbox, List.of(message));
          journeys.published("Cloud", message);
        };
    read(power, 1);
    Journey.Leg leg = newest().legs().getFirst();
    assertEquals(false, leg.late());
    assertEquals("t", leg.topic());
    assertEquals(1, leg.attempts());
    assertEquals(100, leg.number());
  }

  @Test
  void whatWasOnTheWayWhenTheConnectionEndedGoesAgain() {
    section(null);
    watch(PATH);
    read(power, 1);
    Message first = new Message("t", "{\"P\":1}", 1, false);
    journeys.worded("Cloud", outbox, List.of(first));
    journeys.published("Cloud", first);
    journeys.lost("Cloud");
    assertNull(newest().legs().getFirst().published());
    journeys.acknowledged("Cloud", first);
    assertNull(newest().legs().getFirst().acknowledged(), "a dead connection acknowledges nothing");
    Message again = new Message("t", "{\"P\":1}", 1, false);
    journeys.taken("Cloud", outbox, true);
    journeys.worded("Cloud", outbox, List.of(again));
    journeys.published("Cloud", again);
    Journey.Leg leg = newest().legs().getFirst();
    assertEquals(2, leg.attempts());
    assertEquals(true, leg.late());
  }

  @Test
  void aFailedReadingKeepsItsBytesAndItsReason() {
    watch(PATH);
    read(power, 1);
    nanos += 1_000_000;
    journeys.read(new Origin(power, now(), Duration.ofSeconds(1), "01 04", "", null, "silence"));
    sink.accept(List.of(Sample.failed(power, Quality.UNCERTAIN, now(), "silence")));
    Journey journey = newest();
    assertEquals("silence", journey.origin() == null ? "" : journey.origin().trouble());
    assertEquals(Quality.UNCERTAIN, journey.latest().quality());
    assertEquals(new Value.Real(1), journey.latest().value());
  }

  @Test
  void bytesOfAnotherMomentAreNotTakenForItsOwn() {
    watch(PATH);
    journeys.read(new Origin(power, now().minusSeconds(9), null, "01", "02", null, null));
    read(power, 1);
    assertNull(newest().origin());
  }

  @Test
  void aBranchShowsAllBelowItAndNeverMoreThanFifty() {
    watch("/Process/Lan");
    for (int i = 0; i < Journeys.MOST; i++) {
      read(power, i);
      read(voltage, i);
    }
    List<Journey> all = journeys.of("/Process/Lan");
    assertEquals(Journeys.MOST, all.size());
    assertEquals("/Process/Lan/PAC1/voltage", all.getFirst().path());
    assertEquals(
        2, all.stream().filter(Journey::newest).count(), "one reading of each variable is newest");
  }

  @Test
  void aWatchEndsWhenNobodyAsksAnyMore() {
    watch(PATH);
    assertTrue(journeys.isOpen());
    nanos += Journeys.LEASE.toNanos() - 1;
    assertTrue(journeys.look());
    nanos += 1;
    assertFalse(journeys.look());
    assertFalse(journeys.isOpen());
    assertEquals(List.of(), journeys.of(PATH));
  }

  @Test
  void theNinthWatchEndsTheOldest() {
    for (int i = 0; i < 9; i++) {
      nanos++;
      journeys.watch("/Process/V" + i);
    }
    assertEquals(8, journeys.watched().size());
    assertFalse(journeys.watched().contains("/Process/V0"));
  }

  /** A short cycle looks again and again at a value that is rarely read. */
  @Test
  void theSameDecisionIsCountedAndLegsAreBounded() {
    section(1000.0);
    watch(PATH);
    read(power, 1);
    read(power, 2);
    Journey journey = newest();
    for (int i = 0; i < 100; i++) {
      journeys.judged(tree.variable(PATH), journey.legs().getFirst().judgement());
    }
    assertEquals(1, newest().legs().size());
    assertEquals(101, newest().legs().getFirst().looks());
  }

  @Test
  void aVariableThatNobodyWatchesTellsNothing() {
    section(null);
    read(power, 1);
    assertEquals(List.of(), journeys.of(PATH));
    assertNotNull(outbox.getFirst());
  }
}
