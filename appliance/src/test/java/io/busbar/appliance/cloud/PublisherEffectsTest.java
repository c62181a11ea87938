package io.busbar.appliance.cloud;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a platform with a conversation asks of its publisher. */
@Timeout(120)
final class PublisherEffectsTest {
  private static final ScriptedBroker.Script ACCEPT =
      line -> {
        line.connack(0);
        line.ignore();
      };

  private final MemoryQueue queue = new MemoryQueue();
  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void sendsStayInTheQueueUntilThePlatformIsReady() throws Exception {
    Connector connector =
        (event, now) -> {
          events.add(event);
          return switch (event) {
            case Event.Connected() ->
                List.of(
                    new Effect.Ready(false, ""), new Effect.Timer("soon", Duration.ofMillis(50)));
            case Event.Tick _ -> {
              assertEquals(0, queue.taken());
              yield List.of(new Effect.Ready(true, "3.1"));
            }
            case Event.Sends(var entries) -> List.of(new Effect.Acknowledge(entries));
            case Event.Disconnected _, Event.Received _, Event.WasSet _, Event.Ran _ -> List.of();
          };
        };
    queue.append(1);
    try (ScriptedBroker broker = new ScriptedBroker(ACCEPT);
        Publisher publisher = started(broker.port(), connector)) {
      await().until(() -> queue.backlog().waiting() == 0);
      assertEquals("3.1", publisher.state().version());
    }
    assertEquals(Event.Tick.class, events.get(1).getClass());
  }

  @Test
  void anotherBrokerIsDialledAtOnceWhenTheConnectorWantsIt() throws Exception {
    AtomicInteger connected = new AtomicInteger();
    try (ScriptedBroker first = new ScriptedBroker(ACCEPT);
        ScriptedBroker second = new ScriptedBroker(ACCEPT)) {
      Connector connector =
          new Connector() {
            @Override
            public BrokerSettings broker(BrokerSettings configured, int failures) {
              return connected.get() == 0 ? configured : Brokers.plain(second.port());
            }

            @Override
            public List<Effect> on(Event event, Instant now) {
              return event instanceof Event.Connected && connected.incrementAndGet() == 1
                  ? List.of(new Effect.Redial())
                  : List.of();
            }
          };
      try (Publisher publisher = started(first.port(), connector)) {
        await().until(() -> connected.get() == 2);
        assertEquals(1, first.connections());
        assertEquals(1, second.connections());
        assertEquals(Brokers.plain(second.port()).url(), publisher.state().url());
        assertEquals(null, publisher.state().failure());
      }
    }
  }

  @Test
  void aJobOutlivesItsConnectionAndItsResultComesInTheNext() throws Exception {
    CountDownLatch reconnected = new CountDownLatch(2);
    Connector connector =
        (event, now) -> {
          events.add(event);
          if (event instanceof Event.Connected) {
            reconnected.countDown();
          }
          return event instanceof Event.Connected && reconnected.getCount() == 1
              ? List.of(new Effect.Run("7", () -> waited(reconnected)))
              : List.of();
        };
    ScriptedBroker.Script dropsFirst =
        line -> {
          line.connack(0);
          if (line.number() > 1) {
            line.ignore();
          }
        };
    try (ScriptedBroker broker = new ScriptedBroker(dropsFirst);
        Publisher _ = started(broker.port(), connector)) {
      await().until(() -> events.contains(new Event.Ran("7", "waited: true")));
    }
    assertFalse(
        events.subList(0, events.lastIndexOf(new Event.Connected())).stream()
            .anyMatch(Event.Ran.class::isInstance));
  }

  private static String waited(CountDownLatch latch) {
    try {
      return "waited: " + latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  private Publisher started(int port, Connector connector) {
    return Brokers.started(port, connector, queue, Brokers.HASTY);
  }
}
