package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinePulseTest {
  private final FakePins pins = new FakePins();

  @Test
  void anActiveLowLineGoesLowForAMomentAndIsLeftHigh() throws Exception {
    new LinePulse(pins).pulse(4, true, Duration.ofMillis(1));
    assertEquals(List.of("4 low", "4 high", "4 closed"), pins.driven);
  }

  @Test
  void anActiveHighLineTheOtherWayRound() throws Exception {
    new LinePulse(pins).pulse(4, false, Duration.ofMillis(1));
    assertEquals(List.of("4 high", "4 low", "4 closed"), pins.driven);
  }

  @Test
  void anInterruptShortensThePulseButNeverLeavesTheModemInReset() throws Exception {
    Thread.currentThread().interrupt();
    new LinePulse(pins).pulse(4, true, Duration.ofMinutes(1));
    assertTrue(Thread.interrupted());
    assertEquals(List.of("4 low", "4 high", "4 closed"), pins.driven);
  }
}
