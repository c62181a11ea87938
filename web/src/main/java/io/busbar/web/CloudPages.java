package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.CloudTrials.MessageView;
import io.busbar.web.CloudTrials.PreviewView;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.StageView;
import io.busbar.web.Console.TestView;
import io.busbar.web.Sections.SectionView;
import io.busbar.web.pages.Clouds;
import io.busbar.web.pages.Clouds.Trial;
import io.busbar.web.pages.FormView.Trouble;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.Overview;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections to clouds: how they are, their test, and what they would send. */
final class CloudPages {
  /** The platforms, as the configuration calls them. */
  static final List<String> KINDS =
      List.of("mindsphere", "scorp-io", "juconn", "fiware", "smartgear");

  private final Site site;

  CloudPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/cloud", ctx -> list(ctx, "cloud.jte"), For.VIEWER);
    routes.get("/parts/cloud", ctx -> list(ctx, "cloudlist.jte"), For.VIEWER);
    routes.get("/cloud/{name}", ctx -> one(ctx, "connection.jte", null), For.VIEWER);
    routes.get("/parts/cloud/{name}", ctx -> one(ctx, "connectionstate.jte", null), For.VIEWER);
    routes.post("/cloud/{name}/test", this::test, For.INSTALLER);
    routes.get("/cloud/{name}/message", this::preview, For.VIEWER);
    routes.get("/cloud/{name}/sections", ctx -> one(ctx, "sections.jte", null), For.VIEWER);
  }

  private void list(Context ctx, String template) {
    View view = site.view(ctx);
    Instant now = site.console().status().read().time();
    CloudReader reader = new CloudReader(view.texts(), now);
    List<ConnectorView> known = site.console().connectors().all();
    List<Overview.Cloud> all = new ArrayList<>();
    for (JsonNode connector : site.forms().document().path("connectors")) {
      ConnectorView state = find(known, connector.path("name").asText());
      all.add(state == null ? resting(view.texts(), connector) : reader.read(state));
    }
    Clouds clouds = new Clouds(new Moment(now).utc(), all, KINDS);
    site.show(ctx, view, template, Map.of("clouds", clouds));
  }

  /** What is configured and not at work. */
  private static Overview.Cloud resting(Texts texts, JsonNode connector) {
    return new Overview.Cloud(
        connector.path("name").asText(),
        connector.path("type").asText(),
        connector.path("broker").path("url").asText(),
        OverviewPages.light(texts, "down"),
        texts.get("devices.notrunning"),
        texts.get("cloud.never"),
        "0",
        "0",
        "",
        0,
        null,
        null,
        null);
  }

  private static @Nullable ConnectorView find(List<ConnectorView> known, String name) {
    return known.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }

  private void one(Context ctx, String template, @Nullable Trial trial) {
    View view = site.view(ctx);
    JsonNode connector = connector(site, ctx.pathParam("name"));
    Instant now = site.console().status().read().time();
    String name = connector.path("name").asText();
    ConnectorView state = find(site.console().connectors().all(), name);
    Map<String, @Nullable Object> model = new HashMap<>();
    model.put(
        "connection",
        new Clouds.Connection(
            new Moment(now).utc(),
            name,
            connector.path("type").asText(),
            state == null
                ? resting(view.texts(), connector)
                : new CloudReader(view.texts(), now).read(state),
            sections(view.texts(), connector)));
    if (template.equals("connection.jte")) {
      model.put("trial", trial);
    }
    site.show(ctx, view, template, model);
  }

  /** A connection of the configuration. */
  static JsonNode connector(Site site, String name) {
    for (JsonNode connector : site.forms().document().path("connectors")) {
      if (connector.path("name").asText().equals(name)) {
        return connector;
      }
    }
    throw new Refusal(404, "there is no connection of this name any more; look at /cloud");
  }

  private List<Clouds.Section> sections(Texts texts, JsonNode connector) {
    Forms forms = new Forms(texts);
    List<SectionView> known = site.console().sections().sections();
    List<Clouds.Section> sections = new ArrayList<>();
    for (JsonNode section : connector.path("sections")) {
      String name = section.path("name").asText();
      SectionView work =
          known.stream()
              .filter(one -> one.connector().equals(connector.path("name").asText()))
              .filter(one -> one.section().equals(name))
              .findFirst()
              .orElse(null);
      sections.add(
          new Clouds.Section(
              name,
              rule(texts, section),
              section.path("points").size(),
              work == null ? "–" : forms.count(work.reported()),
              work == null ? "" : saved(texts, forms, work)));
    }
    return sections;
  }

  private static String saved(Texts texts, Forms forms, SectionView work) {
    long all = work.reported() + work.saved();
    return work.saved() == 0
        ? ""
        : texts.get(
            "section.saved", forms.count(work.saved()), Math.round(100.0 * work.saved() / all));
  }

  private static String rule(Texts texts, JsonNode section) {
    String send = section.path("send").asText("3s");
    return switch (send) {
      case "on-change" -> {
        String update = section.path("update").asText("");
        yield update.isEmpty()
            ? texts.get("section.onchange")
            : texts.get("section.onchange.update", update);
      }
      case "on-event" -> texts.get("section.onevent");
      default -> texts.get("section.cyclic", send);
    };
  }

  private void test(Context ctx) throws InterruptedException {
    View view = site.view(ctx);
    TestView test = site.console().connectors().test(ctx.pathParam("name"));
    if (test == null) {
      throw new Refusal(404, "there is no connection of this name any more; look at /cloud");
    }
    Trial trial = trial(view, test);
    if (ctx.header("HX-Request") != null) {
      site.show(ctx, view, "cloudtest.jte", Map.of("trial", trial));
    } else {
      one(ctx, "connection.jte", trial);
    }
  }

  /** A test in the words of the page. */
  static Trial trial(View view, TestView test) {
    Texts texts = view.texts();
    StageView failed =
        test.stages().stream()
            .filter(stage -> stage.result().equals("failed"))
            .findFirst()
            .orElse(null);
    String headline =
        failed == null
            ? texts.get("cloudtest.good")
            : texts.get("cloudtest.bad", failed.number(), word(texts, "stage", failed.stage()));
    return new Trial(
        test.accepted(),
        headline,
        test.stages().stream().map(stage -> stage(texts, stage)).toList(),
        List.of());
  }

  /** A test that did not come about. */
  static Trial refused(View view, List<Fault> faults) {
    return new Trial(
        false,
        view.texts().get("cloudtest.refused"),
        List.of(),
        faults.stream()
            .map(one -> new Trouble(null, one.path(), ConfigForms.sentence(one, view.texts())))
            .toList());
  }

  private static Clouds.Stage stage(Texts texts, StageView stage) {
    String kind =
        switch (stage.result()) {
          case "passed" -> "good";
          case "failed" -> "bad";
          default -> "off";
        };
    String error = stage.error() == 0 ? "" : Integer.toString(stage.error());
    return new Clouds.Stage(
        stage.number(),
        word(texts, "stage", stage.stage()),
        kind,
        word(texts, "result", stage.result()),
        error.isEmpty() ? null : texts.find("cloudtest.error." + error),
        texts.reason(stage.sentence()),
        error);
  }

  private static String word(Texts texts, String kind, String word) {
    String known = texts.find("cloudtest." + kind + "." + word);
    return known == null ? word : known;
  }

  private void preview(Context ctx) {
    View view = site.view(ctx);
    String name = ctx.pathParam("name");
    PreviewView preview = site.console().cloudTrials().preview(name);
    if (preview == null) {
      throw new Refusal(404, "there is no connection of this name any more; look at /cloud");
    }
    site.show(
        ctx,
        view,
        "cloudmessage.jte",
        Map.of(
            "preview",
            new Clouds.Preview(
                name, messages(view, preview.first()), messages(view, preview.data()))));
  }

  private static List<Clouds.Message> messages(View view, List<MessageView> messages) {
    return messages.stream()
        .map(one ->
            new Clouds.Message(
                one.topic(),
                one.payload(),
                view.texts().get("message.facts", view.forms().count(one.bytes()), one.qos())
                    + (one.retain() ? " · " + view.texts().get("message.retain") : "")))
        .toList();
  }
}
