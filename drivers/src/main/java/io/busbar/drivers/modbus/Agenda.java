package io.busbar.drivers.modbus;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which device of a bus is polled next: of those that are due, the one with the earliest deadline.
 * A deadline passes however many others are due, so nobody starves on an overbooked bus.
 *
 * <p>A dead device is asked for only when the bus has worked long enough since it last waited in
 * vain: waiting for the dead takes at most 4 % of its time, however many there are. One that has
 * only missed a poll or two is not held up by them.
 */
final class Agenda {
  /** Of the bus's time, the part that may go by waiting for the dead: 1/25. */
  private static final int DEAD_PART = 25;

  /** The longest interval that counts: a device that is read once a day does not wait for days. */
  private static final long LONGEST_SLACK = Duration.ofMinutes(1).toNanos();

  private final List<PolledDevice> devices;
  private final ModbusMaster master;
  private long deadFrom;

  /**
   * @param master tells which units must be left alone for now
   */
  Agenda(List<PolledDevice> devices, ModbusMaster master, long now) {
    this.devices = List.copyOf(devices);
    this.master = master;
    this.deadFrom = now;
  }

  /** A device and when it may be asked, by {@link Pace#now}. */
  record Turn(PolledDevice device, long at) {}

  /** Whose turn is next: now, or when the first of them is due; null without devices. */
  @Nullable Turn next(long now) {
    return devices.stream()
        .map(device -> new Turn(device, readyAt(device, now)))
        .min(
            Comparator.comparingLong((Turn turn) -> Math.max(turn.at() - now, 0))
                .thenComparingLong(turn -> deadline(turn.device()) - now))
        .orElse(null);
  }

  /** Notes that a silent device was waited for, and answered nothing. */
  void waitedInVain(long from, long until) {
    deadFrom = until + (DEAD_PART - 1) * (until - from);
  }

  private long readyAt(PolledDevice device, long now) {
    long wait = Math.max(device.due() - now, master.quarantine(device.unit()));
    return now + (device.isDead() ? Math.max(wait, deadFrom - now) : wait);
  }

  private static long deadline(PolledDevice device) {
    long interval = Math.min(device.interval(), LONGEST_SLACK);
    return device.due() + interval * device.standing().intervals();
  }
}
