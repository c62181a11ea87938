package io.busbar.drivers.io;

import io.busbar.drivers.Panel.Held;
import io.busbar.drivers.Panel.Signal;
import java.time.Duration;
import java.util.function.Consumer;

/** What the panel shows and who listens to its button; it stays over openings of the lines. */
final class PanelState {
  /** A button bounces for a few milliseconds; nobody holds it for 10 s by accident. */
  static final Duration DEBOUNCE = Duration.ofMillis(50);

  private final ResetButton button = new ResetButton();
  private volatile Signal signal = Signal.OFF;
  private volatile Consumer<Held> listener = _ -> {};

  Signal signal() {
    return signal;
  }

  void show(Signal now) {
    signal = now;
  }

  void onHeld(Consumer<Held> told) {
    listener = told;
  }

  void button(boolean down, long nanos) {
    button.level(down, nanos).ifPresent(held -> listener.accept(held));
  }
}
