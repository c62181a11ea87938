package io.busbar.appliance;

import io.busbar.appliance.cloud.ConnectionTest;
import io.busbar.appliance.cloud.ConnectionVariables;
import io.busbar.appliance.cloud.Line;
import io.busbar.appliance.cloud.Publisher;
import io.busbar.appliance.cloud.PublisherState;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.config.GatewaySettings;
import io.busbar.appliance.console.ApplianceConsole;
import io.busbar.appliance.logbook.LogSettings;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.process.EventSettings;
import io.busbar.appliance.process.Events;
import io.busbar.appliance.process.Fired;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.ProcessVariables;
import io.busbar.appliance.process.Program;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.appliance.process.Schedule;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.appliance.process.Sending;
import io.busbar.appliance.process.VariableFile;
import io.busbar.appliance.store.Outbox;
import io.busbar.appliance.store.SqliteOutbox;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.appliance.system.SystemNode;
import io.busbar.appliance.system.SystemTree;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Listening;
import io.busbar.drivers.Panel;
import io.busbar.drivers.Reporting;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Selective;
import io.busbar.drivers.Writable;
import io.busbar.drivers.modbus.ScanPlace;
import io.busbar.web.Console.BusView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running appliance: buses fill the tree, sections send from it into the outbox, publishers
 * empty the outbox into the clouds. A new configuration restarts only what it changes.
 */
public final class Appliance implements ApplianceConsole.Running, AutoCloseable {
  /** Where in the data folder certificates and keys are. */
  private static final String KEYS = "keys";

