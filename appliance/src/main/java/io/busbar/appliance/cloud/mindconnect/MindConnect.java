package io.busbar.appliance.cloud.mindconnect;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conversation with such a platform: time series out, and the onboarding beside it. */
public final class MindConnect implements Connector {
  private final String topic;
  private final String eventTopic;
  private final Events events;
  private final int qos;
  private final boolean numbers;
  private final DataPoints points;
  private final @Nullable Onboarding onboarding;

  /**
   * @param accepted which data model each agent has on the platform; outlives this connector
   */
  public MindConnect(ConnectorType.Context context, Agent agent, Map<String, String> accepted) {
    this.topic = agent.topics() + "/o/mc_v3/ts";
    this.eventTopic = agent.topics() + "/o/mc_v3/e";
    this.events = new Events(context.sections());
    this.qos = context.broker().qos();
    this.numbers = agent.numbers();
    List<ConnectorType.Section> measured = Events.without(context.sections());
    this.points = new DataPoints(measured);
    this.onboarding =
        agent.onboard()
            ? new Onboarding(
                agent.topics(),
                agent.modelId(),
                DataModel.of(agent.tenant(), agent.modelId(), measured, points),
                agent.parameters(),
                qos,
                context.broker().toString(),
                accepted)
            : null;
  }

  /** A time series of nothing. */
  public static Message probe(Agent agent) {
    return new Message(agent.topics() + "/o/mc_v3/ts", "{\"timeseries\":[]}", 1, false);
  }

  @Override
  public List<Effect> on(Event event, Instant now) {
    return switch (event) {
      case Event.Connected() -> onboarding == null ? List.of() : onboarding.connected();
      case Event.Disconnected() -> {
        if (onboarding != null) {
          onboarding.disconnected();
        }
        yield List.of();
      }
      case Event.Sends(List<Outbox.Entry> entries) -> timeSeries(entries);
      case Event.Received(Message message) ->
          onboarding == null ? List.of() : onboarding.received(message);
      case Event.WasSet _, Event.Ran _ -> List.of();
      case Event.Tick(String _) -> onboarding == null ? List.of() : onboarding.tick();
    };
  }

  private List<Effect> timeSeries(List<Outbox.Entry> entries) {
    List<Effect> effects = new ArrayList<>();
    List<Message> happened = happened(entries);
    happened.forEach(message -> effects.add(new Effect.Publish(message, List.of())));
    TimeSeries series = new TimeSeries(points, events, numbers, id -> effects.add(tooLarge(id)));
    for (TimeSeries.Packet packet : series.pack(entries)) {
      if (!packet.body().isEmpty()) {
        effects.add(
            new Effect.Publish(new Message(topic, packet.body(), qos, false), packet.complete()));
      } else if (happened.isEmpty()) {
        effects.add(new Effect.Acknowledge(packet.complete()));
      } else {
        // The last event carries what no time series does.
        effects.remove(happened.size() - 1);
        effects.add(happened.size() - 1, new Effect.Publish(happened.getLast(), packet.complete()));
      }
    }
    return effects;
  }

  private List<Message> happened(List<Outbox.Entry> entries) {
    List<Message> messages = new ArrayList<>();
    if (events.none()) {
      return messages;
    }
    for (Outbox.Entry entry : entries) {
      for (Send.Reading reading : entry.send().readings()) {
        ConnectorType.Point point = events.point(entry.send().section(), reading.point());
        String body = point == null ? null : events.message(point, entry, reading);
        if (body != null) {
          messages.add(new Message(eventTopic, body, qos, false));
        }
      }
    }
    return messages;
  }

  private static Effect tooLarge(String id) {
    return new Effect.Status(
        "the value of "
            + id.substring(0, Math.min(id.length(), 100))
            + " is left out: it has more than the "
            + TimeSeries.MOST_BYTES
            + " bytes of a message",
        true);
  }
}
