package io.busbar.web;

import io.busbar.web.pages.Help;
import io.javalin.config.RoutesConfig;
import java.util.Map;

/** The manual, served by the device itself. */
final class HelpPages {
  private final Site site;

  HelpPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get(Help.PATH, ctx -> site.show(ctx, site.view(ctx), "help.jte", Map.of()), For.VIEWER);
  }
}
