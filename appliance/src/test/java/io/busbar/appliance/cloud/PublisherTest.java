package io.busbar.appliance.cloud;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.LinkFailure.Kind;
import io.busbar.appliance.cloud.PublisherState.Phase;
import io.busbar.appliance.process.SetOutcome;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.Backoff;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class PublisherTest {
  private static final int WINDOW = Brokers.HASTY.window();
  private final MemoryQueue queue = new MemoryQueue();
  private final List<String> arrived = Collections.synchronizedList(new ArrayList<>());

  @Test
  void everythingArrivesInOrderWithEachQualityOfService() throws Exception {
    for (int qos : new int[] {1, 0}) {
      arrived.clear();
      append(0, 100);
      try (ScriptedBroker broker = new ScriptedBroker(this::acknowledgeAll);
          Publisher publisher = started(broker.port(), numbers(qos), Brokers.HASTY)) {
        until(() -> queue.backlog().waiting() == 0 && arrived.size() == 100);
        assertEquals(texts(0, 100), arrived);
        PublisherState state = publisher.state();
        assertEquals(Phase.CONNECTED, state.phase());
        assertEquals(100, state.acknowledged());
        assertTrue(state.lastAcknowledged() != null);
      }
      assertEquals(false, queue.online().getLast());
    }
  }

  /** What a book is told of each Send: taken, worded, published, acknowledged and done. */
  @Test
  void aBookThatIsOpenIsToldTheWayOfEachSendInItsOrder() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    append(0, 3);
    try (ScriptedBroker broker = new ScriptedBroker(this::acknowledgeAll);
        Publisher publisher =
            new Publisher(
                "c",
                Line.of(Brokers.plain(broker.port())),
                numbers(1),
                queue,
                Replay.IN_ORDER,
                Brokers.NO_VARIABLES,
                InstantSource.system(),
                Brokers.HASTY,
                new Noting(told))) {
      publisher.start();
      until(() -> told.stream().filter("done"::equals).count() == 3);
    }
    List<String> way = told.stream().distinct().toList();
    assertEquals(List.of("taken", "worded", "published", "acknowledged", "done", "lost"), way);
    assertEquals(3, told.stream().filter("published"::equals).count());
    assertEquals(3, told.stream().filter("acknowledged"::equals).count());
  }

  /** Writes down what it is told. */
  private record Noting(List<String> told) implements Postbook {
    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void taken(String connector, List<Outbox.Entry> entries, boolean late) {
      told.add("taken");
    }

    @Override
    public void worded(String connector, List<Outbox.Entry> entries, List<Message> messages) {
      told.add("worded");
    }

    @Override
    public void published(String connector, Message message) {
      told.add("published");
    }

    @Override
    public void acknowledged(String connector, Message message) {
      told.add("acknowledged");
    }

    @Override
    public void done(String connector, List<Outbox.Entry> entries) {
      told.add("done");
    }

    @Override
    public void lost(String connector) {
      told.add("lost");
    }
  }

  @Test
  void aBrokerKilledWhilePublishingCostsNothingButRepeatsWithinTheWindow() throws Exception {
    append(0, 60);
    AtomicInteger seen = new AtomicInteger();
    ScriptedBroker.Script dies =
        line -> {
          line.connack(0);
          while (true) {
            ScriptedBroker.Packet packet = line.read();
            if (packet.type() == ScriptedBroker.PUBLISH) {
              arrived.add(packet.payload());
              // Every third dies before its PUBACK, three times.
              if (seen.incrementAndGet() % 17 == 0 && line.number() < 4) {
                return;
              }
              line.puback(packet.publishId());
            }
          }
        };
    try (ScriptedBroker broker = new ScriptedBroker(dies);
        Publisher publisher = started(broker.port(), numbers(1), Brokers.HASTY)) {
      until(() -> queue.backlog().waiting() == 0);
      assertTrue(publisher.state().attempts() >= 4);
    }
    assertEquals(new HashSet<>(texts(0, 60)), new HashSet<>(arrived));
    assertEquals(texts(0, 60), arrived.stream().distinct().toList());
    assertTrue(arrived.size() - 60 <= 3 * WINDOW, "got " + arrived.size());
  }

  @Test
  void keepsTheWindowWhileNothingIsAcknowledgedAndThenGivesTheConnectionUp() throws Exception {
    append(0, 50);
    Publisher.Patience patience = patience(Duration.ofSeconds(2));
    try (ScriptedBroker broker = new ScriptedBroker(this::acknowledgeNothing);
        Publisher publisher = started(broker.port(), numbers(1), patience)) {
      until(() -> arrived.size() >= WINDOW);
      until(() -> failed(publisher, Kind.UNACKNOWLEDGED));
      assertEquals(texts(0, WINDOW), arrived.subList(0, WINDOW));
      until(() -> broker.connections() >= 2);
      assertEquals(50, queue.backlog().waiting());
    }
  }

  @Test
  void countsAMessageAsUnderWayUntilItsDeletionIsSettled() throws Exception {
    queue.settleLate();
    append(0, 50);
    try (ScriptedBroker broker = new ScriptedBroker(this::acknowledgeAll);
        Publisher publisher = started(broker.port(), numbers(1), Brokers.HASTY)) {
      until(() -> publisher.state().acknowledged() == WINDOW);
      assertEquals(texts(0, WINDOW), arrived);
      until(() -> {
        queue.settle();
        return queue.backlog().waiting() == 0;
      });
      assertEquals(texts(0, 50), arrived);
    }
  }

  @Test
  void aLateAndADuplicatedPubackDoNoHarm() throws Exception {
    append(0, 10);
    ScriptedBroker.Script late =
        line -> {
          line.connack(0);
          List<Integer> ids = new ArrayList<>();
          while (true) {
            ScriptedBroker.Packet packet = line.read();
            if (packet.type() == ScriptedBroker.PUBLISH) {
              arrived.add(packet.payload());
              ids.add(packet.publishId());
            }
            if (ids.size() == 5) {
              for (int id : ids.reversed()) {
                line.puback(id);
                line.puback(id);
              }
              ids.clear();
            }
          }
        };
    try (ScriptedBroker broker = new ScriptedBroker(late);
        Publisher _ = started(broker.port(), numbers(1), Brokers.HASTY)) {
      until(() -> queue.backlog().waiting() == 0);
      assertEquals(10, queue.backlog().acknowledged());
      assertEquals(texts(0, 10), arrived);
    }
  }

  @Test
  void waitsForABrokerThatIsNotThereAndFindsItWhenItComes() throws Exception {
    append(0, 5);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (Publisher publisher = started(port, numbers(1), Brokers.HASTY)) {
      until(() -> failed(publisher, Kind.REFUSED) && publisher.state().attempts() > 2);
      ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      try (ScriptedBroker _ = new ScriptedBroker(server, this::acknowledgeAll)) {
        until(() -> queue.backlog().waiting() == 0);
        assertEquals(Phase.CONNECTED, publisher.state().phase());
        assertEquals(null, publisher.state().failure());
      }
    }
  }

  @Test
  void namesATakeoverWhenTheBrokerHangsUpAgainAndAgain() throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker(line -> line.connack(0));
        Publisher publisher = started(broker.port(), numbers(1), Brokers.HASTY)) {
      until(() -> failed(publisher, Kind.TAKEN_OVER));
    }
  }

  @Test
  void aFaultInAConnectorIsShownAndTriedAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Connector faulty =
        (event, now) -> {
          if (event instanceof Event.Connected && calls.incrementAndGet() < 3) {
            throw new IllegalStateException("tripped");
          }
          return numbers(1).on(event, now);
        };
    append(0, 3);
    try (ScriptedBroker broker = new ScriptedBroker(this::acknowledgeAll);
        Publisher publisher = started(broker.port(), faulty, slow())) {
      until(() -> failed(publisher, Kind.DEFECT));
      until(() -> queue.backlog().waiting() == 0);
    }
  }

  @Test
  void whoLosesAConnectionWaitsForItsPlaceInTheSpreadAndWhoFindsNoneDoesNot() throws Exception {
    Publisher.Patience wide = spread(Duration.ofHours(10));
    try (ScriptedBroker broker = new ScriptedBroker(line -> line.connack(0));
        Publisher publisher = started(broker.port(), numbers(1), wide)) {
      until(() -> publisher.state().phase() == Phase.WAITING);
      Duration wait = publisher.state().retryIn();
      assertTrue(wait != null && wait.toSeconds() >= 1, () -> "got " + wait);
    }
    try (Publisher publisher = started(1, numbers(1), wide)) {
      until(() -> publisher.state().attempts() >= 3);
    }
  }

  @Test
  void ringsTimersPassesMessagesAndShowsTheStatus() throws Exception {
    List<Event> events = Collections.synchronizedList(new ArrayList<>());
    Connector connector =
        (event, now) -> {
          events.add(event);
          return switch (event) {
            case Event.Connected() ->
                List.of(
                    new Effect.Subscribe("in/#", 1),
                    new Effect.Set("7", "/Process/no", true),
                    new Effect.Timer("soon", Duration.ofMillis(1)));
            case Event.Tick _ -> List.of(new Effect.Status("rang", true));
            case Event.Sends(var entries) -> List.of(new Effect.Acknowledge(entries));
            case Event.Received _, Event.Disconnected _, Event.WasSet _, Event.Ran _ -> List.of();
          };
        };
    ScriptedBroker.Script script =
        line -> {
          line.connack(0);
          ScriptedBroker.Packet subscribe = line.read();
          line.write(0x90, 3, subscribe.body().get(0), subscribe.body().get(1), 1);
          line.write(0x30, 5, 0, 2, 'i', 'n', '!');
          line.ignore();
        };
    append(0, 3);
    try (ScriptedBroker broker = new ScriptedBroker(script);
        Publisher publisher = started(broker.port(), connector, Brokers.HASTY)) {
      until(() -> new Effect.Status("rang", true).equals(publisher.state().status()));
      until(() -> events.contains(new Event.Received(new Message("in", "!", 0, false))));
      until(() -> events.contains(new Event.WasSet("7", new SetOutcome.Unknown("/Process/no"))));
      until(() -> queue.backlog().waiting() == 0);
    }
    assertEquals(new Event.Disconnected(), events.getLast());
  }

  @Test
  void closesCleanlyAndGivesBackWhatIsInFlight() throws Exception {
    append(0, 5);
    CountDownLatch goodbye = new CountDownLatch(1);
    ScriptedBroker.Script script =
        line -> {
          line.connack(0);
          while (line.read().type() != ScriptedBroker.DISCONNECT) {
            arrived.add("");
          }
          goodbye.countDown();
        };
    try (ScriptedBroker broker = new ScriptedBroker(script)) {
      try (Publisher _ = started(broker.port(), numbers(1), Brokers.HASTY)) {
        until(() -> arrived.size() == 5);
      }
      goodbye.await();
    }
    assertEquals(0, queue.taken());
    assertEquals(5, queue.backlog().waiting());
  }

  @Test
  void closesAtOnceWhileItWaitsOrConnects() throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.Line::ignore)) {
      Publisher publisher = started(broker.port(), numbers(1), Brokers.HASTY);
      until(() -> broker.connections() == 1);
      publisher.close();
      assertEquals(Phase.DISABLED, publisher.state().phase());
    }
    Publisher publisher = started(1, numbers(1), slow());
    until(() -> publisher.state().phase() == Phase.WAITING);
    publisher.close();
    assertEquals(Phase.DISABLED, publisher.state().phase());
  }

  /** One message for each Send, its text the number. */
  private static Connector numbers(int qos) {
    return (Event event, Instant now) ->
        switch (event) {
          case Event.Sends(var entries) ->
              entries.stream()
                  .map(entry ->
                      (Effect)
                          new Effect.Publish(
                              new Message("n", text(entry.sequence()), qos, false), List.of(entry)))
                  .toList();
          case Event.Connected _,
              Event.Disconnected _,
              Event.Received _,
              Event.Tick _,
              Event.WasSet _,
              Event.Ran _ ->
              List.of();
        };
  }

  private void acknowledgeAll(ScriptedBroker.Line line) throws IOException {
    line.connack(0);
    while (true) {
      ScriptedBroker.Packet packet = line.read();
      if (packet.type() == ScriptedBroker.PUBLISH) {
        arrived.add(packet.payload());
        if ((packet.head() & 6) != 0) {
          line.puback(packet.publishId());
        }
      }
    }
  }

  private void acknowledgeNothing(ScriptedBroker.Line line) throws IOException {
    line.connack(0);
    while (true) {
      ScriptedBroker.Packet packet = line.read();
      if (packet.type() == ScriptedBroker.PUBLISH) {
        arrived.add(packet.payload());
      }
    }
  }

  private Publisher started(int port, Connector connector, Publisher.Patience patience) {
    return Brokers.started(port, connector, queue, patience);
  }

  private static Publisher.Patience patience(Duration acknowledge) {
    return new Publisher.Patience(
        WINDOW,
        Brokers.HASTY.backoff(),
        Duration.ZERO,
        Duration.ofSeconds(20),
        acknowledge,
        Duration.ofHours(1));
  }

  private static Publisher.Patience spread(Duration spread) {
    Publisher.Patience hasty = Brokers.HASTY;
    return new Publisher.Patience(
        WINDOW, hasty.backoff(), spread, hasty.connect(), hasty.acknowledge(), hasty.steady());
  }

  private static Publisher.Patience slow() {
    return new Publisher.Patience(
        WINDOW,
        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0),
        Duration.ZERO,
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofHours(1));
  }

  private void append(int from, int to) {
    IntStream.range(from, to).forEach(queue::append);
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(PublisherTest::text).toList();
  }

  private static String text(long number) {
    return "number " + number % 100;
  }

  private static boolean failed(Publisher publisher, Kind kind) {
    LinkFailure failure = publisher.state().failure();
    return failure != null && failure.kind() == kind;
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(90)).until(condition);
  }
}
