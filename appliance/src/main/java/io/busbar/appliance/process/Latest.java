package io.busbar.appliance.process;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a variable now. A failed reading keeps the last value and its time, so that an
 * old value never looks fresh.
 *
 * @param value null when there never was one
 * @param time when the value was on the wire; null when there never was one
 * @param looked when it was last tried to read it, with or without success; null when it never was
 * @param nanos the monotonic clock when the value came; says nothing while {@code time} is null
 * @param reason why the quality is not GOOD; null when it is
 */
public record Latest(
    @Nullable Value value,
    Quality quality,
    @Nullable Instant time,
    @Nullable Instant looked,
    long nanos,
    @Nullable String reason) {

  /** Nothing was read yet. */
  static final Latest NEVER = new Latest(null, Quality.BAD, null, null, 0, "not read yet");

  /** No bus offers the variable any more. */
  static final Latest GONE =
      new Latest(null, Quality.BAD, null, null, 0, "no bus offers this variable any more");

  Latest corrected(Correction right) {
    return new Latest(
        value,
        quality,
        time == null ? null : right.of(time),
        looked == null ? null : right.of(looked),
        nanos,
        reason);
  }

  Latest after(Sample sample, long now) {
    if (sample.value() != null) {
      return new Latest(
          sample.value(), sample.quality(), sample.time(), sample.time(), now, sample.reason());
    }
    Quality quality = value == null ? Quality.BAD : sample.quality();
    return new Latest(value, quality, time, sample.time(), nanos, sample.reason());
  }
}
