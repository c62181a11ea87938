package io.busbar.appliance.access;

import io.busbar.web.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users and tokens, and who comes in. Any thread may call. */
public final class AccessControl {
  private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);

  /** Also an element of TiXML, where users are a database. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

  /** The user that a claim makes. */
  public static final String FIRST_USER = "admin";

  /** The languages of the pages. */
  public static final List<String> LANGUAGES = List.of("en", "de");

  private static final int MOST = 100;
  private static final int MOST_WAITING = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BUSY = Duration.ofSeconds(2);

  private final AccessFile file;
  private final InstantSource clock;
  private final Throttle throttle;
  private final ClaimRules claims;
  private final Passwords passwords = new Passwords();

  /** One computation of a password at a time, and few who wait for it. */
  private final Semaphore one = new Semaphore(1, true);

  /**
   * @param folder the data folder
   */
  public AccessControl(Path folder, InstantSource clock, LongSupplier nanoTime) {
    this.file = new AccessFile(folder);
    this.clock = clock;
    this.throttle = new Throttle(folder, nanoTime);
    this.claims = new ClaimRules(folder, nanoTime);
  }

  /** What became of a claim. */
  public sealed interface Claim {
    /** The appliance has its first administrator. */
    record Done(User user) implements Claim {}

    /** It had one before. */
    record Already() implements Claim {}

    /** Not now or not from there; the sentence says what to do. */
    record Closed(String sentence) implements Claim {}

    /** The password or language cannot be taken. */
    record Misfit(String sentence) implements Claim {}

    /** It cannot be written down. */
    record NotSaved(String sentence) implements Claim {}
  }

  /** What became of a login. */
  public sealed interface Login {
    record In(User user) implements Login {}

    /** Name or password is wrong; nobody says which. */
    record Wrong() implements Login {}

    /** Too many failures, or too many at once. */
    record Wait(Duration left) implements Login {}
  }

  /** What became of a change of users or tokens. */
  public sealed interface Change {
    record Done() implements Change {}

    /** There is none of this name. */
    record Unknown(String sentence) implements Change {}

    /** It would leave the accounts in a state that nobody wants. */
    record Conflict(String sentence) implements Change {}

    /** Something in it cannot be taken. */
    record Misfit(String sentence) implements Change {}

    /** It cannot be written down. */
    record NotSaved(String sentence) implements Change {}
  }

  /**
   * A user as somebody wants it.
   *
   * @param role null leaves it as it is
   * @param password null leaves it as it is
   * @param language null leaves it as it is
   */
  public record Wanted(
      String name, @Nullable Role role, @Nullable String password, @Nullable String language) {
    /** Without the password: it may come into a log. */
    @Override
    public String toString() {
      return name + " (" + role + ")";
    }
  }

  /**
   * A user of an appliance that was prepared before its first start.
   *
   * @param passwordHash what is kept of the password, a PHC string of Argon2id
   */
  public record Planted(String name, Role role, String language, String passwordHash) {
    /** Without the hash: it may come into a log. */
    @Override
    public String toString() {
      return name + " (" + role + ")";
    }
  }

  /** A token that was just made; its text is told once. */
  public record NewToken(Token token, String text) {}

  /** Stops a change in its middle. */
  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Change why;

    Stopped(Change why) {
      super(why.toString(), null, false, false);
      this.why = why;
    }
  }

  /** Whether somebody has the appliance: then there is a user or a token. */
  public boolean isClaimed() {
    return file.isClaimed();
  }

  /** Who there is. */
  public Accounts accounts() {
    return file.read();
  }

  /** What is wrong with the file of users; null when nothing is. */
  public @Nullable String alarm() {
    return file.damage();
  }

  /**
   * Makes the first administrator; of many at once exactly one does.
   *
   * @param code what stands on the label, when there is one
   * @param from the asker's address
   */
  public synchronized Claim claim(
      String password, String language, @Nullable String code, String from) {
    if (isClaimed()) {
      return new Claim.Already();
    }
    String closed = claims.refusal(code, from);
    if (closed != null) {
      return new Claim.Closed(closed);
    }
    Wanted wanted = new Wanted(FIRST_USER, Role.ADMIN, password, language);
    String fault = fault(wanted);
    if (fault != null) {
      return new Claim.Misfit(fault);
    }
    return claim(user(wanted, null));
  }

  private Claim claim(User user) {
    try {
      file.<Stopped>change(now -> {
        if (!now.isEmpty()) { // busbar token was quicker, in another process.
          throw new Stopped(new Change.Conflict("claimed"));
        }
        return now.withUser(user);
      });
      return new Claim.Done(user);
    } catch (Stopped e) {
      LOG.info("a claim came too late: {}", e.getMessage());
      return new Claim.Already();
    } catch (IOException e) {
      return new Claim.NotSaved(notSaved(e));
    }
  }

  /** Makes the first users of an appliance that nobody has, all of them or none. */
  public synchronized Change plant(List<Planted> all) {
    List<User> users = new ArrayList<>();
    for (Planted one : all) {
      String fault = fault(new Wanted(one.name(), one.role(), null, one.language()));
      if (fault == null && !Passwords.isUsable(one.passwordHash())) {
        fault =
            "passwordHash: got something else, want an Argon2id hash such as"
                + " $argon2id$v=19$m=19456,t=2,p=1$..., of at most 64 MiB";
      }
      if (fault != null) {
        return new Change.Misfit(shown(one.name()) + ": " + fault);
      }
      users.add(new User(one.name(), one.role(), one.language(), Secret.key(), one.passwordHash()));
    }
    return change(now -> {
      if (!now.isEmpty()) {
        throw new Stopped(new Change.Conflict("somebody has the appliance already"));
      }
      Accounts next = now;
      for (User user : users) {
        if (next.user(user.name()) != null) {
          throw new Stopped(new Change.Misfit("got " + user.name() + " twice"));
        }
        next = next.withUser(user);
      }
      return next;
    });
  }

  /**
   * Makes the appliance nobody's: its users and tokens are put aside, its data stay. For who holds
   * its button, and so stands before it.
   */
  public synchronized void reset() throws IOException {
    file.setAside();
    claims.open();
  }

  /** Looks whether somebody may come in. Takes as long for a name that nobody has. */
  public Login enter(String name, String password, String from) throws InterruptedException {
    if (one.getQueueLength() >= MOST_WAITING
        || !one.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      return new Login.Wait(BUSY);
    }
    try {
      String[] who = {"user " + name, "from " + Neighbours.group(from)};
      Duration left = throttle.wait(who);
      if (left.isPositive()) {
        return new Login.Wait(left);
      }
      User user = fitting(name, password);
      if (user == null) {
        throttle.failed(who);
        return new Login.Wrong();
      }
      throttle.succeeded(who);
      return new Login.In(user);
    } finally {
      one.release();
    }
  }

  private @Nullable User fitting(String name, String password) {
    User user = file.read().user(name);
    if (PasswordRules.isTooLong(password)) {
      return null;
    }
    if (user == null) {
      passwords.pretend(password);
      return null;
    }
    if (!passwords.fits(password, user.password())) {
      return null;
    }
    if (Passwords.isWeak(user.password())) {
      strengthen(user, passwords.hash(password));
    }
    return user;
  }

  private void strengthen(User user, String better) {
    try {
      file.<RuntimeException>change(now ->
          now.withChanged(
              user.name(), u -> new User(u.name(), u.role(), u.language(), u.key(), better)));
    } catch (IOException e) {
      LOG.warn("users.json: a stronger hash is not written; the next login tries again", e);
    }
  }

  /** The token of a text; null when there is none. */
  public @Nullable Token token(String text) {
    String digest = Secret.sha256(text);
    return file.read().tokens().stream()
        .filter(token -> token.sha256().equals(digest))
        .findFirst()
        .orElse(null);
  }

  /** Makes a token. */
  public NewToken addToken(String name, Role role) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(badName(name));
    }
    String text = Secret.token();
    Token token = new Token(Secret.key(), name, role, clock.instant(), Secret.sha256(text));
    file.<IOException>change(now -> {
      if (now.tokens().size() >= MOST) {
        throw new IOException("there are " + MOST + " tokens already; delete one first");
      }
      return now.withToken(token);
    });
    return new NewToken(token, text);
  }

  /** Ends a token at once. */
  public Change removeToken(String id) {
    return change(now -> {
      if (now.tokens().stream().noneMatch(token -> token.id().equals(id))) {
        throw new Stopped(new Change.Unknown("got an id that no token has, want one of the list"));
      }
      Accounts next = now.withoutToken(id);
      if (next.isEmpty()) {
        throw new Stopped(
            new Change.Conflict("this is the last way in; make a user or another token first"));
      }
      return next;
    });
  }

  /** Adds a user, who must be new and needs a role and a password. */
  public Change add(Wanted wanted) {
    if (wanted.role() == null || wanted.password() == null) {
      return new Change.Misfit("got a user without role or password, want both");
    }
    if (file.read().user(wanted.name()) != null) {
      return new Change.Conflict("there is a user of this name already");
    }
    return put(List.of(wanted));
  }

  /** Changes a user. */
  public Change update(Wanted wanted) {
    return file.read().user(wanted.name()) == null
        ? new Change.Unknown("got " + shown(wanted.name()) + ", want a user that there is")
        : put(List.of(wanted));
  }

  /** Adds and changes users, all of them or none. Others stay as they are. */
  public Change put(List<Wanted> all) {
    Accounts before = file.read();
    List<User> users = new ArrayList<>();
    for (Wanted wanted : all) {
      User old = before.user(wanted.name());
      String fault = fault(wanted);
      if (fault == null && old == null && (wanted.role() == null || wanted.password() == null)) {
        fault = "got no password or no role, want both for a new user";
      }
      if (fault != null) {
        return new Change.Misfit(wanted.name() + ": " + fault);
      }
      users.add(user(wanted, old));
    }
    return change(now -> {
      Accounts next = now;
      for (User user : users) {
        next =
            next.user(user.name()) == null
                ? next.withUser(user)
                : next.withChanged(user.name(), _ -> user);
      }
      return holding(now, next);
    });
  }

  /** Removes a user, but never the last administrator. */
  public Change remove(String name) {
    return change(now -> {
      if (now.user(name) == null) {
        throw new Stopped(new Change.Unknown("got " + shown(name) + ", want a user that there is"));
      }
      return holding(now, now.withoutUser(name));
    });
  }

  /** Whoever had an administrator keeps one. */
  private static Accounts holding(Accounts before, Accounts next) throws Stopped {
    if (before.hasOtherAdminThan("") && !next.hasOtherAdminThan("")) {
      throw new Stopped(
          new Change.Conflict("this is the last administrator; make another one first"));
    }
    if (next.users().size() > MOST) {
      throw new Stopped(new Change.Conflict("there are " + MOST + " users already"));
    }
    return next;
  }

  private Change change(AccessFile.Change<Stopped> change) {
    try {
      file.change(change);
      return new Change.Done();
    } catch (Stopped e) {
      return e.why;
    } catch (IOException e) {
      return new Change.NotSaved(notSaved(e));
    }
  }

  private static @Nullable String fault(Wanted wanted) {
    if (!NAME.matcher(wanted.name()).matches()) {
      return badName(wanted.name());
    }
    if (wanted.language() != null && !LANGUAGES.contains(wanted.language())) {
      return "language: got " + shown(wanted.language()) + ", want one of " + LANGUAGES;
    }
    return wanted.password() == null ? null : PasswordRules.fault(wanted.password());
  }

  /** The hash is computed here, one at a time. */
  private User user(Wanted wanted, @Nullable User old) {
    String language =
        wanted.language() != null ? wanted.language() : old == null ? "en" : old.language();
    Role role = wanted.role() != null ? wanted.role() : old == null ? Role.VIEWER : old.role();
    boolean same = old != null && wanted.password() == null && role == old.role();
    String hash = old == null ? "" : old.password();
    if (wanted.password() != null) {
      one.acquireUninterruptibly();
      try {
        hash = passwords.hash(wanted.password());
      } finally {
        one.release();
      }
    }
    return new User(
        wanted.name(), role, language, old != null && same ? old.key() : Secret.key(), hash);
  }

  private static String badName(String name) {
    return "name: got "
        + shown(name)
        + ", want a letter, then letters, digits, _ - and ., 64 in all";
  }

  private static String shown(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() <= 64 ? plain : plain.substring(0, 64) + "...";
  }

  private static String notSaved(IOException e) {
    return "cannot be written down: " + e.getMessage() + "; is the disk full or read-only?";
  }
}