  private static final Duration TEST_PATIENCE = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Appliance.class);
  private static final Duration CHORES = Duration.ofSeconds(1);

  /** Time for the answer to the command that wants it, still over the old connection. */
  private static final Duration BEFORE_RECONNECTION = Duration.ofSeconds(2);

  /** How soon the signal LED follows the connections. */
  private static final Duration SIGNAL_EVERY = Duration.ofSeconds(1);

  private final Path folder;
  private final InstantSource clock;
  private final ProcessTree tree = new ProcessTree(System::nanoTime);
  private final Schedule schedule;
  private final Schedule chores;
  private final VariableFile variableFile;
  private final ProcessVariables variables;
  private final Logbook logbook;
  private final Map<String, RunningBus> buses = new LinkedHashMap<>();
  private final Map<String, RunningCloud> clouds = new LinkedHashMap<>();
  private @Nullable StoreSettings storeSettings;
  private boolean running = true;
  private volatile List<EventSettings> eventSettings = List.of();
  private List<LogSettings> logSettings = List.of();

  // What the page shows; it must never wait for a change that is under way.
  private volatile List<RunningBus> shownBuses = List.of();
  private volatile List<RunningCloud> shownClouds = List.of();
  private volatile @Nullable GatewaySettings gateway;
  private volatile @Nullable Outbox outbox;
  private volatile @Nullable Events events;

  private record RunningBus(Config.Bus<?> config, BusRunner runner) {}

  private record RunningCloud(
      Config.Cloud<?> config,
      List<RealtimeSection> sections,
      @Nullable Publisher publisher,
      ConnectionVariables variables) {
    RunningCloud with(List<RealtimeSection> others) {
      return new RunningCloud(config, others, publisher, variables);
    }

    PublisherState state() {
      return publisher == null ? PublisherState.disabled(config.name()) : publisher.state();
    }
  }

  /**
   * @param folder the data folder
   * @param defect told of what must never happen; it ends the process
   */
  public Appliance(Path folder, InstantSource clock, Consumer<Throwable> defect) {
    this.folder = folder;
    this.clock = clock;
    this.schedule = new Schedule(defect);
    this.chores = new Schedule("chores", defect);
    this.variableFile = new VariableFile(folder.resolve("variables.json"), System::nanoTime);
    this.logbook = new Logbook(folder.resolve("logs"), clock, System::nanoTime, tree);
    this.variables = new ProcessVariables(tree, clock, variableFile);
    new Program(tree, clock, this::run);
    chores.every(CHORES, this::doChores);
    schedule.every(SIGNAL_EVERY, this::showSignal);
  }

  @Override
  public ProcessTree tree() {
    return tree;
  }

  /** Makes the appliance what a configuration says. What is equal to before goes on untouched. */
  public synchronized void apply(Config config) {
    gateway = config.gateway();
    if (!config.events().equals(eventSettings)) {
      stopEvents();
      eventSettings = config.events();
    }
    if (!config.store().equals(storeSettings)) {
      stopClouds(config.connectors(), true);
      openOutbox(config.store());
    }
    stopClouds(config.connectors(), false);
    variables.define(config.variables());
    Map<String, List<Listening.Heard>> heard = heard();
    stopBuses(config.buses());
    Outbox store = openOutbox(config.store());
    store.retain(config.connectors().stream().map(Config.Cloud::name).toList());
    config.connectors().forEach(cloud -> startCloud(cloud, store));
    if (!config.logs().equals(logSettings)) {
      logbook.define(config.logs(), chores);
      logSettings = config.logs();
    }
    startEvents();
    // After the sections, so that none of them misses a bus's first samples.
    config.buses().forEach(bus -> startBus(bus, heard.getOrDefault(bus.name(), List.of())));
    shownBuses = config.buses().stream().map(bus -> buses.get(bus.name())).toList();
    shownClouds = config.connectors().stream().map(cloud -> clouds.get(cloud.name())).toList();
    logbook.append(Logbook.JOB_REPORT, Map.of("job", "configuration", "result", "in force"));
  }

  /** Starts or stops sections and events: {@code /Process/Program/Mode}. */
  private synchronized void run(boolean wanted) {
    if (wanted != running) {
      running = wanted;
      stopEvents();
      clouds.replaceAll((name, cloud) -> {
        cloud.sections().forEach(RealtimeSection::close);
        return cloud.with(sections(cloud.config()));
      });
      shownClouds = List.copyOf(clouds.values());
      startEvents();
      logbook.append(
          Logbook.JOB_REPORT, Map.of("job", "program", "result", wanted ? "Run" : "Stop"));
      LOG.info("program: {}", wanted ? "runs" : "stopped, nothing is sent and no event fires");
    }
  }

  @Override
  public List<RealtimeSection.Counters> sections() {
    return shownClouds.stream()
        .flatMap(cloud -> cloud.sections().stream())
        .map(RealtimeSection::counters)
        .toList();
  }

  /**
   * Sends sections now: {@code CloudSendRealtimeData} of the FP Juconn manual, section 7.3.
   *
   * @param connector null means {@code CloudConn}, or the first one when none is called so
   * @param section null means all of the connector
   */
  public Sending send(@Nullable String connector, @Nullable String section) {
    List<RunningCloud> all = shownClouds;
    RunningCloud cloud =
        all.stream()
            .filter(c -> c.config().name().equals(connector == null ? "CloudConn" : connector))
            .findFirst()
            .orElse(connector == null && !all.isEmpty() ? all.getFirst() : null);
    if (cloud == null) {
      List<String> known = all.stream().map(c -> c.config().name()).toList();
      return new Sending.Unknown(connector == null ? "CloudConn" : connector, known);
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

  /** Fires an event by its name: {@code DoOn}. */
  public Fired fire(String event) {
    Events now = events;
    if (now != null) {
      return now.fire(event);
    }
    return eventSettings.stream().anyMatch(settings -> settings.name().equals(event))
        ? Fired.STOPPED
        : Fired.UNKNOWN;
  }

  @Override
  public List<Events.Counters> events() {
    Events now = events;
    return now == null ? List.of() : now.counters();
  }

  /** Every log, to be read and appended to. */
  public Logbook logbook() {
    return logbook;
  }

  /** What the machine is and how it is now: {@code /System} without the process tree. */
  public SystemNode system() {
    GatewaySettings now = gateway;
    return SystemTree.ofThisMachine(folder, clock, Main.version())
        .read(
            new SystemTree.Facts(
                product(), now == null ? "" : now.serialNumber(), logbook.counters()));
  }

  private void startEvents() {
    if (running && events == null) {
      ZoneId zone = ZoneId.systemDefault();
      events = new Events(eventSettings, tree, schedule, clock, zone, new EventHands());
    }
  }

  private void stopEvents() {
    Events now = events;
    if (now != null) {
      events = null;
      now.close();
    }
  }

  /** What events can do. */
  private final class EventHands implements Events.Hands {
    @Override
    public Sending send(@Nullable String connector, @Nullable String section) {
      return Appliance.this.send(connector, section);
    }

    @Override
    public void log(String log, Map<String, String> fields) {
      logbook.append(log, fields);
    }
  }

  private void doChores() {
    shownClouds.forEach(cloud -> cloud.variables().look());
    variableFile.write();
    logbook.flush();
  }

  @Override
  public String name() {
    GatewaySettings now = gateway;
    return now == null ? "Busbar" : now.name();
  }

  @Override
  public String product() {
    GatewaySettings now = gateway;
    return now == null ? "BUSBAR" : now.product();
  }

  @Override
  public List<BusView> buses() {
    return shownBuses.stream().map(Appliance::view).toList();
  }

  @Override
  public List<Driver> drivers() {
    return shownBuses.stream().map(bus -> bus.runner().driver()).toList();
  }

  /** The bus that runs on a port or host; null when none does. */
  @Nullable Driver busAt(ScanPlace place) {
    return shownBuses.stream()
        .filter(bus -> place.isOf(bus.config().settings()))
        .map(bus -> bus.runner().driver())
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<ApplianceConsole.CloudState> clouds() {
    Outbox store = outbox;
    return store == null
        ? List.of()
        : shownClouds.stream().map(cloud -> state(cloud, store)).toList();
  }

  @Override
  public List<String> alarms() {
    Outbox store = outbox;
    List<String> alarms = new ArrayList<>();
    addIfPresent(alarms, store == null ? null : store.alarm());
    addIfPresent(alarms, variableFile.alarm());
    Events now = events;
    if (now != null) {
      alarms.addAll(now.alarms());
    }
    return alarms;
  }

  private static void addIfPresent(List<String> alarms, @Nullable String alarm) {
    if (alarm != null) {
      alarms.add(alarm);
    }
  }

  private static BusView view(RunningBus bus) {
    BusRunner.State state = state(bus.runner());
    List<Device> devices = bus.runner().driver().devices();
    return new BusView(
        bus.config().name(),
        bus.config().type().type(),
        state.word(),
        state.reason(),
        devices.size(),
        devices.stream().mapToInt(device -> device.points().size()).sum(),
        utilisation(bus.runner().driver()));
  }

  private static @Nullable Double utilisation(Driver driver) {
    double share = driver instanceof Reporting bus ? bus.condition().utilisation() : Double.NaN;
    return Double.isNaN(share) ? null : share;
  }

  private static BusRunner.State state(BusRunner runner) {
    BusRunner.State state = runner.state();
    if (!(runner.driver() instanceof Reporting bus)) {
      return state;
    }
    Reporting.Condition condition = bus.condition();
    if (condition.pause() != null) {
      return new BusRunner.State("paused", condition.pause());
    }
    return state.word().equals("running")
        ? new BusRunner.State(state.word(), condition.hint())
        : state;
  }

  private static ApplianceConsole.CloudState state(RunningCloud cloud, Outbox store) {
    String name = cloud.config().name();
    return new ApplianceConsole.CloudState(
        name,
        cloud.config().type().type(),
        cloud.config().common().broker().url(),
        cloud.state(),
        store.queue(name).backlog());
  }

  /** Stops buses, then clouds, and writes what still waits to disk. */
  @Override
  public synchronized void close() {
    stopEvents();
    stopBuses(List.of());
    stopClouds(List.of(), true);
    schedule.close();
    chores.close();
    variableFile.writeLast();
    Outbox store = outbox;
    if (store != null) {
      store.close();
    }
    logbook.close();
  }

  private Outbox openOutbox(StoreSettings settings) {
    Outbox open = outbox;
    if (open == null || !settings.equals(storeSettings)) {
      if (open != null) {
        open.close();
      }
      open = SqliteOutbox.open(folder.resolve("outbox.db"), settings, clock, System::nanoTime);
      outbox = open;
      storeSettings = settings;
    }
    return open;
  }

  private void stopBuses(List<Config.Bus<?>> wanted) {
    List<RunningBus> ending =
        buses.values().stream().filter(bus -> !wanted.contains(bus.config())).toList();
    for (RunningBus bus : ending) {
      bus.runner().close();
      buses.remove(bus.config().name());
      shownBuses = List.copyOf(buses.values());
      if (wanted.stream().noneMatch(other -> other.name().equals(bus.config().name()))) {
        tree.remove(bus.config().name());
      }
    }
  }

  private void startBus(Config.Bus<?> bus, List<Listening.Heard> before) {
    if (!buses.containsKey(bus.name())) {
      Driver driver = bus.driver();
      if (driver instanceof Listening ear) {
        ear.remember(before);
      }
      if (driver instanceof Panel panel) {
        panel.onHeld(held -> LOG.warn("{}: the reset button was held: {}", bus.name(), held));
      }
      Writable writer = driver instanceof Writable can ? can : null;
      Selective reader = driver instanceof Selective can ? can : null;
      SampleSink sink = tree.define(bus.name(), driver.devices(), writer, reader);
      buses.put(bus.name(), new RunningBus(bus, BusRunner.start(driver, sink)));
      shownBuses = List.copyOf(buses.values());
    }
  }

  /** What each bus has heard: it would be forgotten when the bus is configured anew. */
  private Map<String, List<Listening.Heard>> heard() {
    Map<String, List<Listening.Heard>> heard = new HashMap<>();
    buses.forEach((name, bus) -> {
      if (bus.runner().driver() instanceof Listening ear) {
        heard.put(name, ear.heard());
      }
    });
    return heard;
  }

  private void stopClouds(List<Config.Cloud<?>> wanted, boolean all) {
    List<RunningCloud> ending =
        clouds.values().stream().filter(cloud -> all || !wanted.contains(cloud.config())).toList();
    for (RunningCloud cloud : ending) {
      cloud.sections().forEach(RealtimeSection::close);
      if (cloud.publisher() != null) {
        cloud.publisher().close();
      }
      clouds.remove(cloud.config().name());
      shownClouds = List.copyOf(clouds.values());
      if (wanted.stream().noneMatch(other -> other.name().equals(cloud.config().name()))) {
        tree.remove(cloud.config().name());
      }
    }
  }

  private void startCloud(Config.Cloud<?> cloud, Outbox store) {
    if (!clouds.containsKey(cloud.name())) {
      connect(cloud, store, sections(cloud));
    }
  }

  private void connect(Config.Cloud<?> cloud, Outbox store, List<RealtimeSection> sections) {
    Publisher publisher = cloud.common().enabled() ? publisher(cloud, store) : null;
    ConnectionVariables connection =
        new ConnectionVariables(
            tree,
            cloud.name(),
            cloud.common().broker().url(),
            () -> publisher == null ? PublisherState.disabled(cloud.name()) : publisher.state(),
            clock);
    clouds.put(cloud.name(), new RunningCloud(cloud, sections, publisher, connection));
    shownClouds = List.copyOf(clouds.values());
  }

  /** Files that are named without a folder are first looked for among the appliance's keys. */
  private Line line(Config.Cloud<?> cloud) {
    Line line = cloud.line();
    return new Line(line.broker().withFilesIn(folder.resolve(KEYS)), line.session());
  }

  /**
   * The connection itself makes room: two of one client id would push each other out. What is to be
   * sent waits in the outbox meanwhile.
   */
  @Override
  public synchronized @Nullable List<ConnectionTest.Step> test(String connector)
      throws InterruptedException {
    RunningCloud cloud = clouds.get(connector);
    Outbox store = outbox;
    if (cloud == null || store == null) {
      return null;
    }
    if (cloud.publisher() != null) {
      cloud.publisher().close();
    }
    try {
      return cloud.config().test(line(cloud.config()), TEST_PATIENCE, clock).run();
    } finally {
      if (cloud.publisher() != null) {
        connect(cloud.config(), store, cloud.sections());
      }
    }
  }

  /**
   * Ends connections and begins them anew, a little later. What is to be sent waits in the outbox
   * meanwhile.
   *
   * @param connectors by name; those that are not there or switched off stay so
   */
  public void reconnectSoon(List<String> connectors) {
    if (!connectors.isEmpty()) {
      chores.once(BEFORE_RECONNECTION, () -> reconnect(connectors));
    }
  }

  private synchronized void reconnect(List<String> connectors) {
    for (String name : connectors) {
      RunningCloud cloud = clouds.get(name);
      Outbox store = outbox;
      if (cloud != null && cloud.publisher() != null && store != null) {
        cloud.publisher().close();
        connect(cloud.config(), store, cloud.sections());
      }
    }
  }

  private void showSignal() {
    Panel.Signal signal =
        signal(
            shownClouds.stream()
                .map(RunningCloud::publisher)
                .flatMap(Stream::ofNullable)
                .map(publisher -> publisher.state().phase())
                .toList());
    for (RunningBus bus : shownBuses) {
      if (bus.runner().driver() instanceof Panel panel) {
        panel.show(signal);
      }
    }
  }

  /** The sections of a cloud, at work; none while the program is stopped. */
  private List<RealtimeSection> sections(Config.Cloud<?> cloud) {
    Outbox store = outbox;
    if (store == null || !running || !cloud.common().enabled()) {
      return List.of();
    }
    return cloud.common().sections().stream()
        .map(section ->
            new RealtimeSection(cloud.name(), section, tree, schedule, clock, store::append))
        .toList();
  }

  /** What the signal LED shows of the connections that are switched on. */
  static Panel.Signal signal(List<PublisherState.Phase> phases) {
    if (phases.isEmpty()) {
      return Panel.Signal.OFF;
    }
    return phases.stream().allMatch(PublisherState.Phase.CONNECTED::equals)
        ? Panel.Signal.CONNECTED
        : Panel.Signal.CONNECTING;
  }

  private Publisher publisher(Config.Cloud<?> cloud, Outbox store) {
    Publisher publisher =
        new Publisher(
            cloud.name(),
            line(cloud),
            cloud.connector(),
            store.queue(cloud.name()),
            tree::set,
            clock,
            Publisher.Patience.USUAL.withWindow(cloud.common().broker().window()));
    publisher.start();
    return publisher;
  }
}
