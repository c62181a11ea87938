package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.juconn.Lifecycle.Phase;
import io.busbar.appliance.store.Outbox.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The conversation with a portal: makes the gateway known, then sends data and obeys. */
final class Juconn implements Connector {
  private final Lifecycle lifecycle;
  private final Data data;
  private final Feedback feedback;

  /** Sends that came before the gateway ran. */
  private final List<Entry> early = new ArrayList<>();

  Juconn(Lifecycle lifecycle, Data data, Feedback feedback) {
    this.lifecycle = lifecycle;
    this.data = data;
    this.feedback = feedback;
  }

  @Override
  public BrokerSettings broker(BrokerSettings configured, int attempts) {
    return lifecycle.broker(configured, attempts);
  }

  @Override
  public List<Effect> on(Event event, Instant now) {
    return switch (event) {
      case Event.Connected() -> lifecycle.connected();
      case Event.Disconnected() -> {
        lifecycle.disconnected();
        early.clear();
        yield List.of();
      }
      case Event.Sends(List<Entry> entries) -> sends(entries);
      case Event.Received(Message message) -> received(message);
      case Event.Tick(String timer) -> tick(timer);
      case Event.Ran _ -> feedback.proceed(runs() ? lifecycle.ids() : null, lifecycle.qos());
      case Event.WasSet _ -> List.of();
    };
  }

  private boolean runs() {
    return lifecycle.phase() == Phase.RUNNING;
  }

  private List<Effect> tick(String timer) {
    return switch (timer) {
      case Lifecycle.TIMER -> lifecycle.tick();
      case Feedback.TIMER -> runs() ? feedback.tick(lifecycle.ids(), lifecycle.qos()) : List.of();
      default -> List.of();
    };
  }

  private List<Effect> sends(List<Entry> entries) {
    if (!runs()) {
      early.addAll(entries);
      return List.of();
    }
    String topic = lifecycle.ids().topic("data");
    int qos = lifecycle.qos();
    return data.publish(entries, payload -> new Message(topic, payload, qos, false));
  }

  private List<Effect> received(Message message) {
    boolean ran = runs();
    List<Effect> answered = lifecycle.received(message);
    if (answered == null) {
      Channel channel = ran ? Channel.of(message.topic(), lifecycle.ids()) : null;
      return channel == null
          ? List.of()
          : feedback.received(channel, message, lifecycle.ids(), lifecycle.qos());
    }
    if (ran || !runs()) {
      return answered;
    }
    List<Effect> effects = new ArrayList<>(answered);
    effects.addAll(feedback.running(lifecycle.ids(), lifecycle.qos()));
    effects.addAll(sends(List.copyOf(early)));
    early.clear();
    return effects;
  }
}
