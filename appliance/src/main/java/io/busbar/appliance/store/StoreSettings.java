package io.busbar.appliance.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How what waits for the clouds, and the history, are kept, as the configuration has it. */
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
        int thinEvery,
    @JsonProperty(defaultValue = USED)
        @Pattern(regexp = "^(" + USED + "|" + ALL + "|" + NONE + ")$")
        @JsonPropertyDescription(
            "Which variables have a history for charts: those that a section, an event or a log uses,"
                + " all, or none. Texts have none")
        String history,
    @JsonProperty(defaultValue = "200000000")
        @Min(0)
        @Max(1_000_000_000_000L)
        @JsonPropertyDescription(
            "Most bytes that the history may take on disk, 1000000 or more; 0 for no history. The"
                + " oldest goes first, from finest to coarsest")
        long historyBytes,
    @JsonProperty(defaultValue = "5m")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "How often the history is written to disk, 1s to 1h: a power cut takes at most so much of"
                + " it")
        Duration historyEvery) {

  /** Gives up the oldest. */
  static final String DROP_OLDEST = "drop-oldest";

  /** Gives up the newest. */
  static final String DROP_NEWEST = "drop-newest";

  /** Gives up readings between others. */
  static final String THIN = "thin";

  /** A history of what is used. */
  static final String USED = "used";

  /** A history of everything. */
  static final String ALL = "all";

  /** No history. */
  static final String NONE = "none";

  /** The least that a history needs. */
  public static final long LEAST_HISTORY = 1_000_000;

  /** Whether there is a history at all. */
  public boolean hasHistory() {
    return historyBytes > 0 && !history.equals(NONE);
  }

  /** Whether a variable has a history when it is used, or not. */
  public boolean records(boolean used) {
    return hasHistory() && (used || history.equals(ALL));
  }

  /** Whether the outbox is the same by both. */
  public boolean sameOutbox(@Nullable StoreSettings other) {
    return other != null && Limits.of(this).equals(Limits.of(other));
  }

  /** Whether the history's file is the same by both, though other variables may be in it. */
  public boolean sameHistory(@Nullable StoreSettings other) {
    return other != null
        && hasHistory() == other.hasHistory()
        && HistoryLimits.of(this).equals(HistoryLimits.of(other));
  }

  /** What holds when the configuration says nothing. */
  public static final StoreSettings DEFAULT =
      new StoreSettings(
          Duration.ofSeconds(5),
          500_000_000,
          null,
          DROP_OLDEST,
          2,
          USED,
          200_000_000,
          Duration.ofMinutes(5));
}
