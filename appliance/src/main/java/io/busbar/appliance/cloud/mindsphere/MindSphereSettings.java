package io.busbar.appliance.cloud.mindsphere;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What MindSphere alone needs. */
public record MindSphereSettings(
    @Pattern(regexp = "^[A-Za-z0-9_-]{1,64}$")
        @JsonPropertyDescription("Tenant; without it the part of the client id before the first _")
        @Nullable String tenant,
    @Size(min = 1, max = 128)
        @JsonPropertyDescription(
            "External id of the data model, unique in the tenant; without it the gateway's name")
        @Nullable String modelId,
    @JsonProperty(defaultValue = "string")
        @Pattern(regexp = "^(string|number)$")
        @JsonPropertyDescription(
            "Whether numbers are sent as texts, which fits every data type, or as JSON numbers")
        String values,
    @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription(
            "Upload and instantiate the data model; false when it was made by hand")
        boolean onboard,
    @JsonProperty(defaultValue = "{}")
        @JsonPropertyDescription(
            "Placeholders: what the platform puts for ${name} in names and units of the data model")
        Map<String, String> parameters) {}
