package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Access.Account;
import io.busbar.web.Access.Changed;
import io.busbar.web.Access.Claimed;
import io.busbar.web.Access.Entry;
import io.busbar.web.Access.Made;
import io.busbar.web.Access.UserOrder;
import io.busbar.web.Sessions.Session;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Claim, login, users and tokens under {@code /api/v1}. */
final class AccessApi {
  private final Attached attached;
  private final Sessions sessions;

  AccessApi(Attached attached, Sessions sessions) {
    this.attached = attached;
    this.sessions = sessions;
  }

  /** Who is logged in, and what the scripts of its pages must bring along. */
  private record Who(String user, String role, String language, String formToken) {}

  /** {@code POST /api/v1/claim} with {@code {"password", "language"}}. */
  void claim(Context ctx) throws IOException {
    JsonNode body = Requests.object(ctx, Set.of("password", "language", "code"));
    String language = optional(body, "language");
    Account account =
        claimed(
            ctx,
            Requests.text(body, "password"),
            language == null ? "en" : language,
            optional(body, "code"));
    ctx.status(HttpStatus.CREATED);
    Answers.json(ctx, open(ctx, account));
  }

  /** Makes the first administrator. */
  Account claimed(Context ctx, String password, String language, @Nullable String code) {
    return switch (access().claim(password, language, code, from(ctx))) {
      case Claimed.Done(Account account) -> account;
      case Claimed.Already _ ->
          throw new Refusal(409, "this appliance is claimed already; log in instead");
      case Claimed.Closed(String sentence) -> throw new Refusal(403, sentence);
      case Claimed.Misfit(String sentence) -> throw new Refusal(422, sentence);
      case Claimed.NotSaved(String sentence) -> throw new Refusal(507, sentence);
    };
  }

  /** {@code POST /api/v1/session} with {@code {"user", "password"}}. */
  void login(Context ctx) throws IOException, InterruptedException {
    JsonNode body = Requests.object(ctx, List.of("user", "password"));
    Answers.json(ctx, enter(ctx, Requests.text(body, "user"), Requests.text(body, "password")));
  }

  /** Lets somebody in, with a new session. */
  Who enter(Context ctx, String user, String password) throws InterruptedException {
    return switch (access().enter(user, password, ctx.ip())) {
      case Entry.In(Account account) -> open(ctx, account);
      case Entry.Wrong _ -> throw new Refusal(401, "got a name and password that do not fit");
      case Entry.Wait(Duration left) -> throw wait(ctx, left);
    };
  }

  /** A session with a new id; the one before it, if there is one, is over. */
  Who open(Context ctx, Account account) {
    Session before = Gate.session(ctx);
    if (before != null) {
      sessions.close(before.digest());
    }
    Sessions.Opened opened = sessions.open(account);
    ctx.header("Set-Cookie", SessionCookie.of(ctx).holding(opened.id()));
    return new Who(
        account.name(), account.role().word(), account.language(), opened.session().formToken());
  }

  /** Who asks. */
  void who(Context ctx) {
    Caller caller = Gate.caller(ctx);
    Answers.json(
        ctx,
        new Who(
            caller.name(),
            Objects.requireNonNull(caller.role()).word(),
            caller.language().toLanguageTag(),
            caller.formToken()));
  }

  /** {@code DELETE /api/v1/session}; with {@code ?all=true} every session of the same user. */
  void logout(Context ctx) {
    leave(ctx, "true".equals(ctx.queryParam("all")));
    ctx.status(HttpStatus.NO_CONTENT);
  }

  /** Ends the session of a request, or all of its user. */
  void leave(Context ctx, boolean all) {
    Session session = Gate.session(ctx);
    if (session == null) {
      throw new Refusal(409, "got a token, want a session: there is nothing to log out of");
    }
    String user = session.account().name();
    sessions.close(session.digest());
    if (all) {
      sessions.closeAll(user);
    }
    access().note(all ? "logout-all" : "logout", user, ctx.ip());
    ctx.header("Set-Cookie", SessionCookie.of(ctx).forgotten());
  }

  /** {@code POST /api/v1/session/password} with {@code {"password", "newPassword"}}. */
  void password(Context ctx) throws IOException, InterruptedException {
    JsonNode body = Requests.object(ctx, List.of("password", "newPassword"));
    changePassword(ctx, Requests.text(body, "password"), Requests.text(body, "newPassword"));
    ctx.status(HttpStatus.NO_CONTENT);
  }

