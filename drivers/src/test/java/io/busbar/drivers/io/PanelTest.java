package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Panel.Held;
import io.busbar.drivers.Panel.Signal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelTest {
  private static final long MS = 1_000_000;

  @Test
  void theLedIsOffFlashesRedOrIsGreen() {
    assertFalse(SignalLed.red(Signal.OFF, 0) || SignalLed.green(Signal.OFF));
    assertTrue(SignalLed.green(Signal.CONNECTED));
    assertFalse(SignalLed.red(Signal.CONNECTED, 0) || SignalLed.green(Signal.CONNECTING));
    assertTrue(SignalLed.red(Signal.CONNECTING, 499 * MS));
    assertFalse(SignalLed.red(Signal.CONNECTING, 500 * MS));
    assertTrue(SignalLed.red(Signal.CONNECTING, 1000 * MS));
  }

  @ParameterizedTest
  @CsvSource({"9999,", "10000,CREDENTIALS", "29999,CREDENTIALS", "30000,FACTORY"})
  void theButtonTellsWhenItIsLetGoForHowLongItWasHeld(long ms, Held expected) {
    ResetButton button = new ResetButton();
    assertEquals(Optional.empty(), button.level(true, 5 * MS));
    assertEquals(Optional.empty(), button.level(true, 6 * MS));
    assertEquals(Optional.ofNullable(expected), button.level(false, (5 + ms) * MS));
  }
}
