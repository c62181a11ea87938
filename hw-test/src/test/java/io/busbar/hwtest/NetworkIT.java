package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.hwtest.ApplianceProcess.Surroundings;
import io.busbar.hwtest.fault.FaultProxy;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.OwnNetwork;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.simulator.ReadCounter.Count;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The appliance in a network of its own, at the end of a cable that is pulled, of a card that is
 * switched off, with an address that changes, and with IPv6 alone: scenario R-23b of
 * docs/fault-programme.md.
 */
@Isolated("its network is there once")
@NeedsPeer(Peer.IP)
class NetworkIT {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);
  private static final Duration OUTAGE = Duration.ofSeconds(6);
  private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(30);
  private static final long LATE_NANOS = 1_000_000_000;
  private static final String NEW_ADDRESS = "10.253.77.99";

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @SuppressWarnings("NullAway.Init")
  private OwnNetwork network;

  @SuppressWarnings("NullAway.Init")
  private Ledger ledger;

  @SuppressWarnings("NullAway.Init")
  private Collector collector;

  /** What happens to a network that works. */
  enum Event {
    CABLE_PULLED_AND_PUT_IN {
      @Override
      void strike(NetworkIT test) throws IOException {
        test.network.cable(false);
        test.isMissed();
        test.network.cable(true);
      }
    },
    CARD_OFF_AND_ON {
      @Override
      void strike(NetworkIT test) throws IOException {
        test.network.card(false);
        test.isMissed();
        test.network.card(true);
      }
    },
    ANOTHER_ADDRESS {
      @Override
      void strike(NetworkIT test) throws IOException {
        test.network.address(NEW_ADDRESS);
      }
    };

    abstract void strike(NetworkIT test) throws IOException;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void whatHappensToTheNetworkLosesNothing(Event event) throws Exception {
    begin(OwnNetwork.HERE);
    event.strike(this);
    recovers(event.name());
    List<Long> arrived = collector.counts("Cloud");
    long last = arrived.getLast();
    assertEquals(List.of(), Oracle.faults(taken(last), ledger.last(), arrived, 20));
  }

  /**
   * What the appliance can have taken: the meter is behind the same cable, so its last answer
   * before the line broke may never have come, and what it answers to requests that lay in the line
   * comes too late.
   */
  private List<Long> taken(long last) {
    List<Count> all = ledger.log();
    int before = 0;
    for (int i = 1; i < all.size(); i++) {
      if (pause(all, i) > pause(all, before + 1)) {
        before = i - 1;
      }
    }
    long broke = all.get(before).nanos();
    long whole = all.get(before + 1).nanos() + LATE_NANOS;
    return all.stream()
        .filter(count -> count.number() <= last)
        .filter(count -> count.nanos() < broke || count.nanos() > whole)
        .map(Count::number)
        .toList();
  }

  private static long pause(List<Count> all, int index) {
    return all.get(index).nanos() - all.get(index - 1).nanos();
  }

  @Test
  void withIpv6AloneItWorks() throws Exception {
    begin("[" + OwnNetwork.HERE_6 + "]");
    network.address(null);
    recovers("IPv6");
    assertEquals(List.of(), Oracle.faults(collector.counts("Cloud"), 0));
  }

  /** The meter is behind the same cable: that nobody reads it tells how long that is out. */
  private void isMissed() {
    await()
        .atMost(Cabinet.SOON)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> System.nanoTime() - ledger.log().getLast().nanos() > OUTAGE.toNanos());
  }

  private void recovers(String what) {
    long start = System.nanoTime();
    long last = ledger.last();
    await(what)
        .atMost(RECOVERS_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> collector.counts("Cloud").contains(last + 5));
    System.out.printf("  %s: again after %.1f s%n", what, (System.nanoTime() - start) / 1e9);
  }

  private void begin(String here) throws Exception {
    network = cabinet.add(new OwnNetwork());
    ledger = new Ledger(cabinet);
    collector = new Collector(cabinet);
    String host = here.replace("[", "").replace("]", "");
    FaultProxy broker = cabinet.add(bridge(host, collector.port()));
    FaultProxy meter = cabinet.add(bridge(host, ledger.port()));
    cabinet.surround(Surroundings.behind(network.entrance()));
    cabinet.prepare(
        CabinetConfig.empty()
            .tcp("Lan", host, meter.port(), 1)
            .pollInterval(Duration.ofMillis(200))
            .cloud("Cloud", "tcp://" + here + ":" + broker.port())
            .keepAlive(KEEP_ALIVE)
            .everyCount("Lan"));
    // Its page listens on that network's own loopback address: what arrives tells how it is.
    cabinet.start("");
    recovers("start");
  }

  /** From this machine's end of the cable to a server of its loopback address. */
  private static FaultProxy bridge(String host, int port) throws IOException {
    return new FaultProxy(
        new InetSocketAddress(InetAddress.ofLiteral(host), 0),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        port);
  }
}
