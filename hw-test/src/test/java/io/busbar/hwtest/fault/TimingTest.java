package io.busbar.hwtest.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimingTest {
  private final Timing timing = new Timing(new SplittableRandom(1));

  @Test
  void withoutTroubleBytesLeaveAsTheyCome() {
    assertEquals(7, timing.leaves(7, 1000, new Trouble.None()));
  }

  @Test
  void aNarrowLineIsBusyWithWhatCameBefore() {
    Trouble narrow = new Trouble.Slow(Duration.ofNanos(5), Duration.ZERO, 1_000_000_000);
    assertEquals(105, timing.leaves(0, 100, narrow));
    assertEquals(205, timing.leaves(10, 100, narrow), "after the first");
    assertEquals(1105, timing.leaves(1000, 100, narrow), "the line was free again");
  }

  @Test
  void jitterNeverReordersAndNeverHurries() {
    Trouble slow = new Trouble.Slow(Duration.ofNanos(100), Duration.ofNanos(90), 0);
    long before = 0;
    boolean differs = false;
    for (int now = 0; now < 1000; now++) {
      long due = timing.leaves(now, 1, slow);
      assertTrue(due >= before && due >= now + 10 && due <= now + 190, "at " + now + ": " + due);
      differs |= due != now + 100;
      before = due;
    }
    assertTrue(differs);
  }

  @Test
  void whatComesAfterTheTroubleDoesNotOvertake() {
    timing.leaves(0, 1, new Trouble.Slow(Duration.ofNanos(500), Duration.ZERO, 0));
    assertEquals(500, timing.leaves(10, 1, new Trouble.None()));
  }
}
