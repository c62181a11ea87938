package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.Time.Handed;
import io.busbar.web.Upkeep.Extent;
import io.busbar.web.pages.RestorePage;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page about the appliance itself, and what keeps it in order. */
final class SystemPages {
  private static final String SYSTEM = "/system";

  private final Site site;
  private final BackupApi backups;
  private final SystemApi api;

  SystemPages(Site site) {
    this.site = site;
    this.backups = new BackupApi(site.attached());
    this.api = new SystemApi(site.attached());
  }

  void routes(RoutesConfig routes) {
    routes.get(SYSTEM, ctx -> show(ctx, null, null), For.VIEWER);
    routes.post("/system/time", this::time, For.INSTALLER);
    routes.post("/system/diagnostics", this::diagnostics, For.INSTALLER);
    routes.post("/system/backup", this::backup, For.ADMIN);
    routes.post("/system/restore", this::restore, For.ADMIN);
    routes.post("/system/back", this::rollBack, For.ADMIN);
    routes.post("/system/reset", this::reset, For.ADMIN);
  }

  private void show(Context ctx, @Nullable String fault, @Nullable String done) {
    View view = site.view(ctx);
    Object page = new SystemReader(site.console(), view).page(fault, done);
    site.show(ctx, view, "system.jte", Map.of("system", page));
  }

  private void refuse(Context ctx, int status, String fault) {
    ctx.status(status);
    show(ctx, fault, null);
  }

  /** The time of the browser, which its script gives, else what stands in the field, in UTC. */
  private void time(Context ctx) {
    Texts texts = site.view(ctx).texts();
    String browser = ctx.formParam("browser");
    Instant time = instant(browser == null || browser.isEmpty() ? field(ctx, "time") : browser);
    if (time == null) {
      refuse(ctx, 422, texts.get("system.time.misfit"));
      return;
    }
    switch (site.console().time().set(time)) {
      case Handed.Taken _ -> show(ctx, null, texts.get("system.time.taken"));
      case Handed.Misfit(String sentence) -> refuse(ctx, 422, sentence);
      case Handed.Needless(String sentence) -> refuse(ctx, 409, sentence);
    }
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text.strip().replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null; // Said in the viewer's language.
    }
  }

  /** What is ticked comes along. */
  private void diagnostics(Context ctx) {
    Set<String> without =
        new Diagnostics(site.console())
            .parts().stream()
                .map(Diagnostics.Part::name)
                .collect(Collectors.toCollection(HashSet::new));
    ctx.formParams("part").forEach(without::remove);
    api.send(ctx, without);
  }

  private void backup(Context ctx) {
    String passphrase = field(ctx, "passphrase");
    Texts texts = site.view(ctx).texts();
    if (!passphrase.equals(field(ctx, "again"))) {
      refuse(ctx, 422, texts.get("system.backup.differ"));
      return;
    }
    try {
      backups.writeSealed(ctx, passphrase);
    } catch (Refusal e) {
      refuse(ctx, e.status(), e.status() == 422 ? texts.get("system.backup.short") : e.sentence());
    }
  }

  private void restore(Context ctx) throws IOException {
    View view = site.view(ctx);
    RestorePage page = Restores.take(ctx, backups, view.texts());
    site.show(ctx, view, "systemrestored.jte", Map.of("restore", page));
  }

  /** On trial: what was saved once may not fit the site any more. */
  private void rollBack(Context ctx) {
    Texts texts = site.view(ctx).texts();
    switch (site.console().upkeep().rollBack(field(ctx, "name"), ConfigForms.TRIAL)) {
      case null -> throw SystemApi.unknown();
      case Outcome.Applied _ -> ctx.redirect(SYSTEM, HttpStatus.SEE_OTHER);
      case Outcome.Refused(List<Fault> problems) ->
          refuse(ctx, 422, String.join("; ", ConfigForms.sentences(problems, texts)));
      case Outcome.NotSaved(String reason) -> refuse(ctx, 507, reason);
      case Outcome.Outdated _ -> refuse(ctx, 409, site.view(ctx).texts().get("form.outdated"));
    }
  }

  private void reset(Context ctx) throws InterruptedException {
    View view = site.view(ctx);
    Extent extent = SystemApi.extent(field(ctx, "extent"));
    if (extent == null) {
      refuse(ctx, 422, view.texts().get("reset.choose"));
      return;
    }
    Upkeep.Reset outcome = site.console().upkeep().reset(extent, field(ctx, "password"));
    Refusal refusal = SystemApi.refusal(ctx, outcome);
    if (outcome instanceof Upkeep.Reset.Wrong) {
      refuse(ctx, 422, view.texts().get("reset.wrong"));
    } else if (refusal != null) {
      refuse(ctx, refusal.status(), refusal.sentence());
    } else if (extent == Extent.CONFIGURATION) {
      show(ctx, null, view.texts().get("reset.done.configuration"));
    } else {
      // The login is gone with the logins: the next page is the claim.
      ctx.redirect("/", HttpStatus.SEE_OTHER);
    }
  }

  private static String field(Context ctx, String name) {
    return Requests.field(ctx, name);
  }
}
