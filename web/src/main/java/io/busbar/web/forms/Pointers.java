package io.busbar.web.forms;

/** JSON pointers (RFC 6901). */
public final class Pointers {
  private Pointers() {}

  /** A key as a part of a pointer. */
  public static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
