package io.busbar.web;

import io.busbar.web.Console.Backups.Restored;
import io.busbar.web.Setup.Step;
import io.busbar.web.pages.View;
import io.busbar.web.pages.Wizard;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    try {
      switch (api.restored(ctx)) {
        case Restored.Done(var _, List<String> missing) -> {
          SetupApi.go(site.console().setup(), Step.SUMMARY);
          done(ctx, missing);
        }
        case Restored.Refused(var problems) ->
            throw new Refusal(
                422,
                problems.stream()
                    .map(one -> one.path() + " " + one.message())
                    .collect(Collectors.joining("; ")));
        case Restored.Unusable(String sentence) -> throw new Refusal(422, sentence);
        case Restored.NotSaved(String reason) -> throw new Refusal(507, reason);
      }
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
    Map<String, @Nullable Object> model = WizardPages.model(Step.SUMMARY, null);
    model.put(
        "restored",
        new Wizard.Restored(
            site.console().status().identity().name(),
            missing.stream().map(view.texts()::reason).toList()));
    site.show(ctx, view, "restored.jte", model);
  }
}
