package io.busbar.appliance.cloud.fiware;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType.Context;
import io.busbar.appliance.cloud.ConnectorType.Section;
import io.busbar.appliance.cloud.Host;
import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox.Entry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The conversation with an IoT agent: measures out, the device's own state beside them. */
final class Fiware implements Connector {
  /** Document 004 names no limit; this is safe with every agent. */
  static final int MOST_BYTES = 100_000;

  static final String TIMER = "device";
  static final Duration DEVICE_EVERY = Duration.ofMinutes(5);

  /** Sends in one array at most; so many more come twice when the line breaks in the middle. */
  private static final int MOST_SENDS = 50;

  private final FiwareSettings settings;
  private final int qos;
  private final List<Entity> entities;
  private final Map<String, Double> periods = new HashMap<>();
  private final DeviceReport device;
  private final Commands commands;

  Fiware(Context context, FiwareSettings settings, Host host) {
    this.settings = settings;
    this.qos = context.broker().qos();
    this.entities = new Mapping(context, settings).entities();
    context.sections().forEach(section -> periods.put(section.name(), minutes(section)));
    this.device = new DeviceReport(context, settings, host, minutes(DEVICE_EVERY));
    this.commands = new Commands(entities, qos);
  }

  @Override
  public List<Effect> on(Event event, Instant now) {
    return switch (event) {
      case Event.Connected() -> {
        List<Effect> effects = new ArrayList<>();
        if (settings.commands()) {
          effects.addAll(commands.subscriptions());
        }
        effects.addAll(report(now));
        yield effects;
      }
      case Event.Tick(String timer) -> timer.equals(TIMER) ? report(now) : List.of();
      case Event.Sends(List<Entry> entries) -> {
        List<Effect> effects = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += MOST_SENDS) {
          effects.addAll(
              measures(entries.subList(from, Math.min(entries.size(), from + MOST_SENDS))));
        }
        yield effects;
      }
      case Event.Received(Message message) ->
          settings.commands() ? commands.received(message) : List.of();
      case Event.WasSet outcome -> commands.answer(outcome);
      case Event.Ran _ -> List.of();
      case Event.Disconnected() -> List.of();
    };
  }

  private List<Effect> report(Instant now) {
    List<Effect> effects = new ArrayList<>();
    if (settings.device()) {
      for (Message message : device.messages(now, qos)) {
        effects.add(new Effect.Publish(message, List.of()));
      }
      effects.add(new Effect.Timer(TIMER, DEVICE_EVERY));
    }
    return effects;
  }

  private List<Effect> measures(List<Entry> entries) {
    TreeSet<String> tooLarge = new TreeSet<>();
    List<Message> messages = new ArrayList<>();
    for (Entity entity : entities) {
      List<String> measures = new ArrayList<>();
      for (Entry entry : entries) {
        Send send = entry.send();
        Map<String, String> values = entity.values(send, MOST_BYTES / 2, tooLarge::add);
        if (settings.attributes().equals("single")) {
          values.forEach((name, json) -> messages.add(message(entity, "/" + name, json)));
        } else {
          double period = periods.getOrDefault(send.section(), 0.0);
          measures.addAll(entity.measures(values, send.time(), period, MOST_BYTES));
        }
      }
      batches(measures).forEach(body -> messages.add(message(entity, "", body)));
    }
    List<Effect> effects = new ArrayList<>(Effect.carry(messages, entries));
    if (!tooLarge.isEmpty()) {
      effects.add(
          new Effect.Status(
              "the value of "
                  + tooLarge.first()
                  + " is left out: it has more than the "
                  + MOST_BYTES / 2
                  + " bytes of an attribute",
              true));
    }
    return effects;
  }

  /** Arrays of two or more; the agent makes nonsense of an array of one. */
  private static List<String> batches(List<String> measures) {
    List<String> batches = new ArrayList<>();
    List<String> part = new ArrayList<>();
    int bytes = 2;
    for (String measure : measures) {
      int size = JsonText.bytes(measure) + 1;
      if (bytes + size > MOST_BYTES && !part.isEmpty()) {
        batches.add(batch(part));
        part.clear();
        bytes = 2;
      }
      part.add(measure);
      bytes += size;
    }
    if (!part.isEmpty()) {
      batches.add(batch(part));
    }
    return batches;
  }

  private static String batch(List<String> measures) {
    return measures.size() == 1 ? measures.getFirst() : "[" + String.join(",", measures) + "]";
  }

  private Message message(Entity entity, String attribute, String body) {
    return new Message(entity.topics() + "/attrs" + attribute, body, qos, false);
  }

  private double minutes(Section section) {
    if (settings.period() != null) {
      return settings.period();
    }
    Duration every = section.every();
    return every == null ? 0 : minutes(every);
  }

  private static double minutes(Duration time) {
    return BigDecimal.valueOf(time.toMillis())
        .divide(BigDecimal.valueOf(60_000), 4, RoundingMode.HALF_EVEN)
        .doubleValue();
  }
}
