package io.busbar.drivers.dash7;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One node of a DASH7 bus. */
public record NodeSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the node, a segment of its paths")
        String name,
    @JsonProperty(required = true)
        @Pattern(regexp = Uid.PATTERN)
        @JsonPropertyDescription("UID of the node, 16 hex digits, for example 323636300039004C")
        String uid,
    @JsonProperty(required = true)
        @Size(min = 1, max = 100)
        @JsonPropertyDescription("Type of the node, for example camexia-energy")
        String layout,
    @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "How often the node sends; after three times this in silence it counts as gone. Without"
                + " it, what the node or its type says")
        @Nullable Duration period,
    @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "How long a write may wait in the modem until the node is heard, up to 5d; without it"
                + " the node is called at once")
        @Nullable Duration dormant,
    @JsonProperty(defaultValue = "1")
        @Min(0)
        @Max(255)
        @JsonPropertyDescription("Access class by which the node is called; 1 is usual")
        int accessClass) {}
