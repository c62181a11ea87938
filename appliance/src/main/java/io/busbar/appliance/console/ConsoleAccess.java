package io.busbar.appliance.console;

import io.busbar.appliance.access.AccessControl;
import io.busbar.appliance.access.AccessControl.Change;
import io.busbar.appliance.access.AccessControl.Claim;
import io.busbar.appliance.access.AccessControl.Login;
import io.busbar.appliance.access.AccessControl.Wanted;
import io.busbar.appliance.access.Token;
import io.busbar.appliance.access.User;
import io.busbar.web.Access;
import io.busbar.web.Caller;
import io.busbar.web.Role;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users and tokens as the web sees them. */
public final class ConsoleAccess implements Access {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleAccess.class);

  private final AccessControl control;
  private final Audit audit;
  private final Runnable changed;

  /**
   * @param changed told when somebody has claimed the appliance
   */
  public ConsoleAccess(AccessControl control, Audit audit, Runnable changed) {
    this.control = control;
    this.audit = audit;
    this.changed = changed;
  }

  @Override
  public boolean isClaimed() {
    return control.isClaimed();
  }

  @Override
  public Claimed claim(String password, String language, @Nullable String code, String from) {
    Claim claim = control.claim(password, language, code, from);
    audit.login(AccessControl.FIRST_USER, from, "claim", word(claim));
    return switch (claim) {
      case Claim.Done(User user) -> {
        changed.run();
        LOG.info("claimed from {}: connections to clouds and writes begin", from);
        yield new Claimed.Done(account(user));
      }
      case Claim.Already _ -> new Claimed.Already();
      case Claim.Closed(String sentence) -> new Claimed.Closed(sentence);
      case Claim.Misfit(String sentence) -> new Claimed.Misfit(sentence);
      case Claim.NotSaved(String sentence) -> new Claimed.NotSaved(sentence);
    };
  }

  @Override
  public Entry enter(String name, String password, String from) throws InterruptedException {
    Login login = control.enter(name, password, from);
    audit.login(known(name), from, "login", word(login));
    return switch (login) {
      case Login.In(User user) -> new Entry.In(account(user));
      case Login.Wrong _ -> new Entry.Wrong();
      case Login.Wait(var left) -> new Entry.Wait(left);
    };
  }

  /** People type passwords into the field of the name; only names that there are may be kept. */
  private String known(String name) {
    return control.accounts().user(name) == null ? "unknown" : name;
  }

  @Override
  public @Nullable Account user(String name) {
    User user = control.accounts().user(name);
    return user == null ? null : account(user);
  }

  @Override
  public @Nullable Account bearer(String text) {
    Token token = control.token(text);
    return token == null ? null : new Account(token.name(), token.role(), "en", token.id());
  }

  @Override
  public void note(String what, String user, String from) {
    audit.login(user, from, what, "done");
  }

  @Override
  public Changed changeOwnPassword(String now, String next) throws InterruptedException {
    Caller caller = Caller.current();
    if (!(caller.proof() instanceof Caller.Proof.Session)) {
      return new Changed.Conflict("a token has no password");
    }
    Changed result =
        switch (control.enter(caller.name(), now, caller.from())) {
          case Login.In _ -> changed(control.update(new Wanted(caller.name(), null, next, null)));
          case Login.Wrong _ ->
              new Changed.Misfit("password: got another one, want the present password");
          case Login.Wait(var left) -> new Changed.Wait(left);
        };
    audit.deed("password", caller.name(), word(result));
    return result;
  }

  @Override
  public List<UserView> users() {
    return control.accounts().users().stream()
        .map(user -> new UserView(user.name(), user.role().word(), user.language()))
        .toList();
  }

  @Override
  public Changed addUser(UserOrder wanted) {
    return changed(control.add(wanted(wanted)));
  }

  @Override
  public Changed changeUser(UserOrder wanted) {
    Role role = wanted.role();
    User old = control.accounts().user(wanted.name());
    if (role != null && old != null && role != old.role() && isOwn(wanted.name())) {
      return new Changed.Conflict("nobody changes the own role; another administrator can");
    }
    return changed(control.update(wanted(wanted)));
  }

  private static boolean isOwn(String name) {
    Caller caller = Caller.current();
    return caller.proof() instanceof Caller.Proof.Session && caller.name().equals(name);
  }

  @Override
  public Changed removeUser(String name) {
    return changed(control.remove(name));
  }

  @Override
  public List<TokenView> tokens() {
    return control.accounts().tokens().stream().map(ConsoleAccess::view).toList();
  }

  @Override
  public Made addToken(String name, Role role) {
    try {
      AccessControl.NewToken made = control.addToken(name, role);
      return new Made.Done(view(made.token()), made.text());
    } catch (IllegalArgumentException | IOException e) {
      LOG.debug("no token", e);
      return new Made.Not(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  @Override
  public Changed removeToken(String id) {
    return changed(control.removeToken(id));
  }

  private static Account account(User user) {
    return new Account(user.name(), user.role(), user.language(), user.key());
  }

  private static TokenView view(Token token) {
    return new TokenView(token.id(), token.name(), token.role().word(), token.created());
  }

  private static Wanted wanted(UserOrder order) {
    return new Wanted(order.name(), order.role(), order.password(), order.language());
  }

  private static Changed changed(Change change) {
    return switch (change) {
      case Change.Done _ -> new Changed.Done();
      case Change.Unknown(String sentence) -> new Changed.Unknown(sentence);
      case Change.Conflict(String sentence) -> new Changed.Conflict(sentence);
      case Change.Misfit(String sentence) -> new Changed.Misfit(sentence);
      case Change.NotSaved(String sentence) -> new Changed.NotSaved(sentence);
    };
  }

  private static String word(Object outcome) {
    return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
