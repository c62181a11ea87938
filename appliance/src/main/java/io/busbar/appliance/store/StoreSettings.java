package io.busbar.appliance.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;

/** How what waits for the clouds is kept, as the configuration has it. */
public record StoreSettings(
    @JsonProperty(defaultValue = "5s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "What no cloud has acknowledged after this time is written to disk; 0s writes everything"
                + " before it is sent")
        Duration spillAfter,
    @JsonProperty(defaultValue = "500000000")
        @Min(1_000_000)
        @Max(1_000_000_000_000L)
        @JsonPropertyDescription(
            "Most bytes that the outbox may take on disk; when they are used up the oldest goes")
        long outboxBytes) {

  /** What holds when the configuration says nothing. */
  public static final StoreSettings DEFAULT = new StoreSettings(Duration.ofSeconds(5), 500_000_000);
}
