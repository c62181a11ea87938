package io.busbar.web;

import io.busbar.web.Logs.Found;
import io.busbar.web.Logs.Query;
import io.busbar.web.Logs.RecordView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was written down, for programs and to be taken away. */
final class LogApi {
  private static final int USUAL = 100;
  private static final int LONGEST = 200;

  private final Attached attached;

  LogApi(Attached attached) {
    this.attached = attached;
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/v1/logs", this::all, For.VIEWER);
    routes.get("/api/v1/logs/{name}", this::read, For.VIEWER);
    routes.get("/api/v1/troubles", this::troubles, For.VIEWER);
  }

  private void all(Context ctx) {
    Answers.json(ctx, attached.console().logs().all());
  }

  private void troubles(Context ctx) {
    Answers.json(ctx, attached.console().logs().troubles());
  }

  private void read(Context ctx) throws IOException {
    String format = ctx.queryParam("format");
    String name = ctx.pathParam("name");
    switch (attached.console().logs().read(name, query(ctx, format == null ? USUAL : Query.MOST))) {
      case Found.Nothing(String sentence) -> throw new Refusal(404, sentence);
      case Found.Records found when format == null -> Answers.json(ctx, found);
      case Found.Records found -> send(ctx, found, format);
    }
  }

  /**
   * What a request asks for.
   *
   * @param usual how many records when it does not say
   * @throws Refusal something of it means nothing
   */
  static Query query(Context ctx, int usual) {
    int most = Requests.number(ctx, "limit", usual);
    if (most < 1 || most > Query.MOST) {
      throw new Refusal(400, "limit: got " + most + ", want 1 to " + Query.MOST);
    }
    return new Query(
        text(ctx, "q"), text(ctx, "kind"), time(ctx, "from"), time(ctx, "to"), before(ctx), most);
  }

  private static String text(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text != null && text.length() > LONGEST) {
      throw new Refusal(400, name + ": got a text of more than " + LONGEST + " characters");
    }
    return text == null ? "" : text.strip();
  }

  private static @Nullable Long before(Context ctx) {
    String text = ctx.queryParam("before");
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new Refusal(400, "before: got no id, want the id of a record");
    }
    return Long.parseLong(text);
  }

  /** As programs write it, or as the field of a form gives it: without a zone it is UTC. */
  private static @Nullable Instant time(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new Refusal(400, name + ": got no time, want one like 2026-11-21T17:00:00Z");
    }
  }

  private void send(Context ctx, Found.Records found, String format) throws IOException {
    TableFormat table = TableFormat.of(format);
    if (table == null) {
      throw new Refusal(400, "format: want csv or jsonl");
    }
    Set<String> columns = new LinkedHashSet<>(List.of("id", "time"));
    found.records().reversed().forEach(record -> columns.addAll(record.fields().keySet()));
    List<List<@Nullable Object>> rows =
        found.records().reversed().stream().map(record -> cells(record, columns)).toList();
    ctx.header(
        "Content-Disposition",
        "attachment; filename=\"busbar-%s.%s\"".formatted(found.log(), table.word()));
    ctx.contentType(table.contentType());
    if (!ctx.req().getMethod().equals("HEAD")) {
      table.write(List.copyOf(columns), new OnePage(rows), ctx.res().getOutputStream());
    }
  }

  private static List<@Nullable Object> cells(RecordView record, Set<String> columns) {
    Map<String, String> fields = record.fields();
    List<@Nullable Object> cells = new ArrayList<>();
    for (String column : columns) {
      cells.add(
          switch (column) {
            case "id" -> record.id();
            case "time" -> record.time();
            default -> fields.get(column);
          });
    }
    return cells;
  }

  /** A table that is in memory already. */
  private static final class OnePage implements Exports.Pages {
    private final Iterator<List<List<@Nullable Object>>> pages;

    OnePage(List<List<@Nullable Object>> rows) {
      this.pages = List.of(rows).iterator();
    }

    @Override
    public @Nullable List<List<@Nullable Object>> next() {
      return pages.hasNext() ? pages.next() : null;
    }

    @Override
    public void close() {
      // There is nothing to end.
    }
  }
}
