package io.busbar.web;

import io.busbar.web.Logs.Found;
import io.busbar.web.Logs.LogView;
import io.busbar.web.Logs.Query;
import io.busbar.web.Logs.RecordView;
import io.busbar.web.Logs.TroubleView;
import io.busbar.web.pages.LogPage;
import io.busbar.web.pages.LogPage.Asked;
import io.busbar.web.pages.LogPage.Field;
import io.busbar.web.pages.LogPage.Row;
import io.busbar.web.pages.LogPage.Trouble;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was written down: the logs, and the program's own failures. */
final class LogPages {
  private static final String USUAL_LOG = "SupportLog";
  private static final int ON_A_PAGE = 100;

  /** So many of the newest records tell which kinds there are. */
  private static final int LOOKED_AT = 1000;

  private static final int MOST_KINDS = 40;

  /** The fields that say of what kind a record is, the first one that it has. */
  private static final List<String> KINDS = List.of("level", "what", "event", "job");

  private final Site site;

  LogPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/logs", this::show, For.VIEWER);
  }

  private void show(Context ctx) {
    View view = site.view(ctx);
    Logs logs = site.console().logs();
    Asked asked =
        new Asked(
            given(ctx, "log", USUAL_LOG),
            given(ctx, "q", ""),
            given(ctx, "kind", ""),
            given(ctx, "from", ""),
            given(ctx, "to", ""));
    List<RecordView> records = List.of();
    String failure = null;
    String older = null;
    try {
      switch (logs.read(asked.log(), LogApi.query(ctx, ON_A_PAGE))) {
        case Found.Nothing(String sentence) -> {
          failure = sentence;
          ctx.status(404);
        }
        case Found.Records found -> {
          records = found.records();
          older = found.older() == null ? null : address("/logs", asked, "before=" + found.older());
        }
      }
    } catch (Refusal e) {
      failure = e.sentence();
      ctx.status(e.status());
    }
    boolean first = given(ctx, "before", "").isEmpty();
    LogPage page =
        new LogPage(
            logs.all().stream().map(log -> log(view, log)).toList(),
            asked,
            kinds(logs, asked.log()),
            view.texts().reasonOrNull(failure),
            records.stream().map(LogPages::row).toList(),
            first ? null : address("/logs", asked, ""),
            older,
            address("/api/v1/logs/" + asked.log(), asked, "format=csv"),
            address("/api/v1/logs/" + asked.log(), asked, "format=jsonl"),
            first && asked.log().equals(USUAL_LOG) ? troubles(view, logs) : List.of());
    site.show(ctx, view, "logs.jte", Map.of("page", page));
  }

  private static LogPage.Log log(View view, LogView log) {
    return new LogPage.Log(log.name(), view.forms().count(log.records()));
  }

  private static List<String> kinds(Logs logs, String log) {
    Set<String> kinds = new TreeSet<>();
    if (logs.read(log, new Query("", "", null, null, null, LOOKED_AT))
        instanceof Found.Records found) {
      for (RecordView record : found.records()) {
        String kind = kind(record);
        if (!kind.isEmpty() && kinds.size() < MOST_KINDS) {
          kinds.add(kind);
        }
      }
    }
    return List.copyOf(kinds);
  }

  private static String kind(RecordView record) {
    return KINDS.stream()
        .filter(record.fields()::containsKey)
        .map(name -> record.fields().getOrDefault(name, ""))
        .findFirst()
        .orElse("");
  }

  private static Row row(RecordView record) {
    List<Field> fields = new ArrayList<>();
    record
        .fields()
        .forEach((name, text) -> {
          if (!name.equals("level")) {
            fields.add(new Field(name.equals("text") ? "" : name, text));
          }
        });
    return new Row(
        Long.toString(record.id()),
        new Moment(record.time()),
        sign(record.fields().get("level")),
        fields);
  }

  /** What sign a record has: none, or that of a warning or an error. */
  private static String sign(@Nullable String level) {
    return switch (level) {
      case "SEVERE" -> "bad";
      case "WARNING" -> "wait";
      case null, default -> "";
    };
  }

  private static List<Trouble> troubles(View view, Logs logs) {
    return logs.troubles().stream().map(trouble -> trouble(view, trouble)).toList();
  }

  private static Trouble trouble(View view, TroubleView trouble) {
    return new Trouble(
        sign(trouble.level()),
        view.texts().get(trouble.level().equals("SEVERE") ? "logs.error" : "logs.warning"),
        trouble.text(),
        view.forms().count(trouble.count()),
        new Moment(trouble.last()),
        trouble.ids());
  }

  private static String address(String path, Asked asked, String more) {
    List<String> parts = new ArrayList<>();
    if (path.equals("/logs")) {
      parts.add("log=" + encoded(asked.log()));
    }
    add(parts, "q", asked.query());
    add(parts, "kind", asked.kind());
    add(parts, "from", asked.from());
    add(parts, "to", asked.to());
    if (!more.isEmpty()) {
      parts.add(more);
    }
    return path + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
  }

  private static void add(List<String> parts, String name, String text) {
    if (!text.isEmpty()) {
      parts.add(name + "=" + encoded(text));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String given(Context ctx, String name, String otherwise) {
    String text = ctx.queryParam(name);
    return text == null || text.isBlank() || text.length() > 200 ? otherwise : text.strip();
  }
}
