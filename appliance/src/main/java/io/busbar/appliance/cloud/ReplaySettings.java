package io.busbar.appliance.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.schema.Problem;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How what waited in an outage is delivered, as the configuration has it. */
public record ReplaySettings(
    @Pattern(regexp = "^(" + LIVE_FIRST + "|" + IN_ORDER + ")$")
        @JsonPropertyDescription(
            "live-first sends new data at once and the backlog beside it; in-order sends the oldest"
                + " first. Without it live-first where the platform can sort by time, else in-order")
        @Nullable String order,
    @JsonProperty(defaultValue = "0")
        @Min(0)
        @Max(1_000_000)
        @JsonPropertyDescription(
            "Readings of the backlog in a second, at most; 0 for no limit. More than come in, or"
                + " the backlog never ends")
        int rate) {

  static final String LIVE_FIRST = "live-first";
  static final String IN_ORDER = "in-order";

  /** What holds when the configuration says nothing. */
  public static final ReplaySettings DEFAULT = new ReplaySettings(null, 0);

  /**
   * What is wrong with it on this platform; paths count from the connector.
   *
   * @param because why the platform must have all in order; null when it need not
   */
  public Optional<Problem> problem(@Nullable String because) {
    return because != null && LIVE_FIRST.equals(order)
        ? Optional.of(new Problem("/replay/order", "got live-first, want in-order: " + because))
        : Optional.empty();
  }

  /** The same for a platform that must have all in order, or need not. */
  public Replay on(boolean inOrder) {
    return new Replay(!inOrder && !IN_ORDER.equals(order), rate);
  }
}
