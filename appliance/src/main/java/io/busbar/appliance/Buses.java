package io.busbar.appliance;

import io.busbar.appliance.config.Config;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Sums;
import io.busbar.drivers.Accumulating;
import io.busbar.drivers.BusException;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Listening;
import io.busbar.drivers.Panel;
import io.busbar.drivers.Reporting;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Selective;
import io.busbar.drivers.Writable;
import io.busbar.drivers.modbus.ScanPlace;
import io.busbar.web.Console.BusView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The buses at work. One thread at a time changes them; any may ask, and never waits for a change.
 */
final class Buses {
  private final ProcessTree tree;
  private final Sums sums;
  private final BooleanSupplier writing;
  private final Consumer<Panel.Held> button;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private volatile List<Running> shown = List.of();

  private record Running(Config.Bus<?> config, BusRunner runner) {
    Driver driver() {
      return runner.driver();
    }
  }

  /**
   * @param tree where their values go
   * @param sums keeps what is summed up over time
   * @param writing whether anything may be set; asked at every write
   * @param button told when somebody held a reset button and let it go
   */
  Buses(ProcessTree tree, Sums sums, BooleanSupplier writing, Consumer<Panel.Held> button) {
    this.tree = tree;
    this.sums = sums;
    this.writing = writing;
    this.button = button;
  }

  /**
   * Ends every bus that is not wanted as it is.
   *
   * @return what each bus has heard: it would be forgotten when the bus is configured anew
   */
  Map<String, List<Listening.Heard>> stopOthers(List<Config.Bus<?>> wanted) {
    Map<String, List<Listening.Heard>> heard = new HashMap<>();
    for (Running bus : List.copyOf(running.values())) {
      String name = bus.config().name();
      if (bus.driver() instanceof Listening ear) {
        heard.put(name, ear.heard());
      }
      if (!wanted.contains(bus.config())) {
        bus.runner().close();
        running.remove(name);
        shown = List.copyOf(running.values());
        if (wanted.stream().noneMatch(other -> other.name().equals(name))) {
          tree.remove(name);
          sums.forget(name);
        }
      }
    }
    return heard;
  }

  /** Starts those that are not at work yet. */
  void start(List<Config.Bus<?>> wanted, Map<String, List<Listening.Heard>> heard) {
    for (Config.Bus<?> bus : wanted) {
      if (!running.containsKey(bus.name())) {
        running.put(bus.name(), start(bus, heard.getOrDefault(bus.name(), List.of())));
      }
    }
    shown = wanted.stream().map(bus -> running.get(bus.name())).toList();
  }

  private Running start(Config.Bus<?> bus, List<Listening.Heard> before) {
    Driver driver = bus.driver();
    if (driver instanceof Listening ear) {
      ear.remember(before);
    }
    if (driver instanceof Panel panel) {
      panel.onHeld(button);
    }
    if (driver instanceof Accumulating accumulating) {
      sums.resume(bus.name(), driver.devices(), accumulating);
    } else {
      sums.forget(bus.name());
    }
    Writable writer = driver instanceof Writable can ? whileAllowed(can) : null;
    Selective reader = driver instanceof Selective can ? can : null;
    SampleSink sink = tree.define(bus.name(), driver.devices(), writer, reader);
    return new Running(bus, BusRunner.start(driver, sink));
  }

  /** An appliance that nobody has sets nothing. */
  private Writable whileAllowed(Writable bus) {
    return (point, value) ->
        writing.getAsBoolean()
            ? bus.write(point, value)
            : CompletableFuture.failedFuture(
                new BusException.Unavailable(
                    "nobody has claimed this appliance, so it sets nothing",
                    "Open its page and choose a password."));
  }

  /** Every driver, in the order of the configuration. */
  List<Driver> drivers() {
    return shown.stream().map(Running::driver).toList();
  }

  /** The bus that runs on a port or host; null when none does. */
  @Nullable Driver at(ScanPlace place) {
    return shown.stream()
        .filter(bus -> place.isOf(bus.config().settings()))
        .map(Running::driver)
        .findFirst()
        .orElse(null);
  }

  /** Shows on every panel how the connections are. */
  void show(Panel.Signal signal) {
    for (Running bus : shown) {
      if (bus.driver() instanceof Panel panel) {
        panel.show(signal);
      }
    }
  }

  /** How each bus is. */
  List<BusView> views() {
    return shown.stream().map(Buses::view).toList();
  }

  private static BusView view(Running bus) {
    BusRunner.State state = state(bus.runner());
    List<Device> devices = bus.driver().devices();
    return new BusView(
        bus.config().name(),
        bus.config().type().type(),
        state.word(),
        state.reason(),
        devices.size(),
        devices.stream().mapToInt(device -> device.points().size()).sum(),
        utilisation(bus.driver()));
  }

  private static @Nullable Double utilisation(Driver driver) {
    double share = driver instanceof Reporting bus ? bus.condition().utilisation() : Double.NaN;
    return Double.isNaN(share) ? null : share;
  }

  private static BusRunner.State state(BusRunner runner) {
    BusRunner.State state = runner.state();
    if (!(runner.driver() instanceof Reporting bus)) {
      return state;
    }
    Reporting.Condition condition = bus.condition();
    if (condition.pause() != null) {
      return new BusRunner.State("paused", condition.pause());
    }
    return state.word().equals("running")
        ? new BusRunner.State(state.word(), condition.hint())
        : state;
  }
}
