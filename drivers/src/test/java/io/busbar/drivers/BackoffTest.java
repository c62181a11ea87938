package io.busbar.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Random random = new Random(7);

  @ParameterizedTest(name = "after {0} failures {1} s")
  @CsvSource({"0, 2", "1, 2", "2, 4", "3, 8", "8, 256", "9, 300", "1000000, 300"})
  void doublesUpToItsLimit(int failures, long seconds) {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5), 0);
    assertEquals(Duration.ofSeconds(seconds), backoff.after(failures, random));
  }

  @Test
  void spreadsEachWaitByItsJitter() {
    Backoff backoff = new Backoff(Duration.ofSeconds(4), Duration.ofMinutes(5), 0.25);
    for (int i = 0; i < 1000; i++) {
      Duration wait = backoff.after(1, random);
      assertTrue(wait.toMillis() >= 3000 && wait.toMillis() <= 5000, wait.toString());
    }
  }

  @Test
  void refusesWhatMakesNoSense() {
    Duration second = Duration.ofSeconds(1);
    assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, second, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Backoff(second, Duration.ofMillis(1), 0));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(second, second, 1.5));
  }
}
