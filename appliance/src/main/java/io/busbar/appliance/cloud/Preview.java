package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.store.Outbox.Entry;
import java.time.Instant;
import java.util.List;

/**
 * What a platform would be sent, made by a connector of its own beside the one at work. Nothing of
 * it is sent, and nothing is kept.
 *
 * @param first what tells the platform of the data: its model, its birth; may be empty
 * @param data what carries the values
 */
public record Preview(List<Message> first, List<Message> data) {
  public Preview {
    first = List.copyOf(first);
    data = List.copyOf(data);
  }

  /**
   * What a connector says to a broker that just answered, and then of some Sends.
   *
   * @param fresh one that nobody else has
   */
  public static Preview of(
      Connector fresh, BrokerSettings broker, List<Entry> entries, Instant now) {
    fresh.broker(broker, 0);
    List<Message> first = messages(fresh.on(new Event.Connected(), now));
    return new Preview(first, messages(fresh.on(new Event.Sends(entries), now)));
  }

  /** The messages among what is to be done. */
  public static List<Message> messages(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Publish.class::isInstance)
        .map(effect -> ((Effect.Publish) effect).message())
        .toList();
  }
}
