package io.busbar.appliance.console;

import io.busbar.appliance.cloud.ConnectionTest;
import io.busbar.appliance.cloud.Connector.Effect.Status;
import io.busbar.appliance.cloud.Drainage;
import io.busbar.appliance.cloud.PublisherState;
import io.busbar.appliance.process.Events;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.Driver;
import io.busbar.web.Console;
import io.busbar.web.Console.BacklogView;
import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.StageView;
import io.busbar.web.Console.StatusView;
import io.busbar.web.Console.TestView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows the running appliance in the words of the page. */
public final class ApplianceConsole {
  private final Running appliance;
  private final ConfigDoor config;
  private final Console.Meters meters;
  private final Supplier<List<String>> meterAlarms;
  private final Console.Tixml tixml;
  private final Console.Scans scans;
  private final Console.Backups backups;
  private final InstantSource clock;
  private final String version;
  private final long started = System.nanoTime();

  /** What of the appliance is shown; its composition root provides it. */
  public interface Running {
    String name();

    String product();

    ProcessTree tree();

    List<BusView> buses();

    /** What runs the buses, in the order of the configuration. */
    List<Driver> drivers();

    List<CloudState> clouds();

    /** What each section at work did. */
    List<RealtimeSection.Counters> sections();

    /** What each event did. */
    List<Events.Counters> events();

    /** What is wrong with store, variables and events; empty when all is well. */
    List<String> alarms();

    /** Tests a connection to a cloud, for less than a minute; null when there is none of it. */
    @Nullable List<ConnectionTest.Step> test(String connector) throws InterruptedException;
  }

  /**
   * One connection to a cloud.
   *
   * @param publisher how the way to the cloud is; of a disabled connection that it is disabled
   * @param drains how fast the backlog goes
   */
  public record CloudState(
      String name,
      String type,
      String broker,
      PublisherState publisher,
      Outbox.Backlog backlog,
      Drainage.Rate drains) {}

  /**
   * @param meters the types of meter that a configuration may name
   * @param meterAlarms what is wrong with the user's own register maps
   * @param tixml the interpreter of TiXML commands
   * @param scans the search for devices
   * @param backups writes the appliance into a file, and brings it back
   * @param version of the program
   */
  public ApplianceConsole(
      Running appliance,
      ConfigDoor config,
      Console.Meters meters,
      Supplier<List<String>> meterAlarms,
      Console.Tixml tixml,
      Console.Scans scans,
      Console.Backups backups,
      InstantSource clock,
      String version) {
    this.appliance = appliance;
    this.config = config;
    this.meters = meters;
    this.meterAlarms = meterAlarms;
    this.tixml = tixml;
    this.scans = scans;
    this.backups = backups;
    this.clock = clock;
    this.version = version;
  }

  /** The console that the web server is given. */
  public Console console() {
    return new Console(
        this::status,
        new ConsoleValues(appliance.tree()),
        new ConsoleDevices(appliance, config),
        new Clouds(),
        config,
        new PrometheusMetrics(appliance, clock),
        meters,
        new ConsoleRegisters(appliance::drivers, System::nanoTime),
        tixml,
        scans,
        backups);
  }

  private StatusView status() {
    List<String> alarms = new ArrayList<>();
    String configAlarm = config.alarm();
    if (configAlarm != null) {
      alarms.add(configAlarm);
    }
    alarms.addAll(appliance.alarms());
    alarms.addAll(meterAlarms.get());
    return new StatusView(
        appliance.name(),
        appliance.product(),
        version,
        clock.instant(),
        Duration.ofNanos(System.nanoTime() - started).toSeconds(),
        appliance.buses(),
        alarms);
  }

  private final class Clouds implements Console.Connectors {
    @Override
    public List<ConnectorView> all() {
      return appliance.clouds().stream().map(ApplianceConsole::view).toList();
    }

    @Override
    public @Nullable TestView test(String connector) throws InterruptedException {
      List<ConnectionTest.Step> steps = appliance.test(connector);
      return steps == null
          ? null
          : new TestView(
              steps.getLast().result() == ConnectionTest.Result.PASSED,
              steps.stream()
                  .map(step ->
                      new StageView(
                          step.stage().number(),
                          word(step.stage()),
                          word(step.result()),
                          step.sentence()))
                  .toList());
    }
  }

  private static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ConnectorView view(CloudState cloud) {
    Outbox.Backlog waiting = cloud.backlog();
    Duration empty = cloud.drains().empty();
    PublisherState state = cloud.publisher();
    return new ConnectorView(
        cloud.name(),
        cloud.type(),
        cloud.broker(),
        state.phase().name().toLowerCase(Locale.ROOT),
        reason(state),
        state.lastAcknowledged(),
        new BacklogView(
            waiting.waiting(),
            waiting.stored(),
            waiting.oldest(),
            waiting.acknowledged(),
            waiting.dropped().count(),
            waiting.dropped().from(),
            waiting.dropped().to(),
            cloud.drains().perSecond(),
            empty == null ? null : empty.toSeconds()));
  }

  /** A broken line first; on a line that holds, what the platform complains of. */
  private static @Nullable String reason(PublisherState state) {
    if (state.failure() != null) {
      return state.failure().text();
    }
    Status status = state.status();
    return status != null && status.alarm() ? status.text() : null;
  }
}
