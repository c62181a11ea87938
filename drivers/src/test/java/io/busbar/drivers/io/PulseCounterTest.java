package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PulseCounterTest {
  private static final long S = 1_000_000_000L;

  /** 1000 pulses for a kWh, at most 60 kW. */
  private final PulseCounter counter = new PulseCounter(1000, 60, 41, 0);

  @Test
  void thePowerIsThatOfTheDistanceOfTwoPulses() {
    counter.pulse(10 * S);
    assertTrue(counter.rate(10 * S).isEmpty());
    counter.pulse(13 * S);
    assertEquals(1.2, counter.rate(14 * S).orElseThrow(), 1e-9);
    assertEquals(43, counter.pulses());
    assertEquals(0.043, counter.units(), 1e-12);
  }

  @Test
  void whileNoPulseComesThePowerFallsAsTheWaitingSays() {
    counter.pulse(10 * S);
    counter.pulse(13 * S);
    assertEquals(1.2, counter.rate(16 * S).orElseThrow(), 1e-9);
    assertEquals(0.36, counter.rate(23 * S).orElseThrow(), 1e-9);
    assertEquals(0, counter.rate(13 * S + 3600 * S).orElseThrow());
  }

  @Test
  void pulsesThatAreFasterThanTheMeterCanBeAreRefusedAndCounted() {
    counter.pulse(10 * S);
    counter.pulse(10 * S + 59_000_000); // 61 kW
    counter.pulse(10 * S + 60_000_000); // 60 kW
    assertEquals(43, counter.pulses());
    assertEquals(1, counter.refused());
  }

  @Test
  void afterAnHourOfSilenceFromTheStartThePowerIsNothing() {
    assertTrue(counter.rate(3599 * S).isEmpty());
    assertEquals(0, counter.rate(3600 * S).orElseThrow());
  }

  @Test
  void theCountCanBeSetToWhatTheMeterShows() {
    counter.set(1234.567);
    assertEquals(1_234_567, counter.pulses());
  }
}
