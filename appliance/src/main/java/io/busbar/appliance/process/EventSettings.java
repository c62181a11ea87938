package io.busbar.appliance.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Names;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event, as the configuration has it: when it fires, and what it does.
 *
 * @param when {@code rising} and {@code falling}: a state or number leaves or becomes false or 0;
 *     {@code change} of anything; {@code above} and {@code below} a limit; {@code daily} at a time;
 *     and one that only fires when it is told to, as all others can be too
 * @param path the variable that it watches; null for daily and named
 * @param limit of above and below, in the variable's unit
 * @param hysteresis how far back behind the limit the value must come before it can fire again
 * @param at local time of a daily one, for example {@code 06:30}
 */
public record EventSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the event")
        String name,
    @JsonProperty(required = true)
        @Pattern(regexp = "^(rising|falling|change|above|below|daily|named)$")
        @JsonPropertyDescription("rising, falling, change, above, below, daily or named")
        String when,
    @Pattern(regexp = Path.PATTERN) @JsonPropertyDescription("The variable that it watches")
        @Nullable String path,
    @JsonPropertyDescription("Limit of above and below, in the variable's unit")
        @Nullable Double limit,
    @JsonProperty(defaultValue = "0")
        @JsonPropertyDescription(
            "How far back behind the limit the value must come before it can fire again")
        double hysteresis,
    @Pattern(regexp = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")
        @JsonPropertyDescription("Local time of a daily event, for example 06:30")
        @Nullable String at,
    @JsonProperty(required = true)
        @Size(min = 1, max = 20)
        @JsonPropertyDescription("What it does, one after the other")
        List<Action> actions) {
  public EventSettings {
    actions = List.copyOf(actions);
  }

  /**
   * One thing that an event does: exactly one of send, set and log.
   *
   * @param send a connector, or a connector and one of its sections: {@code CloudConn,Realtime2}
   * @param set a variable to set
   * @param value what it is set to: a Boolean, Integer, Long, Double or String
   * @param log a log to write to
   * @param text what is written there, beside the event and its value
   */
  public record Action(
      @Pattern(regexp = "^[A-Za-z0-9_.-]{1,64}(,[A-Za-z0-9_.-]{1,64})?$")
          @JsonPropertyDescription("Connector, or connector,section, whose values are sent")
          @Nullable String send,
      @Pattern(regexp = Path.PATTERN) @JsonPropertyDescription("Variable that is set")
          @Nullable String set,
      @JsonPropertyDescription("What the variable is set to") @Nullable Object value,
      @Pattern(regexp = Names.PATTERN)
          @JsonPropertyDescription("Log that a record is written to, for example Event")
          @Nullable String log,
      @Pattern(regexp = "^[^\\x00-\\x1f\\x7f]{0,256}$")
          @JsonPropertyDescription("Text of the record")
          @Nullable String text) {

    /** The value as the tree takes it. */
    Object wanted() {
      return switch (value) {
        case null -> "";
        case Integer whole -> whole.longValue();
        default -> value;
      };
    }

    /**
     * Refuses a value that a variable cannot have.
     *
     * @throws IllegalArgumentException says what came and what is wanted
     */
    public void check(DataPoint variable) {
      Setting.value(variable, wanted());
    }
  }

  /** The time of a daily event. */
  LocalTime time() {
    return LocalTime.parse(at == null ? "00:00" : at);
  }
}
