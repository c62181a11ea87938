package io.busbar.appliance.process;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All events at work, from construction to {@link #close}. */
public final class Events implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Map<String, Event> events = new LinkedHashMap<>();
  private final List<Runnable> ends = new ArrayList<>();

  /** What events can do beside setting variables of the tree. */
  public interface Hands {
    /** As {@code CloudSendRealtimeData}; null means the default connector, or all its sections. */
    Sending send(@Nullable String connector, @Nullable String section);

    /** Appends a record to a log; comes back at once. */
    void log(String log, Map<String, String> fields);
  }

  /**
   * What an event did since it began.
   *
   * @param fired how often its actions were run
   * @param leftOut how often it should have fired, but was too frequent or its actions too slow
   */
  public record Counters(String event, long fired, long leftOut) {}

  /**
   * Starts them.
   *
   * @param timeKnown whether the clock shows the time; while it does not, no time of day comes
   * @param zone of the times of day
   */
  public Events(
      List<EventSettings> settings,
      ProcessTree tree,
      Schedule schedule,
      InstantSource clock,
      BooleanSupplier timeKnown,
      ZoneId zone,
      Hands hands) {
    for (EventSettings event : settings) {
      events.put(event.name(), new Event(event, tree, hands));
    }
    events
        .values()
        .forEach(event -> {
          watch(event, tree);
          if (event.settings().at() != null) {
            DailyTask daily = new DailyTask(event, tree, clock, timeKnown, zone);
            ends.add(schedule.every(LOOK, daily::look)::cancel);
          }
        });
  }

  /** Fires an event by its name, whatever its own rule: {@code DoOn}. */
  public Fired fire(String name) {
    Event event = events.get(name);
    if (event == null) {
      return Fired.UNKNOWN;
    }
    return event.fire(null) ? Fired.YES : Fired.LEFT_OUT;
  }

  /** What they did so far; any thread may ask. */
  public List<Counters> counters() {
    return events.values().stream().map(Event::counters).toList();
  }

  /** Which events are left out now, and why; empty when none is. */
  public List<String> alarms() {
    return events.values().stream().map(Event::alarm).filter(Objects::nonNull).toList();
  }

  /** When this returns, nothing fires any more and no action of an event is under way. */
  @Override
  public void close() {
    ends.forEach(Runnable::run);
    events.values().forEach(Event::close);
  }

  private void watch(Event event, ProcessTree tree) {
    EventSettings settings = event.settings();
    if (settings.path() != null) {
      List<Variable> watched = List.of(tree.variable(settings.path()));
      Watcher watcher = new Watcher(watched.getFirst(), new Trigger(settings), event);
      ProcessTree.Use use = tree.use(watched);
      ends.add(use::close);
      tree.watch(watched, watcher);
      ends.add(() -> tree.unwatch(watched, watcher));
    }
  }

  /** Fires a daily event, from when the time is known on. Only the schedule's thread looks. */
  private static final class DailyTask {
    private final Event event;
    private final ProcessTree tree;
    private final InstantSource clock;
    private final BooleanSupplier timeKnown;
    private final ZoneId zone;
    private @Nullable Daily daily;

    DailyTask(
        Event event,
        ProcessTree tree,
        InstantSource clock,
        BooleanSupplier timeKnown,
        ZoneId zone) {
      this.event = event;
      this.tree = tree;
      this.clock = clock;
      this.timeKnown = timeKnown;
      this.zone = zone;
      begin();
    }

    private void begin() {
      if (timeKnown.getAsBoolean()) {
        daily = new Daily(event.settings().time(), zone, clock.instant(), tree.nanos());
      }
    }

    void look() {
      if (daily == null) {
        begin();
      } else if (daily.fires(clock.instant(), tree.nanos())) {
        event.fire(null);
      }
    }
  }

  /** Judges each good sample of the variable, under the tree's lock. */
  private record Watcher(Variable variable, Trigger trigger, Event event)
      implements Variable.Watcher {
    @Override
    public boolean touched(int index) {
      return true;
    }

    @Override
    public void changed() {
      Value value = variable.latest.value();
      boolean good = variable.latest.quality() == Quality.GOOD;
      if (good && value != null && trigger.fires(value)) {
        event.fire(value);
      }
    }
  }
}
