package io.busbar.drivers;

/** The names that become segments of a path. */
public final class Names {
  /** Letters, digits, {@code _}, {@code -} and {@code .}; at most 64. */
  public static final String PATTERN = "^[A-Za-z0-9_.-]{1,64}$";

  private Names() {}
}
