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
import java.util.ArrayList;
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
    @JsonProperty(defaultValue = "1")
        @Min(1)
        @Max(8)
        @JsonPropertyDescription(
            "Connections to this host; the unit ids are spread over them in turn. More than one only"
                + " helps with a gateway that has several lines, and many hosts serve only one")
        int connections,
    @JsonProperty(required = true)
        @Size(max = 247)
        @JsonPropertyDescription("The meters behind this host")
        List<ModbusDevice> devices) {
  public ModbusTcpSettings {
    devices = List.copyOf(devices);
  }

  /**
   * The devices of each connection: unit ids in turn, in the order in which they are configured;
   * all devices of one unit id together. At least one share, and none beside it that is empty.
   */
  List<List<ModbusDevice>> shares() {
    List<Integer> units = devices.stream().map(ModbusDevice::unitId).distinct().toList();
    int count = Math.clamp(units.size(), 1, connections);
    List<List<ModbusDevice>> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shares.add(new ArrayList<>());
    }
    devices.forEach(device -> shares.get(units.indexOf(device.unitId()) % count).add(device));
    return shares;
  }

  Timing timing() {
    return new Timing(timeout, pause).with(devices);
  }
}
