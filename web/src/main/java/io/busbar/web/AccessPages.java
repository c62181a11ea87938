package io.busbar.web;

import io.busbar.web.pages.Entrance;
import io.busbar.web.pages.EntrancePages;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages that strangers see: claim and login. They work without a script. */
final class AccessPages {
  static final String CLAIM = "/claim";
  static final String LOGIN = "/login";
  private static final int LONGEST_NAME = 64;

  private final Attached attached;
  private final AccessApi api;
  private final EntrancePages pages;

  /**
   * @param assets address by file name
   */
  AccessPages(Attached attached, AccessApi api, Map<String, String> assets) {
    this.attached = attached;
    this.api = api;
    this.pages = new EntrancePages(assets);
  }

  void claim(Context ctx) {
    if (attached.console().access().isClaimed()) {
      ctx.redirect(LOGIN, HttpStatus.SEE_OTHER);
    } else {
      Answers.page(ctx, pages.claim(entrance("", null), language(ctx)));
    }
  }

  void claimForm(Context ctx) {
    String password = Requests.field(ctx, "password");
    String code = ctx.formParam("code");
    try {
      if (!password.equals(Requests.field(ctx, "again"))) {
        throw new Refusal(422, pages.text(language(ctx), "claim.differ"));
      }
      api.open(
          ctx,
          api.claimed(
              ctx,
              password,
              Requests.field(ctx, "language"),
              code == null || code.isBlank() ? null : code));
      ctx.redirect("/", HttpStatus.SEE_OTHER);
    } catch (Refusal e) {
      ctx.status(e.status());
      Answers.page(ctx, pages.claim(entrance("", e.sentence()), language(ctx)));
    }
  }

  void login(Context ctx) {
    if (attached.console().access().isClaimed()) {
      Answers.page(ctx, pages.login(entrance("", null), language(ctx)));
    } else {
      ctx.redirect(CLAIM, HttpStatus.SEE_OTHER);
    }
  }

  void loginForm(Context ctx) throws InterruptedException {
    String user = Requests.field(ctx, "user").strip();
    try {
      api.enter(ctx, user, Requests.field(ctx, "password"));
      ctx.redirect("/", HttpStatus.SEE_OTHER);
    } catch (Refusal e) {
      String sentence =
          e.status() == 401 ? pages.text(language(ctx), "login.wrong") : e.sentence();
      String shown = user.length() > LONGEST_NAME ? "" : user;
      ctx.status(e.status());
      Answers.page(ctx, pages.login(entrance(shown, sentence), language(ctx)));
    }
  }

  void logoutForm(Context ctx) {
    api.leave(ctx, ctx.formParam("all") != null);
    ctx.redirect(LOGIN, HttpStatus.SEE_OTHER);
  }

  private Entrance entrance(String user, @Nullable String fault) {
    return new Entrance(attached.console().status().identity().name(), user, fault);
  }

  /** On these pages a stranger may choose, too. */
  private static Locale language(Context ctx) {
    String wanted = ctx.queryParam("language");
    return switch (wanted) {
      case "de" -> Locale.GERMAN;
      case "en" -> Locale.ENGLISH;
      case null, default -> Languages.of(ctx);
    };
  }
}
