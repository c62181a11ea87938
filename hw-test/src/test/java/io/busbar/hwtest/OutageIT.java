package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.MosquittoSub;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.PeerProcess;
import io.busbar.hwtest.peer.Peers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Outages, with a meter that counts how often it was read: every number must arrive, in order. The
 * appliance's window of messages under way bounds how many may come twice.
 */
@NeedsPeer({Peer.PYMODBUS, Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
class OutageIT {
  private static final int OUTAGE_SECONDS = 30;
  private static final int WINDOW = 20;
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(3);

  @RegisterExtension final Cabinet cabinet = new Cabinet();
  private Mosquitto broker;
  private MosquittoSub cloud;
  private PeerProcess meter;
  private ApplianceProcess appliance;
  private int meterPort;

  @BeforeEach
  void everyReadOfTheMeterReachesTheCloud() throws Exception {
    meterPort = Ports.free(0);
    meter = cabinet.add(Peers.pymodbusTcp(cabinet.folder(), meterPort));
    broker = cabinet.add(Mosquitto.open(cabinet.folder()));
    cloud = cabinet.add(new MosquittoSub(cabinet.folder(), broker));
    appliance =
        cabinet.appliance(
            CabinetConfig.empty()
                .tcp("Lan", meterPort)
                .cloud("Cloud", broker.url())
                .everyCount("Lan"));
    await().atMost(Cabinet.SOON).until(() -> counts().size() >= 3);
  }

  @Test
  void everySampleArrivesAfterTheBrokerWasKilled() throws Exception {
    broker.kill();
    TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
    broker.restart();

    everythingArrived();
  }

  @Test
  void everySampleArrivesAfterTheBrokerWasSilent() throws Exception {
    broker.process().signal("STOP");
    TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
    broker.process().signal("CONT");

    everythingArrived();
  }

  @Test
  void aMeterWhoseServerIsKilledTurnsBadAndRecovers() throws Exception {
    String path = CabinetConfig.path("Lan", CabinetConfig.COUNTER);
    meter.kill();
    await().atMost(Cabinet.SOON).until(() -> quality(path).equals("BAD"));
    String reason = Cabinet.value(appliance, path).path("reason").asText();
    assertTrue(reason.contains("127.0.0.1 port " + meterPort), reason);

    cabinet.add(Peers.pymodbusTcp(cabinet.folder(), meterPort));
    await().atMost(Duration.ofMinutes(1)).until(() -> quality(path).equals("GOOD"));
  }

  /** Everything that the appliance has read by now, and more, in order. */
  private void everythingArrived() throws Exception {
    String path = CabinetConfig.path("Lan", CabinetConfig.COUNTER);
    long now = Cabinet.value(appliance, path).path("value").asLong() / 1000;
    assertTrue(now > OUTAGE_SECONDS, () -> "the meter was read " + now + " times only");
    await().atMost(CAUGHT_UP_WITHIN).until(() -> counts().contains(now + 3));
    assertEquals(List.of(), Oracle.faults(counts(), WINDOW));
  }

  private String quality(String path) throws IOException, InterruptedException {
    return Cabinet.value(appliance, path).path("quality").asText();
  }

  private List<Long> counts() throws IOException {
    return TimeSeries.counts(cloud.received(), CabinetConfig.topic("Cloud"));
  }
}
