package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.DerivedSettings;
import io.busbar.drivers.Names;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One meter on a Modbus bus, as the configuration has it. */
public record ModbusDevice(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the device, a segment of its paths")
        String name,
    @JsonProperty(required = true)
        @Min(0)
        @Max(255)
        @JsonPropertyDescription("Unit id (slave address): 1 to 247; on TCP also 0 and 255")
        int unitId,
    @JsonProperty(required = true)
        @Pattern(regexp = "^[a-z0-9]+(-[a-z0-9]+)+$")
        @JsonPropertyDescription("Type of meter, for example eastron-sdm630")
        String meter,
    @JsonProperty(defaultValue = "1s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("How often what is used of it is read, from 10ms on")
        Duration pollInterval,
    @JsonProperty(defaultValue = "1m")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("How often all of it is read, from 10ms on")
        Duration idleInterval,
    @JsonProperty(defaultValue = "normal")
        @JsonPropertyDescription(
            "Who goes first when several devices are due: high, normal or low; low is never"
                + " starved, it waits up to four intervals")
        Priority priority,
    @JsonProperty(defaultValue = "[]")
        @Size(max = 100)
        @JsonPropertyDescription("Points that are computed from others of this device")
        List<DerivedSettings> derived) {
  public ModbusDevice {
    derived = List.copyOf(derived);
  }

  /** A meter read whole every minute, without derived points of its own. */
  public ModbusDevice(
      String name, int unitId, String meter, Duration pollInterval, Priority priority) {
    this(name, unitId, meter, pollInterval, Duration.ofMinutes(1), priority, List.of());
  }

  /** All derived points: those of its register map, then its own. */
  List<DerivedSettings> derivedWith(RegisterMap map) {
    return Stream.concat(map.derived().stream(), derived.stream()).toList();
  }
}
