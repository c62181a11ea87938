package io.busbar.drivers.serial;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Who switches the driver of an RS-485 line on while this machine sends. */
public enum Direction {
  /** The adapter itself, as nearly all do. */
  @JsonProperty("adapter")
  ADAPTER,
  /**
   * The kernel, by the RTS line of the UART, to the bit (Linux, serial-rs485): RTS high sends. The
   * port library does not tell when the UART's driver knows no RS-485: every device is silent then.
   */
  @JsonProperty("kernel")
  KERNEL,
  /** The same with RTS low while it sends. */
  @JsonProperty("kernel-inverted")
  KERNEL_INVERTED,
  /**
   * This program, by RTS: high while it sends. Some milliseconds late at the end, so it is only for
   * devices that take longer than that to answer, where the UART's driver knows no RS-485.
   */
  @JsonProperty("rts")
  RTS;

  /** Its word in a configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
