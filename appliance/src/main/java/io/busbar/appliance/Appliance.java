package io.busbar.appliance;

import io.busbar.appliance.clock.ApplianceClock;
import io.busbar.appliance.clock.Handed;
import io.busbar.appliance.cloud.ConnectionTest;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.config.GatewaySettings;
import io.busbar.appliance.console.ApplianceConsole;
import io.busbar.appliance.console.ConsoleJourneys;
import io.busbar.appliance.journey.Excerpts;
import io.busbar.appliance.journey.Journey;
import io.busbar.appliance.journey.Journeys;
import io.busbar.appliance.logbook.LogSettings;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.process.Correction;
import io.busbar.appliance.process.EventSettings;
import io.busbar.appliance.process.Events;
import io.busbar.appliance.process.Fired;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.ProcessVariables;
import io.busbar.appliance.process.Program;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.appliance.process.Schedule;
import io.busbar.appliance.process.Sending;
import io.busbar.appliance.process.Sums;
import io.busbar.appliance.process.VariableFile;
import io.busbar.appliance.store.History;
import io.busbar.appliance.store.Outbox;
import io.busbar.appliance.store.SqliteOutbox;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.appliance.system.SystemNode;
import io.busbar.appliance.system.SystemTree;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Listening;
import io.busbar.drivers.Panel;
import io.busbar.drivers.modbus.ScanPlace;
import io.busbar.web.Console.BusView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running appliance: buses fill the tree, sections send from it into the outbox, publishers
 * empty the outbox into the clouds. A new configuration restarts only what it changes.
 */
