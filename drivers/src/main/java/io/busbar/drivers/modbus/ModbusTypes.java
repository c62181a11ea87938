package io.busbar.drivers.modbus;

import io.busbar.drivers.BusLoad;
import io.busbar.drivers.BusType;
import io.busbar.drivers.Claim;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.DerivedPoints;
import io.busbar.drivers.Driver;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.serial.PortName;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SocketPort;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;

/** The kinds of Modbus bus, for the composition root. */
public final class ModbusTypes {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration SHORTEST_WITHIN = Duration.ofMillis(5);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int LOWEST_RTU_UNIT = 1;
  private static final int HIGHEST_RTU_UNIT = 247;

  private ModbusTypes() {}

  /**
   * The type {@code modbus-tcp}.
   *
   * @param library the meters it knows
   * @param clock stamps the samples
   */
  public static BusType<ModbusTcpSettings> tcp(RegisterLibrary library, InstantSource clock) {
    return new Tcp(library, clock);
  }

  /**
   * The type {@code modbus-rtu}.
   *
   * @param library the meters it knows
   * @param clock stamps the samples
   */
  public static BusType<ModbusRtuSettings> rtu(RegisterLibrary library, InstantSource clock) {
    return new Rtu(library, clock);
  }

  /**
   * The type {@code modbus-rtu-tcp}.
   *
   * @param library the meters it knows
   * @param clock stamps the samples
   */
  public static BusType<ModbusRtuTcpSettings> rtuTcp(RegisterLibrary library, InstantSource clock) {
    return new RtuTcp(new Rtu(library, clock));
  }

  /** A line behind a device server: in all but its settings the same. */
  private record RtuTcp(Rtu rtu) implements BusType<ModbusRtuTcpSettings> {
    @Override
    public String type() {
      return "modbus-rtu-tcp";
    }

    @Override
    public Class<ModbusRtuTcpSettings> settings() {
      return ModbusRtuTcpSettings.class;
    }

    @Override
    public List<Problem> check(ModbusRtuTcpSettings settings) {
      return rtu.check(settings.asRtu()).stream()
          .map(problem ->
              problem.path().equals("/port") ? new Problem("/host", problem.message()) : problem)
          .toList();
    }

    @Override
    public Optional<BusLoad> load(ModbusRtuTcpSettings settings, BiPredicate<String, String> used) {
      return rtu.load(settings.asRtu(), used);
    }

    @Override
    public Driver driver(ModbusRtuTcpSettings settings) {
      return rtu.driver(settings.asRtu());
    }
  }

  private record Tcp(RegisterLibrary library, InstantSource clock)
      implements BusType<ModbusTcpSettings> {
    @Override
    public String type() {
      return "modbus-tcp";
    }

    @Override
    public Class<ModbusTcpSettings> settings() {
      return ModbusTcpSettings.class;
    }

    @Override
    public List<Problem> check(ModbusTcpSettings settings) {
      List<Problem> problems = new ArrayList<>();
      checkTiming(settings.timing(), problems);
      checkDevices(settings.devices(), library, problems);
      for (int i = 0; i < settings.devices().size(); i++) {
        if (settings.devices().get(i).charTimeout() != null) {
          problems.add(
              new Problem(
                  "/devices/" + i + "/charTimeout", "got it on TCP, want it on an RTU line"));
        }
      }
      return problems;
    }

    @Override
    public Driver driver(ModbusTcpSettings settings) {
      Pace pace = Pace.monotonic();
      List<List<ModbusDevice>> shares = settings.shares();
      List<ModbusBus> connections = new ArrayList<>();
      for (List<ModbusDevice> share : shares) {
        connections.add(
            bus(
                settings.name(),
                master(settings, connections.size() + 1, shares.size(), pace),
                polled(share, library, BlockPlan.TCP_OVERHEAD, pace),
                clock,
                pace));
      }
      return connections.size() == 1
          ? connections.getFirst()
          : new ModbusConnections(
              settings.name(),
              settings.devices().stream().map(ModbusDevice::name).toList(),
              connections,
              pace,
              RandomGenerator.getDefault());
    }

    private static ModbusMaster master(ModbusTcpSettings settings, int number, int of, Pace pace) {
      ModbusMaster.Dialer dialer = () -> SocketPort.connect(settings.host(), settings.port());
      return number == 1
          ? ModbusMaster.tcp(settings.name(), dialer, settings.timing(), pace)
          : ModbusMaster.spare(
              settings.name(), dialer, new SpareConnection(number, of), settings.timing(), pace);
    }
  }

