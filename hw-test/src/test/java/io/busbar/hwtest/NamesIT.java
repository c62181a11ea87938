package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.ApplianceProcess.Surroundings;
import io.busbar.hwtest.fault.FaultProxy;
import io.busbar.hwtest.fault.NameServer;
import io.busbar.hwtest.fault.NameServer.Answer;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Names that are unknown, unanswered, poisoned, or move: scenario R-21 of docs/fault-programme.md.
 * The appliance asks a DNS server of ours the usual way, by an {@code /etc/resolv.conf} of its own.
 */
@Isolated("its limits are those of the fault programme")
@NeedsPeer(Peer.UNSHARE)
class NamesIT {
  private static final String NAME_SERVER = "127.0.53.53";
  private static final String FIRST = "127.0.53.1";
  private static final String SECOND = "127.0.53.2";
  private static final Duration MOVES_WITHIN = Duration.ofSeconds(60);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void everyTroubleWithNamesIsToldAndAMovedBrokerIsFound() throws Exception {
    Ledger ledger = new Ledger(cabinet);
    Collector collector = new Collector(cabinet);
    FaultProxy first = cabinet.add(proxy(FIRST, 0, collector));
    FaultProxy second = cabinet.add(proxy(SECOND, first.port(), collector));
    NameServer names = cabinet.add(new NameServer(NAME_SERVER));
    names.says("mute.test", new Answer.Silence());
    names.says("poisoned.test", new Answer.Address("127.0.53.66"));
    names.says("moving.test", new Answer.Address(FIRST));
    surround();
    CabinetConfig config =
        CabinetConfig.empty().tcp("Lan", ledger.port()).pollInterval(Duration.ofMillis(200));
    config.cloud("Good", collector.url()).everyCount("Lan");
    for (String name : List.of("Unknown", "Mute", "Poisoned", "Moving")) {
      config
          .cloud(name, "tcp://" + name.toLowerCase(Locale.ROOT) + ".test:" + first.port())
          .everyCount("Lan");
    }
    ApplianceProcess appliance = cabinet.appliance(config);

    Map<String, String> wanted =
        Map.of(
            "Unknown", "the name unknown.test is not known; check its spelling",
            "Mute", "no DNS server answers for the name mute.test",
            "Poisoned", "connection refused; nothing listens on port " + first.port());
    for (Map.Entry<String, String> connector : wanted.entrySet()) {
      String reason =
          await(connector.getKey())
              .atMost(Cabinet.SOON)
              .until(
                  () -> Cabinet.connector(appliance, connector.getKey()).path("reason").asText(),
                  text -> !text.isEmpty() && !text.equals("null"));
      System.out.println("  " + connector.getKey() + ": " + reason);
      assertTrue(reason.contains(connector.getValue()), reason);
    }
    arrives(collector, "Good", ledger, Cabinet.SOON);
    arrives(collector, "Moving", ledger, Cabinet.SOON);

    names.says("moving.test", new Answer.Address(SECOND));
    long start = System.nanoTime();
    first.down();
    await()
        .atMost(MOVES_WITHIN)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> second.connections() > 0);
    System.out.printf("  moved after %.1f s%n", (System.nanoTime() - start) / 1e9);
    for (String name : List.of("Good", "Moving")) {
      arrives(collector, name, ledger, Cabinet.SOON);
      assertEquals(List.of(), Oracle.faults(collector.counts(name), 20), name);
    }
  }

  private static void arrives(
      Collector collector, String connector, Ledger ledger, Duration within) {
    long next = ledger.last() + 5L;
    await(connector).atMost(within).until(() -> collector.counts(connector).contains(next));
  }

  private static FaultProxy proxy(String address, int port, Collector collector)
      throws IOException {
    return new FaultProxy(
        new InetSocketAddress(InetAddress.ofLiteral(address), port),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), collector.port()),
        port);
  }

  /** With this test's name server in place of the machine's. */
  private void surround() throws IOException {
    Path resolver =
        Files.writeString(
            cabinet.folder().resolve("resolv.conf"),
            "nameserver " + NAME_SERVER + "\noptions timeout:2 attempts:1\n");
    cabinet.surround(
        Surroundings.behind(
            List.of(
                Peer.UNSHARE.program(),
                "-m",
                "sh",
                "-c",
                "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"",
                resolver.toString())));
  }
}
