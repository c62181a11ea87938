package io.busbar.appliance.access;

import io.busbar.web.Role;

/**
 * One user.
 *
 * @param language of the user's pages, {@code de} or {@code en}
 * @param key another one after each change of password or role, which ends all sessions
 * @param password what is kept of it, a PHC string of Argon2id
 */
public record User(String name, Role role, String language, String key, String password) {
  /** Without the password: it may come into a log. */
  @Override
  public String toString() {
    return name + " (" + role + ")";
  }
}
