package io.busbar.drivers.modbus;

/** Time that passes only when somebody waits; the wait that crosses the end is interrupted. */
final class VirtualPace implements Pace {
  private static final long SECOND = 1_000_000_000L;
  private long now;
  private long end = Long.MAX_VALUE;

  @Override
  public long now() {
    return now;
  }

  @Override
  public void sleep(long nanos) throws InterruptedException {
    advanceTo(now + nanos);
    if (now >= end) {
      throw new InterruptedException("the test is over");
    }
  }

  void advanceTo(long time) {
    now = Math.max(now, time);
  }

  void endAfterSeconds(double seconds) {
    end = now + (long) (seconds * SECOND);
  }

  double seconds() {
    return (double) now / SECOND;
  }
}
