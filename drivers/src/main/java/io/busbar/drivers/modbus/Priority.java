package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who goes first when more than one device of a bus is due. */
public enum Priority {
  /** As soon as it is due. */
  @JsonProperty("high")
  HIGH(0),
  /** Within one interval. */
  @JsonProperty("normal")
  NORMAL(1),
  /** Within four intervals: after the others, but never not at all. */
  @JsonProperty("low")
  LOW(4);

  private final int intervals;

  Priority(int intervals) {
    this.intervals = intervals;
  }

  /** The poll intervals within which a device that is due should be read. */
  int intervals() {
    return intervals;
  }
}
