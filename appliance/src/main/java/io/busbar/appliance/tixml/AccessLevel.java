package io.busbar.appliance.tixml;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The access levels of TiXML and the roles of this appliance that they stand for. The manual shows
 * 1 (an administrator) and 20 (who may see the web server); those between are ours.
 */
enum AccessLevel {
  ADMIN(1, 1),
  INSTALLER(2, 19),
  VIEWER(20, 20);

  private final int least;
  private final int most;

  AccessLevel(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** The role of a level; null when there is none. */
  static @Nullable AccessLevel of(@Nullable String level) {
    if (level == null || !level.matches("[0-9]{1,4}")) {
      return null;
    }
    int number = Integer.parseInt(level);
    return Arrays.stream(values())
        .filter(role -> number >= role.least && number <= role.most)
        .findFirst()
        .orElse(null);
  }

  /** That of a role. */
  static AccessLevel ofRole(String role) {
    return valueOf(role.toUpperCase(Locale.ROOT));
  }

  /** The role in our words. */
  String role() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the group of all who have this role is called. */
  String group() {
    return name().charAt(0) + role().substring(1);
  }

  /** The level that stands for the role. */
  String number() {
    return Integer.toString(least);
  }

  /** All levels, for people. */
  static String wanted() {
    return Arrays.stream(values())
        .map(role ->
            (role.least == role.most ? "" + role.least : role.least + " to " + role.most)
                + " ("
                + role.role()
                + ")")
        .collect(Collectors.joining(", "));
  }
}
