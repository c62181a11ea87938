package io.busbar.appliance.process;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * When one section point is reported (FP Juconn manual, section 7.2): once at first, and again when
 * it differs from the last <em>reported</em> value by at least the hysteresis. A change of quality
 * is always reported.
 */
final class Deadband {
  private final Rule rule;
  private boolean reported;
  private long when;
  private @Nullable Value last;
  private @Nullable Value seen;
  private Quality lastQuality = Quality.BAD;

  /**
   * What the configuration says of a point.
   *
   * @param amount absolute, in the variable's unit; null when there is none
   * @param percent of the last reported value; null when there is none. Without both, any change is
   *     reported
   * @param maxSilence nanoseconds after which even an unchanged value is reported; 0 for never
   * @param minInterval nanoseconds in which a changed value is held back; 0 for none
   * @param cyclic whether without a hysteresis every look would be reported, not only every change
   */
  record Rule(
      @Nullable Double amount,
      @Nullable Double percent,
      long maxSilence,
      long minInterval,
      boolean cyclic) {
    /** Every change, or what differs by the amount. */
    static Rule of(@Nullable Double amount) {
      return new Rule(amount, null, 0, 0, false);
    }
  }

  /** What a look at a point came to. */
  enum Verdict {
    /** It is news, and is now the last reported value. */
    REPORT,
    /** Without its hysteresis it would have been reported. */
    SAVED,
    /** It is as it was. */
    SAME
  }

  Deadband(Rule rule) {
    this.rule = rule;
  }

  /**
   * Judges what the point holds now.
   *
   * @param now the monotonic clock in nanoseconds
   */
  Verdict judge(@Nullable Value value, Quality quality, long now) {
    if (cause(value, quality, now).reports()) {
      report(value, quality, now);
      return Verdict.REPORT;
    }
    boolean changed = rule.cyclic() || (value == null ? seen != null : !value.equals(seen));
    seen = value;
    return changed ? Verdict.SAVED : Verdict.SAME;
  }

  /** What {@link #judge} decides by; nothing is noted. */
  Follower.Cause cause(@Nullable Value value, Quality quality, long now) {
    if (!reported) {
      return Follower.Cause.FIRST;
    }
    if (quality != lastQuality) {
      return Follower.Cause.QUALITY;
    }
    long silent = now - when;
    if (rule.maxSilence() > 0 && silent >= rule.maxSilence()) {
      return Follower.Cause.SILENCE;
    }
    boolean limited = rule.amount() != null || rule.percent() != null;
    if (differs(value)) {
      return silent < rule.minInterval()
          ? Follower.Cause.TOO_SOON
          : limited ? Follower.Cause.LIMIT : Follower.Cause.CHANGE;
    }
    return value == null || value.equals(last) ? Follower.Cause.SAME : Follower.Cause.WITHIN;
  }

  /** The value that was reported last; null when there was none. */
  @Nullable Value last() {
    return last;
  }

  /** The quality that was reported last; null before the first report. */
  @Nullable Quality lastQuality() {
    return reported ? lastQuality : null;
  }

  /** How far a number is from the reported one; null when one of them is none. */
  @Nullable Double difference(@Nullable Value value) {
    Double now = number(value);
    Double then = number(last);
    return now == null || then == null ? null : Math.abs(now - then);
  }

  /** From which difference on a number is reported; null when any change is. */
  @Nullable Double limit() {
    Double then = number(last);
    if (rule.amount() != null || rule.percent() == null) {
      return rule.amount();
    }
    return then == null ? null : Math.abs(then) * percentOf(rule.percent());
  }

  private static @Nullable Double number(@Nullable Value value) {
    return switch (value) {
      case null -> null;
      case Value.Int(long number) -> (double) number;
      case Value.Real(double number) -> number;
      case Value.Bool _, Value.Text _ -> null;
    };
  }

  /** Takes note that the point is reported for another reason. */
  void report(@Nullable Value value, Quality quality, long now) {
    reported = true;
    when = now;
    last = value;
    seen = value;
    lastQuality = quality;
  }

  private boolean differs(@Nullable Value value) {
    if (value == null || last == null) {
      return value != last;
    }
    if (value.equals(last)) {
      return false;
    }
    Double amount = rule.amount();
    Double percent = rule.percent();
    if (amount == null && percent == null) {
      return true;
    }
    if (value instanceof Value.Int(long now) && last instanceof Value.Int(long then)) {
      return farApart(now, then, amount, percent);
    }
    if (value instanceof Value.Real(double now) && last instanceof Value.Real(double then)) {
      return farApart(now, then, amount, percent);
    }
    return true;
  }

  /**
   * Counters are compared as whole numbers: as doubles, large ones would lose their last digits.
   */
  private static boolean farApart(
      long now, long then, @Nullable Double amount, @Nullable Double percent) {
    long apart = now - then;
    boolean overflow = ((now ^ then) & (now ^ apart)) < 0;
    double needed = amount != null ? amount : Math.abs((double) then) * percentOf(percent);
    return overflow || Math.abs((double) apart) >= needed;
  }

  /**
   * Binary numbers are not exact: 0.3 - 0.2 must still count as 0.1. What is near the limit is
   * therefore compared as the decimals that people see.
   */
  private static boolean farApart(
      double now, double then, @Nullable Double amount, @Nullable Double percent) {
    double apart = Math.abs(now - then);
    double needed = amount != null ? amount : Math.abs(then) * percentOf(percent);
    // Half a step of a float is the most by which the binary difference may be wrong.
    double doubt = Math.ulp((float) Math.max(Math.abs(now), Math.abs(then)));
    if (apart >= needed || apart < needed - doubt) {
      return apart >= needed;
    }
    return reaches(decimal(now), decimal(then), amount, percent)
        || (isFloat(now)
            && isFloat(then)
            && reaches(floatDecimal(now), floatDecimal(then), amount, percent));
  }

  private static boolean reaches(
      BigDecimal now, BigDecimal then, @Nullable Double amount, @Nullable Double percent) {
    BigDecimal needed =
        amount != null
            ? decimal(amount)
            : then.abs().multiply(decimal(percent == null ? 0 : percent)).movePointLeft(2);
    return now.subtract(then).abs().compareTo(needed) >= 0;
  }

  private static double percentOf(@Nullable Double percent) {
    return percent == null ? 0 : percent / 100;
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value);
  }

  /** Whether it can have come as a float of 32 bits, whose decimal is shorter than the double's. */
  private static boolean isFloat(double value) {
    return value == (float) value;
  }

  private static BigDecimal floatDecimal(double value) {
    return new BigDecimal(Float.toString((float) value));
  }
}
