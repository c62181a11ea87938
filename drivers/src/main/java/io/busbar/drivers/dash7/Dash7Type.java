package io.busbar.drivers.dash7;

import io.busbar.drivers.BusType;
import io.busbar.drivers.Claim;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.serial.PortName;
import io.busbar.drivers.serial.SerialPort;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The bus type {@code dash7}, for the composition root. */
public final class Dash7Type implements BusType<Dash7Settings> {
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);
  private static final Duration LONGEST_DORMANT = Duration.ofDays(5);

  private final LayoutLibrary library;
  private final SerialPort.Opener opener;
  private final ModemReset reset;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /**
   * @param library the types of node it knows
   * @param opener how it gets its port, usually {@code SerialPort::open}
   * @param reset how it resets a modem that is wired to a GPIO line
   * @param clock stamps the samples
   * @param nanos measures timeouts and silence, usually {@code System::nanoTime}
   */
  public Dash7Type(
      LayoutLibrary library,
      SerialPort.Opener opener,
      ModemReset reset,
      InstantSource clock,
      LongSupplier nanos) {
    this.library = library;
    this.opener = opener;
    this.reset = reset;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public String type() {
    return "dash7";
  }

  @Override
  public Class<Dash7Settings> settings() {
    return Dash7Settings.class;
  }

  @Override
  public List<Problem> check(Dash7Settings settings) {
    List<Problem> found = new ArrayList<>();
    String port = PortName.problem(settings.port());
    if (port != null) {
      found.add(new Problem("/port", port));
    }
    if (settings.reset() != null) {
      Duration pulse = settings.reset().pulse();
      check(pulse, Duration.ofMillis(1), Duration.ofSeconds(10), "/reset/pulse", found);
    }
    Set<String> names = new HashSet<>(Set.of(ModemState.NAME));
    Set<Uid> uids = new HashSet<>();
    for (int i = 0; i < settings.devices().size(); i++) {
      NodeSettings node = settings.devices().get(i);
      String path = "/devices/" + i;
      if (!names.add(node.name())) {
        found.add(new Problem(path + "/name", "got " + node.name() + " twice; Modem is the modem"));
      }
      if (!uids.add(Uid.parse(node.uid()))) {
        found.add(new Problem(path + "/uid", "got " + node.uid() + " twice, want each node once"));
      }
      if (library.find(node.layout()).isEmpty()) {
        String known = String.join(", ", library.ids());
        found.add(new Problem(path + "/layout", "got " + node.layout() + ", want one of " + known));
      }
      check(node.period(), SHORTEST_PERIOD, Duration.ofDays(365), path + "/period", found);
      check(node.dormant(), Duration.ZERO, LONGEST_DORMANT, path + "/dormant", found);
    }
    return found;
  }

  private static void check(
      @Nullable Duration got, Duration least, Duration most, String path, List<Problem> found) {
    if (got != null && (got.compareTo(least) < 0 || got.compareTo(most) > 0)) {
      found.add(
          new Problem(
              path,
              "got "
                  + DurationText.format(got)
                  + ", want "
                  + DurationText.format(least)
                  + " to "
                  + DurationText.format(most)));
    }
  }

  @Override
  public List<Claim> claims(Dash7Settings settings) {
    List<Claim> claims = new ArrayList<>(Claim.port(settings.port()));
    if (settings.reset() != null) {
      claims.add(Claim.line(settings.reset().line(), "modem reset", "/reset/line"));
    }
    return claims;
  }

  /** The driver, which besides {@code Driver} offers requests and the list of heard nodes. */
  @Override
  public Dash7Bus driver(Dash7Settings settings) {
    SerialPort.Opener open =
        settings.reset() == null ? opener : ModemReset.before(opener, reset, settings.reset());
    return new Dash7Bus(settings, library, open, clock, nanos, Thread::startVirtualThread);
  }
}
