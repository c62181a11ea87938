package io.busbar.web;

import io.busbar.web.Access.Account;
import io.busbar.web.Caller.Proof;
import io.busbar.web.Sessions.Session;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out who makes a request, and lets it through to its route when its caller may go there. */
final class Gate {
  /** The field of a form, or the header of a script, that shows that a page of ours sent it. */
  static final String FORM_TOKEN = "token";

  static final String FORM_TOKEN_HEADER = "X-Form-Token";

  private static final String CALLER = "caller";
  private static final String SESSION = "session";
  private static final String BEARER = "Bearer ";

  /** What an open page asks for by itself; it keeps nobody logged in. */
  private static final List<String> BY_ITSELF = List.of("/api/v1/live", "/parts/");

  private final Attached attached;
  private final Sessions sessions;
  private final Function<String, @Nullable Endpoint> pages;

  /**
   * @param pages the GET route of a path; null when there is none
   */
  Gate(Attached attached, Sessions sessions, Function<String, @Nullable Endpoint> pages) {
    this.attached = attached;
    this.sessions = sessions;
    this.pages = pages;
  }

  /** Who makes this request; a stranger until {@link #admit} was asked. */
  static Caller caller(Context ctx) {
    Caller known = ctx.attribute(CALLER);
    return known == null ? stranger(ctx) : known;
  }

  /** Finds out who makes the request; what follows asks {@link #caller}. */
  void admit(Context ctx) {
    Console console = attached.orNull();
    if (console != null) {
      ctx.attribute(CALLER, find(console.access(), ctx));
      if (ctx.req().getMethod().equals("HEAD")) {
        admitHead(ctx);
      }
    }
  }

  /** Javalin answers HEAD by itself where there is a GET, and asks no handler. */
  private void admitHead(Context ctx) {
    Endpoint route = pages.apply(ctx.path());
    For whom = route == null ? null : whom(route);
    if (whom != null && !whom.isOpen()) {
      letThrough(ctx, whom.least());
    }
  }

  private Caller find(Access access, Context ctx) {
    String authorization = ctx.header("Authorization");
    if (authorization != null) {
      return bearer(access, authorization, ctx);
    }
    Session session = session(access, ctx);
    if (session == null) {
      return stranger(ctx);
    }
    ctx.attribute(SESSION, session);
    Account account = session.account();
    return new Caller(
        account.name(),
        account.role(),
        new Proof.Session(session.formToken()),
        Locale.forLanguageTag(account.language()),
        ctx.ip());
  }

  private static Caller bearer(Access access, String authorization, Context ctx) {
    Account account =
        authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? access.bearer(authorization.substring(BEARER.length()).strip())
            : null;
    if (account == null) {
      throw new Refusal(
          401, "got an Authorization that is no token of this appliance, want Bearer and a token");
    }
    return new Caller(
        account.name(), account.role(), new Proof.Token(), Languages.of(ctx), ctx.ip());
  }

  private @Nullable Session session(Access access, Context ctx) {
    String id = ctx.cookie(SessionCookie.of(ctx).text());
    boolean step = BY_ITSELF.stream().noneMatch(path -> ctx.path().startsWith(path));
    Session session = id == null ? null : sessions.find(id, step);
    return session == null || isStale(access, session) ? null : session;
  }

  /** Whether password or role were changed meanwhile, or the user is gone. */
  private static boolean isStale(Access access, Session session) {
    Account now = access.user(session.account().name());
    return now == null || !now.key().equals(session.account().key());
  }

  private static Caller stranger(Context ctx) {
    return new Caller("", null, new Proof.Nothing(), Languages.of(ctx), ctx.ip());
  }

  /** The session of the request; null without one. */
  static @Nullable Session session(Context ctx) {
    return ctx.attribute(SESSION);
  }

  /** Whether who asked for a stream may still have it, to be asked again and again. */
  BooleanSupplier entitlement(Context ctx) {
    Access access = attached.console().access();
    Session session = session(ctx);
    if (session != null) {
      return () -> sessions.isOpen(session.digest()) && !isStale(access, session);
    }
    String token = String.valueOf(ctx.header("Authorization")).substring(BEARER.length()).strip();
    return () -> access.bearer(token) != null;
  }

  /** A route's handler behind the gate; everything below it knows the caller. */
  Handler wrap(Endpoint endpoint) {
    For whom = whom(endpoint);
    if (whom == null) {
      return endpoint.handler; // What runs before every route; no route is without one.
    }
    return ctx -> {
      if (!whom.isOpen()) {
        letThrough(ctx, whom.least());
      }
      caller(ctx).run(() -> endpoint.handler.handle(ctx));
    };
  }

  private void letThrough(Context ctx, Role wanted) {
    Access access = attached.console().access();
    Caller caller = caller(ctx);
    if (caller.role() == null) {
      throw unknown(access);
    }
    if (!caller.may(wanted)) {
      throw new Refusal(
          403, "got the role " + caller.role().word() + ", want " + wanted.word() + " for this");
    }
    if (caller.proof() instanceof Proof.Session(String token) && Guard.isUnsafe(ctx)) {
      refuseOtherThanOwnPage(ctx, token);
    }
  }

  static Refusal unknown(Access access) {
    return new Refusal(
        401,
        access.isClaimed()
            ? "got no login, want one: POST /api/v1/session, or an API token"
            : "nobody has claimed this appliance yet: open its page, or POST /api/v1/claim");
  }

  /** A browser adds its cookie to what any page sends; only ours know the session's token. */
  private static void refuseOtherThanOwnPage(Context ctx, String token) {
    String header = ctx.header(FORM_TOKEN_HEADER);
    String got = header == null ? field(ctx) : header;
    if (got == null || !isSame(got, token)) {
      throw new Refusal(
          403,
          "got no or another "
              + FORM_TOKEN_HEADER
              + ", want the formToken of this session; load the page again");
    }
  }

  private static @Nullable String field(Context ctx) {
    return Guard.isForm(ctx) || Guard.isFile(ctx)
        ? Requests.ofFiles(() -> ctx.formParam(FORM_TOKEN))
        : null;
  }

  private static boolean isSame(String got, String wanted) {
    return MessageDigest.isEqual(
        got.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
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
