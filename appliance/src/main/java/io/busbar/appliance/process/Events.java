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
   * @param zone of the times of day
   */
  public Events(
      List<EventSettings> settings,
      ProcessTree tree,
      Schedule schedule,
      InstantSource clock,
      ZoneId zone,
      Hands hands) {
    for (EventSettings event : settings) {
      events.put(event.name(), new Event(event, tree, hands));
    }
    events.values().forEach(event -> start(event, tree, schedule, clock, zone));
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

  private void start(
      Event event, ProcessTree tree, Schedule schedule, InstantSource clock, ZoneId zone) {
    EventSettings settings = event.settings();
    if (settings.path() != null) {
      List<Variable> watched = List.of(tree.variable(settings.path()));
      Watcher watcher = new Watcher(watched.getFirst(), new Trigger(settings), event);
      ProcessTree.Use use = tree.use(watched);
      ends.add(use::close);
      tree.watch(watched, watcher);
      ends.add(() -> tree.unwatch(watched, watcher));
    } else if (settings.at() != null) {
      Daily daily = new Daily(settings.time(), zone, clock.instant(), tree.nanos());
      Schedule.Task task =
          schedule.every(
              LOOK,
              () -> {
                if (daily.fires(clock.instant(), tree.nanos())) {
                  event.fire(null);
                }
              });
      ends.add(task::cancel);
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
