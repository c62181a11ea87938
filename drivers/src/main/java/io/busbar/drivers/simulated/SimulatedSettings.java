package io.busbar.drivers.simulated;

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
import java.util.Locale;

/** A bus of type {@code simulated}: devices that are not there, to learn with. */
public record SimulatedSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the bus, usually Demo")
        String name,
    @JsonProperty(defaultValue = "1s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("How often new values come, 100ms to 1h")
        Duration pollInterval,
    @JsonProperty(defaultValue = "1")
        @Min(0)
        @Max(1_000_000)
        @JsonPropertyDescription("What makes the values of one bus differ from another's")
        int seed,
    @JsonProperty(defaultValue = "[]") @Size(max = 64) @JsonPropertyDescription("The devices")
        List<Simulated> devices) {
  public SimulatedSettings {
    devices = List.copyOf(devices);
  }

  /** One device that is not there. */
  public record Simulated(
      @JsonProperty(required = true)
          @Pattern(regexp = Names.PATTERN)
          @JsonPropertyDescription("Name of the device, a segment of its paths")
          String name,
      @JsonProperty(required = true) @JsonPropertyDescription("What it simulates") Kind kind) {}

  /** What can be simulated. */
  public enum Kind {
    @JsonProperty("three-phase-meter")
    THREE_PHASE_METER,
    @JsonProperty("pulse-counter")
    PULSE_COUNTER,
    @JsonProperty("temperature")
    TEMPERATURE;

    /** Its word in a configuration. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
