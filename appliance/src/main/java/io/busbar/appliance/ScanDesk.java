package io.busbar.appliance;

import io.busbar.drivers.Driver;
import io.busbar.drivers.modbus.ModbusScan;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.drivers.modbus.ScanFound;
import io.busbar.drivers.modbus.ScanPlace;
import io.busbar.drivers.modbus.ScanProgress;
import io.busbar.drivers.modbus.ScanRanges;
import io.busbar.drivers.modbus.ScanRequest;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialPorts;
import io.busbar.drivers.serial.SerialSettings;
import io.busbar.web.Console;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.FoundView;
import io.busbar.web.Console.PortView;
import io.busbar.web.Console.ProposalView;
import io.busbar.web.Console.ScanOrder;
import io.busbar.web.Console.ScanView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The search for devices in the words of the page: one at a time, the last one is remembered. */
final class ScanDesk implements Console.Scans, AutoCloseable {
  private final RegisterLibrary library;
  private final Function<ScanPlace, @Nullable Driver> running;
  private @Nullable ModbusScan scan;
  private String where = "";

  /**
   * @param running the bus that runs on a port or host now; null when none does
   */
  ScanDesk(RegisterLibrary library, Function<ScanPlace, @Nullable Driver> running) {
    this.library = library;
    this.running = running;
  }

  @Override
  public synchronized Started start(ScanOrder order) {
    ModbusScan before = scan;
    if (before != null && !before.progress().isOver()) {
      return new Started.Busy(view(before));
    }
    List<Problem> problems = new ArrayList<>();
    ScanRequest request = request(order, problems);
    if (request == null || !problems.isEmpty()) {
      return new Started.Refused(
          problems.stream().map(one -> new Fault(one.path(), one.message())).toList());
    }
    where = String.valueOf(order.port() == null ? order.host() : order.port());
    ModbusScan next = ModbusScan.start(request, library, running);
    scan = next;
    return new Started.Going(view(next));
  }

  @Override
  public synchronized @Nullable ScanView read() {
    return scan == null ? null : view(scan);
  }

  @Override
  public synchronized @Nullable ScanView cancel() {
    if (scan != null) {
      scan.cancel();
    }
    return read();
  }

  @Override
  public List<PortView> ports() {
    return SerialPorts.list(Path.of("/dev")).stream()
        .map(path -> {
          Driver bus = running.apply(new ScanPlace.Serial(path));
          return new PortView(path, bus == null ? null : bus.name());
        })
        .toList();
  }

  @Override
  public synchronized void close() {
    cancel();
  }

  /** What an order stands for; null, with the problems, when it cannot be done. */
  static @Nullable ScanRequest request(ScanOrder order, List<Problem> problems) {
    boolean serial = order.port() != null;
    List<Integer> units =
        part(
            "/units",
            problems,
            () -> ScanRanges.units(order.units(), serial ? 1 : 0, serial ? 247 : 255));
    ScanRequest request;
    if (serial) {
      List<Parity> parities =
          part("/parity", problems, () -> order.parity().stream().map(ScanDesk::parity).toList());
      List<Direction> direction =
          part("/direction", problems, () -> List.of(direction(order.direction())));
      request =
          new ScanRequest.Rtu(
              String.valueOf(order.port()),
              order.baud(),
              parities,
              direction.isEmpty() ? Direction.ADAPTER : direction.getFirst(),
              units);
    } else {
      List<String> hosts =
          part("/host", problems, () -> ScanRanges.hosts(String.valueOf(order.host())));
      request = new ScanRequest.Tcp(hosts, order.tcpPort(), units);
    }
    if (problems.isEmpty()) {
      problems.addAll(request.problems());
    }
    return problems.isEmpty() ? request : null;
  }

  private interface Part<T> {
    List<T> read();
  }

  private static <T> List<T> part(String path, List<Problem> problems, Part<T> part) {
    try {
      return part.read();
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(path, String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  private static Parity parity(String text) {
    return switch (text) {
      case "none" -> Parity.NONE;
      case "even" -> Parity.EVEN;
      case "odd" -> Parity.ODD;
      default -> throw new IllegalArgumentException("got another text, want none, even or odd");
    };
  }

  private static Direction direction(String text) {
    return Arrays.stream(Direction.values())
        .filter(one -> one.word().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "got another text, want adapter, kernel, kernel-inverted or rts"));
  }

  private ScanView view(ModbusScan one) {
    return view(one.progress(), where);
  }

  static ScanView view(ScanProgress progress, String where) {
    return new ScanView(
        progress.state().name().toLowerCase(Locale.ROOT),
        progress.reason(),
        where,
        progress.asked(),
        progress.total(),
        progress.left().toMillis(),
        progress.found().stream().map(ScanDesk::view).toList(),
        progress.remarks());
  }

  private static FoundView view(ScanFound found) {
    return new FoundView(
        found.place(),
        found.unit(),
        found.answer(),
        found.says(),
        found.models(),
        found.proposals().stream().map(one -> new ProposalView(one.meter(), one.reason())).toList(),
        bus(found),
        device(found));
  }

  private static Map<String, Object> bus(ScanFound found) {
    Map<String, Object> bus = new LinkedHashMap<>();
    SerialSettings line = found.line();
    if (line == null) {
      bus.put("type", "modbus-tcp");
      bus.put("host", String.valueOf(found.host()));
      bus.put("port", found.tcpPort());
    } else {
      bus.put("type", "modbus-rtu");
      bus.put("port", line.port());
      bus.put("baudRate", line.baudRate());
      bus.put("parity", line.parity().name().toLowerCase(Locale.ROOT));
      if (line.direction() != Direction.ADAPTER) {
        bus.put("direction", line.direction().word());
      }
    }
    return bus;
  }

  private static @Nullable Map<String, Object> device(ScanFound found) {
    if (found.proposals().isEmpty()) {
      return null;
    }
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("name", "Unit" + found.unit());
    device.put("unitId", found.unit());
    device.put("meter", found.proposals().getFirst().meter());
    return device;
  }
}
