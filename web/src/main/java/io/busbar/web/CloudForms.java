package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.web.Certificates.CertificateView;
import io.busbar.web.CloudTrials.Tested;
import io.busbar.web.ConfigForms.Part;
import io.busbar.web.ConfigForms.Sent;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.forms.FormProblem;
import io.busbar.web.forms.FormReader;
import io.busbar.web.forms.FormSpec;
import io.busbar.web.forms.Posted;
import io.busbar.web.pages.Clouds.Trial;
import io.busbar.web.pages.Field.Option;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adding, changing, testing and removing connections. Their sections have pages of their own. */
final class CloudForms {
  private static final String NEW = "/connectors/add";
  private static final String FIRST = "&first=true";

  /** What a platform is known by, and what most brokers want. */
  private static final String[] USUAL = {
    "enabled",
    "settings",
    "username",
    "password",
    "caFile",
    "certFile",
    "keyFile",
    "tenant",
    "modelId",
    "dialect",
    "project",
    "edgeNode",
    "format",
    "customerId",
    "gatewayId",
    "allow",
    "apiKey",
    "deviceId",
    "deviceType",
    "body"
  };

  private final Site site;

  CloudForms(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    for (String form : List.of(NEW, "/cloud/{name}/edit")) {
      routes.get(form, this::show, For.INSTALLER);
      routes.post(form, this::take, For.INSTALLER);
    }
    routes.post("/cloud/{name}/remove", this::remove, For.INSTALLER);
  }

  /**
   * What a form is about.
   *
   * @param name of the connection; null for a new one
   * @param type its platform
   */
  private record Subject(
      @Nullable String name, String type, String title, Part part, String action) {}

  private void show(Context ctx) {
    View view = site.view(ctx);
    Subject subject = subject(ctx, view);
    FormView form = site.forms().show(subject.part(), subject.action(), view.texts());
    show(ctx, view, subject, form, null);
  }

  private void take(Context ctx) throws IOException, InterruptedException {
    View view = site.view(ctx);
    Uploads.Taken taken = Uploads.take(site.console(), ctx, ConfigForms.posted(ctx));
    // Only now, so that the files that came along are among those to choose from.
    Subject subject = subject(ctx, view);
    Posted posted = taken.posted();
    if (!taken.problems().isEmpty()) {
      refuse(ctx, view, subject, taken);
    } else if (ctx.formParam("test") != null) {
      test(ctx, view, subject, posted);
    } else {
      send(ctx, view, subject, posted);
    }
  }

  private void refuse(Context ctx, View view, Subject subject, Uploads.Taken taken) {
    boolean part = ctx.header("HX-Request") != null;
    if (part) {
      List<Fault> faults =
          taken.problems().stream().map(one -> new Fault(one.path(), one.message())).toList();
      site.show(ctx, view, "cloudtest.jte", Map.of("trial", CloudPages.refused(view, faults)));
      return;
    }
    ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
    FormView form =
        site.forms()
            .again(
                taken.posted(), subject.part(), taken.problems(), subject.action(), view.texts());
    show(ctx, view, subject, form, null);
  }

  private void send(Context ctx, View view, Subject subject, Posted posted) {
    switch (site.forms().send(posted, subject.part(), subject.action(), view.texts())) {
      case Sent.Saved(ObjectNode saved) ->
          ctx.redirect(
              isFirst(ctx) ? WizardClouds.PATH : "/cloud/" + saved.path("name").asText(),
              HttpStatus.SEE_OTHER);
      case Sent.Again(FormView form, int status) -> {
        ctx.status(status);
        show(ctx, view, subject, form, null);
      }
    }
  }

  /** Tries what the form holds so far. Nothing of the configuration changes. */
  private void test(Context ctx, View view, Subject subject, Posted posted)
      throws InterruptedException {
    FormReader.Read read = site.forms().read(posted, subject.part(), view.texts());
    Trial trial =
        read.problems().isEmpty()
            ? tried(view, subject, read.object())
            : CloudPages.refused(view, read.problems().stream().map(CloudForms::fault).toList());
    if (ctx.header("HX-Request") != null) {
      site.show(ctx, view, "cloudtest.jte", Map.of("trial", trial));
    } else {
      FormView form =
          site.forms().again(posted, subject.part(), List.of(), subject.action(), view.texts());
      show(ctx, view, subject, form, trial);
    }
  }

