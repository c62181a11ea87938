package io.busbar.appliance.console;

import io.busbar.appliance.clock.ApplianceClock;
import io.busbar.appliance.clock.Handed;
import io.busbar.appliance.cloud.ConnectionTest;
import io.busbar.appliance.cloud.Connector.Effect.Status;
import io.busbar.appliance.cloud.Drainage;
import io.busbar.appliance.cloud.PublisherState;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.journey.Journey;
import io.busbar.appliance.process.Events;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.appliance.store.History;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.Driver;
import io.busbar.web.Access;
import io.busbar.web.Certificates;
import io.busbar.web.Charts;
import io.busbar.web.CloudTrials;
import io.busbar.web.Console;
import io.busbar.web.Console.BacklogView;
import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ClockView;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.IdentityView;
import io.busbar.web.Console.StageView;
import io.busbar.web.Console.StatusView;
import io.busbar.web.Console.TestView;
import io.busbar.web.Demo;
import io.busbar.web.Exports;
import io.busbar.web.Journeys;
import io.busbar.web.Logs;
import io.busbar.web.Reports;
import io.busbar.web.Sections;
import io.busbar.web.Setup;
import io.busbar.web.Upkeep;
import io.busbar.web.Wires;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows the running appliance in the words of the page. */
public final class ApplianceConsole {
  private final Running appliance;
  private final Access access;
  private final Audit audit;
  private final ConfigDoor config;
  private final Console.Meters meters;
  private final Supplier<List<String>> meterAlarms;
  private final Console.Tixml tixml;
  private final Console.Scans scans;
  private final Wires wires;
  private final Console.Backups backups;
  private final Upkeep upkeep;
  private final Logs logs;
  private final Certificates certificates;
  private final InstantSource clock;
  private final String version;
  private final Path data;
  private final ConsoleDemo demo;
  private final ConsoleReport.Tests tests = new ConsoleReport.Tests();
  private final TestDesk desk = new TestDesk();
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

    /** What the variables were; null when the configuration wants no history. */
    @Nullable History history();

    /**
     * What waits for a cloud.
     *
     * @return null when there is no connector of this name
     * @throws IOException the disk cannot be read now
     */
    Outbox.@Nullable Waiting waiting(String connector) throws IOException;

    /** The way of the last readings at or below a path, which is followed from now on. */
    List<Journey> journeys(String path);

    /** Which sections want to send a variable. */
    List<ConsoleJourneys.Wanted> wanting(String path);

    /** Where a Send is, by its connector and number. */
    Outbox.Place place(String connector, long number);

    /** What is wrong with clock, store, variables and events; empty when all is well. */
    List<String> alarms();

    /** Whether the time is known, and whom it comes from. */
    ApplianceClock.State clock();

    /** Whether a time of a value is known, or only counted. */
    boolean timeKnown(Instant time);

    /** Takes the time from a person. */
    Handed handOver(Instant time);

    /**
     * Tests a connection to a cloud, for less than a minute. It need not be at work as it is
     * tested.
     *
     * @param begun is given the test before it runs
     */
    List<ConnectionTest.Step> test(Config.Cloud<?> tested, Consumer<ConnectionTest> begun)
        throws InterruptedException;

    /** Most bytes that all connections' queues may take of the disk. */
    long outboxBudget();
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
   * @param access users and tokens
   * @param meters the types of meter that a configuration may name
   * @param meterAlarms what is wrong with the user's own register maps
   * @param tixml the interpreter of TiXML commands
   * @param scans the search for devices
   * @param wires the terminals of lines, chips and sensors
   * @param backups writes the appliance into a file, and brings it back
   * @param upkeep keeps it in order
   * @param logs what was written down
   * @param certificates those of the data folder
   * @param version of the program
   * @param data the data folder
   */
  public ApplianceConsole(
      Running appliance,
      Access access,
      Audit audit,
      ConfigDoor config,
      Console.Meters meters,
      Supplier<List<String>> meterAlarms,
      Console.Tixml tixml,
      Console.Scans scans,
      Wires wires,
      Console.Backups backups,
      Upkeep upkeep,
      Logs logs,
      Certificates certificates,
      InstantSource clock,
      String version,
      Path data) {
    this.appliance = appliance;
    this.access = access;
    this.audit = audit;
    this.config = config;
    this.meters = meters;
    this.meterAlarms = meterAlarms;
    this.tixml = tixml;
    this.scans = scans;
    this.wires = wires;
    this.backups = backups;
    this.upkeep = upkeep;
    this.logs = logs;
    this.certificates = certificates;
    this.clock = clock;
    this.version = version;
    this.data = data;
    this.demo = new ConsoleDemo(config);
  }

