package io.busbar.drivers.modbus;

import io.busbar.drivers.serial.SerialSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit that answered.
 *
 * @param line settings of the serial line; null on TCP
 * @param host null on a serial line
 * @param tcpPort 0 on a serial line
 * @param answer how it answered, for example {@code refuses with exception 2}
 * @param says what it says of itself, by function 43/14 or its SunSpec common model; may be empty
 * @param models its SunSpec models; may be empty
 * @param proposals register maps that may fit, the best reason first; may be empty
 */
public record ScanFound(
    @Nullable SerialSettings line,
    @Nullable String host,
    int tcpPort,
    int unit,
    String answer,
    String says,
    List<Integer> models,
    List<ScanProposal> proposals) {
  public ScanFound {
    models = List.copyOf(models);
    proposals = List.copyOf(proposals);
  }

  /** Where it is, for people: {@code /dev/ttyUSB0 9600 8N1} or {@code 192.168.1.20:502}. */
  public String place() {
    return line == null ? host + ":" + tcpPort : line.port() + " " + line.line();
  }
}