  private static Fault fault(FormProblem problem) {
    return new Fault(problem.path(), problem.message());
  }

  private Trial tried(View view, Subject subject, ObjectNode connector)
      throws InterruptedException {
    return switch (site.console().cloudTrials().test(subject.name(), Json.bytes(connector))) {
      case Tested.Done(Console.TestView test) -> CloudPages.trial(view, test);
      case Tested.Refused(List<Fault> faults) -> CloudPages.refused(view, faults);
    };
  }

  private void show(Context ctx, View view, Subject subject, FormView form, @Nullable Trial trial) {
    Map<String, @Nullable Object> model = new HashMap<>();
    model.put("form", form);
    model.put("title", subject.title());
    model.put("type", subject.type());
    model.put("trial", trial);
    model.put("name", subject.name());
    site.show(ctx, view, "cloudform.jte", model);
  }

  private Subject subject(Context ctx, View view) {
    if (ctx.path().equals(NEW)) {
      String type = ctx.queryParam("type");
      if (type == null || !CloudPages.KINDS.contains(type)) {
        throw new Refusal(404, "there is no platform of this kind; look at /cloud");
      }
      ObjectNode start = start(type);
      if (isFirst(ctx)) {
        new FirstSection(site).addTo(start);
      }
      return new Subject(
          null,
          type,
          view.texts().get("connector.new", platform(view, type)),
          new Part("/connectors/-", spec(type), start),
          NEW + "?type=" + type + (isFirst(ctx) ? FIRST : ""));
    }
    String name = ctx.pathParam("name");
    JsonNode connector = CloudPages.connector(site, name);
    String type = connector.path("type").asText();
    return new Subject(
        name,
        type,
        view.texts().get("connector.edit", name),
        new Part(pointer(name), spec(type)),
        "/cloud/" + name + "/edit");
  }

  /** Whether it is asked for by the first steps: it then begins with the main values. */
  private static boolean isFirst(Context ctx) {
    return "true".equals(ctx.queryParam("first"));
  }

  /** The first connection has the name that the FP manual gives it. */
  private ObjectNode start(String type) {
    ObjectNode start = JsonNodeFactory.instance.objectNode().put("type", type);
    JsonNode all = site.forms().document().path("connectors");
    return all.isEmpty() ? start.put("name", "CloudConn") : start;
  }

  private String pointer(String name) {
    JsonNode all = site.forms().document().path("connectors");
    int place = 0;
    while (place < all.size() && !all.get(place).path("name").asText().equals(name)) {
      place++;
    }
    return "/connectors/" + place;
  }

  private FormSpec spec(String type) {
    return FormSpec.of(site.forms().schemas().at("/$defs/" + type), "connector")
        .without("sections")
        .prominent(USUAL)
        .choice("order", List.of(Option.of("live-first"), Option.of("in-order")))
        .choice("caFile", files("authority"))
        .choice("certFile", files("certificate"))
        .choice("keyFile", files("key"));
  }

  private List<Option> files(String kind) {
    return site.console().certificates().all().stream()
        .filter(file -> file.kind().equals(kind))
        .map(CloudForms::option)
        .toList();
  }

  private static Option option(CertificateView file) {
    String text = file.subject().isEmpty() ? file.file() : file.file() + " · " + file.subject();
    return new Option(file.file(), text, "");
  }

  static String platform(View view, String type) {
    return String.valueOf(view.texts().find("platform." + type));
  }

  private void remove(Context ctx) {
    View view = site.view(ctx);
    String name = CloudPages.connector(site, ctx.pathParam("name")).path("name").asText();
    site.forms().remove(ctx, pointer(name), view.texts());
    ctx.redirect("/cloud", HttpStatus.SEE_OTHER);
  }
}
