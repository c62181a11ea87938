package io.busbar.appliance.clock;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When the machine's clock is believed, as the configuration has it. */
public record ClockSettings(
    @JsonProperty(defaultValue = AUTO)
        @Pattern(regexp = "^(" + AUTO + "|" + ALWAYS + ")$")
        @JsonPropertyDescription(
            "auto believes the machine's clock when a time service or a clock chip has set it;"
                + " always believes it from the start, unless it is before the last time known")
        String trust,
    @JsonPropertyDescription(
            "What is read before the time is known waits so long for it and then is sent as"
                + " UNCERTAIN; 0s sends it at once, without this it waits until the time is known")
        @Nullable Duration waitAtMost) {
  static final String AUTO = "auto";

  static final String ALWAYS = "always";

  /** What holds when the configuration says nothing. */
  public static final ClockSettings DEFAULT = new ClockSettings(AUTO, null);

  boolean always() {
    return trust.equals(ALWAYS);
  }
}
