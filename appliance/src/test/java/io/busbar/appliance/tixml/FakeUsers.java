package io.busbar.appliance.tixml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users in a list; passwords of ten characters are good. */
public final class FakeUsers implements UserAccounts {
  final List<Account> kept = new ArrayList<>();
  @Nullable String refusal;

  @Override
  public List<Account> all() {
    return kept.stream().map(user -> new Account(user.name(), user.role(), null)).toList();
  }

  @Override
  public @Nullable String fault(String password) {
    return password.length() < 10
        ? "got a password of %d characters, want 10 or more".formatted(password.length())
        : null;
  }

  @Override
  public @Nullable String put(List<Account> wanted) {
    if (refusal == null) {
      wanted.forEach(user -> {
        kept.removeIf(old -> old.name().equals(user.name()));
        kept.add(user);
      });
    }
    return refusal;
  }
}
