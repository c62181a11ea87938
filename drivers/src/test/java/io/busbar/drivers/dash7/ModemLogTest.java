package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModemLogTest {
  @Test
  void letsAChattyModemLogTwentyLinesAMinute() {
    ModemLog log = new ModemLog("Radio");
    assertEquals(20, logged(log, 0));
    assertEquals(0, logged(log, Duration.ofSeconds(59).toNanos()));
    assertEquals(20, logged(log, Duration.ofSeconds(61).toNanos()));
  }

  private static long logged(ModemLog log, long nanos) {
    return IntStream.range(0, 50).filter(i -> log.line("line " + i, nanos)).count();
  }
}
