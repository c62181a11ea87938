package io.busbar.appliance;

import java.util.logging.LogManager;

/**
 * Keeps the log open until the process is gone. The JDK's own manager closes it in a shutdown hook
 * of its own, and so swallows what is said while the outbox is written at a stop.
 */
public final class LastWordLogManager extends LogManager {
  /** Called by the JDK at the stop: nothing to do, every line is written at once. */
  @Override
  public void reset() {}

  /** Takes away what the JDK set up, for {@link LogSetup}. */
  void clear() {
    super.reset();
  }
}
