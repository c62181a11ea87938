package io.busbar.appliance.cloud;

import io.busbar.appliance.process.SetOutcome;
import io.busbar.appliance.store.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One platform's conversation as a pure state machine: what happened goes in, what to do comes out.
 * It has no thread, no clock and does no I/O; whatever it must remember is its own field, touched
 * by one thread only.
 */
public interface Connector {
  List<Effect> on(Event event, Instant now);

  /**
   * Which broker to dial next. Asked before each attempt; most platforms have only the one.
   *
   * @param configured the broker of the configuration
   * @param failures attempts and short connections in a row up to now
   */
  default BrokerSettings broker(BrokerSettings configured, int failures) {
    return configured;
  }

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

    /** What became of a variable that was to be {@link Effect.Set}. */
    record WasSet(String id, SetOutcome outcome) implements Event {}

    /**
     * What {@link Effect.Run} came to; perhaps in a later connection than the one it was asked in.
     */
    record Ran(String id, String result) implements Event {}
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

    /**
     * Set a variable; what became of it comes back as {@link Event.WasSet}.
     *
     * @param id of the connector's own choice, comes back with the outcome
     * @param value a Boolean, Long, Double or String
     */
    record Set(String id, String path, Object value) implements Effect {}

    /**
     * Carry out something that may take hours, beside the conversation; its result comes back as
     * {@link Event.Ran}. It goes on when the connection ends.
     *
     * @param id of the connector's own choice, comes back with the result
     */
    record Run(String id, Supplier<String> work) implements Effect {}

    /**
     * Whether the platform takes data from now on. A connector that never says so always does; one
     * that says no is handed no Sends until it says yes, or the connection ends.
     *
     * @param version what the platform says of its own version; empty when it says nothing
     */
    record Ready(boolean ready, String version) implements Effect {}

    /** End this connection and dial the {@link Connector#broker} at once. */
    record Redial() implements Effect {}

    /** Something that people should know of the platform, shown beside the connection's state. */
    record Status(String text, boolean alarm) implements Effect {}

    /**
     * What carries one batch of Sends: the messages in order, of which the last acknowledges them;
     * Sends that make no message at all are done at once.
     */
    static List<Effect> carry(List<Message> messages, List<Outbox.Entry> entries) {
      if (messages.isEmpty()) {
        return List.of(new Acknowledge(entries));
      }
      List<Effect> effects = new ArrayList<>();
      for (Message message : messages.subList(0, messages.size() - 1)) {
        effects.add(new Publish(message, List.of()));
      }
      effects.add(new Publish(messages.getLast(), entries));
      return effects;
    }
  }
}
