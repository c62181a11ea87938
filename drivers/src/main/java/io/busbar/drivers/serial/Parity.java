package io.busbar.drivers.serial;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The parity bit of each character on a serial line. */
public enum Parity {
  @JsonProperty("none")
  NONE,
  @JsonProperty("even")
  EVEN,
  @JsonProperty("odd")
  ODD;

  /** N, E or O, as in 8N1. */
  char letter() {
    return name().charAt(0);
  }
}