  private record Rtu(RegisterLibrary library, InstantSource clock)
      implements BusType<ModbusRtuSettings> {
    @Override
    public String type() {
      return "modbus-rtu";
    }

    @Override
    public Class<ModbusRtuSettings> settings() {
      return ModbusRtuSettings.class;
    }

    @Override
    public List<Problem> check(ModbusRtuSettings settings) {
      List<Problem> problems = new ArrayList<>();
      String port = PortName.problem(settings.port());
      if (port != null) {
        problems.add(new Problem("/port", port));
      }
      checkTiming(settings.timing(), problems);
      checkDevices(settings.devices(), library, problems);
      for (int i = 0; i < settings.devices().size(); i++) {
        int unit = settings.devices().get(i).unitId();
        if (unit < LOWEST_RTU_UNIT || unit > HIGHEST_RTU_UNIT) {
          problems.add(new Problem("/devices/" + i + "/unitId", "got " + unit + ", want 1 to 247"));
        }
      }
      return problems;
    }

    @Override
    public Optional<BusLoad> load(ModbusRtuSettings settings, BiPredicate<String, String> used) {
      return Optional.of(LineLoad.of(settings, library, used));
    }

    @Override
    public List<Claim> claims(ModbusRtuSettings settings) {
      return Claim.port(settings.port());
    }

    @Override
    public Driver driver(ModbusRtuSettings settings) {
      Pace pace = Pace.monotonic();
      ModbusMaster master =
          ModbusMaster.rtu(
              settings.name(), SerialPort::open, settings.line(), settings.timing(), pace);
      return bus(
          settings.name(),
          master,
          polled(settings.devices(), library, BlockPlan.RTU_OVERHEAD, pace),
          clock,
          pace);
    }
  }

  private static ModbusBus bus(
      String name, ModbusMaster master, List<PolledDevice> polled, InstantSource clock, Pace pace) {
    return new ModbusBus(
        name,
        master,
        polled,
        clock,
        pace,
        RandomGenerator.getDefault(),
        Thread::startVirtualThread);
  }

  private static List<PolledDevice> polled(
      List<ModbusDevice> devices, RegisterLibrary library, int overhead, Pace pace) {
    return devices.stream()
        .map(device -> new PolledDevice(device, device.map(library), overhead, pace))
        .toList();
  }

  private static void checkTiming(Timing timing, List<Problem> problems) {
    Duration timeout = timing.timeout();
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      problems.add(
          new Problem("/timeout", "got " + DurationText.format(timeout) + ", want 10ms to 1m"));
    }
    if (timing.pause().compareTo(LONGEST_PAUSE) > 0) {
      problems.add(
          new Problem(
              "/pause", "got " + DurationText.format(timing.pause()) + ", want at most 10s"));
    }
  }

  private static void checkDevices(
      List<ModbusDevice> devices, RegisterLibrary library, List<Problem> problems) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < devices.size(); i++) {
      ModbusDevice device = devices.get(i);
      String path = "/devices/" + i;
      if (!names.add(device.name())) {
        problems.add(
            Problem.of(
                path + "/name", "again", "got %s again, want a name of its own", device.name()));
      }
      checkPoints(device, library, path, problems);
      checkTiming(device, path, problems);
      checkInterval(device.pollInterval(), path + "/pollInterval", problems);
      checkInterval(device.idleInterval(), path + "/idleInterval", problems);
    }
  }

  private static void checkPoints(
      ModbusDevice device, RegisterLibrary library, String path, List<Problem> problems) {
    RegisterMap type = DevicePoints.type(device, library).orElse(null);
    if (type == null) {
      String meter = String.valueOf(device.meter());
      problems.add(
          Problem.of(path + "/meter", "meter", "got %s, want %s", meter, library.hint(meter)));
      return;
    }
    List<Problem> own = DevicePoints.problems(type, device);
    own.forEach(one -> problems.add(new Problem(path + one.path(), one.message())));
    if (own.isEmpty()) {
      checkDerived(device, device.map(library), path + "/derived", problems);
    }
  }

  /** A device that says nothing of its own waits as its bus does, which is checked there. */
  private static void checkTiming(ModbusDevice device, String path, List<Problem> problems) {
    List<Problem> own = new ArrayList<>();
    Duration timeout = device.timeout() == null ? SHORTEST : device.timeout();
    Duration pause = device.pause() == null ? Duration.ZERO : device.pause();
    checkTiming(new Timing(timeout, pause), own);
    Duration within = device.charTimeout();
    if (within != null
        && (within.compareTo(SHORTEST_WITHIN) < 0 || within.compareTo(LONGEST_PAUSE) > 0)) {
      own.add(
          new Problem("/charTimeout", "got " + DurationText.format(within) + ", want 5ms to 10s"));
    }
    own.forEach(one -> problems.add(new Problem(path + one.path(), one.message())));
  }

  private static void checkInterval(Duration got, String path, List<Problem> problems) {
    if (got.compareTo(SHORTEST) < 0) {
      problems.add(new Problem(path, "got " + DurationText.format(got) + ", want 10ms or more"));
    }
  }

  /** Those of the map come first and are good. */
  private static void checkDerived(
      ModbusDevice device, RegisterMap map, String path, List<Problem> problems) {
    List<DataPoint> offered = new ArrayList<>(map.offered());
    offered.addAll(DerivedPoints.of(device.name(), map.derived(), map.offered()).points());
    for (Problem problem : DerivedPoints.problems(device.derived(), offered)) {
      problems.add(new Problem(path + problem.path(), problem.message()));
    }
  }
}
