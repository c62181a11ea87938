package io.busbar.appliance.logbook;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.appliance.process.Path;
import io.busbar.drivers.Names;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One log file of the user, as the configuration has it.
 *
 * @param bytes how much of the disk it may take; the oldest half goes when it is full
 * @param every how often a record is written; null only when an event does
 * @param points the variables whose values each record holds
 */
public record LogSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the log")
        String name,
    @JsonProperty(defaultValue = "1000000")
        @Min(10_000)
        @Max(100_000_000)
        @JsonPropertyDescription("Most bytes on disk; when they are used up the oldest half goes")
        long bytes,
    @JsonPropertyDescription("How often a record is written, 1s to 1d; without it by events only")
        @Nullable Duration every,
    @JsonProperty(defaultValue = "[]")
        @Size(max = 100)
        @JsonPropertyDescription("Variables whose values each record holds")
        List<Point> points) {
  public LogSettings {
    points = List.copyOf(points);
  }

  /** One field of the record. */
  public record Point(
      @JsonProperty(required = true)
          @Pattern(regexp = Names.PATTERN)
          @JsonPropertyDescription("Name of the field")
          String name,
      @JsonProperty(required = true)
          @Pattern(regexp = Path.PATTERN)
          @JsonPropertyDescription("Path of the variable")
          String path) {}
}
