package io.busbar.web;

import io.javalin.http.Context;

/**
 * The cookie of a session. With TLS it has a name that browsers bind to this very host; without, it
 * has another one, so that neither is ever taken for the other.
 */
enum SessionCookie {
  SECURE("__Host-sid", "; Secure"),
  PLAIN("sid", "");

  private final String text;
  private final String more;

  SessionCookie(String text, String more) {
    this.text = text;
    this.more = more;
  }

  /** That of the way that a request came. */
  static SessionCookie of(Context ctx) {
    return ctx.scheme().equals("https") ? SECURE : PLAIN;
  }

  /** Its name. */
  String text() {
    return text;
  }

  /** The header that gives it to the browser. */
  String holding(String id) {
    return text + "=" + id + "; Path=/; HttpOnly; SameSite=Strict" + more;
  }

  /** The header that makes the browser forget it. */
  String forgotten() {
    return holding("") + "; Max-Age=0";
  }
}
