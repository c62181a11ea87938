package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.juconn.JuconnSettings.Permission;
import io.busbar.appliance.tixml.codec.Element;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** One gateway's connector with everything around it in the test's hands. */
final class Talk {
  static final String SERIAL = "01234567";
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
  static final BrokerSettings BROKER = BrokerSettings.of("tcp://portal:1883", "gateway-1");
  static final Ids IDS = new Ids("c1", "g1", null);

  final Memory memory = new Memory();
  final List<Element> commands = new ArrayList<>();
  final List<String> supportLog = new ArrayList<>();
  UnaryOperator<Element> interpreter = command -> Element.empty(command.name());
  List<Effect> effects = List.of();
  private final Connector connector;

  /** What is kept, and lost on wish. */
  static final class Memory implements Keepsake {
    Identity identity = Identity.NONE;
    boolean full;

    @Override
    public Identity read() {
      return identity;
    }

    @Override
    public void keep(Identity changed) throws IOException {
      identity = changed;
      if (full) {
        throw new IOException("No space left on device");
      }
    }
  }

  Talk(JuconnSettings settings, List<ConnectorType.Section> sections) {
    this(settings, sections, BROKER);
  }

  Talk(JuconnSettings settings, List<ConnectorType.Section> sections, BrokerSettings broker) {
    this(settings, sections, broker, new Requests());
  }

  /** A gateway that takes over what another left. */
  Talk(
      JuconnSettings settings,
      List<ConnectorType.Section> sections,
      BrokerSettings broker,
      Requests requests) {
    Commands done =
        new Commands(
            command -> {
              commands.add(command);
              return interpreter.apply(command);
            },
            supportLog::add);
    connector =
        JuconnType.connector(
            context(sections, broker), settings, memory, done, requests, new SplittableRandom(1));
  }

  static ConnectorType.Context context(
      List<ConnectorType.Section> sections, BrokerSettings broker) {
    return new ConnectorType.Context(
        new ConnectorType.Gateway("cabinet", "WT640", SERIAL), "CloudConn", broker, sections);
  }

  static JuconnSettings settings(String format, boolean rollout, Permission... allow) {
    return new JuconnSettings(
        format,
        rollout ? null : IDS.customerId(),
        rollout ? null : IDS.gatewayId(),
        false,
        true,
        List.of(allow),
        "set_point",
        "sensors",
        ANSWER_WITHIN,
        Duration.ofSeconds(5),
        Duration.ofMinutes(6),
        Map.of(),
        null,
        null);
  }

  Connector connector() {
    return connector;
  }

  List<Effect> on(Event event) {
    effects = connector.on(event, NOW);
    return effects;
  }

  List<Effect> connect() {
    return on(new Event.Connected());
  }

  List<Effect> disconnect() {
    return on(new Event.Disconnected());
  }

  List<Effect> tick() {
    return on(new Event.Tick(Lifecycle.TIMER));
  }

  List<Effect> receive(String topic, String payload) {
    return on(new Event.Received(new Message(topic, payload, 1, false)));
  }

  List<Effect> rolloutAnswer(String json) {
    return receive("fp/gatewayRolloutResult/" + SERIAL, json);
  }

  List<Effect> initAnswer(Ids ids, String json) {
    return receive(ids.topic("gatewayInitResult"), json);
  }

  /** The portal takes the data model that was just told. */
  Talk accepted() {
    initAnswer(IDS, "{\"error_code\": 0, \"response_id\": \"" + request() + "\"}");
    return this;
  }

  /** A gateway with configured ids, as far as RUNNING. */
  static Talk running(JuconnSettings settings, List<ConnectorType.Section> sections) {
    Talk talk = new Talk(settings, sections);
    talk.connect();
    return talk.accepted();
  }

  List<Message> published() {
    List<Message> messages = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Publish publish) {
        messages.add(publish.message());
      }
    }
    return messages;
  }

  /** Carries out what the connector wants run, each time with what follows from it. */
  List<Message> runAll() {
    List<Message> messages = new ArrayList<>(published());
    for (List<Effect> runs = runs(); !runs.isEmpty(); ) {
      List<Effect> next = new ArrayList<>();
      for (Effect effect : runs) {
        Effect.Run run = (Effect.Run) effect;
        on(new Event.Ran(run.id(), run.work().get()));
        messages.addAll(published());
        next.addAll(runs());
      }
      runs = next;
    }
    return messages;
  }

  List<Effect> runs() {
    return effects.stream().filter(Effect.Run.class::isInstance).toList();
  }

  /** The request_id of the last request. */
  String request() {
    return field(published().getLast(), "request_id");
  }

  static String field(Message message, String field) {
    try {
      return Incoming.read(message.payload()).text(field);
    } catch (UnreadableException e) {
      throw new AssertionError(message.payload(), e);
    }
  }

  /** The wait that was asked for; null when none was. */
  Duration wait(String timer) {
    Map<String, Duration> timers = new HashMap<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Timer asked) {
        timers.put(asked.name(), asked.after());
      }
    }
    return timers.getOrDefault(timer, Duration.ZERO);
  }

  boolean alarmed(String words) {
    return effects.stream()
        .anyMatch(e ->
            e instanceof Effect.Status status && status.alarm() && status.text().contains(words));
  }
}
