package io.busbar.appliance.tixml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The users of the appliance, as the database USER sees them. */
public interface UserAccounts {
  /** Everyone. */
  List<Account> all();

  /** Why a password cannot be taken, {@code got X, want Y}; null when it can. */
  @Nullable String fault(String password);

  /**
   * Adds and changes users, all of them or none; others stay as they are.
   *
   * @return why not; null when it is done
   */
  @Nullable String put(List<Account> wanted);

  /**
   * One user.
   *
   * @param role {@code viewer}, {@code installer} or {@code admin}
   * @param password a new one; null leaves it as it is, and is always so of those that are read
   */
  record Account(String name, String role, @Nullable String password) {
    /** Without the password: it may come into a log. */
    @Override
    public String toString() {
      return name + " (" + role + ")";
    }
  }
}
