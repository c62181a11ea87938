package io.busbar.drivers.io;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bus of type {@code gpio}: the lines of the Pi itself. */
public record GpioSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the bus, usually MB: its points are /Process/MB/IO/I/P0")
        String name,
    @Size(max = 64)
        @JsonPropertyDescription(
            "The carrier board, whose lines are then known; what is named here replaces its own")
        @Nullable String board,
    @JsonProperty(defaultValue = "[]") @Size(max = 64) @JsonPropertyDescription("Digital inputs")
        List<Input> inputs,
    @JsonProperty(defaultValue = "[]") @Size(max = 64) @JsonPropertyDescription("Digital outputs")
        List<Output> outputs,
    @JsonProperty(defaultValue = "[]")
        @Size(max = 64)
        @JsonPropertyDescription("Pulse counters, for meters with an S0 output")
        List<Counter> counters,
    @JsonProperty(defaultValue = "30s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "How often counts that have changed are written to disk, 1s to 1h: so much is lost at"
                + " most in a power cut")
        Duration saveCounters,
    @JsonPropertyDescription("Signal LED and reset button of the appliance")
        @Nullable PanelLines panel) {
  public GpioSettings {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    counters = List.copyOf(counters);
  }

  /** A digital input. */
  public record Input(
      @JsonProperty(required = true)
          @Pattern(regexp = Names.PATTERN)
          @JsonPropertyDescription("P0, P1 ... to be in the byte and word views, or any name")
          String name,
      @JsonProperty(required = true)
          @Min(0)
          @Max(53)
          @JsonPropertyDescription("GPIO number, not the number of the header's pin")
          int line,
      @JsonProperty(defaultValue = "none")
          @JsonPropertyDescription("Resistor of the Pi: none, up or down")
          Pull pull,
      @JsonProperty(defaultValue = "false") @JsonPropertyDescription("Whether a low level is true")
          boolean activeLow,
      @JsonProperty(defaultValue = "10ms")
          @Pattern(regexp = DurationText.PATTERN)
          @JsonPropertyDescription("How long a level must stand to count, up to 10s")
          Duration debounce) {}

  /** A digital output. */
  public record Output(
      @JsonProperty(required = true)
          @Pattern(regexp = Names.PATTERN)
          @JsonPropertyDescription("P0, P1 ... to be in the byte and word views, or any name")
          String name,
      @JsonProperty(required = true)
          @Min(0)
          @Max(53)
          @JsonPropertyDescription("GPIO number, not the number of the header's pin")
          int line,
      @JsonProperty(defaultValue = "false") @JsonPropertyDescription("Whether true is a low level")
          boolean activeLow,
      @JsonProperty(defaultValue = "false")
          @JsonPropertyDescription("Its value at start, at stop and after the dead-man time")
          boolean safe,
      @JsonPropertyDescription(
              "Without a new command for so long it goes to its safe value, 100ms to 1d; without"
                  + " this key a command holds")
          @Nullable Duration deadMan) {}

  /** A pulse counter. */
  public record Counter(
      @JsonProperty(required = true)
          @Pattern(regexp = Names.PATTERN)
          @JsonPropertyDescription("P0, P1 ... or any name")
          String name,
      @JsonProperty(required = true)
          @Min(0)
          @Max(53)
          @JsonPropertyDescription("GPIO number, not the number of the header's pin")
          int line,
      @JsonProperty(defaultValue = "up")
          @JsonPropertyDescription("Resistor of the Pi: none, up or down")
          Pull pull,
      @JsonProperty(defaultValue = "true")
          @JsonPropertyDescription("Whether a pulse is a low level, as of a contact to ground")
          boolean activeLow,
      @JsonProperty(defaultValue = "5ms")
          @Pattern(regexp = DurationText.PATTERN)
          @JsonPropertyDescription("How long a level must stand to count; a pulse of S0 lasts 30ms")
          Duration debounce,
      @JsonProperty(required = true)
          @DecimalMin(value = "0.000001")
          @JsonPropertyDescription("Pulses for one unit, as the meter's plate says")
          double pulsesPerUnit,
      @JsonProperty(defaultValue = "kWh")
          @Size(min = 1, max = 16)
          @JsonPropertyDescription("What is counted; of kWh and Wh the power is given in W")
          String unit,
      @DecimalMin(value = "0.000001")
          @JsonPropertyDescription(
              "Highest rate that can be, in units per hour (kW for kWh): pulses that come faster are"
                  + " refused; without this key 60000 pulses per hour, the fastest of S0")
          @Nullable Double most) {}

  /** The lines of the panel. */
  public record PanelLines(
      @Min(0) @Max(53) @JsonPropertyDescription("Red LED, GPIO number; high is lit")
          @Nullable Integer red,
      @Min(0) @Max(53) @JsonPropertyDescription("Green LED, GPIO number; high is lit")
          @Nullable Integer green,
      @Min(0)
          @Max(53)
          @JsonPropertyDescription("Reset button to ground, GPIO number; the Pi pulls it up")
          @Nullable Integer button) {}
}
