package io.busbar.appliance.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One realtime section at work: it looks at its variables at every cycle or at every sample, and
 * sends what is to be reported. Each look runs under the tree's lock: it is one moment of all its
 * variables, and Sends leave in the order of the samples.
 */
public final class RealtimeSection implements AutoCloseable {
  /** How often a section that looks at samples looks for what was held back or silent. */
  private static final Duration CHECK = Duration.ofSeconds(1);

  private final String connector;
  private final String name;
  private final ProcessTree tree;
  private final InstantSource clock;
  private final Consumer<Send> outbox;
  private final List<Variable> variables = new ArrayList<>();
  private final List<PointState> points = new ArrayList<>();
  private final BitSet all = new BitSet();
  private final Samples samples = new Samples();
  private final ProcessTree.Use use;
  private final Schedule.@Nullable Task task;
  private final AtomicLong reported = new AtomicLong();
  private final AtomicLong saved = new AtomicLong();
  private boolean ended;

  /** A point's name and when it is reported; {@code always} reports it at every look. */
  private record PointState(String name, Deadband deadband, boolean always) {}

  /**
   * What a section did since it began.
   *
   * @param reported values sent
   * @param saved values that would have been sent without their hysteresis
   */
  public record Counters(String connector, String section, long reported, long saved) {}

  /** Why a section looks at its variables. */
  private enum Occasion {
    /** A cycle: what was never read is reported too. */
    CYCLE,
    /** Samples came: the Send bears their time. */
    SAMPLES,
    /** Time has passed in a section that looks at samples. */
    CHECK,
    /** Everything is to be sent now. */
    DEMAND
  }

  /**
   * Starts at once.
   *
   * @param outbox where the Sends go; called under the tree's lock, so it must not wait
   */
  public RealtimeSection(
      String connector,
      SectionSettings settings,
      ProcessTree tree,
      Schedule schedule,
      InstantSource clock,
      Consumer<Send> outbox) {
    this.connector = connector;
    this.name = settings.name();
    this.tree = tree;
    this.clock = clock;
    this.outbox = outbox;
    SendRule rule = SendRule.parse(settings.send());
    Duration every = every(rule, settings);
    for (SectionSettings.Point point : settings.points()) {
      variables.add(tree.variable(point.path()));
      boolean always = rule instanceof SendRule.Cycle && !point.hasHysteresis();
      Deadband deadband = new Deadband(rule(point, settings, rule, every));
      points.add(new PointState(point.name(), deadband, always));
    }
    all.set(0, points.size());
    this.use = tree.use(variables);
    boolean cyclic = rule instanceof SendRule.Cycle || settings.update() != null;
    if (rule instanceof SendRule.OnChange && !cyclic) {
      tree.watch(variables, samples);
    }
    Occasion occasion = cyclic ? Occasion.CYCLE : Occasion.CHECK;
    this.task = every == null ? null : schedule.every(every, () -> look(occasion));
  }

  /** How often it looks by the clock; null for never. */
  static @Nullable Duration every(SendRule rule, SectionSettings settings) {
    boolean timed = settings.maxSilence() != null || settings.minInterval() != null;
    return switch (rule) {
      case SendRule.Cycle(Duration cycle) -> cycle;
      case SendRule.OnChange() ->
          settings.update() != null ? settings.update() : timed ? CHECK : null;
      case SendRule.OnEvent() -> null;
    };
  }

  /** A look later than the longest silence would break it, so the look before it reports. */
  static Deadband.Rule rule(
      SectionSettings.Point point,
      SectionSettings settings,
      SendRule rule,
      @Nullable Duration every) {
    long between = every == null ? 0 : every.toNanos();
    long silence = nanos(settings.maxSilence());
    return new Deadband.Rule(
        point.hysteresis(),
        point.hysteresisPercent(),
        silence == 0 ? 0 : Math.max(1, silence - between * 9 / 10),
        nanos(settings.minInterval()),
        rule instanceof SendRule.Cycle);
  }

  private static long nanos(@Nullable Duration duration) {
    return duration == null ? 0 : duration.toNanos();
  }

