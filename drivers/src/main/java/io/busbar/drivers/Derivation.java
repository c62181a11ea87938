package io.busbar.drivers;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How one quantity follows from others. A derivation is a value: it changes nothing, and what it
 * has to remember is in its successor.
 *
 * <p>The result has the worst quality and the oldest time of its inputs. When a reading of one of
 * them failed, the result is a failed reading too, so that a sum of old and new never looks like a
 * value. Spans are those of the monotonic clock: a clock that is set makes no energy.
 */
public sealed interface Derivation {
  /** Energy comes in watt-hours, a power in counts per hour. */
  double HOUR_NANOS = 3_600e9;

  /**
   * A result, and the derivation for the next one.
   *
   * @param next remembers what this step has to tell the following
   */
  record Step(Sample result, Derivation next) {}

  /**
   * The result of one reading of every input.
   *
   * @param point what the result is a sample of
   * @param inputs numbers; exactly one for all but {@link Sum} and {@link Difference}
   * @param nanos when they were on the wire, by the monotonic clock
   */
  Step step(DataPoint point, List<Sample> inputs, long nanos);

  /** All inputs together. */
  record Sum() implements Derivation {
    @Override
    public Step step(DataPoint point, List<Sample> inputs, long nanos) {
      return new Step(combined(point, inputs, BigDecimal::add), this);
    }
  }

  /** The first input less all others. */
  record Difference() implements Derivation {
    @Override
    public Step step(DataPoint point, List<Sample> inputs, long nanos) {
      return new Step(combined(point, inputs, BigDecimal::subtract), this);
    }
  }

  /** The input times a constant. */
  record Product(BigDecimal factor) implements Derivation {
    @Override
    public Step step(DataPoint point, List<Sample> inputs, long nanos) {
      Sample input = inputs.getFirst();
      Value value = input.value();
      return new Step(
          value == null
              ? failed(point, input, input.reason())
              : result(point, input, number(value).multiply(factor)),
          this);
    }
  }

  /**
   * The mean power between two changes of a counter of pulses or of energy, per hour. A reading
   * only tells that the counter had changed by then, so the power of slow pulses is as exact as the
   * time between two readings. While none comes, the next is taken to be just due, which bounds the
   * power from above; after {@code longestGap} without a change it is 0.
   *
   * <p>A counter that goes back, and one that was not read for {@code longestGap}, starts anew: the
   * power is only known again at its second change.
   *
   * @param perCount energy of one count, for example Wh for a result in W
   * @param last null before the first reading
   */
  record PowerFromPulses(BigDecimal perCount, Duration longestGap, @Nullable Counted last)
      implements Derivation {
    private static final String WAITS = "a power needs two changes of the counter";

    /**
     * What is known of the counter.
     *
     * @param count the last reading
     * @param readAt its moment
     * @param changedAt moment of the last change; of the first reading before there was one
     * @param power mean between the last two changes; null before there were two
     * @param changed whether there was a change, so that {@code changedAt} is one
     */
    public record Counted(
        BigDecimal count, long readAt, long changedAt, @Nullable Double power, boolean changed) {}

    public PowerFromPulses(BigDecimal perCount, Duration longestGap) {
      this(perCount, longestGap, null);
    }

    @Override
    public Step step(DataPoint point, List<Sample> inputs, long nanos) {
      Sample input = inputs.getFirst();
      Value value = input.value();
      if (value == null || input.quality() != Quality.GOOD) {
        return new Step(failed(point, input, input.reason()), this);
      }
      Counted now = counted(number(value), nanos);
      String trouble = trouble(number(value), nanos);
      Double power = shown(now, nanos);
      Sample result =
          trouble != null || power == null
              ? uncertain(point, input, trouble == null ? WAITS : trouble)
              : Sample.good(point, new Value.Real(power), input.time());
      return new Step(result, new PowerFromPulses(perCount, longestGap, now));
    }

    /** Why nothing can be told from the last reading to this one; null when it can. */
    private @Nullable String trouble(BigDecimal count, long nanos) {
      if (last == null) {
        return WAITS;
      }
      if (nanos - last.readAt() > longestGap.toNanos()) {
        return "the counter was not read for " + seconds(nanos - last.readAt());
      }
      return count.compareTo(last.count()) >= 0
          ? null
          : "the counter went back from %s to %s"
              .formatted(last.count().toPlainString(), count.toPlainString());
    }

    private Counted counted(BigDecimal count, long nanos) {
      if (last == null || trouble(count, nanos) != null) {
        return new Counted(count, nanos, nanos, null, false);
      }
      BigDecimal increase = count.subtract(last.count());
      if (increase.signum() == 0) {
        return new Counted(count, nanos, last.changedAt(), last.power(), last.changed());
      }
      Double power = last.changed() ? perHour(increase, nanos - last.changedAt()) : null;
      return new Counted(count, nanos, nanos, power, true);
    }

    private @Nullable Double shown(Counted now, long nanos) {
      long elapsed = nanos - now.changedAt();
      if (elapsed >= longestGap.toNanos()) {
        return 0.0;
      }
      Double power = now.power();
      if (power == null || elapsed <= 0) {
        return power;
      }
      double most = Math.abs(perHour(BigDecimal.ONE, elapsed));
      return Math.copySign(Math.min(Math.abs(power), most), power);
    }

    private Double perHour(BigDecimal increase, long nanos) {
      return increase.multiply(perCount).doubleValue() * (HOUR_NANOS / Math.max(nanos, 1));
    }
  }

