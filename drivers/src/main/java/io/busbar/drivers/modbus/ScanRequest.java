package io.busbar.drivers.modbus;

import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.PortName;
import io.busbar.drivers.serial.SerialSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a scan is to go through. */
public sealed interface ScanRequest {
  /** Unit ids, each once. */
  List<Integer> units();

  /** Every fault; paths as the API names the keys. */
  List<Problem> problems();

  /**
   * A serial line.
   *
   * @param port as in the configuration of a bus
   * @param baudRates each is tried with each parity
   * @param direction who switches the line to sending; a bus that lends its line keeps its own
   */
  record Rtu(
      String port,
      List<Integer> baudRates,
      List<Parity> parities,
      Direction direction,
      List<Integer> units)
      implements ScanRequest {
    private static final int MOST_SETTINGS = 24;
    private static final int LONGEST_PORT = 300;

    public Rtu {
      baudRates = List.copyOf(baudRates);
      parities = List.copyOf(parities);
      units = List.copyOf(units);
    }

    /** The settings of the line that are tried, in their order. */
    List<SerialSettings> lines() {
      List<SerialSettings> lines = new ArrayList<>();
      for (int baudRate : baudRates) {
        for (Parity parity : parities) {
          lines.add(new SerialSettings(port, baudRate, 8, parity, 1, direction));
        }
      }
      return lines;
    }

    @Override
    public List<Problem> problems() {
      List<Problem> problems = new ArrayList<>();
      String fault =
          port.isBlank() || port.length() > LONGEST_PORT
              ? "got no name of a port, want for example /dev/ttyUSB0"
              : PortName.problem(port);
      if (fault != null) {
        problems.add(new Problem("/port", fault));
      }
      for (int baudRate : baudRates) {
        if (baudRate < 300 || baudRate > 4_000_000) {
          problems.add(new Problem("/baud", "got " + baudRate + ", want 300 to 4000000"));
        }
      }
      int settings = baudRates.size() * parities.size();
      if (settings < 1 || settings > MOST_SETTINGS) {
        problems.add(
            new Problem(
                "/baud",
                "got %d baud rates with %d parities, want one of each and at most %d together"
                    .formatted(baudRates.size(), parities.size(), MOST_SETTINGS)));
      }
      ScanRequest.problem(units).ifPresent(problems::add);
      return problems;
    }
  }

  /**
   * Hosts of a network, each with the same port and unit ids.
   *
   * @param hosts names or addresses, as {@link ScanRanges#hosts} makes them
   */
  record Tcp(List<String> hosts, int tcpPort, List<Integer> units) implements ScanRequest {
    public Tcp {
      hosts = List.copyOf(hosts);
      units = List.copyOf(units);
    }

    @Override
    public List<Problem> problems() {
      List<Problem> problems = new ArrayList<>();
      if (hosts.isEmpty() || hosts.size() > ScanRanges.MOST_HOSTS) {
        problems.add(
            new Problem(
                "/host", "got " + hosts.size() + " hosts, want 1 to " + ScanRanges.MOST_HOSTS));
      }
      if (tcpPort < 1 || tcpPort > 65_535) {
        problems.add(new Problem("/tcpPort", "got " + tcpPort + ", want 1 to 65535"));
      }
      ScanRequest.problem(units).ifPresent(problems::add);
      return problems;
    }
  }

  private static Optional<Problem> problem(List<Integer> units) {
    return units.isEmpty()
        ? Optional.of(new Problem("/units", "got none, want unit ids such as 1-32,40"))
        : Optional.empty();
  }
}
