package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.Preview;
import io.busbar.appliance.cloud.Session;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The portal of Juconn, and any other that speaks the FP gateway protocol over MQTT. */
public final class JuconnType implements ConnectorType<JuconnSettings> {
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);
  private static final String ENDING = ".json";

  /** A portal must not be asked more often than this, whatever it answers. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);

  private final Path folder;
  private final Commands commands;

  /** By connector: a changed configuration must not forget who the gateway is. */
  private final Map<String, FileKeepsake> keepsakes = new ConcurrentHashMap<>();

  private final Map<String, Requests> requests = new ConcurrentHashMap<>();

  /**
   * @param folder where the ids are kept, one file for each connector
   * @param interpreter carries out one TiXML command and answers it, on any thread, in any time
   * @param supportLog takes the results of a configuration that a portal sent with the ids
   */
  public JuconnType(Path folder, UnaryOperator<Element> interpreter, Consumer<String> supportLog) {
    this.folder = folder;
    this.commands = new Commands(interpreter, supportLog);
  }

  /**
   * Forgets the ids that portals gave, as {@code <Reset _="Secretfile"/>} wants it (section 2.1.2).
   * Each gateway asks anew at its next connection. Ids of the configuration are not concerned.
   *
   * @return the connectors whose ids are forgotten
   * @throws IOException a file could not be written; its ids are still known
   */
  public List<String> forget() throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(ENDING))
            .forEach(name -> keepsake(name.substring(0, name.length() - ENDING.length())));
      }
    }
    List<String> forgotten = new ArrayList<>();
    for (Map.Entry<String, FileKeepsake> keepsake : keepsakes.entrySet()) {
      if (keepsake.getValue().forget()) {
        forgotten.add(keepsake.getKey());
      }
    }
    return forgotten;
  }

  private FileKeepsake keepsake(String connector) {
    return keepsakes.computeIfAbsent(
        connector, name -> new FileKeepsake(folder.resolve(name + ENDING)));
  }

  @Override
  public String type() {
    return "juconn";
  }

  @Override
  public Class<JuconnSettings> settings() {
    return JuconnSettings.class;
  }

  /**
   * Data of no controller; of a gateway that has no ids yet something empty on its own topic, for a
   * rollout would be a real one.
   */
  @Override
  public Message probe(Context context, JuconnSettings settings, Instant now) {
    int qos = context.broker().qos();
    Ids ids = Ids.configured(settings);
    ids = ids == null ? keepsake(context.connector()).read().ids() : ids;
    if (ids == null) {
      String own = Lifecycle.rolloutTopic(context.gateway().serialNumber());
      return new Message(own, "", qos, false);
    }
    String empty = Format.of(settings).data("0", now.getEpochSecond(), Map.of());
    return new Message(ids.topic("data"), empty, qos, false);
  }

  @Override
  public Session session(Context context, JuconnSettings settings) {
    return Session.of(context.broker(), KEEP_ALIVE, true, null);
  }

  @Override
  public List<Problem> check(Context context, JuconnSettings settings) {
    List<Problem> problems = new ArrayList<>();
    if ((settings.customerId() == null) != (settings.gatewayId() == null)) {
      String missing = settings.customerId() == null ? "customerId" : "gatewayId";
      problems.add(
          new Problem(
              "/settings/" + missing,
              "missing; customerId and gatewayId go together, without both the gateway asks the"
                  + " portal for them"));
    }
    within("answerWithin", settings.answerWithin(), LONGEST_ANSWER, problems);
    within("repeatAfter", settings.repeatAfter(), Lifecycle.MOST, problems);
    clientAuth(context, settings.clientAuth(), problems);
    serverAuth(context, settings.serverAuth(), problems);
    problems.addAll(new DataModel(context.sections()).problems(settings.virtualDevices()));
    return problems;
  }

  private static void within(String key, Duration value, Duration most, List<Problem> problems) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(most) > 0) {
      problems.add(
          new Problem(
              "/settings/" + key,
              "got %s, want %s to %s"
                  .formatted(
                      DurationText.format(value),
                      DurationText.format(SHORTEST),
                      DurationText.format(most))));
    }
  }

  private static void clientAuth(Context context, @Nullable String mode, List<Problem> problems) {
    boolean file = context.broker().certFile() != null;
    switch (mode) {
      case "hsm" -> problems.add(noModule("clientAuth", "file or none"));
      case "file" -> {
        if (!file) {
          problems.add(new Problem("/broker/certFile", "missing; clientAuth is file"));
        }
      }
      case "none" -> {
        if (file) {
          problems.add(
              new Problem("/settings/clientAuth", "got none, want file: broker has a certFile"));
        }
      }
      case null, default -> {}
    }
  }

  private static void serverAuth(Context context, @Nullable String mode, List<Problem> problems) {
    boolean file = context.broker().caFile() != null || context.broker().fingerprint() != null;
    switch (mode) {
      case "hsm" -> problems.add(noModule("serverAuth", "file or cabundle"));
      case "none" ->
          problems.add(
              new Problem(
                  "/settings/serverAuth",
                  "got none, want file or cabundle: everybody could pose as the portal; a"
                      + " certificate that no authority signed is trusted by broker.fingerprint"));
      case "file" -> {
        if (!file) {
          problems.add(
              new Problem("/broker/caFile", "missing, or fingerprint; serverAuth is file"));
        }
      }
      case "cabundle" -> {
        if (file) {
          problems.add(
              new Problem(
                  "/settings/serverAuth", "got cabundle, want file: broker has a file of its own"));
        }
      }
      case null, default -> {}
    }
  }

  private static Problem noModule(String key, String wanted) {
    return new Problem(
        "/settings/" + key,
        "got hsm, want "
            + wanted
            + ": this appliance has no hardware security module for MQTT connections");
  }

  /** Manual, section 2.3.1. */
  @Override
  public String inOrderBecause(JuconnSettings settings) {
    return "the portal ignores a message whose message_id is not above those before it";
  }

  @Override
  public Connector connector(Context context, JuconnSettings settings) {
    return connector(
        context,
        settings,
        keepsake(context.connector()),
        commands,
        requests.computeIfAbsent(context.connector(), _ -> new Requests()),
        RandomGenerator.getDefault());
  }

  /** Asking for ids, where there are none yet, telling the data model, and the data. */
  @Override
  public Preview preview(
      Context context, JuconnSettings settings, List<Entry> entries, Instant now) {
    Remembered kept = new Remembered(keepsake(context.connector()).read());
    List<Message> first = new ArrayList<>();
    Ids ids = Ids.configured(settings);
    if (ids == null && kept.read().ids() == null) {
      first.addAll(greeting(context, settings, kept, now));
      kept.keep(kept.read().with(Ids.UNKNOWN));
    }
    first.addAll(greeting(context, settings, kept, now));
    Ids known = ids == null ? Objects.requireNonNull(kept.read().ids()) : ids;
    int qos = context.broker().qos();
    Data data =
        new Data(
            new DataModel(context.sections()),
            Format.of(settings),
            settings.gps().equals("attribute"));
    List<Effect> carried =
        data.publish(entries, payload -> new Message(known.topic("data"), payload, qos, false));
    return new Preview(first, Preview.messages(carried));
  }

  private List<Message> greeting(
      Context context, JuconnSettings settings, Keepsake kept, Instant now) {
    Connector fresh =
        connector(context, settings, kept, commands, new Requests(), RandomGenerator.getDefault());
    return Preview.of(fresh, context.broker(), List.of(), now).first();
  }

  /** What a preview keeps, for as long as it is made. */
  private static final class Remembered implements Keepsake {
    private Identity identity;

    Remembered(Identity identity) {
      this.identity = identity;
    }

    @Override
    public Identity read() {
      return identity;
    }

    @Override
    public void keep(Identity changed) {
      identity = changed;
    }
  }

  static Connector connector(
      Context context,
      JuconnSettings settings,
      Keepsake keepsake,
      Commands commands,
      Requests requests,
      RandomGenerator random) {
    Format format = Format.of(settings);
    DataModel model = new DataModel(context.sections());
    Lifecycle lifecycle =
        new Lifecycle(
            context.gateway(),
            context.broker(),
            settings,
            keepsake,
            format,
            model,
            configuration -> activation(context.connector(), commands, configuration),
            random);
    Set<JuconnSettings.Permission> allowed = EnumSet.noneOf(JuconnSettings.Permission.class);
    allowed.addAll(settings.allow());
    return new Juconn(
        lifecycle,
        new Data(model, format, settings.gps().equals("attribute")),
        new Feedback(allowed, context.gateway().serialNumber(), format, commands, requests));
  }

  private static Effect activation(
      String connector, Commands commands, List<Element> configuration) {
    return new Effect.Run(
        "gateway_configuration",
        () -> {
          commands.activate(connector, configuration);
          return "";
        });
  }
}
