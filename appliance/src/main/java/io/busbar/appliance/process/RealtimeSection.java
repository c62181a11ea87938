package io.busbar.appliance.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One realtime section at work: it looks at its variables at every cycle or at every sample, and
 * sends what is to be reported.
 */
public final class RealtimeSection implements AutoCloseable {
  private final String connector;
  private final String name;
  private final ProcessTree tree;
  private final InstantSource clock;
  private final Consumer<Send> outbox;
  private final List<Variable> variables = new ArrayList<>();
  private final List<PointState> points = new ArrayList<>();
  private final Variable.Watcher watcher = this::onSample;
  private final ProcessTree.Use use;
  private final Schedule.@Nullable Task task;

  /** A point's name and what of it was reported; no deadband means at every look. */
  private record PointState(String name, @Nullable Deadband deadband) {}

  /**
   * Starts at once.
   *
   * @param outbox where the Sends go; called on the schedule's thread or on a bus's
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
    for (SectionSettings.Point point : settings.points()) {
      boolean everyTime = rule instanceof SendRule.Cycle && point.hysteresis() == null;
      variables.add(tree.variable(point.path()));
      points.add(new PointState(point.name(), everyTime ? null : new Deadband(point.hysteresis())));
    }
    this.use = tree.use(variables);
    Duration every =
        switch (rule) {
          case SendRule.Cycle cycle -> cycle.every();
          case SendRule.OnChange() -> settings.update();
        };
    if (every == null) {
      tree.watch(variables, watcher);
      this.task = null;
    } else {
      this.task = schedule.every(every, this::onCycle);
    }
  }

  /** Ends the section. When this returns it sends nothing more. */
  @Override
  public void close() {
    tree.unwatch(variables, watcher);
    use.close();
    if (task != null) {
      task.cancel();
    }
  }

  /** Runs on the schedule's thread. */
  private void onCycle() {
    send(clock.instant().truncatedTo(ChronoUnit.MILLIS), false);
  }

  /** Runs under the tree's lock, so that Sends leave in the order of the samples. */
  private void onSample() {
    send(clock.instant().truncatedTo(ChronoUnit.MILLIS), true);
  }

  private void send(Instant now, boolean atSourceTime) {
    List<Latest> latest = tree.read(variables);
    List<Send.Reading> readings = new ArrayList<>(points.size());
    Instant newest = null;
    for (int i = 0; i < latest.size(); i++) {
      Latest value = latest.get(i);
      PointState point = points.get(i);
      if (atSourceTime && value.looked() == null) {
        continue; // Its first report is its first sample.
      }
      if (point.deadband() == null || point.deadband().reports(value.value(), value.quality())) {
        Instant time = value.time() == null ? now : value.time();
        Instant looked = value.looked() == null ? now : value.looked();
        readings.add(new Send.Reading(point.name(), value.value(), value.quality(), time));
        newest = newest == null || looked.isAfter(newest) ? looked : newest;
      }
    }
    if (newest != null) {
      outbox.accept(new Send(connector, name, atSourceTime ? newest : now, readings));
    }
  }
}
