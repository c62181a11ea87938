package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may come.
 *
 * @param made the text of a token that was just made, shown only now
 * @param fault why the last change was not made
 */
public record People(
    List<User> users, List<Token> tokens, @Nullable String made, @Nullable String fault) {
  /** One user. */
  public record User(String name, String role) {}

  /**
   * One API token.
   *
   * @param created a time
   */
  public record Token(String id, String name, String role, String created) {}
}
