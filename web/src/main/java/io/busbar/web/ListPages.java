package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.ConfigForms.Part;
import io.busbar.web.ConfigForms.Sent;
import io.busbar.web.Console.ValueView;
import io.busbar.web.Sections.EventView;
import io.busbar.web.forms.FormSpec;
import io.busbar.web.pages.Field.Option;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.Listed;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events and the user's own process variables: two lists of the configuration. */
final class ListPages {
  private static final List<String> WHEN =
      List.of("rising", "falling", "change", "above", "below", "daily", "named");
  private static final List<String> TYPES = List.of("bool", "int", "real", "text");
  private static final int MOST_PROPOSALS = 1000;

  private final Site site;

  ListPages(Site site) {
    this.site = site;
  }

  /** One of the two lists. */
  private enum Kind {
    EVENTS("events", "event"),
    VARIABLES("variables", "variable");

    private final String list;
    private final String one;

    Kind(String list, String one) {
      this.list = list;
      this.one = one;
    }

    String page() {
      return "/" + list;
    }
  }

  void routes(RoutesConfig routes) {
    for (Kind kind : Kind.values()) {
      routes.get(kind.page(), ctx -> list(ctx, kind), For.VIEWER);
      for (String form : List.of(kind.page() + "/add", kind.page() + "/edit")) {
        routes.get(form, ctx -> show(ctx, kind), For.INSTALLER);
        routes.post(form, ctx -> take(ctx, kind), For.INSTALLER);
      }
      routes.post(kind.page() + "/remove", ctx -> remove(ctx, kind), For.INSTALLER);
    }
  }

  private void list(Context ctx, Kind kind) {
    View view = site.view(ctx);
    List<Listed.Row> rows = new ArrayList<>();
    for (JsonNode one : site.forms().document().path(kind.list)) {
      rows.add(kind == Kind.EVENTS ? event(view, one) : variable(view, one));
    }
    site.show(ctx, view, "listed.jte", Map.of("listed", new Listed(kind.list, rows)));
  }

