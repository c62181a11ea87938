package io.busbar.appliance.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private static void answered(Pace pace, int readings, long took) {
    pace.began(readings, 0);
    pace.acknowledged(readings, 0, took);
    pace.done(readings);
  }

  @Test
  void growsWhileTheBrokerIsQuickAndShrinksWhenItIsSlow() {
    Pace pace = new Pace(0);
    pace.begin();
    assertEquals(1000, pace.allowance(0));
    answered(pace, 1000, SECOND / 100);
    assertEquals(2000, pace.allowance(0));
    for (int i = 0; i < 100; i++) {
      answered(pace, 5000, SECOND / 100);
    }
    assertEquals(Pace.BATCH, pace.allowance(0));
    pace.acknowledged(5000, SECOND, 3 * SECOND);
    pace.acknowledged(5000, SECOND + 1, 3 * SECOND);
    pace.began(19_000, 0);
    assertEquals(
        1000, pace.allowance(0), "both were under way together, so it is slowed down once");
    pace.done(19_000);
    for (int i = 0; i < 20; i++) {
      pace.acknowledged(10, (4 + 4L * i) * SECOND, (7 + 4L * i) * SECOND);
    }
    assertEquals(50, pace.allowance(0), "there is always some");
  }

  @Test
  void beginsSmallAfterAConnectionThatAcknowledgedNothing() {
    Pace pace = new Pace(0);
    pace.began(1000, 0);
    assertEquals(0, pace.allowance(0));
    pace.silent();
    pace.begin();
    assertEquals(50, pace.allowance(0));
  }

  @Test
  void neverGoesFasterThanTheRate() {
    Pace pace = new Pace(100);
    pace.begin();
    int sent = 0;
    for (long now = 0; now < 60 * SECOND; now += SECOND / 10) {
      int now100 = pace.allowance(now);
      assertTrue(now100 <= 100);
      if (now100 > 0) {
        pace.began(now100, now);
        pace.done(now100);
        sent += now100;
      } else {
        assertTrue(pace.pause(now) > 0);
      }
    }
    assertEquals(6000, sent);
  }
}
