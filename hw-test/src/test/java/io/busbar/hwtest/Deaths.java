package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.simulator.ReadCounter.Count;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * An appliance that dies again and again, between a ledger and a collector that are outside of what
 * dies. What the contract calls accepted, and how many may come twice, is reckoned here.
 */
final class Deaths {
  /** Messages under way at once: so many can come twice for each death. */
  private static final int WINDOW = 20;

  /** A sample is stored at the latest a second after {@code spillAfter}. */
  private static final long STORED_WITHIN_NANOS = Duration.ofMillis(500 + 1000).toNanos();

  private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

  private static final String CLOUD = "Cloud";

  private final long acceptedAfterNanos;
  private final Ledger ledger;
  private final Collector collector;
  private final Set<Long> accepted = new TreeSet<>();
  private int deaths;
  private int seen;

  /** The broker is not there yet. */
  Deaths(Cabinet cabinet) throws IOException {
    this(cabinet, 0);
  }

  /**
   * @param commitsAtRisk how many of the last commits before a death may be lost
   */
  Deaths(Cabinet cabinet, int commitsAtRisk) throws IOException {
    acceptedAfterNanos = STORED_WITHIN_NANOS + commitsAtRisk * COMMIT_NANOS;
    ledger = new Ledger(cabinet);
    collector = new Collector(cabinet);
    collector.broker().stop();
  }

  /** Says with which seed a run is repeated. */
  static Random seeded() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("  -Dseed=" + seed);
    return new Random(seed);
  }

  CabinetConfig config() {
    return CabinetConfig.empty()
        .tcp("Lan", ledger.port())
        .pollInterval(Duration.ofMillis(200))
        .cloud(CLOUD, collector.url())
        .everyCount("Lan")
        .spillAfter("500ms");
  }

  /** How often the meter was read. */
  int reads() {
    return ledger.last();
  }

  void outageEnds() throws IOException {
    collector.broker().start();
  }

  /**
   * It has died.
   *
   * @param stopped when it did the last thing, by {@link System#nanoTime}
   */
  void died(long stopped) {
    deaths++;
    List<Count> log = ledger.log();
    log.subList(seen, log.size()).stream()
        .filter(count -> stopped - count.nanos() > acceptedAfterNanos)
        .forEach(count -> accepted.add(count.number()));
    seen = log.size();
  }

  /** With the last life still running and a broker: nothing accepted is lost, all is in order. */
  void nothingIsLost() {
    assertTrue(accepted.size() > deaths, () -> "only " + accepted + " were read long enough ago");
    long last = ledger.last();
    await().atMost(Duration.ofMinutes(3)).until(() -> counts().contains(last + 3));

    List<List<Long>> came = collector.messages(CLOUD);
    Set<Long> lost = new TreeSet<>(accepted);
    came.forEach(lost::removeAll);
    System.out.printf(
        "  %d deaths, %d accepted, %d lost, %d messages came again%n",
        deaths, accepted.size(), lost.size(), Oracle.repeated(came));
    assertEquals(
        List.of(),
        Oracle.messageFaults(accepted, ledger.last(), came, WINDOW * Math.max(1, deaths)));
  }

  private List<Long> counts() {
    return collector.counts(CLOUD);
  }
}
