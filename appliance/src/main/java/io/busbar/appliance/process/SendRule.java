package io.busbar.appliance.process;

import io.busbar.drivers.schema.DurationText;
import java.time.Duration;

/** When a section sends. */
public sealed interface SendRule {
  /** What the key {@code send} may hold. */
  String PATTERN = "^([0-9]{1,9}(ms|s|m|h|d)|[0-9]{10}s|on-change|on-event)$";

  /** All values every so often. */
  record Cycle(Duration every) implements SendRule {}

  /** What changed, when it changed. */
  record OnChange() implements SendRule {}

  /** All values, when an event or a command says so. */
  record OnEvent() implements SendRule {}

  /**
   * The rule that a text stands for.
   *
   * @throws IllegalArgumentException the text is neither a duration nor one of the words
   */
  static SendRule parse(String text) {
    return switch (text) {
      case "on-change" -> new OnChange();
      case "on-event" -> new OnEvent();
      // The longest cycle, 2^30 s, has one digit more than any other duration.
      case String longest when longest.matches("[0-9]{10}s") ->
          new Cycle(Duration.ofSeconds(Long.parseLong(longest.substring(0, 10))));
      default -> new Cycle(DurationText.parse(text));
    };
  }
}
