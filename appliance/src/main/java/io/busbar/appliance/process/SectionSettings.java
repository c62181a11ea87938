package io.busbar.appliance.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One realtime section of a connector, as the configuration has it.
 *
 * @param send a cycle of one second or more, {@code on-change} or {@code on-event}
 * @param update how often an on-change section looks at its values; null looks at every sample
 * @param maxSilence how long a point may at most go unreported though it does not change; null for
 *     ever
 * @param minInterval how long a changed point is held back at least since its last report; a change
 *     of quality is not. Null for not at all
 */
public record SectionSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the section, for example Realtime1")
        String name,
    @JsonProperty(defaultValue = "3s")
        @Pattern(regexp = SendRule.PATTERN)
        @JsonPropertyDescription("A cycle from 1s on, on-change, or on-event")
        String send,
    @JsonPropertyDescription(
            "How often an on-change section looks at its values, 1s to 1h; without it at every sample")
        @Nullable Duration update,
    @JsonPropertyDescription(
            "Report each point at least this often, 1s or more, though it does not change")
        @Nullable Duration maxSilence,
    @JsonPropertyDescription(
            "Report each point of an on-change section at most this often, 1s or more; a change of"
                + " quality is always reported")
        @Nullable Duration minInterval,
    @JsonProperty(required = true)
        @Size(min = 1, max = 1000)
        @JsonPropertyDescription("The points that are sent together")
        List<Point> points) {

  /**
   * One point of a section.
   *
   * @param name its name at the platform
   * @param path the process variable it shows
   * @param hysteresis absolute, in the variable's unit; null has none
   * @param hysteresisPercent of the last reported value; null has none. Without both it is reported
   *     every time
   * @param meta what the platform should know of it
   */
  public record Point(
      @JsonProperty(required = true)
          @Size(min = 1, max = 128)
          @JsonPropertyDescription("Name of the point at the platform")
          String name,
      @JsonProperty(required = true)
          @Pattern(regexp = Path.PATTERN)
          @JsonPropertyDescription(
              "Path of the process variable, for example /Process/Lan/PAC1/frequency")
          String path,
      @JsonPropertyDescription(
              "Report only when the value differs from the last reported one by at least this much;"
                  + " not negative, at most two decimals")
          @Nullable Double hysteresis,
      @JsonPropertyDescription(
              "The same in percent of the last reported value, in place of hysteresis")
          @Nullable Double hysteresisPercent,
      @JsonProperty(defaultValue = "{}")
          @JsonPropertyDescription(
              "What the platform should know of the point, for example its unit")
          Map<String, String> meta) {
    boolean hasHysteresis() {
      return hysteresis != null || hysteresisPercent != null;
    }
  }
}
