package io.busbar.drivers.io;

import io.busbar.drivers.BusType;
import io.busbar.drivers.Driver;
import io.busbar.drivers.schema.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The bus type {@code onewire}, for the composition root.
 *
 * @param root the machine's files, {@code /} but for tests
 * @param clock stamps the samples
 */
public record OneWireType(Path root, InstantSource clock) implements BusType<OneWireSettings> {
  @Override
  public String type() {
    return "onewire";
  }

  @Override
  public Class<OneWireSettings> settings() {
    return OneWireSettings.class;
  }

  /** The FP's name for it. */
  @Override
  public Set<String> ownNames() {
    return Set.of("OneWire");
  }

  @Override
  public List<Problem> check(OneWireSettings settings) {
    List<Problem> found = new ArrayList<>();
    Checks.names(settings.sensors(), OneWireSettings.Sensor::name, "/sensors", found);
    Duration hour = Duration.ofHours(1);
    Checks.range(settings.pollInterval(), Duration.ofSeconds(1), hour, "/pollInterval", found);
    Map<String, String> ids = new HashMap<>();
    for (int i = 0; i < settings.sensors().size(); i++) {
      OneWireSettings.Sensor each = settings.sensors().get(i);
      String other = ids.putIfAbsent(each.id(), each.name());
      if (other != null) {
        found.add(
            new Problem(
                "/sensors/" + i + "/id", "got " + each.id() + ", which is " + other + " already"));
      }
      if (each.name().equals(Mainboard.NAME)) {
        found.add(new Problem("/sensors/" + i + "/name", "got Mainboard, which is the Pi itself"));
      }
    }
    return found;
  }

  @Override
  public Driver driver(OneWireSettings settings) {
    return new OneWireBus(settings, root, clock);
  }
}
