package io.busbar.web;

import io.javalin.security.RouteRole;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whom a route is for; every route declares one, or the server does not start. */
enum For implements RouteRole {
  /** Strangers too: what is needed to log in, and nothing that tells of the plant. */
  ANYONE(null),
  VIEWER(Role.VIEWER),
  INSTALLER(Role.INSTALLER),
  ADMIN(Role.ADMIN);

  private final @Nullable Role least;

  For(@Nullable Role least) {
    this.least = least;
  }

  /** Whether strangers may come. */
  boolean isOpen() {
    return least == null;
  }

  /** The least role that a caller needs; not of {@link #ANYONE}. */
  Role least() {
    return Objects.requireNonNull(least);
  }
}
