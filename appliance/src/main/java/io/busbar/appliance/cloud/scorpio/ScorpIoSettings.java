package io.busbar.appliance.cloud.scorpio;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What SCorp-io alone needs. What stands under {@code devices} is the last part of the topics of a
 * device; for a DASH7 node the platform's present gateway uses the UID in upper-case hex without
 * leading zeros.
 */
public record ScorpIoSettings(
    @JsonProperty(defaultValue = "metrics")
        @Pattern(regexp = "^(metrics|mindsphere)$")
        @JsonPropertyDescription(
            "Birth and data messages with metrics, or messages as MindSphere's")
        String dialect,
    @Pattern(regexp = ScorpIoType.PART) @JsonPropertyDescription("Project id; the metrics need it")
        @Nullable String project,
    @Pattern(regexp = ScorpIoType.PART)
        @JsonPropertyDescription("Edge node id; without it the gateway's name")
        @Nullable String edgeNode,
    @JsonProperty(defaultValue = "{}")
        @JsonPropertyDescription(
            "Id of a device at the platform, by its name here; without it its name")
        Map<String, String> devices,
    @Pattern(regexp = "^[A-Za-z0-9_-]{1,64}$")
        @JsonPropertyDescription(
            "Dialect mindsphere: tenant; without it the part of the client id before the first _")
        @Nullable String tenant,
    @Size(min = 1, max = 128)
        @JsonPropertyDescription(
            "Dialect mindsphere: external id of the data model; without it the gateway's name")
        @Nullable String modelId,
    @JsonProperty(defaultValue = "string")
        @Pattern(regexp = "^(string|number)$")
        @JsonPropertyDescription("Dialect mindsphere: numbers as texts or as JSON numbers")
        String values,
    @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("Dialect mindsphere: upload and instantiate the data model")
        boolean onboard) {}