  /** The section's name. */
  public String name() {
    return name;
  }

  /** What it did so far; any thread may ask. */
  public Counters counters() {
    return new Counters(connector, name, reported.get(), saved.get());
  }

  /** Sends all its points as they are now, whatever its own rule. */
  public void sendNow() {
    look(Occasion.DEMAND);
  }

  /** Ends the section. When this returns it sends nothing more. */
  @Override
  public void close() {
    tree.unwatch(variables, samples);
    tree.atomically(() -> ended = true);
    use.close();
    if (task != null) {
      task.cancel();
    }
  }

  private void look(Occasion occasion) {
    tree.atomically(() -> {
      if (!ended) {
        send(all, occasion);
      }
    });
  }

  /** Runs under the tree's lock. */
  private void send(BitSet which, Occasion occasion) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    long nanos = tree.nanos();
    List<Send.Reading> readings = new ArrayList<>();
    Instant newest = Instant.MIN;
    long unsent = 0;
    for (int i = which.nextSetBit(0); i >= 0; i = which.nextSetBit(i + 1)) {
      Variable variable = variables.get(i);
      Latest latest = variable.latest;
      if (variable.follower != null) {
        tell(variable.follower, variable, points.get(i), occasion, now, nanos);
      }
      switch (verdict(points.get(i), latest, occasion, nanos)) {
        case REPORT -> {
          Instant time = latest.time() == null ? now : latest.time();
          Instant looked = latest.looked() == null ? now : latest.looked();
          readings.add(
              new Send.Reading(points.get(i).name(), latest.value(), latest.quality(), time));
          newest = looked.isAfter(newest) ? looked : newest;
        }
        case SAVED -> unsent++;
        case SAME -> {}
      }
    }
    saved.addAndGet(unsent);
    if (!readings.isEmpty()) {
      reported.addAndGet(readings.size());
      boolean atSource = occasion == Occasion.SAMPLES;
      outbox.accept(new Send(connector, name, atSource ? newest : now, readings));
    }
  }

  /** Tells what the next line will decide, while what was reported last is still known. */
  private void tell(
      Follower follower,
      Variable variable,
      PointState point,
      Occasion occasion,
      Instant now,
      long nanos) {
    Latest latest = variable.latest;
    if (waitsForItsFirstSample(latest, occasion)) {
      return;
    }
    Deadband deadband = point.deadband();
    Follower.Cause cause =
        occasion == Occasion.DEMAND
            ? Follower.Cause.DEMAND
            : point.always()
                ? Follower.Cause.CYCLE
                : deadband.cause(latest.value(), latest.quality(), nanos);
    follower.judged(
        variable,
        new Follower.Judgement(
            connector,
            name,
            point.name(),
            latest.value(),
            now,
            cause,
            deadband.last(),
            deadband.lastQuality(),
            deadband.difference(latest.value()),
            deadband.limit()));
  }

  /** A section that goes by samples first reports what comes first. */
  private static boolean waitsForItsFirstSample(Latest latest, Occasion occasion) {
    boolean bySample = occasion == Occasion.SAMPLES || occasion == Occasion.CHECK;
    return bySample && latest.looked() == null;
  }

  private static Deadband.Verdict verdict(
      PointState point, Latest latest, Occasion occasion, long nanos) {
    if (waitsForItsFirstSample(latest, occasion)) {
      return Deadband.Verdict.SAME;
    }
    if (point.always() || occasion == Occasion.DEMAND) {
      point.deadband().report(latest.value(), latest.quality(), nanos);
      return Deadband.Verdict.REPORT;
    }
    return point.deadband().judge(latest.value(), latest.quality(), nanos);
  }

  /** The points that a block touched. All of it runs under the tree's lock. */
  private final class Samples implements Variable.Watcher {
    private final BitSet touched = new BitSet();

    @Override
    public boolean touched(int index) {
      boolean first = touched.isEmpty();
      touched.set(index);
      return first;
    }

    @Override
    public void changed() {
      send(touched, Occasion.SAMPLES);
      touched.clear();
    }
  }
}
