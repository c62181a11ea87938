package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which register of a longer value comes first; inside a register the high byte always does. */
public enum WordOrder {
  @JsonProperty("high-first")
  HIGH_FIRST,
  @JsonProperty("low-first")
  LOW_FIRST
}
