package io.busbar.appliance.config;

import io.busbar.appliance.clock.ClockSettings;
import io.busbar.appliance.cloud.ConnectionTest;
import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Effect.Subscribe;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Line;
import io.busbar.appliance.cloud.Preview;
import io.busbar.appliance.cloud.Replay;
import io.busbar.appliance.logbook.LogSettings;
import io.busbar.appliance.process.DeriveSettings;
import io.busbar.appliance.process.EventSettings;
import io.busbar.appliance.process.Path;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.appliance.process.VariableSettings;
import io.busbar.appliance.store.Outbox;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.drivers.BusLoad;
import io.busbar.drivers.BusType;
import io.busbar.drivers.Claim;
import io.busbar.drivers.Driver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole configuration that was found good. Parts that are equal in two configurations need not be
 * restarted between them.
 */
public record Config(
    GatewaySettings gateway,
    List<Bus<?>> buses,
    List<VariableSettings> variables,
    List<EventSettings> events,
    List<LogSettings> logs,
    StoreSettings store,
    ClockSettings clock,
    List<Cloud<?>> connectors) {
  public Config {
    buses = List.copyOf(buses);
    variables = List.copyOf(variables);
    events = List.copyOf(events);
    logs = List.copyOf(logs);
    connectors = List.copyOf(connectors);
  }

  /** Paths of what the sections, events and logs use. */
  public Set<String> used() {
    Stream<String> sent =
        connectors.stream()
            .filter(cloud -> cloud.common().enabled())
            .flatMap(cloud -> cloud.common().sections().stream())
            .flatMap(section -> section.points().stream())
            .map(SectionSettings.Point::path);
    Stream<String> watched = events.stream().map(EventSettings::path).filter(Objects::nonNull);
    Stream<String> logged =
        logs.stream()
            .filter(log -> log.every() != null)
            .flatMap(log -> log.points().stream())
            .map(LogSettings.Point::path);
    Set<String> used =
        Stream.of(sent, watched, logged)
            .flatMap(paths -> paths)
            .collect(Collectors.toCollection(HashSet::new));
    addInputs(used);
    return used;
  }

  /** Whether a variable is of a bus whose devices are not there. */
  public boolean isSimulated(String path) {
    return buses.stream()
        .filter(bus -> bus.type().isSimulated())
        .anyMatch(bus -> path.startsWith("/Process/" + bus.name() + "/"));
  }

  /**
   * What a bus takes of its line, where that can be told, when its used points are those of the
   * sections, events and logs. An open page uses more while it is open.
   */
  public Optional<BusLoad> load(Bus<?> bus) {
    Set<String> used = used();
    return bus.load((device, point) -> used.contains(Path.of(bus.name(), device, point)));
  }

  /** Adds what used variables follow from, and what a sum over time does though nobody uses it. */
  private void addInputs(Set<String> used) {
    int before;
    do {
      before = used.size();
      for (VariableSettings variable : variables) {
        DeriveSettings derive = variable.derive();
        if (derive != null && (derive.kind().isSum() || used.contains(variable.path()))) {
          used.addAll(derive.inputs());
        }
      }
    } while (used.size() > before);
  }

  /** One bus with the kind that can run it. */
  public record Bus<S>(String name, BusType<S> type, S settings) {
    private Optional<BusLoad> load(BiPredicate<String, String> used) {
      return type.load(settings, used);
    }

    /** What it wants of the machine for itself. */
    public List<Claim> claims() {
      return type.claims(settings);
    }

    /** The driver of this bus. Touches no wire. */
    public Driver driver() {
      return type.driver(settings);
    }
  }

  /** One connection to a cloud with the platform that can run it. */
  public record Cloud<S>(
      ConnectorType<S> type, ConnectorSettings common, ConnectorType.Context context, S settings) {
    public String name() {
      return common.name();
    }

    /** A fresh state machine of the platform. */
    public Connector connector() {
      return type.connector(context, settings);
    }

    /**
     * A test of this connection, not run yet.
     *
     * @param line the way to the broker, with its files found
     */
    public ConnectionTest test(Line line, Duration patience, InstantSource clock) {
      List<Subscribe> wishes = new ArrayList<>();
      for (Effect effect : connector().on(new Event.Connected(), clock.instant())) {
        if (effect instanceof Subscribe wish) {
          wishes.add(wish);
        }
      }
      return new ConnectionTest(
          line, wishes, type.probe(context, settings, clock.instant()), patience, clock);
    }

    /** What the platform would be sent of some Sends, and before them. Nothing is sent. */
    public Preview preview(List<Outbox.Entry> entries, Instant now) {
      return type.preview(context, settings, entries, now);
    }

    /** How what waited in an outage is delivered. */
    public Replay replay() {
      return common.replay().on(type.inOrderBecause(settings) != null);
    }

    /** The way to the platform's broker. */
    public Line line() {
      return new Line(common.broker(), type.session(context, settings));
    }
  }
}
