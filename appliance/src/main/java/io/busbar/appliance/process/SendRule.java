package io.busbar.appliance.process;

import io.busbar.drivers.schema.DurationText;
import java.time.Duration;

/** When a section sends. */
public sealed interface SendRule {
  /** What the key {@code send} may hold. */
  String PATTERN = "^([0-9]{1,9}(ms|s|m|h|d)|on-change)$";

  /** All values every so often. */
  record Cycle(Duration every) implements SendRule {}

  /** What changed, when it changed. */
  record OnChange() implements SendRule {}

  /**
   * The rule that a text stands for.
   *
   * @throws IllegalArgumentException the text is neither a duration nor {@code on-change}
   */
  static SendRule parse(String text) {
    return text.equals("on-change") ? new OnChange() : new Cycle(DurationText.parse(text));
  }
}
