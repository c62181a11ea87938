package io.busbar.drivers.modbus;

import java.time.Duration;

/** How much of its time a bus spends with asking. One thread notes it, any thread may ask. */
final class Utilisation {
  private static final long WINDOW = Duration.ofSeconds(30).toNanos();

  private long since;
  private long busy;
  private volatile double share = Double.NaN;

  Utilisation(long now) {
    this.since = now;
  }

  /** Notes that the bus was asking from then until now. */
  void asked(long from, long now) {
    busy += now - from;
    turn(now);
  }

  /** Lets time pass. */
  void turn(long now) {
    if (now - since >= WINDOW) {
      share = Math.min(1, (double) busy / (now - since));
      since = now;
      busy = 0;
    }
  }

  /** 0 to 1, over the last half minute or, after one long request, more; NaN before the first. */
  double share() {
    return share;
  }
}
