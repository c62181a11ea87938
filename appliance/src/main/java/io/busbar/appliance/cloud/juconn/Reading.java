package io.busbar.appliance.cloud.juconn;

import io.busbar.drivers.Value;
import org.jspecify.annotations.Nullable;

/**
 * One sensor's value in a data message.
 *
 * @param value null when there never was one
 * @param state see {@link Sensor#state}
 * @param longitude of a position that is sent as one sensor its other half, empty when unknown;
 *     null for all else
 */
record Reading(Sensor sensor, @Nullable Value value, int state, @Nullable String longitude) {
  String text() {
    return sensor.text(value);
  }
}
