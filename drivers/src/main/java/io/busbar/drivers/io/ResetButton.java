package io.busbar.drivers.io;

import io.busbar.drivers.Panel.Held;
import java.time.Duration;
import java.util.Optional;

/** Tells by how long the button was held what is wanted, when it is let go. */
final class ResetButton {
  private static final long CREDENTIALS = Duration.ofSeconds(10).toNanos();
  private static final long FACTORY = Duration.ofSeconds(30).toNanos();

  private boolean pressed;
  private long since;

  /** The debounced button at this moment; one that is pressed from the start on says nothing. */
  Optional<Held> level(boolean down, long nanos) {
    if (down == pressed) {
      return Optional.empty();
    }
    pressed = down;
    long held = nanos - since;
    since = nanos;
    if (down || held < CREDENTIALS) {
      return Optional.empty();
    }
    return Optional.of(held < FACTORY ? Held.CREDENTIALS : Held.FACTORY);
  }
}
