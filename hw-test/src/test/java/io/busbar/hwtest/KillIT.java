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
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** kill -9 in the middle of an outage, again and again. The meter keeps the ledger. */
class KillIT {
  private static final int KILLS = 20;
  private static final int WINDOW = 20;
  private static final long LIFE_MS = 2500;

  /** A sample is stored at the latest a second after {@code spillAfter}. */
  private static final long STORED_WITHIN_NANOS = Duration.ofMillis(500 + 1000).toNanos();

  private final List<Received> atCloud = new CopyOnWriteArrayList<>();
  private final ReadCounter ledger =
      new ReadCounter(
          MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)),
          MeterRegisters.SDM630_IMPORT,
          System::nanoTime);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void nothingThatWasStoredIsLost() throws Exception {
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, ledger)));
    DemoBroker broker = cabinet.add(new DemoBroker(0, InstantSource.system(), atCloud::add));
    broker.stop();
    ApplianceProcess appliance =
        cabinet.appliance(
            CabinetConfig.empty()
                .tcp("Lan", meter.port())
                .cloud("Cloud", broker.url())
                .everyCount("Lan")
                .spillAfter("500ms"));
    Set<Long> stored = new HashSet<>();
    int seen = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      TimeUnit.MILLISECONDS.sleep(LIFE_MS + 37L * kill);
      long killed = System.nanoTime();
      appliance.kill();
      List<Count> log = ledger.log();
      log.subList(seen, log.size()).stream()
          .filter(count -> killed - count.nanos() > STORED_WITHIN_NANOS)
          .forEach(count -> stored.add(count.number()));
      seen = log.size();
      appliance = cabinet.restart();
    }
    assertTrue(stored.size() > KILLS, () -> "only " + stored + " were read long enough ago");

    broker.start();
    long last = ledger.log().getLast().number();
    await().atMost(Duration.ofMinutes(3)).until(() -> counts().contains(last + 3));

    List<Long> came = counts();
    List<Long> distinct = came.stream().distinct().toList();
    stored.removeAll(came);
    assertEquals(Set.of(), stored, "stored and lost");
    assertEquals(distinct.stream().sorted().toList(), distinct, "in order");
    assertTrue(came.size() - distinct.size() <= WINDOW, "more came again than the window");
  }

  private List<Long> counts() {
    return TimeSeries.counts(atCloud, CabinetConfig.topic("Cloud"));
  }
}
