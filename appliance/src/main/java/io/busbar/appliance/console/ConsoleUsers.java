package io.busbar.appliance.console;

import io.busbar.appliance.access.AccessControl;
import io.busbar.appliance.access.AccessControl.Change;
import io.busbar.appliance.access.AccessControl.Wanted;
import io.busbar.appliance.access.PasswordRules;
import io.busbar.appliance.tixml.UserAccounts;
import io.busbar.web.Caller;
import io.busbar.web.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users as the TiXML database sees them: those that the page keeps, too. */
public record ConsoleUsers(AccessControl control) implements UserAccounts {
  @Override
  public List<Account> all() {
    return control.accounts().users().stream()
        .map(user -> new Account(user.name(), user.role().word(), null))
        .toList();
  }

  @Override
  public @Nullable String fault(String password) {
    return PasswordRules.fault(password);
  }

  @Override
  public @Nullable String put(List<Account> wanted) {
    if (!Caller.isPresent() || !Caller.current().may(Role.ADMIN)) {
      return "users are kept by an administrator at the appliance, and by no portal";
    }
    List<Wanted> users =
        wanted.stream()
            .map(user -> new Wanted(user.name(), Role.of(user.role()), user.password(), null))
            .toList();
    return switch (control.put(users)) {
      case Change.Done _ -> null;
      case Change.Unknown(String sentence) -> sentence;
      case Change.Conflict(String sentence) -> sentence;
      case Change.Misfit(String sentence) -> sentence;
      case Change.NotSaved(String sentence) -> sentence;
    };
  }
}
