package io.busbar.appliance.config;

import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.drivers.Claim;
import io.busbar.drivers.Device;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What only the whole configuration shows: names that meet, client ids that fight. */
final class WholeCheck {
  /** Branches of the process tree that are not buses (FP Juconn manual, section 3). */
  private static final Set<String> TAKEN = Set.of("PV", "MB", "Program", "OneWire", "SysIO");

  private static final Duration SHORTEST_AGE = Duration.ofHours(1);
  private static final Duration SHORTEST_EVERY = Duration.ofSeconds(1);
  private static final Duration LONGEST_EVERY = Duration.ofHours(1);

  /** Seconds in 16 bits, of which 0 is none (MQTT 3.1.1, 3.1.2.10). */
  private static final Duration LONGEST_KEEP_ALIVE = Duration.ofSeconds(65_535);

  private static final Duration SHORTEST_KEEP_ALIVE = Duration.ofSeconds(1);

  private final List<Problem> problems;

  WholeCheck(List<Problem> problems) {
    this.problems = problems;
  }

  void check(StoreSettings store) {
    Duration age = store.outboxAge();
    if (age != null && age.compareTo(SHORTEST_AGE) < 0) {
      problems.add(
          Problem.of(
              "/store/outboxAge",
              "least",
              "got %s, want %s or more",
              DurationText.format(age),
              "1h"));
    }
    history(store);
  }

  private void history(StoreSettings store) {
    if (store.historyBytes() > 0 && store.historyBytes() < StoreSettings.LEAST_HISTORY) {
      problems.add(
          Problem.of(
              "/store/historyBytes",
              "history",
              "got %s, want 0 for no history, or %s or more",
              store.historyBytes(),
              StoreSettings.LEAST_HISTORY));
    }
    Duration every = store.historyEvery();
    if (every.compareTo(SHORTEST_EVERY) < 0 || every.compareTo(LONGEST_EVERY) > 0) {
      problems.add(
          Problem.of(
              "/store/historyEvery",
              "range",
              "got %s, want %s to %s",
              DurationText.format(every),
              "1s",
              "1h"));
    }
  }

  /**
   * Holds the parts against each other.
   *
   * @param offer knows which buses are good; only these are asked for their devices and claims
   */
  void check(List<Config.Bus<?>> buses, Offer offer, List<Config.Cloud<?>> connectors) {
    Map<String, String> names = new HashMap<>();
    Map<String, Claim> claims = new HashMap<>();
    for (int i = 0; i < buses.size(); i++) {
      Config.Bus<?> bus = buses.get(i);
      String path = "/buses/" + i;
      name(bus.name(), bus.type().ownNames(), path + "/name", names);
      if (offer.good().contains(i)) {
        apart(bus, path, names);
        bus.claims().forEach(claim -> claim(claim, bus.name(), path, claims));
      }
    }
    Map<String, String> clients = new HashMap<>();
    for (int i = 0; i < connectors.size(); i++) {
      String path = "/connectors/" + i;
      Config.Cloud<?> connector = connectors.get(i);
      name(connector.name(), Set.of(), path + "/name", names);
      broker(connector.common().broker(), path + "/broker", clients);
    }
  }

  /** Devices that stand directly below /Process take a name there as a bus does. */
  private void apart(Config.Bus<?> bus, String path, Map<String, String> names) {
    bus.driver().devices().stream()
        .filter(Device::apart)
        .map(device -> device.root(bus.name()))
        .distinct()
        .forEach(root -> name(root, Set.of(), path, names));
  }

  private void claim(Claim claim, String bus, String path, Map<String, Claim> claims) {
    Claim mine = new Claim(claim.resource(), claim.user() + " of bus " + bus, path + claim.path());
    Claim other = claims.putIfAbsent(mine.resource(), mine);
    if (other != null && !other.user().equals(mine.user())) {
      problems.add(
          Problem.of(
              mine.path(),
              "claimed",
              "got %s for %s, which %s (%s) uses already: want one user",
              mine.resource(),
              mine.user(),
              other.user(),
              other.path()));
    }
  }

  private void name(String name, Set<String> own, String path, Map<String, String> names) {
    if (TAKEN.contains(name) && !own.contains(name)) {
      problems.add(
          Problem.of(
              path, "kept", "got %s, which the process tree keeps for itself: %s", name, TAKEN));
    }
    String other = names.putIfAbsent(name, path);
    if (other != null) {
      problems.add(
          Problem.of(path, "taken", "got %s, want another name: %s has it already", name, other));
    }
  }

  private void broker(BrokerSettings broker, String path, Map<String, String> clients) {
    String other = clients.putIfAbsent(broker.url() + " " + broker.clientId(), path);
    if (other != null) {
      problems.add(
          Problem.of(
              path + "/clientId",
              "client",
              "got %s, which %s uses at the same broker: the two would push each other out for ever",
              broker.clientId(),
              other));
    }
    Duration keepAlive = broker.keepAlive();
    if (keepAlive != null
        && (keepAlive.compareTo(SHORTEST_KEEP_ALIVE) < 0
            || keepAlive.compareTo(LONGEST_KEEP_ALIVE) > 0)) {
      problems.add(
          Problem.of(
              path + "/keepAlive",
              "range",
              "got %s, want %s to %s",
              DurationText.format(keepAlive),
              "1s",
              "65535s"));
    }
    together(broker.certFile(), "certFile", broker.keyFile(), "keyFile", path);
    boolean plain = broker.url().startsWith("tcp:") || broker.url().startsWith("ws:");
    boolean certificates =
        broker.certFile() != null || broker.caFile() != null || broker.fingerprint() != null;
    if (plain && certificates) {
      problems.add(
          Problem.of(
              path + "/url",
              "plain",
              "got %s, want ssl:// or wss:// to use certificates",
              broker.url()));
    }
  }

  private void together(
      @Nullable String one, String oneKey, @Nullable String other, String otherKey, String path) {
    if ((one == null) != (other == null)) {
      String missing = one == null ? oneKey : otherKey;
      problems.add(
          Problem.of(
              path + "/" + missing,
              "together",
              "missing; %s and %s go together",
              oneKey,
              otherKey));
    }
  }
}
