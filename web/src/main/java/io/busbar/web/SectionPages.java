package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.web.ConfigForms.Part;
import io.busbar.web.ConfigForms.Sent;
import io.busbar.web.forms.FormSpec;
import io.busbar.web.forms.Posted;
import io.busbar.web.pages.Field;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.SectionPage;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One section of a connection: when it sends, what, and what its hysteresis saves. */
final class SectionPages {
  private static final String FORM = "/cloud/{name}/section";
  private static final String SEND = "/send";
  private static final String POINTS = "/points";
  private static final String CYCLIC = "cyclic";

  private final Site site;
  private final SectionPicker picker;
  private final SectionRehearsal rehearsal;

  SectionPages(Site site) {
    this.site = site;
    this.picker = new SectionPicker(site);
    this.rehearsal = new SectionRehearsal(site);
  }

  void routes(RoutesConfig routes) {
    routes.get(FORM, this::show, For.INSTALLER);
    routes.post(FORM, this::take, For.INSTALLER);
    routes.post(FORM + "/remove", this::remove, For.INSTALLER);
  }

  /**
   * What a form is about.
   *
   * @param name of the section; null for a new one
   */
  private record Subject(String connector, @Nullable String name, Part part, String action) {}

  private void show(Context ctx) {
    View view = site.view(ctx);
    Subject subject = subject(ctx);
    FormView form = site.forms().show(subject.part(), subject.action(), view.texts());
    show(ctx, view, subject, form, null, null);
  }

  private void take(Context ctx) {
    View view = site.view(ctx);
    Subject subject = subject(ctx);
    Posted posted = picker.withTicked(withRule(ConfigForms.posted(ctx)));
    if (posted.has("preview")) {
      preview(ctx, view, subject, posted);
    } else if (posted.has("take") || isSearch(posted)) {
      again(ctx, view, subject, posted, null);
    } else {
      save(ctx, view, subject, posted);
    }
  }

  /** Enter in the search saves nothing, although it presses the button that saves. */
  private static boolean isSearch(Posted posted) {
    boolean typed = !posted.text("q").strip().equals(posted.text("searched"));
    return posted.has("find") || (posted.has("enter") && typed);
  }

  /** Mode and cycle are one text of the configuration. */
  private static Posted withRule(Posted posted) {
    String mode = posted.text("mode");
    String cycle = posted.text("cycle").strip();
    return posted.with(SEND, mode.equals(CYCLIC) || mode.isEmpty() ? cycle : mode);
  }

  private void save(Context ctx, View view, Subject subject, Posted posted) {
    switch (site.forms().send(posted, subject.part(), subject.action(), view.texts())) {
      case Sent.Saved _ ->
          ctx.redirect("/cloud/" + subject.connector() + "/sections", HttpStatus.SEE_OTHER);
      case Sent.Again(FormView form, int status) -> {
        ctx.status(status);
        show(ctx, view, subject, form, posted, null);
      }
    }
  }

  private void preview(Context ctx, View view, Subject subject, Posted posted) {
    SectionPage.Rehearsal result = rehearsal.of(posted, POINTS, view);
    if (ctx.header("HX-Request") != null) {
      site.show(ctx, view, "rehearsal.jte", Map.of("rehearsal", result));
    } else {
      again(ctx, view, subject, posted, result);
    }
  }

  private void again(
      Context ctx,
      View view,
      Subject subject,
      Posted posted,
      SectionPage.@Nullable Rehearsal result) {
    FormView form =
        site.forms().again(posted, subject.part(), List.of(), subject.action(), view.texts());
    show(ctx, view, subject, form, posted, result);
  }

  private void show(
      Context ctx,
      View view,
      Subject subject,
      FormView form,
      @Nullable Posted posted,
      SectionPage.@Nullable Rehearsal result) {
    List<Field> usual = new ArrayList<>();
    SectionPage.Rule rule = null;
    Field.Items points = null;
    for (Field field : form.fields()) {
      switch (field) {
        case Field.Input send when send.label().name().equals(SEND) -> rule = rule(send, posted);
        case Field.Items items -> points = items;
        default -> usual.add(field);
      }
    }
    if (rule == null) {
      throw new IllegalStateException("a section of the schema has no rule of its sending");
    }
    Map<String, Object> model = new HashMap<>();
    model.put(
        "page",
        new SectionPage(
            subject.connector(),
            subject.name(),
            form,
            rule,
            usual,
            points,
            picker.pick(points, posted, view),
            result));
    site.show(ctx, view, "section.jte", model);
  }

  private static SectionPage.Rule rule(Field.Input send, @Nullable Posted posted) {
    boolean cyclic = !send.text().startsWith("on-");
    String cycle = posted == null ? "" : posted.text("cycle");
    return new SectionPage.Rule(
        cyclic ? CYCLIC : send.text(), cyclic ? send.text() : cycle, send.label());
  }

  private Subject subject(Context ctx) {
    String connector = ctx.pathParam("name");
    JsonNode node = CloudPages.connector(site, connector);
    String pointer = pointer(connector) + "/sections";
    String action = "/cloud/" + connector + "/section";
    String name = ctx.queryParam("section");
    if (name == null) {
      ObjectNode start = JsonNodeFactory.instance.objectNode();
      start.put("name", "Realtime" + (node.path("sections").size() + 1));
      return new Subject(connector, null, new Part(pointer + "/-", spec(), start), action);
    }
    int place = place(node.path("sections"), name);
    Part part = new Part(pointer + "/" + place, spec());
    return new Subject(connector, name, part, action + "?section=" + name);
  }

  private String pointer(String connector) {
    return "/connectors/" + place(site.forms().document().path("connectors"), connector);
  }

  private static int place(JsonNode list, String name) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path("name").asText().equals(name)) {
        return i;
      }
    }
    throw new Refusal(404, "there is none of this name any more; look at /cloud");
  }

  /** Every platform's sections are alike. */
  private FormSpec spec() {
    String place = "/$defs/" + CloudPages.KINDS.getFirst() + "/properties/sections/items";
    return FormSpec.of(site.forms().schemas().at(place), "sections")
        .prominent(
            "send", "update", "maxSilence", "minInterval", "hysteresis", "hysteresisPercent");
  }

  private void remove(Context ctx) {
    Subject subject = subject(ctx);
    site.forms().remove(ctx, subject.part().pointer(), site.view(ctx).texts());
    ctx.redirect("/cloud/" + subject.connector() + "/sections", HttpStatus.SEE_OTHER);
  }
}
