package io.busbar.appliance.console;

import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.History;
import io.busbar.appliance.store.Outbox;
import io.busbar.appliance.store.Row;
import io.busbar.drivers.Value;
import io.busbar.web.Exports;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** History and backlog as tables. Their columns are a promise: programs read them. */
record ConsoleExports(ApplianceConsole.Running appliance) implements Exports {
  static final List<String> HISTORY =
      List.of("path", "unit", "time", "value", "min", "max", "mean", "count", "quality");

  static final List<String> BACKLOG =
      List.of("connector", "section", "sequence", "sent", "point", "time", "value", "quality");

  @Override
  public Found history(List<String> paths, Instant from, Instant to, String resolution) {
    History open = appliance.history();
    if (open == null) {
      return new Found.Nothing(ConsoleCharts.OFF);
    }
    List<String> known = new ArrayList<>();
    for (String path : paths) {
      List<String> below = open.pathsAt(path);
      if (below.isEmpty()) {
        return new Found.Nothing(ConsoleCharts.unknown(path));
      }
      known.addAll(below);
    }
    History.Pages pages = open.pages(known.stream().distinct().toList(), from, to, resolution);
    return new Found.Table(HISTORY, new HistoryPages(pages));
  }

  private record HistoryPages(History.Pages pages) implements Pages {
    @Override
    public @Nullable List<List<@Nullable Object>> next() throws IOException {
      List<Row> page = pages.next();
      return page == null ? null : page.stream().map(HistoryPages::cells).toList();
    }

    private static List<@Nullable Object> cells(Row row) {
      return Arrays.asList(
          row.path(),
          row.unit(),
          row.time(),
          row.value(),
          row.min(),
          row.max(),
          row.mean(),
          row.count(),
          row.quality().name());
    }

    @Override
    public void close() {
      // Each page was a reading of its own: there is nothing to end.
    }
  }

  @Override
  public Found backlog(String connector, @Nullable Instant from, @Nullable Instant to) {
    try {
      Outbox.Waiting waiting = appliance.waiting(connector);
      return waiting == null
          ? new Found.Nothing(
              "connector: got one that is not there, want one that GET /api/v1/connectors lists")
          : new Found.Table(BACKLOG, new BacklogPages(waiting, from, to));
    } catch (IOException e) {
      return new Found.NotNow("the outbox cannot be read now: " + e.getMessage());
    }
  }

  private record BacklogPages(Outbox.Waiting waiting, @Nullable Instant from, @Nullable Instant to)
      implements Pages {
    @Override
    public @Nullable List<List<@Nullable Object>> next() throws IOException {
      List<Outbox.Entry> page = waiting.next();
      if (page == null) {
        return null;
      }
      List<List<@Nullable Object>> rows = new ArrayList<>();
      page.stream()
          .filter(entry -> isWanted(entry.send().time()))
          .forEach(
              entry -> entry.send().readings().forEach(reading -> rows.add(cells(entry, reading))));
      return rows;
    }

    private boolean isWanted(Instant time) {
      return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }

    private static List<@Nullable Object> cells(Outbox.Entry entry, Send.Reading reading) {
      Value value = reading.value();
      return Arrays.asList(
          entry.send().connector(),
          entry.send().section(),
          entry.sequence(),
          entry.send().time(),
          reading.point(),
          reading.time(),
          value == null ? null : ConsoleValues.plain(value),
          reading.quality().name());
    }

    @Override
    public void close() {
      waiting.close();
    }
  }
}
