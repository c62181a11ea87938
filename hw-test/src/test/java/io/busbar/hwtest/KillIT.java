package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * kill -9, again and again, and at every place of the store and the publisher: scenarios R-01 and
 * R-02 of docs/fault-programme.md. {@code -Ddeaths=N} does it more often, {@code -Dseed=N} repeats
 * a run.
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("deaths", 12);
  private static final int KILLED = 137;
  private static final long SHORTEST_LIFE_MS = 2000;
  private static final int LONGER_MS = 700;
  private static final Duration DIES_WITHIN = Duration.ofMinutes(2);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void inTheMiddleOfAnOutageNothingThatWasStoredIsLost() throws Exception {
    Random random = Deaths.seeded();
    Deaths deaths = new Deaths(cabinet);
    ApplianceProcess appliance = cabinet.appliance(deaths.config());
    for (int kill = 0; kill < KILLS; kill++) {
      TimeUnit.MILLISECONDS.sleep(SHORTEST_LIFE_MS + random.nextInt(LONGER_MS));
      long killed = System.nanoTime();
      appliance.kill();
      deaths.died(killed);
      appliance = cabinet.restart();
    }
    deaths.outageEnds();
    deaths.nothingIsLost();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"BEFORE_COMMIT:6", "AFTER_COMMIT:6"})
  void whileItStoresNothingThatWasStoredIsLost(String place) throws Exception {
    Deaths deaths = new Deaths(cabinet);
    ApplianceProcess victim = victim(deaths, place);
    assertTrue(victim.endsWithin(DIES_WITHIN), place);
    deaths.died(System.nanoTime());
    assertEquals(KILLED, victim.exitCode());
    cabinet.restart();
    deaths.outageEnds();
    deaths.nothingIsLost();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"PUBLISHED:1", "PUBLISHED:3", "ACKNOWLEDGED:1", "ACKNOWLEDGED:3"})
  void whileItSendsNothingThatWasStoredIsLost(String place) throws Exception {
    Deaths deaths = new Deaths(cabinet);
    ApplianceProcess victim = victim(deaths, place);
    deaths.outageEnds();
    assertTrue(victim.endsWithin(DIES_WITHIN), place);
    deaths.died(System.nanoTime());
    assertEquals(KILLED, victim.exitCode());
    cabinet.restart();
    deaths.nothingIsLost();
  }

  /** With a backlog, and told to die at a place of {@code FailPoints}. */
  private ApplianceProcess victim(Deaths deaths, String place) throws Exception {
    cabinet.appliance(deaths.config());
    await().atMost(Cabinet.SOON).until(() -> deaths.reads() >= 10);
    cabinet.stop();
    return cabinet.start("-Dbusbar.failAt=" + place);
  }
}
