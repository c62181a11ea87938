package io.busbar.drivers;

import org.jspecify.annotations.Nullable;

/** A bus that says how it is beside its values; any thread may ask, the answer comes at once. */
public interface Reporting {
  Condition condition();

  /**
   * How a bus is.
   *
   * @param pause why it polls nothing for now, for example {@code paused by a scan}; null when it
   *     polls
   * @param hint what could make a bus that works better; null for nothing
   * @param utilisation share of its time that it spent asking of late, 0 to 1; NaN while unknown
   */
  record Condition(@Nullable String pause, @Nullable String hint, double utilisation) {}
}
