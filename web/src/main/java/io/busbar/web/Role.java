package io.busbar.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do, the least first: a viewer reads, an installer changes what the appliance
 * does, an administrator decides who may come.
 */
public enum Role {
  VIEWER,
  INSTALLER,
  ADMIN;

  /** Whether this role may do what asks for a role. */
  public boolean covers(Role wanted) {
    return compareTo(wanted) >= 0;
  }

  /** The role as API and files have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a word; null when there is none. */
  public static @Nullable Role of(String word) {
    return Arrays.stream(values()).filter(r -> r.word().equals(word)).findFirst().orElse(null);
  }

  /** All roles, for people. */
  public static String words() {
    return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));
  }
}
