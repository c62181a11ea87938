package io.busbar.drivers;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A point that is computed from others, as a register map or a configuration has it. */
public record DerivedSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = "^[a-z][A-Za-z0-9]{0,63}$")
        @JsonPropertyDescription("Name of the point, for example activeEnergyImportTotal")
        String name,
    @JsonProperty(required = true) @JsonPropertyDescription("How it follows from its inputs")
        Kind kind,
    @JsonProperty(required = true)
        @Size(min = 1, max = 64)
        @JsonPropertyDescription(
            "Names of points of the same device: two or more for sum and difference (the first less"
                + " the others), one for the other kinds")
        List<String> inputs,
    @DecimalMin("-1e12")
        @DecimalMax("1e12")
        @JsonPropertyDescription(
            "The constant of a product; of power-from-pulses the energy of one count, default 1")
        @Nullable BigDecimal factor,
    @Pattern(regexp = UNITS)
        @JsonPropertyDescription("Its unit; by default what follows from the inputs")
        @Nullable String unit,
    @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "Longest time without a good reading (1s to 1d, default 5m): over a longer one no"
                + " energy is counted; so long without a pulse means no power")
        @Nullable Duration longestGap) {

  /** The units of the schema of register maps. */
  public static final String UNITS = "^(V|A|W|var|VA|Hz|Wh|varh|VAh|Ah|%|deg|°C|s|m³|m³/h|bar|)$";

  private static final Duration USUAL_GAP = Duration.ofMinutes(5);

  /** The ways in which a point can follow from others. */
  public enum Kind {
    @JsonProperty("sum")
    SUM,
    @JsonProperty("difference")
    DIFFERENCE,
    @JsonProperty("product")
    PRODUCT,
    @JsonProperty("power-from-pulses")
    POWER_FROM_PULSES,
    @JsonProperty("energy-from-power")
    ENERGY_FROM_POWER;

    /** Its word in a configuration. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it has the constant {@code factor}. */
    boolean hasFactor() {
      return this == PRODUCT || this == POWER_FROM_PULSES;
    }

    /** Whether it looks at time, and so has a {@code longestGap}. */
    boolean hasGap() {
      return this == POWER_FROM_PULSES || this == ENERGY_FROM_POWER;
    }

    /** Whether it is a sum over time: it must see every reading of its input, used or not. */
    public boolean isSum() {
      return this == ENERGY_FROM_POWER;
    }

    /** Whether it takes several inputs. */
    boolean takesSeveral() {
      return this == SUM || this == DIFFERENCE;
    }
  }

  public DerivedSettings {
    inputs = List.copyOf(inputs);
  }

  /** The computation itself, before its first step. */
  public Derivation derivation() {
    BigDecimal constant = factor == null ? BigDecimal.ONE : factor;
    Duration gap = longestGap == null ? USUAL_GAP : longestGap;
    return switch (kind) {
      case SUM -> new Derivation.Sum();
      case DIFFERENCE -> new Derivation.Difference();
      case PRODUCT -> new Derivation.Product(constant);
      case POWER_FROM_PULSES -> new Derivation.PowerFromPulses(constant, gap);
      case ENERGY_FROM_POWER -> new Derivation.EnergyFromPower(gap);
    };
  }
}
