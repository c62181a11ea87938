package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backlog of 20,000 readings goes beside live data: all of it, once, in order. */
@NeedsPeer(Peer.MOSQUITTO)
class DrainIT {
  private static final int SENDS = 2000;
  private static final int RATE = 4000;
  private static final Duration SOON = Duration.ofMinutes(2);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void aBacklogArrivesInOrderNoFasterThanItsRateAndWhatIsLiveDoesNotWaitForIt() throws Exception {
    Mosquitto broker = cabinet.add(Mosquitto.open(cabinet.folder()));
    Drain drain = new Drain(cabinet, broker, SENDS, RATE);
    ApplianceProcess appliance = drain.start();
    assertEquals(SENDS, drain.stored(appliance));
    drain.begin(appliance);
    await().atMost(SOON).until(() -> !drain.backlog().isEmpty());
    long number = 0;
    while (drain.stored(appliance) > SENDS / 4) {
      drain.live(appliance, ++number);
    }
    long last = number;
    assertTrue(last > 0, "the backlog was gone before anything live came");
    await()
        .atMost(SOON)
        .until(() ->
            drain.received().getLast().payload().contains("\"" + last + "\"")
                || drain.received().stream()
                    .anyMatch(m -> m.payload().contains("\"" + last + "\"")));
    await().atMost(SOON).until(() -> drain.stored(appliance) == 0);
    drain.everythingCame();
    List<Received> backlog = drain.backlog();
    // The first second's worth goes at once.
    long least = (SENDS * Drain.POINTS - 2 * RATE) * 1000L / RATE;
    assertTrue(Drain.took(backlog).toMillis() >= least, () -> "took " + Drain.took(backlog));
    assertEquals(last, drain.latencies().size(), "live values");
  }
}
