package io.busbar.appliance.process;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Derivation;
import io.busbar.drivers.DerivedSettings;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A variable of the tree that follows from others, of any buses. It is computed when one of its
 * inputs comes anew, of the latest reading of each: the devices of a plant are not read at the same
 * moment anyway. Guarded by the tree.
 *
 * <p>It has the worst quality and the oldest time of its inputs, and no value of its own while one
 * of them failed. Until each was tried once it is unread.
 */
final class DerivedVariable {
  private final Variable target;
  private final DataPoint point;
  private final DerivedSettings rule;
  private final List<Variable> inputs;
  private Derivation derivation;
  private boolean due;

  /**
   * @param rule what it follows from, by paths
   * @param derivation the rule's, or one that goes on from an earlier run
   */
  DerivedVariable(
      Variable target,
      DataPoint point,
      DerivedSettings rule,
      Derivation derivation,
      List<Variable> inputs) {
    this.target = target;
    this.point = point;
    this.rule = rule;
    this.derivation = derivation;
    this.inputs = List.copyOf(inputs);
  }

  Variable target() {
    return target;
  }

  /** From now on it follows; it takes over what an equal one before it remembers. */
  void begin(@Nullable DerivedVariable before) {
    if (before != null && before.rule.equals(rule) && before.point.equals(point)) {
      derivation = before.derivation;
    }
    target.derived = this;
    inputs.forEach(input -> input.feeds.add(this));
    if (rule.kind().isSum()) {
      countInputs(1);
    }
    if (target.users > 0) {
      countInputs(1);
    }
    due = true;
  }

  /** From now on it follows no more. */
  void end() {
    if (rule.kind().isSum()) {
      countInputs(-1);
    }
    if (target.users > 0) {
      countInputs(-1);
    }
    inputs.forEach(input -> input.feeds.remove(this));
    target.derived = null;
  }

  /**
   * Says that what it follows from is used once more, or once less.
   *
   * @return whether one of them is used now and was not before, or the other way round
   */
  boolean countInputs(int change) {
    boolean news = false;
    for (Variable input : inputs) {
      news |= input.count(change);
    }
    return news;
  }

  /** Notes that an input came. */
  void touch() {
    due = true;
  }

  /** Computes it if it is due; its new reading, if it has one. */
  @Nullable Sample compute() {
    if (!due) {
      return null;
    }
    due = false;
    List<Sample> samples = new ArrayList<>(inputs.size());
    long came = Long.MAX_VALUE;
    for (Variable input : inputs) {
      Latest latest = input.latest;
      Instant looked = latest.looked();
      if (looked == null) {
        return null;
      }
      samples.add(sample(input, latest, looked));
      came = came == Long.MAX_VALUE || latest.nanos() - came < 0 ? latest.nanos() : came;
    }
    Derivation.Step step = derivation.step(point, samples, came);
    derivation = step.next();
    target.latest = target.latest.after(step.result(), came);
    return step.result();
  }

  /** A reading that failed has no value, though the tree keeps the last one. */
  private Sample sample(Variable input, Latest latest, Instant looked) {
    boolean failed = latest.value() == null || !Objects.equals(latest.time(), looked);
    if (latest.quality() == Quality.GOOD && !failed) {
      return new Sample(point, latest.value(), Quality.GOOD, looked, null);
    }
    String reason = input.path() + ": " + latest.reason();
    return new Sample(point, failed ? null : latest.value(), latest.quality(), looked, reason);
  }
}