  /** Ends all sessions of the user, and opens a new one for who asked. */
  void changePassword(Context ctx, String now, String next) throws InterruptedException {
    done(ctx, access().changeOwnPassword(now, next));
    String name = Gate.caller(ctx).name();
    sessions.closeAll(name);
    Account account = access().user(name);
    if (account != null) {
      open(ctx, account);
    }
  }

  void users(Context ctx) {
    Answers.json(ctx, access().users());
  }

  /** {@code POST /api/v1/users} with {@code {"name", "role", "password", "language"}}. */
  void addUser(Context ctx) throws IOException {
    JsonNode body = Requests.object(ctx, Set.of("name", "role", "password", "language"));
    UserOrder wanted = order(Requests.text(body, "name"), body);
    done(ctx, access().addUser(wanted));
    ctx.status(HttpStatus.CREATED);
    Answers.json(ctx, user(wanted.name()));
  }

  /** {@code PUT /api/v1/users/ines} with what is to change. */
  void changeUser(Context ctx) throws IOException {
    String name = ctx.pathParam("name");
    JsonNode body = Requests.object(ctx, Set.of("role", "password", "language"));
    done(ctx, access().changeUser(order(name, body)));
    Answers.json(ctx, user(name));
  }

  void removeUser(Context ctx) {
    done(ctx, access().removeUser(ctx.pathParam("name")));
    ctx.status(HttpStatus.NO_CONTENT);
  }

  void tokens(Context ctx) {
    Answers.json(ctx, access().tokens());
  }

  /** {@code POST /api/v1/tokens} with {@code {"name", "role"}}. */
  void addToken(Context ctx) throws IOException {
    JsonNode body = Requests.object(ctx, List.of("name", "role"));
    Role role = role(Requests.text(body, "role"));
    switch (access().addToken(Requests.text(body, "name"), role)) {
      case Made.Done(Access.TokenView view, String token) -> {
        ctx.status(HttpStatus.CREATED);
        Answers.json(ctx, Json.with(view, "token", token));
      }
      case Made.Not(String sentence) -> throw new Refusal(422, sentence);
    }
  }

  void removeToken(Context ctx) {
    done(ctx, access().removeToken(ctx.pathParam("id")));
    ctx.status(HttpStatus.NO_CONTENT);
  }

  /** Refuses what was not done. */
  static void done(Context ctx, Changed changed) {
    switch (changed) {
      case Changed.Done _ -> {
        // As it was wanted.
      }
      case Changed.Unknown(String sentence) -> throw new Refusal(404, sentence);
      case Changed.Conflict(String sentence) -> throw new Refusal(409, sentence);
      case Changed.Misfit(String sentence) -> throw new Refusal(422, sentence);
      case Changed.NotSaved(String sentence) -> throw new Refusal(507, sentence);
      case Changed.Wait(Duration left) -> throw wait(ctx, left);
    }
  }

  static Refusal wait(Context ctx, Duration left) {
    long seconds = Math.max(1, left.plusMillis(999).toSeconds());
    ctx.header("Retry-After", Long.toString(seconds));
    return new Refusal(429, "too many failed logins; try again in " + seconds + " s");
  }

  private Access access() {
    return attached.console().access();
  }

  private Access.UserView user(String name) {
    return access().users().stream()
        .filter(user -> user.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal(404, "the user is gone again"));
  }

  private static UserOrder order(String name, JsonNode body) {
    String role = optional(body, "role");
    return new UserOrder(
        name,
        role == null ? null : role(role),
        optional(body, "password"),
        optional(body, "language"));
  }

  /** The role of a word. */
  static Role role(String word) {
    Role role = Role.of(word);
    if (role == null) {
      throw new Refusal(422, "role: got another word, want one of " + Role.words());
    }
    return role;
  }

  private static @Nullable String optional(JsonNode body, String key) {
    return body.has(key) ? Requests.text(body, key) : null;
  }

  /** A request that another machine handed on does not come from where it seems to. */
  private static String from(Context ctx) {
    boolean handedOn = ctx.header("X-Forwarded-For") != null || ctx.header("Forwarded") != null;
    return handedOn ? "handed on by another machine" : ctx.ip();
  }
}
