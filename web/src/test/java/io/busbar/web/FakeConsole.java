package io.busbar.web;

import io.busbar.web.Console.Adoption;
import io.busbar.web.Console.BacklogView;
import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ClockView;
import io.busbar.web.Console.ConfigDocument;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.DevicesView;
import io.busbar.web.Console.FoundView;
import io.busbar.web.Console.IdentityView;
import io.busbar.web.Console.MeterView;
import io.busbar.web.Console.ProposalView;
import io.busbar.web.Console.ScanOrder;
import io.busbar.web.Console.ScanView;
import io.busbar.web.Console.StatusView;
import io.busbar.web.Console.ValueView;
import io.busbar.web.Console.Values.Written;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An appliance made of fields, for the tests to set. */
final class FakeConsole {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  static final ScanView SCAN =
      new ScanView(
          "running",
          null,
          "/dev/ttyUSB0",
          7,
          64,
          4200,
          List.of(
              new FoundView(
                  "/dev/ttyUSB0 9600 8N1",
                  5,
                  "answers",
                  "SIEMENS SENTRON PAC3200",
                  List.of(),
                  List.of(new ProposalView("siemens-pac3200", "43/14 says so")),
                  Map.of("type", "modbus-rtu"),
                  Map.of("unitId", 5))),
          List.of());

  final FakeAccess access = new FakeAccess();

  /** The paths that somebody watches now. */
  final List<String> watched = new CopyOnWriteArrayList<>();

  final AtomicLong version = new AtomicLong(1);
  final TreeMap<String, ValueView> values = new TreeMap<>();
  volatile List<String> alarms = List.of();
  volatile List<BusView> buses = List.of();
  volatile List<ConnectorView> connectors = List.of();
  volatile String schema = "{}";
  volatile Stored config = new Stored("{\"gateway\":{}}", "v1");
  final List<Adoption> adopted = new CopyOnWriteArrayList<>();
  final Map<String, Object> written = new ConcurrentHashMap<>();

  /** Who set variables. */
  final List<String> callers = new CopyOnWriteArrayList<>();

  volatile DevicesView devices = new DevicesView(List.of(), List.of());
  final List<ScanOrder> ordered = new CopyOnWriteArrayList<>();
  volatile Console.Scans.@Nullable Started nextStarted;
  volatile boolean cancelled;

  /** What registers were last asked for, and what comes of it. */
  volatile ClockView clock = new ClockView(true, "ntp", null);

  volatile String asked = "";

  volatile Console.Registers.Page page =
      new Console.Registers.Page.Read(
          "01 03 00 34 00 01",
          "01 03 02 43 66",
          List.of(new Console.Registers.Place(52, "40053", "4366", Map.of("uint16", "17254"))));

  /** What was last tested, and what comes of it. */
  volatile String tested = "";

  volatile Console.Meters.Trial trial =
      new Console.Meters.Trial(
          true,
          "",
          "01 04 00 00 00 02",
          "01 04 04 43 66 33 33",
          List.of(new Console.Meters.TrialValue("voltageL1", 230.2, "V", null)));

  volatile @Nullable Outcome nextOutcome;
  final List<String> restored = new CopyOnWriteArrayList<>();
  volatile Console.Backups.Restored nextRestored =
      new Console.Backups.Restored.Done(config, List.of("password of CloudConn"));
  volatile @Nullable Written nextWritten;
  volatile @Nullable RuntimeException failure;
  volatile @Nullable Error error;

  static ValueView good(String path, @Nullable Object value, String unit) {
    return new ValueView(
        path,
        value,
        unit,
        "GOOD",
        NOW,
        true,
        350L,
        null,
        "unit 1, input 0x0034",
        type(value),
        false);
  }

  /** A variable that can be set. */
  static ValueView settable(String path, @Nullable Object value, String type) {
    return new ValueView(path, value, "s", "GOOD", NOW, true, 350L, null, "file 62", type, true);
  }

