package io.busbar.appliance;

import io.busbar.appliance.clock.ApplianceClock;
import io.busbar.appliance.cloud.ConnectionTest;
import io.busbar.appliance.cloud.ConnectionVariables;
import io.busbar.appliance.cloud.Drainage;
import io.busbar.appliance.cloud.Line;
import io.busbar.appliance.cloud.Publisher;
import io.busbar.appliance.cloud.PublisherState;
import io.busbar.appliance.cloud.fiware.FiwareSettings;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.console.ApplianceConsole.CloudState;
import io.busbar.appliance.console.ConsoleJourneys.Wanted;
import io.busbar.appliance.journey.Journeys;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.appliance.process.Schedule;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Sending;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.Panel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections at work: each one's sections, which fill its queue of the outbox, and its
 * publisher, which empties it. One thread at a time changes them; any may ask, and never waits for
 * a change.
 */
final class Clouds {
  /** Where in the data folder certificates and keys are. */
  private static final String KEYS = "keys";

  private static final Duration TEST_PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final ProcessTree tree;
  private final Schedule schedule;
  private final ApplianceClock clock;
  private final Journeys journeys;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private volatile List<Running> shown = List.of();
  private boolean sending = true;

  /** Whether connections are wanted at all; an appliance that nobody has connects to nothing. */
  private boolean connecting;

  private record Running(
      Config.Cloud<?> config,
      Outbox store,
      List<RealtimeSection> sections,
      @Nullable Publisher publisher,
      ConnectionVariables variables,
      Drainage drainage) {
    Running with(List<RealtimeSection> others) {
      return new Running(config, store, others, publisher, variables, drainage);
    }

    Outbox.Backlog backlog() {
      return store.queue(config.name()).backlog();
    }

    PublisherState state() {
      return publisher == null ? PublisherState.disabled(config.name()) : publisher.state();
    }

    void close() {
      sections.forEach(RealtimeSection::close);
      if (publisher != null) {
        publisher.close();
      }
    }
  }

  /**
   * @param folder the data folder
   * @param schedule of all sections
   * @param journeys follows what somebody wants to see the way of
   */
  Clouds(
      Path folder, ProcessTree tree, Schedule schedule, ApplianceClock clock, Journeys journeys) {
    this.folder = folder;
    this.tree = tree;
    this.schedule = schedule;
    this.clock = clock;
    this.journeys = journeys;
  }

  /** Ends every connection that is not wanted as it is. */
  void stopOthers(List<Config.Cloud<?>> wanted) {
    stop(wanted, running.values().stream().filter(c -> !wanted.contains(c.config())).toList());
  }

  /** Ends all, also those that are wanted again. */
  void stopAll(List<Config.Cloud<?>> wanted) {
    stop(wanted, List.copyOf(running.values()));
  }

  private void stop(List<Config.Cloud<?>> wanted, List<Running> ending) {
    for (Running cloud : ending) {
      String name = cloud.config().name();
      cloud.close();
      running.remove(name);
      shown = List.copyOf(running.values());
      if (wanted.stream().noneMatch(other -> other.name().equals(name))) {
        tree.remove(name);
      }
    }
  }

  /** Starts those that are not at work yet. */
  void start(List<Config.Cloud<?>> wanted, Outbox store) {
    for (Config.Cloud<?> cloud : wanted) {
      if (!running.containsKey(cloud.name())) {
        running.put(cloud.name(), connect(cloud, store, sections(cloud, store)));
      }
    }
    shown = wanted.stream().map(cloud -> running.get(cloud.name())).toList();
  }

  private Running connect(Config.Cloud<?> cloud, Outbox store, List<RealtimeSection> sections) {
    Publisher publisher = connecting && cloud.common().enabled() ? publisher(cloud, store) : null;
    ConnectionVariables connection =
        new ConnectionVariables(
            tree,
            cloud.name(),
            cloud.common().broker().url(),
            () -> publisher == null ? PublisherState.disabled(cloud.name()) : publisher.state(),
            clock);
    return new Running(cloud, store, sections, publisher, connection, new Drainage());
  }

  private Publisher publisher(Config.Cloud<?> cloud, Outbox store) {
    Publisher publisher =
        new Publisher(
            cloud.name(),
            line(cloud),
            cloud.connector(),
            store.queue(cloud.name()),
            cloud.replay(),
            tree::set,
            clock,
            Publisher.Patience.USUAL.withWindow(cloud.common().broker().window()),
            journeys);
    publisher.start();
    return publisher;
  }

  /** Files that are named without a folder are first looked for among the appliance's keys. */
  private Line line(Config.Cloud<?> cloud) {
    Line line = cloud.line();
    return new Line(line.broker().withFilesIn(folder.resolve(KEYS)), line.session());
  }

  /** The sections of a cloud, at work; none while the program is stopped. */
  private List<RealtimeSection> sections(Config.Cloud<?> cloud, Outbox store) {
    if (!sending || !cloud.common().enabled()) {
      return List.of();
    }
    return cloud.common().sections().stream()
        .map(section ->
            new RealtimeSection(
                cloud.name(),
                section,
                tree,
                schedule,
                clock,
                send -> append(store, clock.stamped(send))))
        .toList();
  }

  private void append(Outbox store, Send send) {
    if (!journeys.isOpen()) {
      store.append(send);
      return;
    }
    journeys.reported(send);
    journeys.queued(send, store.append(send));
  }

  /** What of a connector's messages nobody may see. */
  List<String> secrets(String connector) {
    List<String> secrets = new ArrayList<>();
    for (Running cloud : shown) {
      if (cloud.config().name().equals(connector)) {
        String password = cloud.config().common().broker().password();
        secrets.add(password == null ? "" : password);
        if (cloud.config().settings() instanceof FiwareSettings fiware) {
          secrets.add(fiware.apiKey());
        }
      }
    }
    secrets.removeIf(String::isEmpty);
    return secrets;
  }

