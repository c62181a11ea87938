package io.busbar.appliance.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventsTest {
  private static final Instant T0 = Instant.parse("2026-11-21T06:29:00Z");

  private final FakeClockwork time = new FakeClockwork();
  private final long start = time.nanos();
  private final ProcessTree tree = new ProcessTree(time::nanos);
  private final DataPoint in = new DataPoint("", "in", ValueType.INT, "", "", true);
  private final DataPoint out = new DataPoint("", "out", ValueType.BOOL, "", "", true);
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch slow = new CountDownLatch(1);
  private SampleSink sink = block -> {};
  private volatile boolean timeKnown = true;

  private final class Hands implements Events.Hands {
    @Override
    public Sending send(@Nullable String connector, @Nullable String section) {
      done.add("send " + connector + " " + section);
      return new Sending.Done(1);
    }

    @Override
    public void log(String log, Map<String, String> fields) {
      done.add(log + " " + fields);
    }
  }

  @Test
  void aChangeOfAVariableDoesWhatTheEventSaysInOrder() {
    try (Events events =
        events(
            event("E", "above", 5.0, null, send("CloudConn,Realtime2"), set("out", true), log()))) {
      read(3);
      read(7);
      await().until(() -> done.size() == 3);
      assertEquals(
          List.of(
              "send CloudConn Realtime2", "out=true", "Event {event=E, value=7, text=it happened}"),
          done);
      assertEquals(List.of(new Events.Counters("E", 1, 0)), events.counters());
      assertEquals(List.of(), events.alarms());
    }
  }

  @Test
  void onlyGoodValuesFire() {
    try (Events events = events(event("E", "change", null, null, send("C")))) {
      read(1);
      sink.accept(List.of(Sample.failed(in, Quality.UNCERTAIN, T0, "silent")));
      sink.accept(List.of(Sample.failed(in, Quality.BAD, T0, "silent")));
      read(1);
      assertEquals(0, events.counters().getFirst().fired());
      read(2);
      await().until(() -> done.size() == 1);
    }
  }

  @Test
  void anEventThatSetsWhatFiresItIsBoundedAndReported() {
    try (Events events =
        events(
            event("Up", "rising", null, null, set("in", 0)),
            event("Down", "falling", null, null, set("in", 1)))) {
      read(0);
      read(1);
      await().until(() -> !events.alarms().isEmpty());
      long fired = events.counters().stream().mapToLong(Events.Counters::fired).sum();
      assertTrue(fired <= 2 * Event.AT_ONCE, "no time passed, got " + fired);
      assertTrue(events.alarms().getFirst().contains("fires too often"));
      time.pass(Duration.ofMinutes(2));
      assertEquals(List.of(), events.alarms());
    }
  }

  @Test
  void aSlowOutputDelaysNeitherTheTreeNorAnotherEvent() {
    try (Events events =
        events(
            event("Slow", "change", null, null, set("out", false)),
            event("Quick", "change", null, null, send("C")))) {
      read(1);
      read(2);
      read(3);
      await().until(() -> done.equals(List.of("send C null", "send C null")));
      assertEquals(1, events.counters().getFirst().fired());
      slow.countDown();
      await().until(() -> events.counters().getFirst().fired() == 2);
    }
  }

  @Test
  void aDailyEventFiresAtItsTimeAndANamedOneWhenItIsTold() {
    EventSettings daily =
        new EventSettings("D", "daily", null, null, 0, "06:30", List.of(send("C")));
    EventSettings named = new EventSettings("N", "named", null, null, 0, null, List.of(log()));
    try (Events events = events(daily, named)) {
      time.pass(Duration.ofSeconds(55));
      assertEquals(0, events.counters().getFirst().fired());
      time.pass(Duration.ofDays(1));
      await().until(() -> done.equals(List.of("send C null")));
      assertEquals(Fired.YES, events.fire("N"));
      await().until(() -> done.size() == 2);
      assertEquals(Fired.UNKNOWN, events.fire("X"));
    }
  }

  @Test
  void aTimeOfDayThatIsOnlyCountedFiresNothingAlsoNotAfterwards() {
    timeKnown = false;
    EventSettings daily =
        new EventSettings("D", "daily", null, null, 0, "06:30", List.of(send("C")));
    try (Events events = events(daily)) {
      time.pass(Duration.ofMinutes(5));
      timeKnown = true;
      time.pass(Duration.ofMinutes(5));
      assertEquals(0, events.counters().getFirst().fired());
      time.pass(Duration.ofDays(1));
      await().until(() -> events.counters().getFirst().fired() == 1);
    }
  }

  @Test
  void afterTheEndNothingFires() {
    Events events = events(event("E", "change", null, null, send("C")));
    read(1);
    events.close();
    read(2);
    time.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), done);
  }

  private Events events(EventSettings... settings) {
    sink =
        tree.define(
            "B",
            List.of(new Device("", List.of(in, out))),
            (point, value) -> {
              if (value.equals(new Value.Bool(false))) {
                return CompletableFuture.runAsync(this::awaitSlow, Thread::startVirtualThread);
              }
              if (point.equals(out)) {
                done.add(point.name() + "=" + value);
              }
              sink.accept(List.of(Sample.good(point, value, T0)));
              return CompletableFuture.runAsync(() -> {}, Runnable::run);
            });
    return new Events(
        List.of(settings),
        tree,
        new Schedule(time, AssertionError::new),
        () -> T0.plusNanos(time.nanos() - start),
        () -> timeKnown,
        ZoneOffset.UTC,
        new Hands());
  }

  private void awaitSlow() {
    try {
      slow.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(long value) {
    sink.accept(List.of(Sample.good(in, new Value.Int(value), T0)));
  }

  private static EventSettings event(
      String name,
      String when,
      @Nullable Double limit,
      @Nullable String at,
      EventSettings.Action... actions) {
    return new EventSettings(
        name, when, "/Process/B/in", limit, 0, at, new ArrayList<>(List.of(actions)));
  }

  private static EventSettings.Action send(String what) {
    return new EventSettings.Action(what, null, null, null, null);
  }

  private static EventSettings.Action set(String variable, Object value) {
    return new EventSettings.Action(null, "/Process/B/" + variable, value, null, null);
  }

  private static EventSettings.Action log() {
    return new EventSettings.Action(null, null, null, "Event", "it happened");
  }
}
