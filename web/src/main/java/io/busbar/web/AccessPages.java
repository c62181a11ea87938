package io.busbar.web;

import io.busbar.web.pages.Entrance;
import io.busbar.web.pages.View;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages that strangers see: claim and login. They work without a script. */
final class AccessPages {
  static final String CLAIM = "/claim";
  static final String LOGIN = "/login";
  private static final int LONGEST_NAME = 64;

  private final Site site;
  private final AccessApi api;

  AccessPages(Site site, AccessApi api) {
    this.site = site;
    this.api = api;
  }

  void claim(Context ctx) {
    if (site.console().access().isClaimed()) {
      ctx.redirect(LOGIN, HttpStatus.SEE_OTHER);
    } else {
      show(ctx, CLAIM, "", null);
    }
  }

  void claimForm(Context ctx) {
    String password = Requests.field(ctx, "password");
    String code = ctx.formParam("code");
    boolean backup = "backup".equals(ctx.formParam("next"));
    try {
      if (!password.equals(Requests.field(ctx, "again"))) {
        throw new Refusal(422, site.view(ctx).texts().get("claim.differ"));
      }
      site.console().setup().begin();
      api.open(
          ctx,
          api.claimed(
              ctx,
              password,
              Requests.field(ctx, "language"),
              code == null || code.isBlank() ? null : code));
      ctx.redirect(backup ? RestorePages.PATH : WizardPages.START, HttpStatus.SEE_OTHER);
    } catch (Refusal e) {
      ctx.status(e.status());
      show(ctx, CLAIM, "", e.sentence());
    }
  }

  void login(Context ctx) {
    if (site.console().access().isClaimed()) {
      show(ctx, LOGIN, "", null);
    } else {
      ctx.redirect(CLAIM, HttpStatus.SEE_OTHER);
    }
  }

  void loginForm(Context ctx) throws InterruptedException {
    String user = Requests.field(ctx, "user").strip();
    try {
      api.enter(ctx, user, Requests.field(ctx, "password"));
      boolean unfinished = site.console().setup().step() != null;
      ctx.redirect(unfinished ? WizardPages.START : "/", HttpStatus.SEE_OTHER);
    } catch (Refusal e) {
      View view = site.view(ctx);
      ctx.status(e.status());
      show(
          ctx,
          LOGIN,
          user.length() > LONGEST_NAME ? "" : user,
          e.status() == 401 ? view.texts().get("login.wrong") : e.sentence());
    }
  }

  void logoutForm(Context ctx) {
    api.leave(ctx, ctx.formParam("all") != null);
    ctx.redirect(LOGIN, HttpStatus.SEE_OTHER);
  }

  private void show(Context ctx, String path, String user, @Nullable String fault) {
    View view = site.view(ctx);
    Entrance entrance = new Entrance(path, user, view.texts().reasonOrNull(fault));
    site.show(ctx, view, path.substring(1) + ".jte", Map.of("entrance", entrance));
  }
}
