package io.busbar.drivers.modbus;

import java.util.Map;
import java.util.TreeMap;

/** Time that passes only when somebody waits; the wait that crosses the end is interrupted. */
final class VirtualPace implements Pace {
  private static final long SECOND = 1_000_000_000L;
  private final TreeMap<Long, Runnable> events = new TreeMap<>();
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

  /** Waits for the time or the next event, as what another thread does wakes the bus's own. */
  @Override
  public void rest(long nanos) throws InterruptedException {
    Map.Entry<Long, Runnable> first = events.firstEntry();
    if (first == null || first.getKey() > now + nanos) {
      sleep(nanos);
    } else {
      events.pollFirstEntry();
      sleep(Math.max(first.getKey() - now, 0));
      first.getValue().run();
    }
  }

  /** Does something as if another thread did: at that time, or when the bus next rests. */
  void at(double seconds, Runnable event) {
    events.put((long) (seconds * SECOND), event);
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
