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
 * @param send a cycle of one second or more, or {@code on-change}
 * @param update how often an on-change section looks at its values; null looks at every sample
 */
public record SectionSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the section, for example Realtime1")
        String name,
    @JsonProperty(defaultValue = "3s")
        @Pattern(regexp = SendRule.PATTERN)
        @JsonPropertyDescription("A cycle from 1s on, or on-change")
        String send,
    @JsonPropertyDescription(
            "How often an on-change section looks at its values, 1s to 1h; without it at every sample")
        @Nullable Duration update,
    @JsonProperty(required = true)
        @Size(min = 1, max = 1000)
        @JsonPropertyDescription("The points that are sent together")
        List<Point> points) {

  /**
   * One point of a section.
   *
   * @param name its name at the platform
   * @param path the process variable it shows
   * @param hysteresis absolute, in the variable's unit; null reports every time
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
      @JsonProperty(defaultValue = "{}")
          @JsonPropertyDescription(
              "What the platform should know of the point, for example its unit")
          Map<String, String> meta) {}
}
