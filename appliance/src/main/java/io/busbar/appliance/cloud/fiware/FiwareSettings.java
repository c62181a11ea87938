package io.busbar.appliance.cloud.fiware;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What FIWARE alone needs. */
public record FiwareSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = FiwareType.PART)
        @JsonPropertyDescription("API key of the group of devices")
        String apiKey,
    @Pattern(regexp = FiwareType.PART)
        @JsonPropertyDescription("Device id; without it the gateway's name")
        @Nullable String deviceId,
    @JsonProperty(defaultValue = "[]")
        @Size(max = 20)
        @JsonPropertyDescription(
            "What goes to which vertical; without any, by the meters' variables, and what no"
                + " vertical has goes to energy by its own name")
        List<Vertical> verticals,
    @DecimalMin("0")
        @DecimalMax("525600")
        @JsonPropertyDescription(
            "Minutes that the field `period` tells; without it the section's cycle")
        @Nullable Double period,
    @JsonProperty(defaultValue = "together")
        @Pattern(regexp = "^(together|single)$")
        @JsonPropertyDescription(
            "All attributes of a vertical in one message, or each on a topic of its own, which"
                + " has no TimeInstant")
        String attributes,
    @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("Report the verticals device and device-health as well")
        boolean device,
    @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Whether the platform may set writable variables of the sections")
        boolean commands) {
  public FiwareSettings {
    verticals = List.copyOf(verticals);
  }

  /**
   * One vertical.
   *
   * @param name one that is known, by its name or suffix, or a new one
   */
  public record Vertical(
      @JsonProperty(required = true)
          @Size(min = 1, max = 64)
          @JsonPropertyDescription(
              "air-quality, weather, noise-level, crowd-flow, crowd-flow-event, energy, or a name"
                  + " of its own")
          String name,
      @Pattern(regexp = "^[A-Za-z0-9]{1,16}$")
          @JsonPropertyDescription("Its part of the topics; a vertical that is known has one")
          @Nullable String suffix,
      @JsonProperty(defaultValue = "{}")
          @JsonPropertyDescription(
              "Names of section points by attribute, such as frequency or phaseVoltage.L1; without"
                  + " any, those whose variables the vertical knows")
          Map<String, String> points) {
    public Vertical {
      points = Map.copyOf(points);
    }
  }
}
