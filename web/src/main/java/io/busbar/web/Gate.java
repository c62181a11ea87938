package io.busbar.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lets a request through to its route when its caller may go there. */
final class Gate {
  private static final String CALLER = "caller";

  private Gate() {}

  /** Who makes this request. */
  static Caller caller(Context ctx) {
    Caller known = ctx.attribute(CALLER);
    if (known != null) {
      return known;
    }
    Caller found = find(ctx);
    ctx.attribute(CALLER, found);
    return found;
  }

  /** There is no login yet, and the server listens to this machine alone. */
  private static Caller find(Context ctx) {
    return new Caller("local", Role.ADMIN, new Caller.Proof.Nothing(), Locale.ENGLISH, ctx.ip());
  }

  /** A route's handler behind the gate; everything below it knows the caller. */
  static Handler wrap(Endpoint endpoint) {
    For whom = whom(endpoint);
    if (whom == null) {
      return endpoint.handler; // What runs before every route; no route is without one.
    }
    return ctx -> {
      Caller caller = caller(ctx);
      if (!whom.isOpen() && !caller.may(whom.least())) {
        throw refusal(caller, whom.least());
      }
      caller.run(() -> endpoint.handler.handle(ctx));
    };
  }

  private static Refusal refusal(Caller caller, Role wanted) {
    return caller.role() == null
        ? new Refusal(401, "got no login, want one: POST /api/v1/session, or an API token")
        : new Refusal(
            403, "got the role " + caller.role().word() + ", want " + wanted.word() + " for this");
  }

  /**
   * Holds that every route says whom it is for.
   *
   * @throws IllegalStateException one does not
   */
  static void check(List<Endpoint> routes) {
    for (Endpoint route : routes) {
      if (whom(route) == null) {
        throw new IllegalStateException(
            route.method.name() + " " + route.path + ": got no role, want one beside the route");
      }
    }
  }

  /** Whom a route is for; null when it does not say. */
  static @Nullable For whom(Endpoint endpoint) {
    Roles roles = endpoint.metadata(Roles.class);
    return roles == null
        ? null
        : roles.getRoles().stream().map(For.class::cast).findFirst().orElse(null);
  }
}
