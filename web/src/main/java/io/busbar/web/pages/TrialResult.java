package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a device's test, every text ready to show.
 *
 * @param sentence why it gave no values; empty when it did
 * @param request the bytes that were sent, in hex; empty when nothing was
 * @param answer the bytes that came, in hex; empty when nothing came
 */
public record TrialResult(
    boolean answered, String sentence, String request, String answer, List<Value> values) {
  /**
   * One value.
   *
   * @param reason why there is none; null when there is one
   */
  public record Value(String name, String value, String unit, @Nullable String reason) {}
}
