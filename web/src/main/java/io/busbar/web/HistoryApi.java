package io.busbar.web;

import io.busbar.web.Charts.ChartView;
import io.busbar.web.Charts.SeriesView;
import io.busbar.web.Exports.Found;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Charts and exports: {@code /api/v1/history} and {@code /api/v1/export}. */
final class HistoryApi {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryApi.class);
  private static final int MOST_SERIES = 8;
  private static final int MOST_BRANCHES = 64;
  private static final int USUAL_POINTS = 600;
  private static final int AT_ONCE = 2;
  private static final Duration USUAL_TIME = Duration.ofDays(1);
  private static final Set<String> RESOLUTIONS = Set.of("raw", "1m", "15m");

  /** In what a wall clock without a battery can be, and some more. */
  private static final Instant FIRST = Instant.EPOCH;

  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Attached attached;
  private final Semaphore exports = new Semaphore(AT_ONCE);

  HistoryApi(Attached attached) {
    this.attached = attached;
  }

  /** A time of the past; its end is no part of it. */
  private record Time(Instant from, Instant to) {}

  void history(Context ctx) {
    List<String> paths = paths(ctx, MOST_SERIES);
    if (paths.isEmpty()) {
      throw new Refusal(400, "path: missing, want a variable that GET /api/v1/values lists");
    }
    Time time = time(ctx);
    int points = Requests.number(ctx, "points", USUAL_POINTS);
    if (points < 1 || points > Charts.MOST_POINTS) {
      throw new Refusal(400, "points: got " + points + ", want 1 to " + Charts.MOST_POINTS);
    }
    List<SeriesView> series = new ArrayList<>();
    for (String path : paths) {
      switch (attached.console().charts().read(path, time.from(), time.to(), points)) {
        case Charts.Found.Series(SeriesView found) -> series.add(found);
        case Charts.Found.Nothing(String sentence) -> throw new Refusal(404, sentence);
      }
    }
    Answers.json(ctx, new ChartView(time.from(), time.to(), series));
  }

  void exportHistory(Context ctx) throws IOException {
    List<String> paths = paths(ctx, MOST_BRANCHES);
    Time time = time(ctx);
    String resolution = ctx.queryParam("resolution");
    if (resolution != null && !RESOLUTIONS.contains(resolution)) {
      throw new Refusal(400, "resolution: want raw, 1m or 15m");
    }
    Found found =
        attached
            .console()
            .exports()
            .history(
                paths.isEmpty() ? List.of("/Process") : paths,
                time.from(),
                time.to(),
                resolution == null ? "raw" : resolution);
    export(ctx, "history", found);
  }

  void exportBacklog(Context ctx) throws IOException {
    String connector = ctx.queryParam("connector");
    if (connector == null) {
      throw new Refusal(400, "connector: missing, want one that GET /api/v1/connectors lists");
    }
    Instant from = instant(ctx, "from");
    Instant to = instant(ctx, "to");
    inOrder(from, to);
    export(ctx, "backlog", attached.console().exports().backlog(connector, from, to));
  }

  private void export(Context ctx, String what, Found found) throws IOException {
    switch (found) {
      case Found.Nothing(String sentence) -> throw new Refusal(404, sentence);
      case Found.NotNow(String sentence) -> throw new Refusal(503, sentence);
      case Found.Table table -> {
        try (Exports.Pages pages = table.pages()) {
          TableFormat format = format(ctx);
          if (!exports.tryAcquire()) {
            throw new Refusal(
                429, AT_ONCE + " exports run already, want them to end; ask again later");
          }
          try {
            send(ctx, what, format, table.columns(), pages);
          } finally {
            exports.release();
          }
        }
      }
    }
  }

  private void send(
      Context ctx, String what, TableFormat format, List<String> columns, Exports.Pages pages)
      throws IOException {
    Instant now = attached.console().status().read().time();
    String name = "busbar-%s-%s.%s".formatted(what, STAMP.format(now), format.word());
    ctx.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    ctx.contentType(format.contentType());
    if (ctx.req().getMethod().equals("HEAD")) {
      return;
    }
    // The first page before the first byte: what cannot be read at all is then still an error.
    Exports.Pages begun = new Begun(pages);
    try {
      format.write(columns, begun, ctx.res().getOutputStream());
    } catch (IOException e) {
      LOG.warn("the export of the {} broke off: {}", what, e.toString());
      breakOff(ctx);
    }
  }

  /** Without it the answer would end as if it were whole. */
  private static void breakOff(Context ctx) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  /** Pages of which the first is read already. */
  private static final class Begun implements Exports.Pages {
    private final Exports.Pages pages;
    private @Nullable List<List<@Nullable Object>> first;
    private boolean given;

    Begun(Exports.Pages pages) throws IOException {
      this.pages = pages;
      try {
        this.first = pages.next();
      } catch (IOException e) {
        throw new Refusal(503, "it cannot be read now: " + e.getMessage());
      }
    }

    @Override
    public @Nullable List<List<@Nullable Object>> next() throws IOException {
      if (given) {
        return pages.next();
      }
      given = true;
      List<List<@Nullable Object>> page = first;
      first = null;
      return page;
    }

    @Override
    public void close() {
      pages.close();
    }
  }

  private static TableFormat format(Context ctx) {
    String word = ctx.queryParam("format");
    TableFormat format = TableFormat.of(word == null ? "csv" : word);
    if (format == null) {
      throw new Refusal(400, "format: want csv or jsonl");
    }
    return format;
  }

  private static List<String> paths(Context ctx, int most) {
    List<String> paths = ctx.queryParams("path").stream().map(Requests::path).distinct().toList();
    if (paths.size() > most) {
      throw new Refusal(400, "path: got " + paths.size() + " of them, want at most " + most);
    }
    return paths;
  }

  private Time time(Context ctx) {
    Instant to = instant(ctx, "to");
    Instant end = to == null ? attached.console().status().read().time() : to;
    Instant from = instant(ctx, "from");
    Instant begin = from == null ? end.minus(USUAL_TIME) : from;
    inOrder(begin, end);
    return new Time(begin, end);
  }

  private static void inOrder(@Nullable Instant from, @Nullable Instant to) {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new Refusal(400, "from: got " + from + ", want a time before " + to);
    }
  }

  private static @Nullable Instant instant(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return null;
    }
    try {
      Instant time = Instant.parse(text);
      if (!time.isBefore(FIRST) && time.isBefore(LAST)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      LOG.debug("{} is no time", name, e);
    }
    throw new Refusal(
        400, name + ": got no time of 1970 to 2199, want one like 2026-11-21T17:00:00Z");
  }
}
