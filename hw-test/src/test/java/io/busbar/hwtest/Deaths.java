package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.ReadCounter;
import io.busbar.hwtest.simulator.ReadCounter.Count;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An appliance that dies again and again, between a meter that counts its reads, the ledger, and a
 * broker that keeps what arrives, both outside of what dies. What the contract calls accepted, and
 * how many may come twice, is reckoned here.
 */
final class Deaths {
  /** Messages under way at once: so many can come twice for each death. */
  private static final int WINDOW = 20;

  /** A sample is stored at the latest a second after {@code spillAfter}. */
  private static final long STORED_WITHIN_NANOS = Duration.ofMillis(500 + 1000).toNanos();

  private final List<Received> atCloud = new CopyOnWriteArrayList<>();
  private final ReadCounter ledger =
      new ReadCounter(
          MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)),
          MeterRegisters.SDM630_IMPORT,
          System::nanoTime);
  private final Set<Long> accepted = new TreeSet<>();
  private final DemoBroker broker;
  private final TcpFront meter;
  private int deaths;
  private int seen;

  /** The broker is not there yet. */
  Deaths(Cabinet cabinet) throws IOException {
    meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, ledger)));
    broker = cabinet.add(new DemoBroker(0, InstantSource.system(), atCloud::add));
    broker.stop();
  }

  CabinetConfig config() {
    return CabinetConfig.empty()
        .tcp("Lan", meter.port())
        .cloud("Cloud", broker.url())
        .everyCount("Lan")
        .spillAfter("500ms");
  }

  /** How often the meter was read. */
  int reads() {
    return ledger.log().size();
  }

  void outageEnds() throws IOException {
    broker.start();
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
        .filter(count -> stopped - count.nanos() > STORED_WITHIN_NANOS)
        .forEach(count -> accepted.add(count.number()));
    seen = log.size();
  }

  /** With the last life still running and a broker: nothing accepted is lost, all is in order. */
  void nothingIsLost() {
    assertTrue(accepted.size() > deaths, () -> "only " + accepted + " were read long enough ago");
    long last = ledger.log().getLast().number();
    await().atMost(Duration.ofMinutes(3)).until(() -> counts().contains(last + 3));

    List<Long> came = counts();
    List<Long> distinct = came.stream().distinct().toList();
    Set<Long> lost = new TreeSet<>(accepted);
    came.forEach(lost::remove);
    int twice = came.size() - distinct.size();
    System.out.printf(
        "  %d deaths, %d accepted, %d lost, %d came twice%n",
        deaths, accepted.size(), lost.size(), twice);
    assertEquals(Set.of(), lost, "accepted and lost");
    assertEquals(distinct.stream().sorted().toList(), distinct, "in order");
    assertTrue(twice <= WINDOW * Math.max(1, deaths), () -> twice + " came twice");
  }

  private List<Long> counts() {
    return TimeSeries.counts(atCloud, CabinetConfig.topic("Cloud"));
  }
}
