package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Line;
import io.busbar.appliance.cloud.Publisher;
import io.busbar.appliance.cloud.PublisherState;
import io.busbar.appliance.cloud.Replay;
import io.busbar.appliance.cloud.juconn.JuconnSettings;
import io.busbar.appliance.cloud.juconn.JuconnType;
import io.busbar.appliance.process.SetOutcome;
import io.busbar.appliance.store.Outbox;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.portal.Portal;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet of gateways, as connectors and publishers in this process and not as processes, at one
 * Mosquitto and one portal, through the broker's death. Two minutes:
 *
 * <pre>
 * mvn verify -pl hw-test -am -Dtest=none -Dit.test=PortalFleetFigures -Dfleet=1000 \
 *   -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
@NeedsPeer(Peer.MOSQUITTO)
final class PortalFleetFigures {
  private static final int GATEWAYS = Integer.getInteger("fleet", 1000);
  private static final Duration OUTAGE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir private Path folder;

  private final AtomicInteger rollouts = new AtomicInteger();
  private final AtomicInteger inits = new AtomicInteger();

  @Test
  void aFleetComesBackAfterItsBrokerDied() throws Exception {
    JuconnType type =
        new JuconnType(folder.resolve("juconn"), c -> Element.empty(c.name()), _ -> {});
    List<Publisher> fleet = new ArrayList<>();
    try (Mosquitto broker = Mosquitto.open(folder);
        Portal _ = new Portal(broker.url(), InstantSource.system(), this::count)) {
      for (int i = 0; i < GATEWAYS; i++) {
        fleet.add(gateway(type, broker.url(), "%08d".formatted(i)));
      }
      fleet.forEach(Publisher::start);
      follow("from nothing", fleet, () -> running(fleet) == GATEWAYS);
      broker.kill();
      long dead = System.nanoTime();
      long peak =
          follow(
              "while the broker is dead",
              fleet,
              () -> System.nanoTime() - dead > OUTAGE.toNanos() && running(fleet) == 0);
      broker.restart();
      peak = Math.max(peak, follow("after its return", fleet, () -> running(fleet) == GATEWAYS));
      assertTrue(rollouts.get() >= GATEWAYS && rollouts.get() <= 2 * GATEWAYS);
      assertTrue(peak <= GATEWAYS / 2, peak + " attempts in a second");
    } finally {
      fleet.parallelStream().forEach(Publisher::close);
    }
  }

  private void count(Received said) {
    rollouts.addAndGet(said.topic().equals("fp/gatewayRollout") ? 1 : 0);
    inits.addAndGet(said.topic().endsWith("/gatewayInit") ? 1 : 0);
  }

  /** Waits, says what happened meanwhile, and returns the most attempts to connect in a second. */
  private long follow(String what, List<Publisher> fleet, BooleanSupplier done)
      throws InterruptedException {
    long begun = System.nanoTime();
    long first = attempts(fleet);
    int firstRollouts = rollouts.get();
    int firstInits = inits.get();
    long most = 0;
    for (long before = first, then = begun; !done.getAsBoolean(); ) {
      assertTrue(System.nanoTime() - begun < PATIENCE.toNanos(), () -> running(fleet) + " run");
      TimeUnit.SECONDS.sleep(1);
      long now = System.nanoTime();
      long attempts = attempts(fleet);
      most = Math.max(most, Math.round((attempts - before) * 1e9 / (now - then)));
      before = attempts;
      then = now;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f s, %d attempts to connect, at most %d a second; the portal was asked for %d"
            + " rollouts and %d initialisations; load of the machine %.0f%n",
        what,
        (System.nanoTime() - begun) / 1e9,
        attempts(fleet) - first,
        most,
        rollouts.get() - firstRollouts,
        inits.get() - firstInits,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return most;
  }

  private static long attempts(List<Publisher> fleet) {
    return fleet.stream().mapToLong(gateway -> gateway.state().attempts()).sum();
  }

  private static long running(List<Publisher> fleet) {
    return fleet.stream()
        .map(Publisher::state)
        .filter(state -> state.phase() == PublisherState.Phase.CONNECTED && state.ready())
        .count();
  }

  private static Publisher gateway(JuconnType type, String url, String serialNumber)
      throws Exception {
    BrokerSettings broker = BrokerSettings.of(url, "gateway-" + serialNumber);
    ConnectorType.Point point =
        new ConnectorType.Point("Test", "/Process/PV/Test", ValueType.REAL, "", Map.of());
    ConnectorType.Context context =
        new ConnectorType.Context(
            new ConnectorType.Gateway("cabinet", "WT640", serialNumber),
            "CloudConn-" + serialNumber,
            broker,
            List.of(new ConnectorType.Section("Realtime1", List.of(point))));
    JuconnSettings settings = DocumentSchema.bind(settings(), JuconnSettings.class);
    return new Publisher(
        serialNumber,
        new Line(broker, type.session(context, settings)),
        type.connector(context, settings),
        new NoSends(),
        Replay.IN_ORDER,
        (path, value, atMost) -> new SetOutcome.Unknown(path),
        InstantSource.system(),
        Publisher.Patience.USUAL);
  }

  private static ObjectNode settings() {
    ObjectNode settings = new ObjectMapper().createObjectNode();
    settings.put("format", "TiXML").put("setPoint", "set_point").put("gps", "sensors");
    settings.put("answerWithin", "30s").put("repeatAfter", "5s");
    settings.put("timeout", "360s").put("braces", true).put("virtualDevices", false);
    settings.putArray("allow");
    settings.putObject("customFields");
    return settings;
  }

  /** A gateway that has nothing to say. */
  private static final class NoSends implements Outbox.Queue {
    @Override
    public List<Outbox.Entry> take(Outbox.Part part, int most) {
      return List.of();
    }

    @Override
    public void listen(Runnable readable) {
      // There never is anything.
    }

    @Override
    public void hurry() {
      // Nothing is ever stored.
    }

    @Override
    public void acknowledge(Collection<Outbox.Entry> entries, Runnable settled) {
      settled.run();
    }

    @Override
    public void release() {
      // There is nothing to give back.
    }

    @Override
    public void online(boolean reachable) {
      // Nobody asks.
    }

    @Override
    public Outbox.Backlog backlog() {
      return new Outbox.Backlog(0, 0, 0, null, 0, 0, Outbox.Dropped.NONE);
    }
  }
}
