package io.busbar.appliance.console;

import io.busbar.appliance.process.Latest;
import io.busbar.appliance.process.Path;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Listening;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.web.Console;
import io.busbar.web.Console.Adoption;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.DeviceView;
import io.busbar.web.Console.DevicesView;
import io.busbar.web.Console.HeardView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The devices of all buses: how each is, and which are heard and not configured. */
record ConsoleDevices(ApplianceConsole.Running appliance, ConfigDoor config)
    implements Console.Devices {
  @Override
  public DevicesView read() {
    List<DeviceView> devices = new ArrayList<>();
    List<HeardView> heard = new ArrayList<>();
    for (Driver bus : appliance.drivers()) {
      bus.devices().forEach(device -> devices.add(view(bus.name(), device)));
      if (bus instanceof Listening ear) {
        ear.heard().forEach(node -> heard.add(view(bus.name(), node)));
      }
    }
    return new DevicesView(devices, heard);
  }

  @Override
  public List<String> layouts(String bus) {
    return appliance.drivers().stream()
        .filter(driver -> driver.name().equals(bus))
        .filter(Listening.class::isInstance)
        .map(Listening.class::cast)
        .findFirst()
        .map(Listening::layouts)
        .orElse(List.of());
  }

  @Override
  public Outcome adopt(Adoption wanted) {
    return config.adopt(wanted);
  }

  private DeviceView view(String bus, Device device) {
    List<ProcessTree.Snapshot> values = appliance.tree().under(Path.of(bus, device));
    List<ProcessTree.Snapshot> known = values == null ? List.of() : values;
    String state = state(known);
    return new DeviceView(
        bus,
        device.name(),
        device.type().isEmpty() ? null : device.type(),
        state,
        state.equals("down") ? reason(known) : null);
  }

  /** One good number is proof that the device answers. Texts name it and prove nothing. */
  private static String state(List<ProcessTree.Snapshot> values) {
    boolean gone =
        values.stream()
            .filter(variable -> variable.point().name().equals(DataPoint.DEVICE_STATE))
            .anyMatch(variable -> new Value.Int(0).equals(variable.latest().value()));
    if (!gone && numbers(values).stream().anyMatch(ConsoleDevices::isGood)) {
      return "running";
    }
    return !gone && values.stream().allMatch(variable -> variable.latest().looked() == null)
        ? "starting"
        : "down";
  }

  private static @Nullable String reason(List<ProcessTree.Snapshot> values) {
    return numbers(values).stream()
        .map(ProcessTree.Snapshot::latest)
        .filter(latest -> latest.looked() != null && latest.reason() != null)
        .map(Latest::reason)
        .findFirst()
        .orElse(null);
  }

  private static List<ProcessTree.Snapshot> numbers(List<ProcessTree.Snapshot> values) {
    return values.stream()
        .filter(variable -> variable.point().type() != ValueType.TEXT)
        .filter(variable -> !variable.point().isHealth())
        .toList();
  }

  private static boolean isGood(ProcessTree.Snapshot variable) {
    return variable.latest().value() != null && variable.latest().quality() == Quality.GOOD;
  }

  private static HeardView view(String bus, Listening.Heard node) {
    return new HeardView(
        bus,
        node.uid(),
        node.files().stream()
            .map(file -> new Console.HeardFile(file.file(), file.length()))
            .toList(),
        node.layouts(),
        node.linkBudget(),
        node.rxLevel(),
        node.lastSeen(),
        node.messages());
  }
}
