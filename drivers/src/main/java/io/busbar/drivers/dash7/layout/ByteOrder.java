package io.busbar.drivers.dash7.layout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which byte of a number comes first. */
public enum ByteOrder {
  /** The low one, as in the memory of every node we know. */
  @JsonProperty("little")
  LITTLE,
  /** The high one, as in ALP itself. */
  @JsonProperty("big")
  BIG
}
