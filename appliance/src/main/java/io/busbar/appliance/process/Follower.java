package io.busbar.appliance.process;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Follows single variables on their way through the tree and its sections. It is called under the
 * tree's lock, by variables that are followed ({@link ProcessTree#beFollowed}) alone: all others
 * pay for it with one look at a field.
 */
public interface Follower {
  /** The tree took a sample; what it holds of the variable now is the second. */
  void took(Variable variable, Sample sample, Latest latest);

  /** A section looked at the variable. */
  void judged(Variable variable, Judgement judgement);

  /**
   * What a section made of what a variable held.
   *
   * @param point the point's name at the platform
   * @param value as it was then
   * @param time when it was looked at
   * @param cause what decided
   * @param last the value that was reported last; null when there was none
   * @param lastQuality of it; null when nothing was ever reported
   * @param difference between both numbers; null when they are none
   * @param limit from which difference on it is reported; null when any change is
   */
  record Judgement(
      String connector,
      String section,
      String point,
      @Nullable Value value,
      Instant time,
      Cause cause,
      @Nullable Value last,
      @Nullable Quality lastQuality,
      @Nullable Double difference,
      @Nullable Double limit) {}

  /** What decides whether a value is reported. */
  enum Cause {
    /** It was never reported before. */
    FIRST(true),
    /** Its quality is another one than was reported. */
    QUALITY(true),
    /** It differs from the reported value by the limit or more. */
    LIMIT(true),
    /** It changed, and there is no limit. */
    CHANGE(true),
    /** It was silent for as long as it may be. */
    SILENCE(true),
    /** It is reported at every cycle. */
    CYCLE(true),
    /** An event or a command wanted everything. */
    DEMAND(true),
    /** It is as it was reported. */
    SAME(false),
    /** It differs by less than the limit. */
    WITHIN(false),
    /** It changed, but the last report is not long enough ago. */
    TOO_SOON(false);

    private final boolean reports;

    Cause(boolean reports) {
      this.reports = reports;
    }

    /** Whether it is reported. */
    public boolean reports() {
      return reports;
    }
  }
}
