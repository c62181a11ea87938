package io.busbar.appliance.console;

import io.busbar.appliance.process.Rehearsal;
import io.busbar.appliance.process.Rehearsal.Reading;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.appliance.store.Chart;
import io.busbar.appliance.store.History;
import io.busbar.appliance.store.Row;
import io.busbar.drivers.Value;
import io.busbar.drivers.schema.DurationText;
import io.busbar.web.Charts;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Sections;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sections and events at work, and sections tried on the history. */
record ConsoleSections(ApplianceConsole.Running appliance) implements Sections {
  /** Sixteen hours of a reading in each second, a week of one in ten; of more the newest. */
  private static final int MOST_READINGS = 60_000;

  private static final Duration LONGEST = Duration.ofDays(7);

  @Override
  public List<SectionView> sections() {
    return appliance.sections().stream()
        .map(one -> new SectionView(one.connector(), one.section(), one.reported(), one.saved()))
        .toList();
  }

  @Override
  public List<EventView> events() {
    return appliance.events().stream()
        .map(one -> new EventView(one.event(), one.fired(), one.leftOut()))
        .toList();
  }

  /** One at a time: it holds much of the history in memory for a moment. */
  @Override
  public synchronized Rehearsed rehearse(RehearsalOrder order) {
    List<Fault> faults = new ArrayList<>();
    SectionSettings section = section(order, faults);
    if (section == null || !faults.isEmpty()) {
      return new Rehearsed.Refused(faults);
    }
    History history = appliance.history();
    if (history == null) {
      return new Rehearsed.Nothing(ConsoleCharts.OFF);
    }
    try {
      List<Reading> readings = readings(history, order);
      if (readings.isEmpty()) {
        return new Rehearsed.Nothing(ConsoleCharts.unknown(order.path()));
      }
      Instant from = readings.getFirst().time();
      Chart chart = history.chart(order.path(), from, order.to(), Charts.MOST_POINTS);
      return chart == null
          ? new Rehearsed.Nothing(ConsoleCharts.unknown(order.path()))
          : new Rehearsed.Done(view(order, section, readings, chart));
    } catch (IOException e) {
      return new Rehearsed.Nothing("the history cannot be read now: " + e.getMessage());
    }
  }

  private static @Nullable SectionSettings section(RehearsalOrder order, List<Fault> faults) {
    amount("/hysteresis", order.hysteresis(), faults);
    amount("/hysteresisPercent", order.hysteresisPercent(), faults);
    if (order.hysteresis() != null && order.hysteresisPercent() != null) {
      faults.add(new Fault("/hysteresisPercent", "want either hysteresis or hysteresisPercent"));
    }
    if (order.from().isBefore(order.to().minus(LONGEST))) {
      faults.add(new Fault("/from", "want at most " + LONGEST.toDays() + " days"));
    }
    boolean cyclic = !order.send().startsWith("on-");
    Duration cycle = duration("/send", cyclic ? order.send() : null, faults);
    if (!cyclic && !order.send().equals("on-change")) {
      faults.add(
          new Fault("/send", "got " + order.send() + ", want a cycle such as 2s, or on-change"));
    }
    Duration update = duration("/update", order.update(), faults);
    Duration silence = duration("/maxSilence", order.maxSilence(), faults);
    Duration interval = duration("/minInterval", order.minInterval(), faults);
    if (!faults.isEmpty()) {
      return null;
    }
    String send = cycle == null ? order.send() : DurationText.format(cycle);
    return new SectionSettings(
        "rehearsal",
        send,
        update,
        silence,
        interval,
        List.of(
            new SectionSettings.Point(
                "value", order.path(), order.hysteresis(), order.hysteresisPercent(), Map.of())));
  }

  private static void amount(String path, @Nullable Double amount, List<Fault> faults) {
    if (amount != null && !(amount >= 0 && amount < Double.MAX_VALUE)) {
      faults.add(new Fault(path, "got " + amount + ", want 0 or more"));
    }
  }

  private static @Nullable Duration duration(
      String path, @Nullable String text, List<Fault> faults) {
    if (text == null) {
      return null;
    }
    try {
      Duration duration = DurationText.parse(text);
      if (duration.compareTo(Duration.ofSeconds(1)) >= 0) {
        return duration;
      }
      faults.add(new Fault(path, "got " + text + ", want 1s or more"));
    } catch (IllegalArgumentException e) {
      faults.add(new Fault(path, String.valueOf(e.getMessage())));
    }
    return null;
  }

  /** In the order of time; of too many the newest. */
  private static List<Reading> readings(History history, RehearsalOrder order) throws IOException {
    History.Pages pages = history.pages(List.of(order.path()), order.from(), order.to(), "raw");
    Deque<Reading> readings = new ArrayDeque<>();
    for (List<Row> page = pages.next(); page != null; page = pages.next()) {
      for (Row row : page) {
        readings.add(new Reading(row.time(), value(row), row.quality()));
        if (readings.size() > MOST_READINGS) {
          readings.removeFirst();
        }
      }
    }
    return readings.stream().sorted(Comparator.comparing(Reading::time)).toList();
  }

  private static RehearsalView view(
      RehearsalOrder order, SectionSettings section, List<Reading> readings, Chart chart) {
    Rehearsal.Outcome outcome = Rehearsal.of(section, readings);
    long without = outcome.count() + outcome.saved();
    return new RehearsalView(
        order.path(),
        chart.unit(),
        readings.getFirst().time(),
        order.to(),
        readings.size(),
        without,
        outcome.count(),
        without == 0 ? 0 : (double) outcome.saved() / without,
        line(chart.points(), Chart.Point::time, Chart.Point::last),
        line(thinned(outcome.sent()), Reading::time, ConsoleSections::number));
  }

  private static @Nullable Value value(Row row) {
    return switch (row.value()) {
      case Boolean state -> new Value.Bool(state);
      case Long whole -> new Value.Int(whole);
      case Double real -> new Value.Real(real);
      case null, default -> null;
    };
  }

  private static @Nullable Number number(Reading reading) {
    return switch (reading.value()) {
      case Value.Int(long whole) -> whole;
      case Value.Real(double real) -> real;
      case Value.Bool(boolean state) -> state ? 1 : 0;
      case Value.Text _ -> null;
      case null -> null;
    };
  }

  private static List<Reading> thinned(List<Reading> sent) {
    int every = Math.ceilDiv(Math.max(1, sent.size()), Charts.MOST_POINTS);
    List<Reading> some = new ArrayList<>();
    for (int i = 0; i < sent.size(); i += every) {
      some.add(sent.get(i));
    }
    return some;
  }

  private static <T> Line line(
      List<T> all, Function<T, Instant> time, Function<T, @Nullable Number> value) {
    List<Long> times = new ArrayList<>(all.size());
    List<@Nullable Number> values = new ArrayList<>(all.size());
    for (T one : all) {
      times.add(time.apply(one).toEpochMilli());
      values.add(value.apply(one));
    }
    return new Line(times, values);
  }
}
