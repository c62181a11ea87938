package io.busbar.drivers.simulated;

import io.busbar.drivers.BusType;
import io.busbar.drivers.Driver;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The bus type {@code simulated}, for the composition root.
 *
 * @param clock stamps the samples
 * @param nanoTime the monotonic clock that the curves follow
 */
public record SimulatedType(InstantSource clock, LongSupplier nanoTime)
    implements BusType<SimulatedSettings> {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  @Override
  public String type() {
    return "simulated";
  }

  @Override
  public Class<SimulatedSettings> settings() {
    return SimulatedSettings.class;
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public List<Problem> check(SimulatedSettings settings) {
    List<Problem> found = new ArrayList<>();
    Duration interval = settings.pollInterval();
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      found.add(
          new Problem(
              "/pollInterval", "got " + DurationText.format(interval) + ", want 100ms to 1h"));
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < settings.devices().size(); i++) {
      String name = settings.devices().get(i).name();
      if (!names.add(name)) {
        found.add(
            new Problem(
                "/devices/" + i + "/name", "got " + name + " again, want a name of its own"));
      }
    }
    return found;
  }

  @Override
  public Driver driver(SimulatedSettings settings) {
    return new SimulatedBus(settings, clock, nanoTime);
  }
}
