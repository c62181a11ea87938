package io.busbar.appliance.cloud.mindconnect;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.store.Outbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conversation with such a platform: time series out, and the onboarding beside it. */
public final class MindConnect implements Connector {
  private final String topic;
  private final int qos;
  private final boolean numbers;
  private final DataPoints points;
  private final @Nullable Onboarding onboarding;

  /**
   * @param accepted which data model each agent has on the platform; outlives this connector
   */
  public MindConnect(ConnectorType.Context context, Agent agent, Map<String, String> accepted) {
    this.topic = agent.topics() + "/o/mc_v3/ts";
    this.qos = context.broker().qos();
    this.numbers = agent.numbers();
    this.points = new DataPoints(context.sections());
    this.onboarding =
        agent.onboard()
            ? new Onboarding(
                agent.topics(),
                agent.modelId(),
                DataModel.of(agent.tenant(), agent.modelId(), context.sections(), points),
                qos,
                context.broker().toString(),
                accepted)
            : null;
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
    TimeSeries series = new TimeSeries(points, numbers, id -> effects.add(tooLarge(id)));
    for (TimeSeries.Packet packet : series.pack(entries)) {
      effects.add(
          packet.body().isEmpty()
              ? new Effect.Acknowledge(packet.complete())
              : new Effect.Publish(
                  new Message(topic, packet.body(), qos, false), packet.complete()));
    }
    return effects;
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
