package io.busbar.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Users and tokens made of fields: {@code admin}, {@code ines} who installs, {@code vera}. */
final class FakeAccess implements Access {
  static final String PASSWORD = "correct horse battery";

  /** By role, a token that stands for it. */
  static final String ADMIN = "admin-token";

  static final String INSTALLER = "installer-token";
  static final String VIEWER = "viewer-token";

  final Map<String, Account> users = new TreeMap<>();
  final Map<String, Account> tokens = new TreeMap<>();
  final List<String> notes = new CopyOnWriteArrayList<>();
  final List<String> claims = new CopyOnWriteArrayList<>();
  volatile boolean claimed = true;
  volatile @Nullable Claimed nextClaimed;
  volatile @Nullable Entry nextEntry;
  volatile @Nullable Changed nextChanged;

  FakeAccess() {
    put("admin", Role.ADMIN, "k1");
    put("ines", Role.INSTALLER, "k2");
    put("vera", Role.VIEWER, "k3");
    tokens.put(ADMIN, new Account("robot", Role.ADMIN, "en", ""));
    tokens.put(INSTALLER, new Account("robot", Role.INSTALLER, "en", ""));
    tokens.put(VIEWER, new Account("robot", Role.VIEWER, "en", ""));
  }

  synchronized void put(String name, Role role, String key) {
    users.put(name, new Account(name, role, "de", key));
  }

  @Override
  public boolean isClaimed() {
    return claimed;
  }

  @Override
  public Claimed claim(String password, String language, @Nullable String code, String from) {
    claims.add(password + " " + language + " " + code + " " + from);
    Claimed prepared = nextClaimed;
    return prepared == null
        ? new Claimed.Done(new Account("admin", Role.ADMIN, language, "k1"))
        : prepared;
  }

  @Override
  public synchronized Entry enter(String user, String password, String from) {
    Entry prepared = nextEntry;
    if (prepared != null) {
      return prepared;
    }
    Account account = users.get(user);
    return account != null && password.equals(PASSWORD) ? new Entry.In(account) : new Entry.Wrong();
  }

  @Override
  public synchronized @Nullable Account user(String name) {
    return users.get(name);
  }

  @Override
  public synchronized @Nullable Account bearer(String token) {
    return tokens.get(token);
  }

  @Override
  public void note(String what, String user, String from) {
    notes.add(what + " " + user);
  }

  @Override
  public synchronized Changed changeOwnPassword(String now, String next) {
    if (!now.equals(PASSWORD)) {
      return new Changed.Misfit("password: got another one, want the present one");
    }
    Account before = Objects.requireNonNull(users.get(Caller.current().name()));
    put(before.name(), before.role(), before.key() + "+");
    return new Changed.Done();
  }

  @Override
  public synchronized List<UserView> users() {
    return users.values().stream()
        .map(user -> new UserView(user.name(), user.role().word(), user.language()))
        .toList();
  }

  @Override
  public synchronized Changed addUser(UserOrder wanted) {
    Changed prepared = nextChanged;
    if (prepared == null && wanted.role() != null) {
      put(wanted.name(), wanted.role(), "new");
    }
    return prepared == null ? new Changed.Done() : prepared;
  }

  @Override
  public Changed changeUser(UserOrder wanted) {
    return addUser(wanted);
  }

  @Override
  public synchronized Changed removeUser(String name) {
    users.remove(name);
    Changed prepared = nextChanged;
    return prepared == null ? new Changed.Done() : prepared;
  }

  @Override
  public synchronized List<TokenView> tokens() {
    List<TokenView> all = new ArrayList<>();
    tokens.forEach((text, account) ->
        all.add(new TokenView("id", account.name(), account.role().word(), FakeConsole.NOW)));
    return all;
  }

  @Override
  public synchronized Made addToken(String name, Role role) {
    tokens.put("new-token", new Account(name, role, "en", ""));
    return new Made.Done(new TokenView("id", name, role.word(), FakeConsole.NOW), "new-token");
  }

  @Override
  public synchronized Changed removeToken(String id) {
    tokens.remove(id.equals("id") ? "new-token" : id);
    return new Changed.Done();
  }

  /** What a throttled login looks like. */
  static Entry tooMany() {
    return new Entry.Wait(Duration.ofMillis(3500));
  }
}
