package io.busbar.appliance.journey;

import io.busbar.appliance.cloud.Message;
import java.util.List;
import java.util.function.Function;

/**
 * Shows messages: without what must stay secret, and of the payload only what stands around a
 * point.
 *
 * @param secrets of a connector, by its name
 */
public record Excerpts(Function<String, List<String>> secrets) {
  private static final String HIDDEN = "********";
  private static final int BEFORE = 120;
  private static final int BEHIND = 280;

  /** A message without its secrets. */
  record Shown(String topic, String payload) {
    /** What stands around a name; the beginning where it does not stand. */
    String around(String name) {
      int quoted = payload.indexOf('"' + name + '"');
      int at = quoted >= 0 ? quoted : Math.max(0, payload.indexOf(name));
      int from = Math.max(0, at - BEFORE);
      int to = Math.min(payload.length(), at + BEHIND);
      return (from > 0 ? "… " : "")
          + payload.substring(from, to)
          + (to < payload.length() ? " …" : "");
    }
  }

  /** The message that names a point; the first one when none does. */
  Message carrier(List<Message> messages, String point) {
    return messages.stream()
        .filter(message -> message.payload().contains('"' + point + '"'))
        .findFirst()
        .or(() -> messages.stream().filter(one -> one.payload().contains(point)).findFirst())
        .orElse(messages.getFirst());
  }

  Shown masked(String connector, Message message) {
    String topic = message.topic();
    String payload = message.payload();
    for (String secret : secrets.apply(connector)) {
      topic = topic.replace(secret, HIDDEN);
      payload = payload.replace(secret, HIDDEN);
    }
    return new Shown(topic, payload);
  }
}
