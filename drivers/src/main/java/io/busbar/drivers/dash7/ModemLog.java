package io.busbar.drivers.dash7;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A modem's own log lines in ours, at most 20 in a minute, so that a chatty one fills no disk. */
final class ModemLog {
  private static final Logger LOG = LoggerFactory.getLogger(ModemLog.class);
  private static final int MOST = 20;
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private final String bus;
  private long windowStart;
  private int lines;
  private boolean started;

  ModemLog(String bus) {
    this.bus = bus;
  }

  /**
   * Logs a line if there is room.
   *
   * @return whether there was
   */
  boolean line(String text, long nanos) {
    if (!started || nanos - windowStart > WINDOW) {
      if (lines > MOST) {
        LOG.info("{}: {} more lines of the modem were left out", bus, lines - MOST);
      }
      started = true;
      windowStart = nanos;
      lines = 0;
    }
    lines++;
    if (lines > MOST) {
      return false;
    }
    LOG.info("{}: modem: {}", bus, text);
    return true;
  }
}
