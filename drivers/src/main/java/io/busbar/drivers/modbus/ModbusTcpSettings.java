package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;

/**
 * A bus of type {@code modbus-tcp}: one host, a meter itself or a gateway with meters behind it.
 */
public record ModbusTcpSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the bus, a segment of its paths")
        String name,
    @JsonProperty(required = true)
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Host name or IP address")
        String host,
    @JsonProperty(defaultValue = "502") @Min(1) @Max(65_535) @JsonPropertyDescription("TCP port")
        int port,
    @JsonProperty(defaultValue = "1s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "Longest wait for an answer, 10ms to 1m; a unit that is quick is waited for less")
        Duration timeout,
    @JsonProperty(defaultValue = "0ms")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "Least silence before each request, up to 10s, for devices that need time")
        Duration pause,
    @JsonProperty(required = true)
        @Size(max = 247)
        @JsonPropertyDescription("The meters behind this host")
        List<ModbusDevice> devices) {
  public ModbusTcpSettings {
    devices = List.copyOf(devices);
  }

  Timing timing() {
    return new Timing(timeout, pause);
  }
}
