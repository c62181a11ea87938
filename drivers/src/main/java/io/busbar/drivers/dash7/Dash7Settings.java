package io.busbar.drivers.dash7;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bus of type {@code dash7}: one modem and the nodes it hears. */
public record Dash7Settings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the bus, a segment of its paths")
        String name,
    @JsonProperty(required = true)
        @Size(min = 1, max = 300)
        @JsonPropertyDescription(
            "Device such as /dev/ttyACM0, a name from /dev/serial/by-id, or tcp://host:port")
        String port,
    @JsonProperty(defaultValue = "115200")
        @Min(300)
        @Max(4_000_000)
        @JsonPropertyDescription("Bits per second; 8 data bits, no parity, 1 stop bit")
        int baudRate,
    @JsonPropertyDescription("A GPIO line that resets the modem") @Nullable Reset reset,
    @JsonProperty(required = true)
        @Size(max = 1000)
        @JsonPropertyDescription("The nodes whose values are wanted")
        List<NodeSettings> devices) {
  public Dash7Settings {
    devices = List.copyOf(devices);
  }

  /**
   * The line of the modem's reset pin: pulsed before the first opening of the port and every third.
   */
  public record Reset(
      @JsonProperty(required = true) @Min(0) @Max(53) @JsonPropertyDescription("GPIO number")
          int line,
      @JsonProperty(defaultValue = "true") @JsonPropertyDescription("Whether a low level resets it")
          boolean activeLow,
      @JsonProperty(defaultValue = "200ms")
          @Pattern(regexp = DurationText.PATTERN)
          @JsonPropertyDescription("How long it is held in reset, 1ms to 10s")
          Duration pulse) {}

  SerialSettings line() {
    return new SerialSettings(port, baudRate, 8, Parity.NONE, 1);
  }
}
