package io.busbar.web;

import io.busbar.web.Setup.Step;
import io.busbar.web.pages.RestorePage;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A backup in place of the first steps: this device becomes what another one was. */
final class RestorePages {
  /** Of the page and its form, the one form of a page that brings a file. */
  static final String PATH = "/start/backup";

  private final Site site;
  private final BackupApi api;

  RestorePages(Site site, BackupApi api) {
    this.site = site;
    this.api = api;
  }

  void routes(RoutesConfig routes) {
    routes.get(PATH, ctx -> show(ctx, null), For.ADMIN);
    routes.post(PATH, this::take, For.ADMIN);
  }

  private void take(Context ctx) throws IOException {
    RestorePage outcome = Restores.take(ctx, api, site.view(ctx).texts());
    if (!outcome.done()) {
      show(ctx, String.join("; ", outcome.faults()));
      return;
    }
    try {
      SetupApi.go(site.console().setup(), Step.SUMMARY);
      done(ctx, outcome.missing());
    } catch (Refusal e) {
      ctx.status(e.status());
      show(ctx, e.sentence());
    }
  }

  private void show(Context ctx, @Nullable String fault) {
    View view = site.view(ctx);
    site.show(
        ctx,
        view,
        "startbackup.jte",
        WizardPages.model(Step.SITE, view.texts().reasonOrNull(fault)));
  }

  private void done(Context ctx, List<String> missing) {
    View view = site.view(ctx);
    Texts texts = view.texts();
    List<String> steps =
        List.of(
            texts.get("wizard.restored.read"),
            texts.get("wizard.restored.checked"),
            texts.get("wizard.restored.force"),
            texts.get("wizard.restored.network"));
    Map<String, @Nullable Object> model = WizardPages.model(Step.SUMMARY, null);
    model.put("name", site.console().status().identity().name());
    model.put("restore", Restores.done(steps, missing));
    site.show(ctx, view, "wizardrestored.jte", model);
  }
}
