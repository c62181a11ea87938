package io.busbar.web;

import io.busbar.web.Access.Changed;
import io.busbar.web.Access.Made;
import io.busbar.web.Access.UserOrder;
import io.busbar.web.pages.People;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Users and tokens for administrators, and the own password for everybody. */
final class UserPages {
  private static final String USERS = "/users";

  private final Site site;
  private final AccessApi api;

  UserPages(Site site, AccessApi api) {
    this.site = site;
    this.api = api;
  }

  void routes(RoutesConfig routes) {
    routes.get(USERS, ctx -> show(ctx, null, null), For.ADMIN);
    routes.post(USERS, this::add, For.ADMIN);
    routes.post("/users/change", this::change, For.ADMIN);
    routes.post("/users/remove", this::remove, For.ADMIN);
    routes.post("/tokens", this::addToken, For.ADMIN);
    routes.post("/tokens/remove", this::removeToken, For.ADMIN);
    routes.get("/password", ctx -> showPassword(ctx, null), For.VIEWER);
    routes.post("/password", this::password, For.VIEWER);
  }

  private void add(Context ctx) {
    finish(ctx, () -> access().addUser(order(ctx)));
  }

  private void change(Context ctx) {
    finish(ctx, () -> access().changeUser(order(ctx)));
  }

  private void remove(Context ctx) {
    finish(ctx, () -> access().removeUser(Requests.field(ctx, "name")));
  }

  private void removeToken(Context ctx) {
    finish(ctx, () -> access().removeToken(Requests.field(ctx, "id")));
  }

  private void addToken(Context ctx) {
    Role role = AccessApi.role(Requests.field(ctx, "role"));
    switch (access().addToken(Requests.field(ctx, "name").strip(), role)) {
      // Not by a redirect: the text is shown once, and is part of no address.
      case Made.Done(Access.TokenView _, String token) -> show(ctx, token, null);
      case Made.Not(String sentence) -> {
        ctx.status(422);
        show(ctx, null, sentence);
      }
    }
  }

  private void finish(Context ctx, Supplier<Changed> change) {
    try {
      AccessApi.done(ctx, change.get());
      ctx.redirect(USERS, HttpStatus.SEE_OTHER);
    } catch (Refusal e) {
      ctx.status(e.status());
      show(ctx, null, e.sentence());
    }
  }

  private void password(Context ctx) throws InterruptedException {
    try {
      api.changePassword(ctx, Requests.field(ctx, "password"), Requests.field(ctx, "newPassword"));
      ctx.redirect("/", HttpStatus.SEE_OTHER);
    } catch (Refusal e) {
      ctx.status(e.status());
      showPassword(ctx, e.sentence());
    }
  }

  private void showPassword(Context ctx, @Nullable String fault) {
    Map<String, @Nullable Object> model = new HashMap<>();
    View view = site.view(ctx);
    model.put("fault", view.texts().reasonOrNull(fault));
    site.show(ctx, view, "password.jte", model);
  }

  private void show(Context ctx, @Nullable String made, @Nullable String fault) {
    View view = site.view(ctx);
    People people =
        new People(
            access().users().stream()
                .map(user -> new People.User(user.name(), user.role()))
                .toList(),
            access().tokens().stream()
                .map(token ->
                    new People.Token(
                        token.id(), token.name(), token.role(), token.created().toString()))
                .toList(),
            made,
            view.texts().reasonOrNull(fault));
    site.show(ctx, view, "users.jte", Map.of("people", people));
  }

  private Access access() {
    return site.console().access();
  }

  /** A field that is left empty leaves what there is. */
  private static UserOrder order(Context ctx) {
    String password = ctx.formParam("password");
    return new UserOrder(
        Requests.field(ctx, "name").strip(),
        AccessApi.role(Requests.field(ctx, "role")),
        password == null || password.isEmpty() ? null : password,
        null);
  }
}
