package io.busbar.appliance.process;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import org.jspecify.annotations.Nullable;

/**
 * The hysteresis of one section point (FP Juconn manual, section 7.2): a value is reported once at
 * first, and again when it differs from the last <em>reported</em> one by at least the amount. A
 * change of quality is always reported.
 */
public final class Deadband {
  /** Decimal amounts such as 0.1 are not exact in binary: 0.3 - 0.2 must still count as 0.1. */
  private static final double ROUNDING = 1e-12;

  private final @Nullable Double amount;
  private boolean reported;
  private @Nullable Value last;
  private Quality lastQuality = Quality.BAD;

  /**
   * @param amount absolute, in the variable's unit; null reports any change
   */
  public Deadband(@Nullable Double amount) {
    this.amount = amount;
  }

  /** Whether this is news; if so, it is now the last reported value. */
  public boolean reports(@Nullable Value value, Quality quality) {
    if (reported && quality == lastQuality && !differs(value)) {
      return false;
    }
    reported = true;
    last = value;
    lastQuality = quality;
    return true;
  }

  private boolean differs(@Nullable Value value) {
    if (value == null || last == null) {
      return value != last;
    }
    if (amount == null || value.equals(last)) {
      return !value.equals(last);
    }
    if (value instanceof Value.Int now && last instanceof Value.Int then) {
      // Counters are compared as whole numbers: as doubles, large ones would lose their last
      // digits.
      return Math.abs((double) (now.value() - then.value())) >= amount;
    }
    if (value instanceof Value.Real now && last instanceof Value.Real then) {
      double size = Math.max(Math.abs(now.value()), Math.abs(then.value()));
      return Math.abs(now.value() - then.value()) >= amount - size * ROUNDING;
    }
    return true;
  }
}
