package io.busbar.appliance.process;

/** Bounds how often something happens: so many at once, then so many a second. */
final class Rate {
  private final long most;
  private final long interval;
  private long credit;
  private long last;

  Rate(int atOnce, int perSecond, long nanos) {
    this.interval = 1_000_000_000L / perSecond;
    this.most = atOnce * interval;
    this.credit = most;
    this.last = nanos;
  }

  /** Whether it may happen once more now, which is then counted. */
  boolean allows(long nanos) {
    credit = Math.min(most, credit + (nanos - last));
    last = nanos;
    if (credit < interval) {
      return false;
    }
    credit -= interval;
    return true;
  }
}
