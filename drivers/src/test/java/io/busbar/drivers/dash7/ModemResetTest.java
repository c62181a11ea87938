package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModemResetTest {
  private static final SerialSettings LINE =
      new SerialSettings("/dev/ttyACM0", 115_200, 8, Parity.NONE, 1);
  private static final Dash7Settings.Reset WIRED =
      new Dash7Settings.Reset(4, true, Duration.ofMillis(200));

  private final List<String> seen = new ArrayList<>();

  @Test
  void theModemIsResetBeforeTheFirstOpeningAndAfterThreeThatWereInVain() {
    SerialPort.Opener opener =
        ModemReset.before(this::absent, (line, low, length) -> seen.add("reset " + line), WIRED);
    for (int i = 0; i < 4; i++) {
      assertThrows(Unavailable.class, () -> opener.open(LINE));
    }
    assertEquals(List.of("reset 4", "open", "open", "open", "reset 4", "open"), seen);
  }

  @Test
  void aLineThatCannotBeHadIsTold() {
    ModemReset noLine =
        (line, low, length) -> {
          throw new Unavailable("got no GPIO line 4", "Take another");
        };
    SerialPort.Opener opener = ModemReset.before(this::absent, noLine, WIRED);
    assertEquals(
        "got no GPIO line 4",
        assertThrows(Unavailable.class, () -> opener.open(LINE)).getMessage());
    assertEquals(List.of(), seen);
  }

  private SerialPort absent(SerialSettings line) throws Unavailable {
    seen.add("open");
    throw new Unavailable("no such port", "Plug it in");
  }
}
