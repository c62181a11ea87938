package io.busbar.drivers.io;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;

/** A bus of type {@code onewire}: temperature sensors, and the Pi's own health. */
public record OneWireSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the bus, usually OneWire")
        String name,
    @JsonProperty(defaultValue = "10s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("How often everything is read, 1s to 1h")
        Duration pollInterval,
    @JsonProperty(defaultValue = "[]") @Size(max = 64) @JsonPropertyDescription("The sensors")
        List<Sensor> sensors) {
  public OneWireSettings {
    sensors = List.copyOf(sensors);
  }

  /** A temperature sensor of the DS18B20 family. */
  public record Sensor(
      @JsonProperty(required = true)
          @Pattern(regexp = Names.PATTERN)
          @JsonPropertyDescription("Its name; Mainboard is the Pi itself")
          String name,
      @JsonProperty(required = true)
          @Pattern(regexp = "^(10|22|28|3b|42)-[0-9a-f]{12}$")
          @JsonPropertyDescription("As /sys/bus/w1/devices names it, for example 28-0316a2795aff")
          String id) {}
}