  /** The console that the web server is given. */
  public Console console() {
    Guarded guarded = new Guarded(audit);
    return new Console(
        guarded.of(Access.class, access),
        guarded.of(Console.Status.class, new State()),
        guarded.of(Console.Values.class, new ConsoleValues(appliance.tree(), appliance::timeKnown)),
        guarded.of(Console.Devices.class, new ConsoleDevices(appliance, config)),
        guarded.of(Console.Connectors.class, this::clouds),
        guarded.of(Console.ConfigDocument.class, config),
        guarded.of(Console.Metrics.class, new PrometheusMetrics(appliance, clock)),
        guarded.of(Console.Meters.class, meters),
        guarded.of(
            Console.Registers.class, new ConsoleRegisters(appliance::drivers, System::nanoTime)),
        guarded.of(Console.Tixml.class, tixml),
        guarded.of(Console.Scans.class, scans),
        guarded.of(Console.Backups.class, backups),
        guarded.of(Console.Time.class, this::handOver),
        guarded.of(Charts.class, new ConsoleCharts(appliance::history)),
        guarded.of(Exports.class, new ConsoleExports(appliance)),
        guarded.of(Upkeep.class, upkeep),
        guarded.of(Journeys.class, new ConsoleJourneys(appliance)),
        guarded.of(Logs.class, logs),
        guarded.of(Certificates.class, certificates),
        guarded.of(
            CloudTrials.class, new ConsoleCloudTrials(appliance, config, desk, tests, clock)),
        guarded.of(Sections.class, new ConsoleSections(appliance)),
        guarded.of(Setup.class, new ConsoleSetup(data, access::isClaimed)),
        guarded.of(Demo.class, demo),
        guarded.of(Reports.class, report()),
        guarded.of(Wires.class, wires));
  }

  private ConsoleReport report() {
    return new ConsoleReport(
        appliance,
        config,
        this::status,
        this::clouds,
        tests::of,
        () ->
            access.users().stream()
                .map(user -> new Reports.UserReport(user.name(), user.role()))
                .toList(),
        data.resolve("keys"));
  }

  private final class State implements Console.Status {
    @Override
    public IdentityView identity() {
      return new IdentityView(appliance.name(), version);
    }

    @Override
    public StatusView read() {
      return status();
    }
  }

  private Console.Time.Handed handOver(Instant time) {
    return switch (appliance.handOver(time)) {
      case Handed.Taken _ -> new Console.Time.Handed.Taken(clock());
      case Handed.Misfit(String sentence) -> new Console.Time.Handed.Misfit(sentence);
      case Handed.Needless(String sentence) -> new Console.Time.Handed.Needless(sentence);
    };
  }

  private ClockView clock() {
    ApplianceClock.State state = appliance.clock();
    return new ClockView(state.known(), word(state.source()), state.alarm());
  }

  private StatusView status() {
    List<String> alarms = new ArrayList<>();
    String configAlarm = config.alarm();
    if (configAlarm != null) {
      alarms.add(configAlarm);
    }
    alarms.addAll(appliance.alarms());
    alarms.addAll(demo.alarms());
    alarms.addAll(meterAlarms.get());
    return new StatusView(
        appliance.name(),
        appliance.product(),
        version,
        clock.instant(),
        Duration.ofNanos(System.nanoTime() - started).toSeconds(),
        appliance.buses(),
        alarms,
        clock());
  }

  private List<ConnectorView> clouds() {
    long budget = appliance.outboxBudget();
    return appliance.clouds().stream().map(cloud -> view(cloud, budget)).toList();
  }

  static TestView view(List<ConnectionTest.Step> steps) {
    return new TestView(
        steps.getLast().result() == ConnectionTest.Result.PASSED,
        steps.stream()
            .map(step ->
                new StageView(
                    step.stage().number(),
                    word(step.stage()),
                    word(step.result()),
                    step.sentence(),
                    step.error()))
            .toList());
  }

  private static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ConnectorView view(CloudState cloud, long budget) {
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
            waiting.bytes(),
            budget,
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
