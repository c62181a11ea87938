package io.busbar.appliance.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
            "Most bytes that the outbox may take on disk; each connector has its share of them")
        long outboxBytes,
    @JsonPropertyDescription(
            "What has waited longer is given up, 1h or more; without it nothing is")
        @Nullable Duration outboxAge,
    @JsonProperty(defaultValue = DROP_OLDEST)
        @Pattern(regexp = "^(" + DROP_OLDEST + "|" + DROP_NEWEST + "|" + THIN + ")$")
        @JsonPropertyDescription(
            "What goes when the bytes are used up: the oldest, the newest, or, to thin, of each"
                + " series all but every so many, see thinEvery")
        String whenFull,
    @JsonProperty(defaultValue = "2")
        @Min(2)
        @Max(1000)
        @JsonPropertyDescription("Thinning keeps at least one of so many readings of a series")
        int thinEvery) {

  /** Gives up the oldest. */
  static final String DROP_OLDEST = "drop-oldest";

  /** Gives up the newest. */
  static final String DROP_NEWEST = "drop-newest";

  /** Gives up readings between others. */
  static final String THIN = "thin";

  /** What holds when the configuration says nothing. */
  public static final StoreSettings DEFAULT =
      new StoreSettings(Duration.ofSeconds(5), 500_000_000, null, DROP_OLDEST, 2);
}
