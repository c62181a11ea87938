package io.busbar.appliance.tixml;

import java.util.Arrays;
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

  /** All levels, for people. */
  static String wanted() {
    return Arrays.stream(values())
        .map(role ->
            (role.least == role.most ? "" + role.least : role.least + " to " + role.most)
                + " ("
                + role.name().toLowerCase(java.util.Locale.ROOT)
                + ")")
        .collect(Collectors.joining(", "));
  }
}