  /**
   * Energy as power over time, from 0 or from what was kept of an earlier run: nothing is known of
   * the time until the first reading, which the first value says by being UNCERTAIN. Between two
   * good readings the power is taken to go in a straight line. Over a gap that is too long nothing
   * is added, and the first value after it is UNCERTAIN. Negative power takes away.
   *
   * @param kept null when nothing was kept
   * @param last null before the first reading
   */
  record EnergyFromPower(Duration longestGap, @Nullable Kept kept, @Nullable Metered last)
      implements Derivation {
    /**
     * What an energy had come to.
     *
     * @param energy power times hours
     */
    public record Kept(double energy, Instant time) {}

    /**
     * The energy up to a reading.
     *
     * @param power at that reading
     * @param energy power times hours
     */
    public record Metered(double power, long at, double energy) {}

    public EnergyFromPower(Duration longestGap) {
      this(longestGap, null, null);
    }

    /** The same, going on from there. */
    public EnergyFromPower from(Kept before) {
      return new EnergyFromPower(longestGap, before, null);
    }

    @Override
    public Step step(DataPoint point, List<Sample> inputs, long nanos) {
      Sample input = inputs.getFirst();
      Value value = input.value();
      if (value == null || input.quality() != Quality.GOOD) {
        return new Step(failed(point, input, input.reason()), this);
      }
      double power = number(value).doubleValue();
      boolean counts = last != null && nanos - last.at() <= longestGap.toNanos();
      double before = last != null ? last.energy() : kept != null ? kept.energy() : 0;
      Metered now = new Metered(power, nanos, counts ? before + since(power, nanos) : before);
      Value energy = new Value.Real(now.energy());
      Sample result =
          counts
              ? Sample.good(point, energy, input.time())
              : new Sample(point, energy, Quality.UNCERTAIN, input.time(), missing(nanos));
      return new Step(result, new EnergyFromPower(longestGap, kept, now));
    }

    private double since(double power, long nanos) {
      Metered before = Objects.requireNonNull(last);
      return (before.power() + power) / 2 * ((nanos - before.at()) / HOUR_NANOS);
    }

    private String missing(long nanos) {
      if (last != null) {
        return "the power was not read for "
            + seconds(nanos - last.at())
            + ", whose energy is missing";
      }
      return kept == null
          ? "it counts from 0 at the start of the program"
          : "it goes on from " + kept.time() + ", the energy since then is missing";
    }
  }

  private static Sample combined(
      DataPoint point, List<Sample> inputs, BinaryOperator<BigDecimal> operator) {
    Sample worst = inputs.stream().max(Comparator.comparing(Sample::quality)).orElseThrow();
    Instant oldest = inputs.stream().map(Sample::time).min(Comparator.naturalOrder()).orElseThrow();
    List<Value> values = inputs.stream().map(Sample::value).filter(Objects::nonNull).toList();
    Sample like = new Sample(point, worst.value(), worst.quality(), oldest, worst.reason());
    return values.size() < inputs.size()
        ? failed(point, like, worst.reason())
        : result(
            point, like, values.stream().map(Derivation::number).reduce(operator).orElseThrow());
  }

  private static Sample result(DataPoint point, Sample like, BigDecimal number) {
    boolean whole = point.type() == ValueType.INT;
    if (whole ? number.toBigInteger().bitLength() >= Long.SIZE : isTooLarge(number)) {
      return Sample.failed(point, Quality.BAD, like.time(), "the result is too large");
    }
    Value value =
        whole ? new Value.Int(number.longValueExact()) : new Value.Real(number.doubleValue());
    return new Sample(point, value, like.quality(), like.time(), like.reason());
  }

  private static boolean isTooLarge(BigDecimal number) {
    return !Double.isFinite(number.doubleValue());
  }

  private static Sample failed(DataPoint point, Sample input, @Nullable String reason) {
    Quality quality = input.quality() == Quality.GOOD ? Quality.BAD : input.quality();
    return new Sample(point, null, quality, input.time(), reason);
  }

  private static Sample uncertain(DataPoint point, Sample input, String why) {
    return Sample.failed(point, Quality.UNCERTAIN, input.time(), why);
  }

  private static String seconds(long nanos) {
    return Duration.ofNanos(nanos).toSeconds() + " s";
  }

  /** A real counts as the decimal that it shows as: 0.1 and 0.2 are 0.3. */
  private static BigDecimal number(Value value) {
    return switch (value) {
      case Value.Int(long number) -> BigDecimal.valueOf(number);
      case Value.Real(double number) -> BigDecimal.valueOf(number);
      case Value.Bool _, Value.Text _ ->
          throw new IllegalArgumentException("got " + value + ", want a number");
    };
  }
}
