package io.busbar.web;

import io.busbar.web.Console.ConfigDocument;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** The two buttons of the banner that stands on every page while a configuration is tried out. */
final class TrialPages {
  private final Site site;

  TrialPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.post("/trial/keep", this::keep, For.INSTALLER);
    routes.post("/trial/back", this::back, For.INSTALLER);
  }

  private void keep(Context ctx) {
    finish(ctx, config().confirm(Requests.field(ctx, "version")));
  }

  private void back(Context ctx) {
    finish(ctx, config().takeBack(Requests.field(ctx, "version")));
  }

  /** Somebody who came too late, or changed something meanwhile, is told so. */
  private void finish(Context ctx, boolean done) {
    if (!done) {
      throw new Refusal(409, site.view(ctx).texts().get("trial.late"));
    }
    ctx.redirect(Viewer.back(ctx), HttpStatus.SEE_OTHER);
  }

  private ConfigDocument config() {
    return site.console().config();
  }
}
