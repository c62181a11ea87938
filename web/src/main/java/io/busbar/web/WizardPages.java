package io.busbar.web;

import io.busbar.web.ConfigForms.Part;
import io.busbar.web.ConfigForms.Sent;
import io.busbar.web.Setup.Step;
import io.busbar.web.forms.FormSpec;
import io.busbar.web.pages.Clouds.Trial;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.View;
import io.busbar.web.pages.Wizard;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first steps after the claim. Each saves what belongs to it in one piece, and then the step
 * that follows is written down; so an appliance that is killed at any moment comes back to the step
 * that it was at. Only forms change the step, never a look at a page.
 */
final class WizardPages {
  /** Goes to the step that is to be done. */
  static final String START = "/start";

  private static final String SITE = "/start/site";

  private final Site site;
  private final WizardClock clock;
  private final WizardBuses buses;
  private final WizardClouds clouds;

  WizardPages(Site site) {
    this.site = site;
    this.clock = new WizardClock(site);
    this.buses = new WizardBuses(site);
    this.clouds = new WizardClouds(site);
  }

  void routes(RoutesConfig routes) {
    routes.get(START, this::start, For.VIEWER);
    routes.post("/start/go", this::go, For.INSTALLER);
    routes.get(SITE, this::site, For.INSTALLER);
    routes.post(SITE, this::takeSite, For.INSTALLER);
    routes.get("/start/buses", this::buses, For.INSTALLER);
    routes.get(WizardClouds.PATH, ctx -> cloud(ctx, null), For.INSTALLER);
    routes.post("/start/test", this::test, For.INSTALLER);
    routes.get("/start/summary", this::summary, For.INSTALLER);
  }

  private void start(Context ctx) {
    Step step = site.console().setup().step();
    boolean may = Gate.caller(ctx).may(Role.INSTALLER);
    ctx.redirect(step == null || !may ? "/" : address(step), HttpStatus.SEE_OTHER);
  }

  private static String address(Step step) {
    return START + "/" + step.word();
  }

  private void go(Context ctx) {
    String word = Requests.field(ctx, "step");
    Step step = word.equals("end") ? null : SetupApi.step(word);
    SetupApi.go(site.console().setup(), step);
    ctx.redirect(step == null ? "/" : address(step), HttpStatus.SEE_OTHER);
  }

  private void site(Context ctx) {
    View view = site.view(ctx);
    showSite(ctx, view, site.forms().show(gateway(), SITE, view.texts()), null);
  }

  /** Name and place; or the time, and then what was typed stays as it was. */
  private void takeSite(Context ctx) {
    View view = site.view(ctx);
    if (ctx.formParam("settime") != null) {
      String outcome = clock.take(ctx, view);
      showSite(ctx, view, site.forms().again(ctx, gateway(), SITE, view.texts()), outcome);
      return;
    }
    switch (site.forms().send(ctx, gateway(), SITE, view.texts())) {
      case Sent.Saved _ -> {
        SetupApi.go(site.console().setup(), Step.BUSES);
        ctx.redirect(address(Step.BUSES), HttpStatus.SEE_OTHER);
      }
      case Sent.Again(FormView form, int status) -> {
        ctx.status(status);
        showSite(ctx, view, form, null);
      }
    }
  }

  private Part gateway() {
    FormSpec spec =
        FormSpec.of(site.forms().schemas().at("/$defs/gateway"), "gateway")
            .without("serialNumber", "product", "ports")
            .prominent("place");
    return new Part("/gateway", spec);
  }

  private void showSite(Context ctx, View view, FormView form, @Nullable String outcome) {
    Map<String, @Nullable Object> model = model(Step.SITE, null);
    model.put("form", form);
    model.put("clock", clock.read(ctx, view, outcome));
    site.show(ctx, view, "startsite.jte", model);
  }

  private void buses(Context ctx) {
    View view = site.view(ctx);
    Map<String, @Nullable Object> model = model(Step.BUSES, null);
    model.put("buses", buses.read(view));
    site.show(ctx, view, "startbuses.jte", model);
  }

  private void cloud(Context ctx, @Nullable Trial trial) {
    View view = site.view(ctx);
    Map<String, @Nullable Object> model = model(Step.CLOUD, null);
    model.put("clouds", clouds.read(view, trial));
    site.show(ctx, view, "startcloud.jte", model);
  }

  private void test(Context ctx) throws InterruptedException {
    View view = site.view(ctx);
    String name = Requests.field(ctx, "name");
    Trial trial = CloudTests.shown(ctx, view, site.console().cloudTrials().start(name));
    if (CloudTests.isPart(ctx)) {
      site.show(ctx, view, CloudTests.PART, Map.of("trial", trial));
    } else {
      cloud(ctx, trial);
    }
  }

  private void summary(Context ctx) {
    View view = site.view(ctx);
    Map<String, @Nullable Object> model = model(Step.SUMMARY, null);
    model.put("report", ReportPages.sheet(site, view));
    site.show(ctx, view, "startsummary.jte", model);
  }

  /** What the template of every step wants. */
  static Map<String, @Nullable Object> model(Step here, @Nullable String fault) {
    List<Wizard.Step> steps = new ArrayList<>();
    steps.add(new Wizard.Step("claim", "done"));
    for (Step step : Step.values()) {
      int order = step.compareTo(here);
      steps.add(new Wizard.Step(step.word(), order < 0 ? "done" : order == 0 ? "now" : "open"));
    }
    Map<String, @Nullable Object> model = new HashMap<>();
    model.put("wizard", new Wizard(here.word(), steps, fault));
    return model;
  }
}
