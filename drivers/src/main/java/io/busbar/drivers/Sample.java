package io.busbar.drivers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one data point. A failed reading is a sample too: it has no value of its own, and
 * whoever keeps the last one keeps it with the worse quality and its old time.
 *
 * @param value null when the reading failed or the device says that it has none
 * @param time when the value was on the wire; of a failed reading, when it failed
 * @param reason why the quality is not GOOD, in words for the installer; null when it is
 */
public record Sample(
    DataPoint point,
    @Nullable Value value,
    Quality quality,
    Instant time,
    @Nullable String reason) {

  /** A reading as it should be. */
  public static Sample good(DataPoint point, Value value, Instant time) {
    return new Sample(point, value, Quality.GOOD, time, null);
  }

  /** A reading that failed or that the device itself calls invalid. */
  public static Sample failed(DataPoint point, Quality quality, Instant time, String reason) {
    return new Sample(point, null, quality, time, reason);
  }
}
