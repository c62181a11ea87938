package io.busbar.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What every request must pass and every answer carries, before any route is looked at. */
final class Guard {
  /** On every answer, errors included. */
  static final Map<String, String> HEADERS =
      new TreeMap<>(
          Map.of(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                  + "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; "
                  + "base-uri 'none'",
              "X-Content-Type-Options",
              "nosniff",
              "X-Frame-Options",
              "DENY",
              "Referrer-Policy",
              "no-referrer",
              "Cross-Origin-Opener-Policy",
              "same-origin",
              "Cross-Origin-Resource-Policy",
              "same-origin",
              "Permissions-Policy",
              "camera=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()",
              "Cache-Control",
              "no-store"));

  private static final int MAX_URI = 2048;
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final Set<String> names;

  Guard(HttpAddress address) {
    // Set.copyOf, not Set.of: the address is often one of the other three.
    this.names = Set.copyOf(List.of("localhost", "127.0.0.1", "[::1]", address.host()));
  }

  void check(Context ctx) {
    HEADERS.forEach(ctx::header);
    refuseLongUri(ctx);
    refuseForeignHost(ctx);
    boolean reading = READING.contains(ctx.req().getMethod());
    if (!reading || ctx.path().startsWith("/api/")) {
      refuseForeignOrigin(ctx);
    }
    if (!reading) {
      refuseOtherThanJson(ctx);
    }
  }

  private static void refuseLongUri(Context ctx) {
    String query = ctx.req().getQueryString();
    int length = ctx.req().getRequestURI().length() + (query == null ? 0 : query.length() + 1);
    if (length > MAX_URI) {
      throw new Refusal(
          414, "got an address of " + length + " characters, want at most " + MAX_URI);
    }
  }

  /**
   * A page of a stranger's site can make its own name point to this appliance and would then be of
   * the same origin (DNS rebinding). Such a request still bears the stranger's name. The port is
   * left open, since a tunnel's near end may have another one.
   */
  private void refuseForeignHost(Context ctx) {
    String host = ctx.header("Host");
    if (host == null || !names.contains(withoutPort(host))) {
      throw new Refusal(
          421,
          "this server does not answer to the host name of the request; open it as"
              + " http://127.0.0.1:"
              + ctx.req().getLocalPort());
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon > host.lastIndexOf(']');
    return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }

  private static void refuseForeignOrigin(Context ctx) {
    String site = ctx.header("Sec-Fetch-Site");
    String own = ctx.scheme() + "://" + ctx.header("Host");
    if (!isOwn(site) || !isAbsentOr(own, ctx.header("Origin"))) {
      throw new Refusal(403, "got a request made by another site's page, want one of this page");
    }
  }

  private static boolean isOwn(@Nullable String site) {
    return site == null || site.equals("same-origin") || site.equals("none");
  }

  private static boolean isAbsentOr(String own, @Nullable String origin) {
    return origin == null || origin.equalsIgnoreCase(own);
  }

  private static void refuseOtherThanJson(Context ctx) {
    String type = ctx.req().getContentType();
    String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals("application/json")) {
      throw new Refusal(
          415,
          type == null
              ? "got no content type, want application/json"
              : "got another content type, want application/json");
    }
  }
}
