package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The walk of a scan over the unit ids of one line or host. On a serial line all units are asked
 * shortly at first; those that were silent once more, with patience and with another function; then
 * those that answered are asked what they are.
 */
final class ScanWalk {
  /** Most meters answer within 50 ms; a USB adapter adds up to 16 ms. */
  static final Timing SHORT = new Timing(Duration.ofMillis(80), Duration.ZERO);

  /** The slowest of those that are known, and a serial device server on the way. */
  static final Timing PATIENT = new Timing(Duration.ofMillis(500), Duration.ZERO);

  /** Behind a gateway there is a serial line with its own timeout. */
  static final Timing TCP = new Timing(Duration.ofSeconds(2), Duration.ZERO);

  /** From so many units on, all of which answer, they are taken for one device. */
  private static final int SUSPICIOUS = 4;

  /** Who says nothing so often in a row to what it does not know is not asked for more. */
  private static final int MOST_SILENCES = 4;

  private static final int REQUEST_AND_ANSWER = 8 + 9;
  private static final ScanQuestion.Read FIRST = new ScanQuestion.Read(3, 0, 2);
  private static final ScanQuestion.Read SECOND = new ScanQuestion.Read(4, 0, 2);

  private final ScanPort port;
  private final List<RegisterMap> library;
  private final ScanBoard board;

  /** The unit ids that have answered on any line, and how. */
  private final Map<Integer, String> present = new LinkedHashMap<>();

  ScanWalk(ScanPort port, List<RegisterMap> library, ScanBoard board) {
    this.port = port;
    this.library = library;
    this.board = board;
  }

  /** What asking all units on a serial line takes at most, for {@link ScanBoard#plan}. */
  static long nanos(SerialSettings line, int units) {
    return units * (nanos(line, SHORT) + nanos(line, PATIENT));
  }

  private static long nanos(SerialSettings line, Timing timing) {
    return line.timeOf(REQUEST_AND_ANSWER).toNanos()
        + RtuLine.gap(line)
        + timing.timeout().toNanos();
  }

  /**
   * Walks over a serial line with these settings; who answered on others is not asked again.
   *
   * @return whether the port takes them; when not, nobody was asked
   */
  boolean line(SerialSettings line, List<Integer> units) throws BusException, InterruptedException {
    Unavailable refusal = port.tune(line, SHORT);
    if (refusal != null) {
      passOver(line, units, refusal);
      return false;
    }
    int before = present.size();
    Set<Integer> unclear = new TreeSet<>();
    for (int unit : units) {
      ask(unit, FIRST, nanos(line, SHORT), unclear);
    }
    Unavailable fault = port.tune(line, PATIENT);
    if (fault != null) {
      throw fault; // what it took a moment ago
    }
    for (int unit : units) {
      ask(unit, SECOND, nanos(line, PATIENT), unclear);
    }
    if (!unclear.isEmpty()) {
      board.remark(
          "%s: garbage from unit %s: another baud rate or parity, or two devices of one unit id"
              .formatted(line.line(), texts(unclear)));
    }
    for (int unit : List.copyOf(present.keySet()).subList(before, present.size())) {
      identify(line, null, 0, unit);
    }
    return true;
  }

  private void passOver(SerialSettings line, List<Integer> units, Unavailable refusal) {
    board.remark(line.line() + ": the port refuses it: " + refusal.getMessage());
    for (int unit = 0; unit < units.size(); unit++) {
      board.done(false, nanos(line, SHORT));
      board.done(false, nanos(line, PATIENT));
    }
  }

  /** Walks over the units behind a host that has been connected. */
  void host(String host, int tcpPort, List<Integer> units, long each)
      throws BusException, InterruptedException {
    Set<Integer> unclear = new TreeSet<>();
    for (int unit : units) {
      ask(unit, FIRST, each, unclear);
    }
    if (!unclear.isEmpty()) {
      board.remark(host + ": no Modbus TCP from unit " + texts(unclear));
    }
    List<Integer> answered = new ArrayList<>(present.keySet());
    if (answered.size() >= SUSPICIOUS && answered.size() == units.size()) {
      board.remark(
          "%s answers to every unit id: it is taken for one device, unit %d"
              .formatted(host, answered.getFirst()));
      answered = answered.subList(0, 1);
    }
    for (int unit : answered) {
      identify(null, host, tcpPort, unit);
    }
  }

  private void ask(int unit, ScanQuestion question, long nanos, Set<Integer> unclear)
      throws BusException, InterruptedException {
    boolean known = present.containsKey(unit);
    if (!known) {
      switch (port.ask(unit, question)) {
        case ScanAnswer.Registers _, ScanAnswer.Identity _ -> present.put(unit, "answers");
        case ScanAnswer.Refused(int code) -> {
          if (!Failures.fromGateway(code)) {
            present.put(unit, "refuses with exception " + code);
          }
        }
        case ScanAnswer.Noise _ -> unclear.add(unit);
        case ScanAnswer.Silence _ -> {}
      }
      if (present.containsKey(unit)) {
        unclear.remove(unit);
      }
    }
    board.done(!known, nanos);
  }

  private void identify(@Nullable SerialSettings line, @Nullable String host, int tcpPort, int unit)
      throws BusException, InterruptedException {
    ScanIdentity identity = new ScanIdentity(library);
    int silences = 0;
    for (ScanQuestion next = identity.next(); next != null; next = identity.next()) {
      ScanAnswer answer = port.ask(unit, next);
      silences = answer instanceof ScanAnswer.Silence ? silences + 1 : 0;
      if (silences > MOST_SILENCES) {
        break;
      }
      identity.answered(answer);
    }
    String says = identity.says().isEmpty() ? identity.sunspecName() : identity.says();
    board.found(
        new ScanFound(
            line,
            host,
            tcpPort,
            unit,
            present.getOrDefault(unit, "answers"),
            says,
            identity.models(),
            identity.proposals()));
  }

  private static String texts(Set<Integer> units) {
    return String.join(", ", units.stream().map(String::valueOf).toList());
  }
}
