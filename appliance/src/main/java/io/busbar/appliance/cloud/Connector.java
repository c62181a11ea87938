package io.busbar.appliance.cloud;

import io.busbar.appliance.store.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One platform's conversation as a pure state machine: what happened goes in, what to do comes out.
 * It has no thread, no clock and does no I/O; whatever it must remember is its own field, touched
 * by one thread only.
 */
public interface Connector {
  List<Effect> on(Event event, Instant now);

  /** What happened. */
  sealed interface Event {
    /** The link is up; subscriptions and timers of an earlier connection are gone. */
    record Connected() implements Event {}

    /** The link is down; what was published and not acknowledged will come again as Sends. */
    record Disconnected() implements Event {}

    /** The next Sends of the outbox, in order. */
    record Sends(List<Outbox.Entry> entries) implements Event {
      public Sends {
        entries = List.copyOf(entries);
      }
    }

    /** A message on a topic that was subscribed. */
    record Received(Message message) implements Event {}

    /** A timer that was asked for has run out. */
    record Tick(String timer) implements Event {}
  }

  /** What to do. */
  sealed interface Effect {
    /**
     * Publish a message.
     *
     * @param acknowledges the Sends it carries: they leave the outbox when the broker has it
     */
    record Publish(Message message, List<Outbox.Entry> acknowledges) implements Effect {
      public Publish {
        acknowledges = List.copyOf(acknowledges);
      }
    }

    /**
     * These Sends are done without a message of their own: the platform answered for them, or they
     * hold nothing that it can take.
     */
    record Acknowledge(List<Outbox.Entry> entries) implements Effect {
      public Acknowledge {
        entries = List.copyOf(entries);
      }
    }

    /** Subscribe to a topic filter. */
    record Subscribe(String filter, int qos) implements Effect {}

    /** Come back with a Tick after a while; a timer of the same name is replaced. */
    record Timer(String name, Duration after) implements Effect {}

    /** Something that people should know of the platform, shown beside the connection's state. */
    record Status(String text, boolean alarm) implements Effect {}
  }
}
