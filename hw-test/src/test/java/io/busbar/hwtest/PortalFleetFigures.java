package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
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

  @Test
  void aFleetComesBackAfterItsBrokerDied() throws Exception {
    AtomicInteger rollouts = new AtomicInteger();
    JuconnType type =
        new JuconnType(folder.resolve("juconn"), c -> Element.empty(c.name()), _ -> {});
    List<Publisher> fleet = new ArrayList<>();
    try (Mosquitto broker = Mosquitto.open(folder);
        Portal _ =
            new Portal(
                broker.url(),
                InstantSource.system(),
                said -> rollouts.addAndGet(said.topic().equals("fp/gatewayRollout") ? 1 : 0))) {
      for (int i = 0; i < GATEWAYS; i++) {
        fleet.add(gateway(type, broker.url(), "%08d".formatted(i)));
      }
      long begun = System.nanoTime();
      fleet.forEach(Publisher::start);
      report("from nothing", begun, peak(fleet), fleet);
      broker.kill();
      await().atMost(PATIENCE).until(() -> running(fleet) == 0);
      TimeUnit.SECONDS.sleep(OUTAGE.toSeconds());
      broker.restart();
      long back = System.nanoTime();
      report("after the broker's death", back, peak(fleet), fleet);
      System.out.printf("%d rollouts of %d gateways%n", rollouts.get(), GATEWAYS);
      assertTrue(rollouts.get() >= GATEWAYS && rollouts.get() <= 2 * GATEWAYS);
    } finally {
      fleet.parallelStream().forEach(Publisher::close);
    }
  }

  /** Waits until all run, and returns the most attempts to connect in any one second meanwhile. */
  private static long peak(List<Publisher> fleet) throws InterruptedException {
    long most = 0;
    long before = attempts(fleet);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (running(fleet) < GATEWAYS) {
      assertTrue(System.nanoTime() < end, running(fleet) + " of " + GATEWAYS + " run");
      TimeUnit.SECONDS.sleep(1);
      long now = attempts(fleet);
      most = Math.max(most, now - before);
      before = now;
    }
    return most;
  }

  private static void report(String what, long since, long peak, List<Publisher> fleet) {
    System.out.printf(
        Locale.ROOT,
        "%s: all %d run after %.0f s, %d attempts to connect in all, at most %d in a second%n",
        what,
        GATEWAYS,
        (System.nanoTime() - since) / 1e9,
        attempts(fleet),
        peak);
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
      return new Outbox.Backlog(0, 0, null, 0, 0, Outbox.Dropped.NONE);
    }
  }
}
