package io.busbar.appliance.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.appliance.cloud.Drainage.Rate;
import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Dropped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainageTest {
  private final Drainage drainage = new Drainage();

  private void look(long seconds, long stored, long replayed) {
    drainage.look(
        new Backlog(stored + 5, stored, 0, null, 2 * replayed, replayed, Dropped.NONE),
        TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void knowsNothingFromOneLook() {
    look(0, 1000, 0);
    assertEquals(Rate.NONE, drainage.rate());
  }

  @Test
  void tellsHowManyGoAndWhenItWillBeEmptyThoughMoreComes() {
    look(0, 1000, 0);
    look(10, 700, 400);
    assertEquals(new Rate(40, Duration.ofSeconds(24)), drainage.rate());
  }

  @Test
  void doesNotPromiseAnEndWhenMoreComesThanGoes() {
    look(0, 1000, 0);
    look(10, 1100, 50);
    assertEquals(new Rate(5, null), drainage.rate());
  }

  @Test
  void forgetsWhatIsLongerAgoThanHalfAMinute() {
    look(0, 100_000, 0);
    look(60, 50_000, 50_000);
    look(70, 49_000, 51_000);
    assertEquals(new Rate(100, Duration.ofSeconds(490)), drainage.rate());
  }

  @Test
  void endsWithTheBacklog() {
    look(0, 1000, 0);
    look(10, 0, 1000);
    assertEquals(Rate.NONE, drainage.rate());
  }
}
