package io.busbar.appliance;

import io.busbar.appliance.cloud.Publisher;
import io.busbar.appliance.cloud.PublisherState;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.config.GatewaySettings;
import io.busbar.appliance.console.ApplianceConsole;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.appliance.process.Schedule;
import io.busbar.appliance.store.Outbox;
import io.busbar.appliance.store.SqliteOutbox;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Listening;
import io.busbar.drivers.Panel;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Writable;
import io.busbar.web.Console.BusView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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
  private static final Logger LOG = LoggerFactory.getLogger(Appliance.class);

  /** How soon the signal LED follows the connections. */
  private static final Duration SIGNAL_EVERY = Duration.ofSeconds(1);

  private final Path folder;
  private final InstantSource clock;
  private final ProcessTree tree = new ProcessTree(System::nanoTime);
  private final Schedule schedule;
  private final Map<String, RunningBus> buses = new LinkedHashMap<>();
  private final Map<String, RunningCloud> clouds = new LinkedHashMap<>();
  private @Nullable StoreSettings storeSettings;

  // What the page shows; it must never wait for a change that is under way.
  private volatile List<RunningBus> shownBuses = List.of();
  private volatile List<RunningCloud> shownClouds = List.of();
  private volatile @Nullable GatewaySettings gateway;
  private volatile @Nullable Outbox outbox;

  private record RunningBus(Config.Bus<?> config, BusRunner runner) {}

  private record RunningCloud(
      Config.Cloud<?> config, List<RealtimeSection> sections, @Nullable Publisher publisher) {}

  /**
   * @param folder the data folder
   * @param defect told of what must never happen; it ends the process
   */
  public Appliance(Path folder, InstantSource clock, Consumer<Throwable> defect) {
    this.folder = folder;
    this.clock = clock;
    this.schedule = new Schedule(defect);
    schedule.every(SIGNAL_EVERY, this::showSignal);
  }

  @Override
  public ProcessTree tree() {
    return tree;
  }

  /** Makes the appliance what a configuration says. What is equal to before goes on untouched. */
  public synchronized void apply(Config config) {
    gateway = config.gateway();
    if (!config.store().equals(storeSettings)) {
      stopClouds(config.connectors(), true);
      openOutbox(config.store());
    }
    stopClouds(config.connectors(), false);
    Map<String, List<Listening.Heard>> heard = heard();
    stopBuses(config.buses());
    Outbox store = openOutbox(config.store());
    store.retain(config.connectors().stream().map(Config.Cloud::name).toList());
    config.connectors().forEach(cloud -> startCloud(cloud, store));
    // After the sections, so that none of them misses a bus's first samples.
    config.buses().forEach(bus -> startBus(bus, heard.getOrDefault(bus.name(), List.of())));
    shownBuses = config.buses().stream().map(bus -> buses.get(bus.name())).toList();
    shownClouds = config.connectors().stream().map(cloud -> clouds.get(cloud.name())).toList();
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

  @Override
  public List<ApplianceConsole.CloudState> clouds() {
    Outbox store = outbox;
    return store == null
        ? List.of()
        : shownClouds.stream().map(cloud -> state(cloud, store)).toList();
  }

  @Override
  public @Nullable String storeAlarm() {
    Outbox store = outbox;
    return store == null ? null : store.alarm();
  }

  private static BusView view(RunningBus bus) {
    BusRunner.State state = bus.runner().state();
    List<Device> devices = bus.runner().driver().devices();
    return new BusView(
        bus.config().name(),
        bus.config().type().type(),
        state.word(),
        state.reason(),
        devices.size(),
        devices.stream().mapToInt(device -> device.points().size()).sum());
  }

  private static ApplianceConsole.CloudState state(RunningCloud cloud, Outbox store) {
    String name = cloud.config().name();
    Publisher publisher = cloud.publisher();
    return new ApplianceConsole.CloudState(
        name,
        cloud.config().type().type(),
        cloud.config().common().broker().url(),
        publisher == null ? PublisherState.disabled(name) : publisher.state(),
        store.queue(name).backlog());
  }

  /** Stops buses, then clouds, and writes what still waits to disk. */
  @Override
  public synchronized void close() {
    stopBuses(List.of());
    stopClouds(List.of(), true);
    schedule.close();
    Outbox store = outbox;
    if (store != null) {
      store.close();
    }
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
      SampleSink sink = tree.define(bus.name(), driver.devices(), writer);
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
    }
  }

  private void startCloud(Config.Cloud<?> cloud, Outbox store) {
    if (clouds.containsKey(cloud.name())) {
      return;
    }
    boolean enabled = cloud.common().enabled();
    Publisher publisher = enabled ? publisher(cloud, store) : null;
    List<RealtimeSection> sections =
        enabled
            ? cloud.common().sections().stream()
                .map(section ->
                    new RealtimeSection(
                        cloud.name(), section, tree, schedule, clock, store::append))
                .toList()
            : List.of();
    clouds.put(cloud.name(), new RunningCloud(cloud, sections, publisher));
    shownClouds = List.copyOf(clouds.values());
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
            cloud.common().broker(),
            cloud.connector(),
            store.queue(cloud.name()),
            clock,
            Publisher.Patience.USUAL);
    publisher.start();
    return publisher;
  }
}
