package io.busbar.appliance.cloud.smartgear;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Sm@rtGear alone needs. */
public record SmartGearSettings(
    @JsonProperty(required = true)
        @Min(0)
        @Max(65_535)
        @JsonPropertyDescription("Number of the device type, the third level of every topic")
        int deviceType,
    @JsonPropertyDescription(
            "Fourth level of the topics: one text, or one by device; without it the device's name")
        @Nullable ByDevice deviceName,
    @JsonPropertyDescription(
            "Last level of the topics: one text, or one by device; without it the gateway's name")
        @Nullable ByDevice deviceSource,
    @JsonProperty(defaultValue = "{}")
        @JsonPropertyDescription(
            "Paths of section points by category and data point, for codes that do not map by"
                + " themselves: {\"48/31\": \"/Process/Lan/PAC1/temperature\"}")
        Map<String, String> points,
    @JsonProperty(defaultValue = "raw")
        @Pattern(regexp = "^(raw|json|databus)$")
        @JsonPropertyDescription(
            "Form of a message: the value alone (an assumption, the platform publishes no form),"
                + " a JSON object, or the Industrial Edge Common Databus payload")
        String body,
    @JsonProperty(defaultValue = "si")
        @Pattern(regexp = "^(si|kilo)$")
        @JsonPropertyDescription(
            "Powers and energies in W and Wh, or in kW and kWh; the platform publishes no unit")
        String units,
    @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("Send the heartbeat and the state of the machine, category 0")
        boolean system) {
  public SmartGearSettings {
    points = Map.copyOf(points);
  }
}
