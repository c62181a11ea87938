package io.busbar.appliance.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.ValueType;
import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.DeviceView;
import io.busbar.web.Console.StatusView;
import io.busbar.web.Console.TestView;
import io.busbar.web.Console.ValueView;
import io.busbar.web.Reports;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts together what the other parts of the console know, as a record to be signed and kept. */
final class ConsoleReport implements Reports {
  private final ApplianceConsole.Running appliance;
  private final ConfigDoor config;
  private final Supplier<StatusView> status;
  private final Supplier<List<ConnectorView>> clouds;
  private final Function<String, @Nullable TestReport> tests;
  private final Supplier<List<UserReport>> users;
  private final ConsoleDevices devices;
  private final ConsoleValues values;
  private final CertificateFiles certificates;

  /**
   * @param tests the last test of a connection, by its name
   * @param keys the folder of certificates
   */
  ConsoleReport(
      ApplianceConsole.Running appliance,
      ConfigDoor config,
      Supplier<StatusView> status,
      Supplier<List<ConnectorView>> clouds,
      Function<String, @Nullable TestReport> tests,
      Supplier<List<UserReport>> users,
      Path keys) {
    this.appliance = appliance;
    this.config = config;
    this.status = status;
    this.clouds = clouds;
    this.tests = tests;
    this.users = users;
    this.devices = new ConsoleDevices(appliance, config);
    this.values = new ConsoleValues(appliance.tree(), appliance::timeKnown);
    this.certificates = new CertificateFiles(keys);
  }

  @Override
  public ReportView read() {
    StatusView now = status.get();
    JsonNode document = config.inForce();
    List<BusReport> buses = buses(now);
    List<CloudReport> sent = clouds.get().stream().map(this::cloud).toList();
    return new ReportView(
        now.time(),
        identity(now, document.path("gateway")),
        now.clock(),
        buses,
        sent,
        users.get(),
        certificates.of(document),
        warnings(now, buses, sent));
  }

  private static Identity identity(StatusView now, JsonNode gateway) {
    return new Identity(
        now.name(),
        gateway.path("place").isTextual() ? gateway.path("place").asText() : null,
        gateway.path("serialNumber").asText("00000000"),
        now.product(),
        now.version(),
        Runtime.version().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  private List<BusReport> buses(StatusView now) {
    List<DeviceView> states = devices.read().devices();
    List<BusReport> buses = new ArrayList<>();
    for (Driver driver : appliance.drivers()) {
      BusView bus =
          now.buses().stream()
              .filter(one -> one.name().equals(driver.name()))
              .findFirst()
              .orElse(null);
      if (bus != null) {
        buses.add(
            new BusReport(
                bus.name(),
                bus.type(),
                bus.type().equals("simulated"),
                bus.state(),
                bus.reason(),
                driver.devices().stream()
                    .map(device -> device(driver.name(), device, states))
                    .toList()));
      }
    }
    return buses;
  }

  private DeviceReport device(String bus, Device device, List<DeviceView> states) {
    DeviceView state =
        states.stream()
            .filter(one -> one.bus().equals(bus) && one.name().equals(device.name()))
            .findFirst()
            .orElse(null);
    return new DeviceReport(
        device.name(),
        device.type().isEmpty() ? null : device.type(),
        state == null ? "starting" : state.state(),
        state == null ? null : state.reason(),
        sample(io.busbar.appliance.process.Path.of(bus, device)));
  }

  /** What tells most of a device: its total power when it has one, else its first number. */
  private @Nullable ValueView sample(String path) {
    List<ProcessTree.Snapshot> all = appliance.tree().under(path);
    if (all == null) {
      return null;
    }
    List<ProcessTree.Snapshot> numbers =
        all.stream()
            .filter(one -> one.point().type() != ValueType.TEXT && !one.point().isHealth())
            .toList();
    ProcessTree.Snapshot chosen =
        numbers.stream()
            .filter(one -> one.point().name().equals("activePowerTotal"))
            .findFirst()
            .or(() -> numbers.stream().findFirst())
            .orElse(null);
    List<ValueView> found = chosen == null ? null : values.under(chosen.path());
    return found == null || found.isEmpty() ? null : found.getFirst();
  }

  private CloudReport cloud(ConnectorView cloud) {
    return new CloudReport(
        cloud.name(),
        cloud.type(),
        cloud.broker(),
        cloud.state(),
        cloud.reason(),
        cloud.lastAcknowledged(),
        cloud.backlog().waiting(),
        tests.apply(cloud.name()));
  }

  private static List<Warning> warnings(
      StatusView now, List<BusReport> buses, List<CloudReport> clouds) {
    List<Warning> open = new ArrayList<>();
    now.alarms().forEach(alarm -> open.add(new Warning("alarm", "", alarm)));
    for (BusReport bus : buses) {
      if (bus.simulated()) {
        open.add(new Warning("simulated", bus.name(), ""));
      }
      if (!bus.state().equals("running")) {
        open.add(new Warning("bus", bus.name(), text(bus.reason())));
      }
      for (DeviceReport device : bus.devices()) {
        // What keeps the whole bus from running is told once.
        boolean ownFault = !Objects.equals(device.reason(), bus.reason());
        if (!device.state().equals("running") && ownFault) {
          open.add(new Warning("device", bus.name() + "/" + device.name(), text(device.reason())));
        }
      }
    }
    for (CloudReport cloud : clouds) {
      if (!cloud.state().equals("connected")) {
        open.add(new Warning("cloud", cloud.name(), text(cloud.reason())));
      }
      TestReport test = cloud.test();
      if (test == null) {
        open.add(new Warning("untested", cloud.name(), ""));
      } else if (!test.accepted()) {
        open.add(new Warning("cloud", cloud.name(), test.sentence()));
      }
    }
    return open;
  }

  private static String text(@Nullable String reason) {
    return reason == null ? "" : reason;
  }

  /** Remembers the last test of each connection, since the start. */
  static final class Tests {
    private final Map<String, TestReport> last = new ConcurrentHashMap<>();

    void add(String connector, Instant time, TestView test) {
      last.put(
          connector,
          new TestReport(
              time,
              test.accepted(),
              test.stages().stream()
                  .filter(stage -> stage.result().equals("failed"))
                  .findFirst()
                  .orElseGet(() -> test.stages().getLast())
                  .sentence()));
    }

    @Nullable TestReport of(String connector) {
      return last.get(connector);
    }
  }
}