public final class Appliance implements ApplianceConsole.Running, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Appliance.class);
  private static final Duration CHORES = Duration.ofSeconds(1);

  /** Time for the answer to the command that wants it, still over the old connection. */
  private static final Duration BEFORE_RECONNECTION = Duration.ofSeconds(2);

  /** How soon the signal LED follows the connections. */
  private static final Duration SIGNAL_EVERY = Duration.ofSeconds(1);

  private final Path folder;
  private final ApplianceClock clock;
  private final ProcessTree tree = new ProcessTree(System::nanoTime);
  private final Schedule schedule;
  private final Schedule chores;
  private final Consumer<Throwable> defect;
  private final VariableFile variableFile;
  private final Sums sums;
  private final ProcessVariables variables;
  private final Logbook logbook;
  private final Owner owner;
  private final Buses buses;
  private final Clouds clouds;
  private final JourneyDesk journeys;
  private volatile @Nullable StoreSettings storeSettings;
  private boolean running = true;

  /** Whether somebody had the appliance when this was last looked at. */
  private volatile boolean owned;

  private volatile List<EventSettings> eventSettings = List.of();
  private List<LogSettings> logSettings = List.of();

  // What the page shows; it must never wait for a change that is under way.
  private volatile @Nullable GatewaySettings gateway;
  private volatile @Nullable Outbox outbox;
  private volatile @Nullable History history;
  private volatile @Nullable Events events;

  /** Who has this appliance. */
  public interface Owner {
    /** Whether anybody has it. */
    boolean isThere();

    /** Makes it nobody's. */
    void forget() throws IOException;
  }

  /**
   * @param folder the data folder
   * @param owner until somebody has this appliance it connects to nothing and sets nothing
   * @param defect told of what must never happen; it ends the process
   */
  public Appliance(Path folder, ApplianceClock clock, Owner owner, Consumer<Throwable> defect) {
    this.folder = folder;
    this.owner = owner;
    this.clock = clock;
    this.defect = defect;
    this.schedule = new Schedule(defect);
    this.chores = new Schedule("chores", defect);
    Journeys followed = new Journeys(clock, System::nanoTime, new Excerpts(this::secrets));
    this.clouds = new Clouds(folder, tree, schedule, clock, followed);
    this.journeys = new JourneyDesk(tree, this::drivers, followed);
    this.variableFile = new VariableFile(folder.resolve("variables.json"), System::nanoTime);
    this.logbook = new Logbook(folder.resolve("logs"), clock, clock::known, System::nanoTime, tree);
    this.sums = new Sums(tree, VariableFile.ofSums(folder.resolve("sums.json"), System::nanoTime));
    this.variables = new ProcessVariables(tree, clock, variableFile, sums);
    this.buses = new Buses(tree, sums, () -> owned, this::held);
    new Program(tree, clock, this::run);
    lookWhetherOwned();
    chores.every(CHORES, this::doChores);
    schedule.every(SIGNAL_EVERY, () -> buses.show(clouds.signal()));
  }

  @Override
  public ProcessTree tree() {
    return tree;
  }

  /** Makes the appliance what a configuration says. What is equal to before goes on untouched. */
  public synchronized void apply(Config config) {
    gateway = config.gateway();
    clock.use(config.clock());
    lookAtClock();
    if (!config.events().equals(eventSettings)) {
      stopEvents();
      eventSettings = config.events();
    }
    if (!config.store().sameOutbox(storeSettings)) {
      clouds.stopAll(config.connectors());
    }
    openHistory(config);
    clouds.stopOthers(config.connectors());
    variables.define(config.variables());
    Map<String, List<Listening.Heard>> heard = buses.stopOthers(config.buses());
    Outbox store = openOutbox(config.store());
    store.retain(config.connectors().stream().map(Config.Cloud::name).toList());
    clouds.start(config.connectors(), store);
    if (!config.logs().equals(logSettings)) {
      logbook.define(config.logs(), chores);
      logSettings = config.logs();
    }
    startEvents();
    // After the sections, so that none of them misses a bus's first samples.
    buses.start(config.buses(), heard);
    logbook.append(Logbook.JOB_REPORT, Map.of("job", "configuration", "result", "in force"));
  }

  /** Starts or stops sections and events: {@code /Process/Program/Mode}. */
  private synchronized void run(boolean wanted) {
    if (wanted != running) {
      running = wanted;
      stopEvents();
      clouds.setSending(wanted);
      startEvents();
      logbook.append(
          Logbook.JOB_REPORT, Map.of("job", "program", "result", wanted ? "Run" : "Stop"));
      LOG.info("program: {}", wanted ? "runs" : "stopped, nothing is sent and no event fires");
    }
  }

  @Override
  public List<RealtimeSection.Counters> sections() {
    return clouds.counters();
  }

  /**
   * Sends sections now: {@code CloudSendRealtimeData} of the FP Juconn manual, section 7.3.
   *
   * @param connector null means {@code CloudConn}, or the first one when none is called so
   * @param section null means all of the connector
   */
  public Sending send(@Nullable String connector, @Nullable String section) {
    return clouds.send(connector, section);
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
                product(),
                now == null ? "" : now.serialNumber(),
                logbook.counters(),
                Main.built(),
                clock.poweredOff(),
                Kinds.FEATURES));
  }

  private void startEvents() {
    if (running && events == null) {
      ZoneId zone = ZoneId.systemDefault();
      events =
          new Events(eventSettings, tree, schedule, clock, clock::known, zone, new EventHands());
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

  /** Somebody held the button for long enough; the bus's thread must not wait. */
  private void held(Panel.Held how) {
    LOG.warn("the reset button was held: {}", how);
    switch (how) {
      case CREDENTIALS -> chores.once(Duration.ZERO, this::forgetOwner);
      case FACTORY ->
          LOG.warn("this version has no factory reset; hold it 10 s to 29 s to reset the logins");
    }
  }

  private void forgetOwner() {
    try {
      owner.forget();
      logbook.append(
          Logbook.AUDIT,
          Map.of("who", "button", "from", "here", "what", "logins reset", "result", "done"));
      lookWhetherOwned();
    } catch (IOException e) {
      LOG.error("the logins are not reset; is the disk full or read-only?", e);
    }
  }

  /** Begins or ends connections and writes once somebody has claimed the appliance, or nobody. */
  public void lookWhetherOwned() {
    boolean now = owner.isThere();
    if (now != owned) {
      own(now);
    }
  }

  private synchronized void own(boolean now) {
    if (owned != now) {
      owned = now;
      clouds.setConnecting(now);
      LOG.info(
          now
              ? "claimed: connects to its clouds, and values can be set"
              : "nobody has claimed this appliance: it connects to no cloud and sets nothing");
    }
  }

  private void doChores() {
    lookWhetherOwned();
    lookAtClock();
    clouds.look();
    journeys.look();
    variableFile.write();
    sums.write();
    logbook.flush();
  }

  private void lookAtClock() {
    if (clock.look(this::learnTime)) {
      tellOfTime();
    }
  }

  @Override
  public ApplianceClock.State clock() {
    return clock.state();
  }

  @Override
  public boolean timeKnown(Instant time) {
    return clock.known(time);
  }

  @Override
  public Handed handOver(Instant time) {
    Handed outcome = clock.handOver(time, this::learnTime);
    logbook.append(Logbook.JOB_REPORT, Map.of("job", "clock", "result", outcome.toString()));
    tellOfTime();
    return outcome;
  }

  /** The time becomes known: what came before is made right, and nothing comes in between. */
  private void learnTime(Supplier<Correction> known) {
    Correction correction =
        tree.correct(
            () -> {
              Correction off = known.get();
              History charts = history;
              if (charts != null) {
                charts.correct(off);
              }
              return off;
            },
            clock);
    variables.correct(correction);
    logbook.append(
        Logbook.JOB_REPORT,
        Map.of(
            "job",
            "clock",
            "result",
            "known",
            "countedFrom",
            correction.from().toString(),
            "behindBy",
            correction.by().toString()));
  }

  private void tellOfTime() {
    Outbox store = outbox;
    if (store != null) {
      store.timesAreKnown();
    }
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
    return buses.views();
  }

  @Override
  public List<Driver> drivers() {
    return buses.drivers();
  }

  /** The bus that runs on a port or host; null when none does. */
  @Nullable Driver busAt(ScanPlace place) {
    return buses.at(place);
  }

  @Override
  public List<ApplianceConsole.CloudState> clouds() {
    return clouds.states();
  }

  @Override
  public List<String> alarms() {
    Outbox store = outbox;
    List<String> alarms = new ArrayList<>();
    addIfPresent(alarms, clock.state().alarm());
    addIfPresent(alarms, store == null ? null : store.alarm());
    History charts = history;
    addIfPresent(alarms, charts == null ? null : charts.alarm());
    addIfPresent(alarms, variableFile.alarm());
    addIfPresent(alarms, sums.alarm());
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

  /** Stops buses, then clouds, and writes what still waits to disk. */
  @Override
  public synchronized void close() {
    stopEvents();
    buses.stopOthers(List.of());
    clouds.stopAll(List.of());
    schedule.close();
    chores.close();
    variableFile.writeLast();
    sums.writeLast();
    Outbox store = outbox;
    if (store != null) {
      store.close();
    }
    closeHistory();
    logbook.close();
    clock.close();
  }

  private Outbox openOutbox(StoreSettings settings) {
    Outbox open = outbox;
    if (open == null || !settings.sameOutbox(storeSettings)) {
      if (open != null) {
        open.close();
      }
      open =
          SqliteOutbox.open(folder.resolve("outbox.db"), settings, clock, System::nanoTime, clock);
      outbox = open;
    }
    storeSettings = settings;
    return open;
  }

  /** Before the buses, so that it misses nothing of them. */
  private void openHistory(Config config) {
    StoreSettings settings = config.store();
    History open = history;
    if (!settings.sameHistory(storeSettings)) {
      closeHistory();
      open =
          settings.hasHistory()
              ? History.open(
                  folder.resolve("history.db"),
                  settings,
                  clock,
                  System::nanoTime,
                  clock,
                  clock::counting,
                  defect)
              : null;
    }
    if (open != null) {
      Set<String> used = config.used();
      // What nobody measured is no history: nothing of it is left when the demo mode ends.
      open.record(path -> settings.records(used.contains(path)) && !config.isSimulated(path));
      // Before it sees anything: when the time becomes known it must be found and corrected.
      history = open;
      tree.observe(open.observer());
    }
    history = open;
  }

  private void closeHistory() {
    History open = history;
    if (open != null) {
      tree.observe(ProcessTree.Observer.NOBODY);
      open.close();
      history = null;
    }
  }

  @Override
  public @Nullable History history() {
    return history;
  }

  @Override
  public Outbox.@Nullable Waiting waiting(String connector) throws IOException {
    Outbox store = outbox;
    boolean known = clouds.states().stream().anyMatch(cloud -> cloud.name().equals(connector));
    return store == null || !known ? null : store.waiting(connector);
  }

  private List<String> secrets(String connector) {
    return clouds.secrets(connector);
  }

  @Override
  public List<Journey> journeys(String path) {
    return journeys.of(path);
  }

  @Override
  public List<ConsoleJourneys.Wanted> wanting(String path) {
    return clouds.wanting(path);
  }

  @Override
  public Outbox.Place place(String connector, long number) {
    Outbox store = outbox;
    return store == null ? Outbox.Place.GONE : store.place(connector, number);
  }

  @Override
  public synchronized List<ConnectionTest.Step> test(
      Config.Cloud<?> tested, Consumer<ConnectionTest> begun) throws InterruptedException {
    return clouds.test(tested, begun);
  }

  @Override
  public long outboxBudget() {
    StoreSettings settings = storeSettings;
    return settings == null ? StoreSettings.DEFAULT.outboxBytes() : settings.outboxBytes();
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

  /** Runs a work once after some time, on a thread of its own. */
  void later(Duration delay, Runnable work) {
    chores.once(delay, () -> Thread.ofVirtual().name("later").start(work));
  }

  private synchronized void reconnect(List<String> connectors) {
    connectors.forEach(clouds::reconnect);
  }
}
