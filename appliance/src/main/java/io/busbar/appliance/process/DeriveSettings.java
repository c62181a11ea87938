package io.busbar.appliance.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.DerivedSettings;
import io.busbar.drivers.DerivedSettings.Kind;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a process variable follows from variables of any buses, as the configuration has it. */
public record DeriveSettings(
    @JsonProperty(required = true) @JsonPropertyDescription("How it follows from its inputs")
        Kind kind,
    @JsonProperty(required = true)
        @Size(min = 1, max = 64)
        @JsonPropertyDescription(
            "Paths of variables: two or more for sum and difference (the first less the others), one"
                + " for the other kinds")
        List<@Pattern(regexp = Path.PATTERN) String> inputs,
    @DecimalMin("-1e12")
        @DecimalMax("1e12")
        @JsonPropertyDescription(
            "The constant of a product; of power-from-pulses the energy of one count, default 1")
        @Nullable BigDecimal factor,
    @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "Longest time without a good reading (1s to 1d, default 5m): over a longer one no"
                + " energy is counted; so long without a pulse means no power")
        @Nullable Duration longestGap) {
  public DeriveSettings {
    inputs = List.copyOf(inputs);
  }

  /** The same rule as a device has it, with paths for names. */
  public DerivedSettings rule(String path, @Nullable String unit) {
    return new DerivedSettings(path, kind, inputs, factor, unit, longestGap);
  }

  /** Where its value comes from, for people. */
  String source() {
    return kind.word() + " of " + String.join(", ", inputs);
  }
}