  /** A variable that was read while nobody knew the time. */
  static ValueView counted(String path, Object value) {
    return new ValueView(
        path, value, "V", "GOOD", NOW, false, 350L, null, "unit 1", type(value), false);
  }

  private static String type(@Nullable Object value) {
    return switch (value) {
      case Boolean _ -> "bool";
      case Long _ -> "int";
      case Double _ -> "real";
      case null, default -> "text";
    };
  }

  void set(ValueView value) {
    synchronized (values) {
      values.put(value.path(), value);
    }
    version.incrementAndGet();
  }

  void remove(String path) {
    synchronized (values) {
      values.remove(path);
    }
    version.incrementAndGet();
  }

  Console console() {
    return new Console(
        access,
        new State(),
        new Tree(),
        new Nodes(),
        () -> connectors,
        new Config(),
        new Counters(),
        new Types(),
        (bus, unit, area, address, count) -> {
          asked = "%s %d %s %d %d".formatted(bus, unit, area, address, count);
          return page;
        },
        new Commands(),
        new Search(),
        new Safe(),
        this::setTime,
        recorded,
        recorded,
        upkeep,
        traces,
        traces,
        clouds,
        clouds,
        clouds,
        steps,
        this::demo,
        () -> report,
        new FakeWires());
  }

  private Outcome demo(boolean on) {
    demo = on;
    Outcome prepared = nextOutcome;
    return prepared == null ? new Outcome.Applied(config) : prepared;
  }

  final FakeUpkeep upkeep = new FakeUpkeep();

  private Console.Time.Handed setTime(Instant time) {
    if (clock.known()) {
      return new Console.Time.Handed.Needless("a time service keeps the clock");
    }
    if (time.isBefore(NOW)) {
      return new Console.Time.Handed.Misfit("got " + time + ", want a later one");
    }
    clock = new ClockView(true, "person", null);
    return new Console.Time.Handed.Taken(clock);
  }

  final FakeHistory recorded = new FakeHistory();
  final FakeTraces traces = new FakeTraces();
  final FakeClouds clouds = new FakeClouds();
  final FakeSetup steps = new FakeSetup();

  /** What the demo mode was last set to. */
  volatile @Nullable Boolean demo;

  volatile Reports.ReportView report =
      new Reports.ReportView(
          NOW,
          new Reports.Identity("cabinet-7", null, "1", "BUSBAR", "0.1.0", "25", "Linux 6"),
          new ClockView(true, "ntp", null),
          List.of(),
          List.of(),
          List.of(new Reports.UserReport("admin", "admin")),
          List.of(),
          List.of());

  private final class State implements Console.Status {
    @Override
    public IdentityView identity() {
      return new IdentityView("cabinet-7", "0.1.0");
    }

    @Override
    public StatusView read() {
      RuntimeException broken = failure;
      if (broken != null) {
        throw broken;
      }
      Error dead = error;
      if (dead != null) {
        throw dead;
      }
      return new StatusView("cabinet-7", "BUSBAR", "0.1.0", NOW, 98_765, buses, alarms, clock);
    }
  }

  /** A backlog that is empty. */
  static BacklogView nothingWaits() {
    return new BacklogView(0, 0, 0, 1_000_000, null, 10, 0, null, null, 0, null);
  }

  private final class Tree implements Console.Values {
    @Override
    public @Nullable List<ValueView> under(String path) {
      List<ValueView> found = new ArrayList<>();
      synchronized (values) {
        for (ValueView value : values.values()) {
          if (value.path().equals(path) || value.path().startsWith(path + "/")) {
            found.add(value);
          }
        }
      }
      return found.isEmpty() && !path.equals("/Process") ? null : found;
    }

    @Override
    public Watch watch(String path) {
      watched.add(path);
      return () -> watched.remove(path);
    }

    @Override
    public long version() {
      return version.get();
    }

    @Override
    public Written set(String path, Object value) {
      written.put(path, value);
      callers.add(Caller.current().name());
      Written prepared = nextWritten;
      return prepared == null ? new Written.Done(path, value, "s") : prepared;
    }
  }

