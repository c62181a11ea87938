package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatienceTest {
  private static final long MILLI = 1_000_000;
  private final Patience patience = new Patience(Duration.ofSeconds(1));

  private long millis() {
    return patience.nanos(0) / MILLI;
  }

  private void answers(int times, long millis) {
    for (int i = 0; i < times; i++) {
      patience.answered(millis * MILLI);
    }
  }

  @ParameterizedTest(name = "latency {0} ms and {1} ms of line: {2} ms")
  @CsvSource({"10, 0, 200", "10, 50, 250", "60, 0, 240", "60, 70, 270", "400, 0, 1000"})
  void isFourTimesASteadyLatencyWithinItsBounds(long latency, long line, long wanted) {
    answers(100, latency);
    assertEquals(wanted, patience.nanos(line * MILLI) / MILLI);
  }

  @Test
  void waitsTheWholeTimeoutForAUnitThatItDoesNotKnow() {
    assertEquals(1000, millis());
    answers(7, 10);
    assertEquals(1000, millis());
    answers(1, 10);
    assertEquals(200, millis());
  }

  @Test
  void waitsTheWholeTimeoutAfterAMissUntilTheNextAnswer() {
    answers(20, 10);
    patience.missed(200 * MILLI);
    assertEquals(1000, millis());
    patience.missed(1000 * MILLI);
    answers(1, 10);
    assertTrue(millis() <= 600, "got " + millis());
  }

  @Test
  void waitsLongerForAUnitThatIsSlowNowAndThen() {
    int missed = 0;
    for (int i = 0; i < 200; i++) {
      long latency = i % 10 == 0 ? 300 : 10;
      if (millis() < latency) {
        missed++;
        patience.missed(patience.nanos(0));
      } else {
        answers(1, latency);
      }
    }
    assertTrue(missed <= 3, "got " + missed + " of 20");
  }

  @Test
  void isNeverMoreThanAShortTimeout() {
    Patience hasty = new Patience(Duration.ofMillis(50));
    for (int i = 0; i < 20; i++) {
      hasty.answered(MILLI);
    }
    assertEquals(50, hasty.nanos(0) / MILLI);
  }
}