  private Listed.Row event(View view, JsonNode event) {
    Texts texts = view.texts();
    String name = event.path("name").asText();
    String when = event.path("when").asText();
    List<String> actions = new ArrayList<>();
    for (JsonNode action : event.path("actions")) {
      actions.add(action(texts, action));
    }
    String rule =
        Stream.of(
                String.valueOf(texts.find("choice.when." + when)),
                event.path("at").asText(""),
                event.path("limit").asText(""),
                event.path("path").asText(""))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" · "));
    return new Listed.Row(
        name, rule, String.join("; ", actions), fired(view, name), "/events/edit?name=" + name);
  }

  private static String action(Texts texts, JsonNode action) {
    if (action.has("send")) {
      return texts.get("event.sends", action.path("send").asText());
    }
    return action.has("set")
        ? texts.get("event.sets", action.path("set").asText(), action.path("value").asText())
        : texts.get("event.logs", action.path("log").asText());
  }

  private String fired(View view, String event) {
    return site.console().sections().events().stream()
        .filter(one -> one.event().equals(event))
        .findFirst()
        .map(EventView::fired)
        .map(times -> view.texts().get("event.fired", times))
        .orElse("–");
  }

  private Listed.Row variable(View view, JsonNode variable) {
    String name = variable.path("name").asText();
    List<ValueView> now = site.console().values().under("/Process/PV/" + name);
    String unit = variable.path("unit").asText("");
    String value =
        now == null || now.isEmpty() ? "–" : view.forms().value(now.getFirst().value(), unit);
    Texts texts = view.texts();
    List<String> facts = new ArrayList<>();
    facts.add(String.valueOf(texts.find("choice.type." + variable.path("type").asText())));
    if (variable.has("derive")) {
      facts.add(texts.get("variable.derived"));
    } else if (variable.path("writable").asBoolean(true)) {
      facts.add(texts.get("set.can"));
    }
    if (variable.path("persistent").asBoolean()) {
      facts.add(texts.get("variable.persistent"));
    }
    return new Listed.Row(
        name,
        "/Process/PV/" + name,
        String.join(", ", facts),
        (value + " " + unit).strip(),
        "/variables/edit?name=" + name);
  }

  private void show(Context ctx, Kind kind) {
    View view = site.view(ctx);
    FormView form = site.forms().show(part(ctx, kind), action(ctx, kind), view.texts());
    show(ctx, view, kind, form);
  }

  private void take(Context ctx, Kind kind) {
    View view = site.view(ctx);
    switch (site.forms().send(ctx, part(ctx, kind), action(ctx, kind), view.texts())) {
      case Sent.Saved _ -> ctx.redirect(kind.page(), HttpStatus.SEE_OTHER);
      case Sent.Again(FormView form, int status) -> {
        ctx.status(status);
        show(ctx, view, kind, form);
      }
    }
  }

  private void show(Context ctx, View view, Kind kind, FormView form) {
    String name = name(ctx);
    Map<String, @Nullable Object> model = new HashMap<>();
    model.put("form", form);
    model.put("list", kind.list);
    model.put("title", name == null ? view.texts().get(kind.one + ".new") : name);
    model.put("name", name);
    site.show(ctx, view, "listedform.jte", model);
  }

  private static @Nullable String name(Context ctx) {
    return ctx.path().endsWith("/edit") ? ctx.queryParam("name") : null;
  }

  private static String action(Context ctx, Kind kind) {
    String name = name(ctx);
    return name == null ? kind.page() + "/add" : kind.page() + "/edit?name=" + name;
  }

  private Part part(Context ctx, Kind kind) {
    String name = name(ctx);
    View view = site.view(ctx);
    return new Part(name == null ? kind.page() + "/-" : pointer(kind, name), spec(kind, view));
  }

  private String pointer(Kind kind, String name) {
    JsonNode list = site.forms().document().path(kind.list);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path("name").asText().equals(name)) {
        return kind.page() + "/" + i;
      }
    }
    throw new Refusal(404, "there is none of this name any more; look at " + kind.page());
  }

  private FormSpec spec(Kind kind, View view) {
    FormSpec spec = FormSpec.of(site.forms().schemas().at("/$defs/" + kind.one), kind.one);
    return switch (kind) {
      case EVENTS ->
          spec.prominent("path", "limit", "hysteresis", "at", "send", "set", "value", "log", "text")
              .choice("when", options(view, "when", WHEN))
              .proposals("path", paths(false))
              .proposals("set", paths(true))
              .proposals("send", senders());
      case VARIABLES ->
          spec.prominent("value", "unit", "writable", "persistent", "min", "max")
              .choice("type", options(view, "type", TYPES));
    };
  }

  private static List<Option> options(View view, String key, List<String> words) {
    return words.stream()
        .map(word ->
            new Option(word, String.valueOf(view.texts().find("choice." + key + "." + word)), ""))
        .toList();
  }

  private List<Option> paths(boolean writable) {
    List<ValueView> all = site.console().values().under("/Process");
    return all == null
        ? List.of()
        : all.stream()
            .filter(value -> value.writable() || !writable)
            .limit(MOST_PROPOSALS)
            .map(value -> Option.of(value.path()))
            .toList();
  }

  private List<Option> senders() {
    List<Option> all = new ArrayList<>();
    for (JsonNode connector : site.forms().document().path("connectors")) {
      String name = connector.path("name").asText();
      all.add(Option.of(name));
      for (JsonNode section : connector.path("sections")) {
        all.add(Option.of(name + "," + section.path("name").asText()));
      }
    }
    return all;
  }

  private void remove(Context ctx, Kind kind) {
    String name = ctx.queryParam("name");
    String pointer = pointer(kind, name == null ? "" : name);
    site.forms().remove(ctx, pointer, site.view(ctx).texts());
    ctx.redirect(kind.page(), HttpStatus.SEE_OTHER);
  }
}