  /** Which sections want to send a variable, whether or not they are at work. */
  List<Wanted> wanting(String path) {
    return shown.stream()
        .flatMap(cloud ->
            cloud.config().common().sections().stream()
                .flatMap(section ->
                    section.points().stream()
                        .filter(point -> point.path().equals(path))
                        .map(point ->
                            new Wanted(
                                cloud.config().name(),
                                section.name(),
                                point.name(),
                                section.send(),
                                !cloud.sections().isEmpty()))))
        .toList();
  }

  /** Lets all connections begin or end. Sections go on; what they send waits in the outbox. */
  void setConnecting(boolean wanted) {
    connecting = wanted;
    running.replaceAll((name, cloud) -> {
      if (cloud.publisher() != null) {
        cloud.publisher().close();
      }
      return connect(cloud.config(), cloud.store(), cloud.sections());
    });
    shown = List.copyOf(running.values());
  }

  /** Lets all sections work or rest. Connections stay. */
  void setSending(boolean wanted) {
    sending = wanted;
    running.replaceAll((name, cloud) -> {
      cloud.sections().forEach(RealtimeSection::close);
      return cloud.with(sections(cloud.config(), cloud.store()));
    });
    shown = List.copyOf(running.values());
  }

  /**
   * Tests a connection, which may not be at work, or not as it is to be tested. One of the same
   * name or client id makes room meanwhile: two of one client id would push each other out. What is
   * to be sent waits in the outbox.
   *
   * @param begun is given the test before it runs
   */
  List<ConnectionTest.Step> test(Config.Cloud<?> tested, Consumer<ConnectionTest> begun)
      throws InterruptedException {
    List<Running> rivals =
        running.values().stream().filter(cloud -> rivals(cloud, tested)).toList();
    rivals.forEach(cloud -> Objects.requireNonNull(cloud.publisher()).close());
    try {
      ConnectionTest test = tested.test(line(tested), TEST_PATIENCE, clock);
      begun.accept(test);
      return test.run();
    } finally {
      rivals.forEach(cloud -> reconnect(cloud.config().name()));
    }
  }

  private static boolean rivals(Running cloud, Config.Cloud<?> tested) {
    boolean sameClient =
        cloud.config().common().broker().clientId().equals(tested.common().broker().clientId());
    return cloud.publisher() != null && (sameClient || cloud.config().name().equals(tested.name()));
  }

  /** Ends a connection and begins it anew; one that is not there or switched off stays so. */
  void reconnect(String connector) {
    Running cloud = running.get(connector);
    if (cloud != null && cloud.publisher() != null) {
      cloud.publisher().close();
      running.put(connector, connect(cloud.config(), cloud.store(), cloud.sections()));
      shown = List.copyOf(running.values());
    }
  }

  /**
   * Sends sections now: {@code CloudSendRealtimeData} of the FP Juconn manual, section 7.3.
   *
   * @param connector null means {@code CloudConn}, or the first one when none is called so
   * @param section null means all of the connector
   */
  Sending send(@Nullable String connector, @Nullable String section) {
    List<Running> all = shown;
    String wanted = connector == null ? "CloudConn" : connector;
    Running cloud =
        all.stream()
            .filter(c -> c.config().name().equals(wanted))
            .findFirst()
            .orElse(connector == null && !all.isEmpty() ? all.getFirst() : null);
    if (cloud == null) {
      return new Sending.Unknown(wanted, all.stream().map(c -> c.config().name()).toList());
    }
    List<String> known =
        cloud.config().common().sections().stream().map(SectionSettings::name).toList();
    if (section != null && !known.contains(section)) {
      return new Sending.Unknown(section, known);
    }
    List<RealtimeSection> sections =
        cloud.sections().stream().filter(s -> section == null || s.name().equals(section)).toList();
    sections.forEach(RealtimeSection::sendNow);
    return sections.isEmpty()
        ? new Sending.Idle(cloud.config().name())
        : new Sending.Done(sections.size());
  }

  /** What each section at work did. */
  List<RealtimeSection.Counters> counters() {
    return shown.stream()
        .flatMap(cloud -> cloud.sections().stream())
        .map(RealtimeSection::counters)
        .toList();
  }

  /** How each connection is. */
  List<CloudState> states() {
    return shown.stream()
        .map(cloud ->
            new CloudState(
                cloud.config().name(),
                cloud.config().type().type(),
                cloud.config().common().broker().url(),
                cloud.state(),
                cloud.backlog(),
                cloud.drainage().rate()))
        .toList();
  }

  /** Lets what is shown of each connection follow it; always by the same thread. */
  void look() {
    for (Running cloud : shown) {
      cloud.variables().look();
      cloud.drainage().look(cloud.backlog(), System.nanoTime());
    }
  }

  /** What the signal LED shows of the connections that are switched on. */
  Panel.Signal signal() {
    return signal(
        shown.stream()
            .map(Running::publisher)
            .flatMap(Stream::ofNullable)
            .map(publisher -> publisher.state().phase())
            .toList());
  }

  /** The same for their phases (FP Juconn manual, section 7.5). */
  static Panel.Signal signal(List<PublisherState.Phase> phases) {
    if (phases.isEmpty()) {
      return Panel.Signal.OFF;
    }
    return phases.stream().allMatch(PublisherState.Phase.CONNECTED::equals)
        ? Panel.Signal.CONNECTED
        : Panel.Signal.CONNECTING;
  }
}
