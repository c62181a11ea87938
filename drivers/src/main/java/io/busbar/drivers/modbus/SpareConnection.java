package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Unavailable;
import java.time.Duration;

/**
 * A connection beside the first to a host, which may serve only so many. Some hosts refuse one too
 * many, some take it and close it, some close an older one for it: then two connections would push
 * each other out for ever. So this one gives up when it is closed while it is in use, and the first
 * never does.
 */
final class SpareConnection {
  /** A connection that was silent for longer may have been closed because of that. */
  private static final long IDLE = Duration.ofSeconds(5).toNanos();

  private final int number;
  private final int of;

  /**
   * @param number 2 for the first beside the first
   * @param of how many there are to be
   */
  SpareConnection(int number, int of) {
    this.number = number;
    this.of = of;
  }

  /**
   * Notes that the host closed it.
   *
   * @param idle nanoseconds since it was used last
   * @throws Unavailable it is not to be opened again at once
   */
  void broke(Unavailable why, long idle) throws Unavailable {
    if (idle < IDLE) {
      throw lost(why);
    }
  }

  /** The same failure with what the installer should know of it. */
  Unavailable lost(Unavailable why) {
    return new Unavailable(
        "connection %d of %d: %s".formatted(number, of, why.getMessage()), hint(), why);
  }

  /** What to do when it does not work. */
  String hint() {
    return "This host may serve fewer than %d connections at a time: lower the bus's \"connections\""
            .formatted(of)
        + " (1 works with every host), or close another program's";
  }
}