  private final class Nodes implements Console.Devices {
    @Override
    public DevicesView read() {
      return devices;
    }

    @Override
    public List<String> layouts(String bus) {
      return List.of("camexia-energy", "push7-state");
    }

    @Override
    public Outcome adopt(Adoption wanted) {
      adopted.add(wanted);
      Outcome prepared = nextOutcome;
      return prepared == null ? new Outcome.Applied(config) : prepared;
    }
  }

  private final class Config implements ConfigDocument {
    private @Nullable Tried trial;
    private @Nullable Stored before;

    @Override
    public String schema() {
      return schema;
    }

    @Override
    public Stored read() {
      return config;
    }

    @Override
    public Outcome replace(byte[] json, @Nullable String expectedVersion) {
      if (expectedVersion != null && !expectedVersion.equals(config.version())) {
        return new Outcome.Outdated(config.version());
      }
      Outcome prepared = nextOutcome;
      if (prepared != null) {
        return prepared;
      }
      config = new Stored(new String(json, StandardCharsets.UTF_8), "v2");
      trial = null;
      return new Outcome.Applied(config);
    }

    @Override
    public Outcome tryOut(byte[] json, @Nullable String expectedVersion, Duration within) {
      before = trial == null ? config : before;
      Outcome outcome = replace(json, expectedVersion);
      trial = new Tried(config.version(), within.toMillis());
      return outcome;
    }

    @Override
    public @Nullable Tried trial() {
      return trial;
    }

    @Override
    public boolean confirm(String version) {
      boolean tried = trial != null && trial.version().equals(version);
      trial = tried ? null : trial;
      return tried;
    }

    @Override
    public boolean takeBack(String version) {
      Stored old = before;
      boolean tried = confirm(version);
      config = tried && old != null ? old : config;
      return tried;
    }
  }

  /** Says what it was given. */
  private static final class Commands implements Console.Tixml {
    @Override
    public Reply run(Form form, String text) {
      return new Reply(form + ":" + text, !text.equals("?"));
    }

    @Override
    public Found get(Form form, String path) {
      return switch (path) {
        case "/System/Properties/SerialNo" -> new Found.Value("01234567");
        case "/Process" -> new Found.Branch(form + ":tree");
        default -> new Found.Nothing("got " + path + ", want another");
      };
    }
  }

  private final class Types implements Console.Meters {
    @Override
    public List<MeterView> all() {
      return List.of(new MeterView("acme-one", "Acme One, \"the first\"", true));
    }

    @Override
    public Trial test(String bus, int unit, String meter) {
      tested = bus + " " + unit + " " + meter;
      return trial;
    }
  }

  private final class Safe implements Console.Backups {
    @Override
    public Packed write(@Nullable String passphrase) {
      return new Packed.Done(
          ByteBuffer.wrap(("backup " + passphrase).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Restored restore(byte[] archive, @Nullable String passphrase) {
      restored.add(new String(archive, StandardCharsets.UTF_8) + " " + passphrase);
      return nextRestored;
    }
  }

  private final class Search implements Console.Scans {
    @Override
    public List<Console.PortView> ports() {
      return List.of(new Console.PortView("/dev/ttyUSB0", "Meters"));
    }

    @Override
    public Started start(ScanOrder order) {
      ordered.add(order);
      Started prepared = nextStarted;
      return prepared == null ? new Started.Going(SCAN) : prepared;
    }

    @Override
    public @Nullable ScanView read() {
      return ordered.isEmpty() ? null : SCAN;
    }

    @Override
    public @Nullable ScanView cancel() {
      cancelled = true;
      return read();
    }
  }

  private static final class Counters implements Console.Metrics {
    @Override
    public String contentType() {
      return "text/plain; version=0.0.4; charset=utf-8";
    }

    @Override
    public void write(OutputStream out) throws IOException {
      out.write("busbar_samples_total 42\n".getBytes(StandardCharsets.UTF_8));
    }
  }
}
