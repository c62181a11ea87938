package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a device's communication goes, as variables beside its own. A quantity of a register map
 * starts with a small letter, so none is named as one of these.
 */
final class Health {
  private static final String STATE = DataPoint.DEVICE_STATE;
  private static final String READS = "DeviceReads";
  private static final String TIMEOUTS = "DeviceTimeouts";
  private static final String GARBLED = "DeviceGarbled";
  private static final String EXCEPTIONS = "DeviceExceptions";
  private static final String BACKOFF = "DeviceBackoff";
  private static final String MEDIAN = "DeviceRoundTripP50";
  private static final String SLOW = "DeviceRoundTripP95";

  /** Reads that the round trips are of. */
  private static final int WINDOW = 64;

  /** A change of state is told at once, the figures only so often. */
  private static final long EVERY = Duration.ofSeconds(10).toNanos();

  private final Map<String, DataPoint> points = new LinkedHashMap<>();
  private final long[] trips = new long[WINDOW];
  private long reads;
  private long timeouts;
  private long garbled;
  private long exceptions;
  private boolean up;
  private boolean wasUp;
  private boolean told;
  private long toldAt;

  Health(String device, int unit) {
    for (String name : List.of(STATE, READS, TIMEOUTS, GARBLED, EXCEPTIONS)) {
      points.put(name, point(device, unit, name, ValueType.INT, ""));
    }
    for (String name : List.of(BACKOFF, MEDIAN, SLOW)) {
      points.put(name, point(device, unit, name, ValueType.REAL, "s"));
    }
  }

  private static DataPoint point(
      String device, int unit, String name, ValueType type, String physical) {
    return new DataPoint(device, name, type, physical, "unit " + unit + ", this gateway");
  }

  /**
   * In this order: state (1 answers, 0 does not); since the start, proper answers, requests without
   * an answer, answers that were garbled, refusals; seconds until it is asked again; half and 95 %
   * of the last 64 reads took at most so many seconds from asking to the last byte.
   */
  List<DataPoint> points() {
    return List.copyOf(points.values());
  }

  /** Notes a proper answer. */
  void read(long nanos) {
    trips[(int) (reads % WINDOW)] = nanos;
    reads++;
  }

  /** Notes a request that got no proper answer. */
  void missed(BusException why) {
    switch (why) {
      case BusException.NoAnswer _ -> timeouts++;
      case BusException.Garbled _ -> garbled++;
      case BusException.Refused _ -> exceptions++;
      case BusException.Unavailable _ -> {} // that is the bus's trouble and not this device's
    }
  }

  /** Notes whether the last poll was answered. */
  void state(boolean answers) {
    up = answers;
  }

  /** Whether it is time to report. */
  boolean isDue(long now) {
    return !told || up != wasUp || now - toldAt >= EVERY;
  }

  /**
   * Everything as it is now.
   *
   * @param now by {@link Pace#now}
   * @param wait until it is asked again after a failure; 0 for a device that answers
   */
  List<Sample> report(long now, Duration wait, Instant time) {
    told = true;
    wasUp = up;
    toldAt = now;
    Map<String, Value> values = new LinkedHashMap<>();
    values.put(STATE, new Value.Int(up ? 1 : 0));
    values.put(READS, new Value.Int(reads));
    values.put(TIMEOUTS, new Value.Int(timeouts));
    values.put(GARBLED, new Value.Int(garbled));
    values.put(EXCEPTIONS, new Value.Int(exceptions));
    values.put(BACKOFF, new Value.Real(wait.toMillis() / 1e3));
    if (reads > 0) {
      values.put(MEDIAN, new Value.Real(quantile(0.5)));
      values.put(SLOW, new Value.Real(quantile(0.95)));
    }
    List<Sample> samples = new ArrayList<>();
    points.forEach((name, point) -> {
      Value value = values.get(name);
      samples.add(
          value == null
              ? Sample.failed(point, Quality.BAD, time, "it has not answered yet")
              : Sample.good(point, value, time));
    });
    return samples;
  }

  /** Seconds, rounded to a tenth of a millisecond. */
  private double quantile(double part) {
    long[] sorted = Arrays.copyOf(trips, (int) Math.min(reads, WINDOW));
    Arrays.sort(sorted);
    int index = (int) Math.ceil(part * sorted.length) - 1;
    return Math.round(sorted[index] / 1e5) / 1e4;
  }
}
