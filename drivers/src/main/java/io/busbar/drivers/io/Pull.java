package io.busbar.drivers.io;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The resistor that the Pi itself gives an input. */
public enum Pull {
  @JsonProperty("none")
  NONE,
  @JsonProperty("up")
  UP,
  @JsonProperty("down")
  DOWN
}
