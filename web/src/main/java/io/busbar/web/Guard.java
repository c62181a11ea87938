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
  /**
   * On every answer, errors included. The referrer policy tells other sites nothing; with
   * "no-referrer" the page's own forms would have the origin "null", and at an address without TLS
   * nothing else says whose they are, because browsers send Sec-Fetch-Site to secure ones only.
   */
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
              "same-origin",
              "Cross-Origin-Opener-Policy",
              "same-origin",
              "Cross-Origin-Resource-Policy",
              "same-origin",
              "Permissions-Policy",
              "camera=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()",
              "Cache-Control",
              "no-store"));

  private static final String API = "/api/";
  private static final Set<String> FORMS =
      Set.of("application/x-www-form-urlencoded", "multipart/form-data");

  static final String TIXML = "/api/v1/tixml";
  static final String RESTORE = "/api/v1/restore";

  /** None of these can be sent by a form of another site's page. */
  private static final List<String> JSON_MEDIA = List.of("application/json");

  private static final List<String> TIXML_MEDIA =
      List.of("text/xml", "application/xml", "application/json");

  private static final List<String> BACKUP_MEDIA =
      List.of("application/zip", "multipart/form-data");

  private static final int MAX_URI = 2048;
  private static final String SAME = "same-origin";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final Set<String> names;
  private final Attached attached;

  /**
   * @param machine what this machine is called
   * @param attached tells the name of the appliance
   */
  Guard(String machine, Attached attached) {
    String name = machine.toLowerCase(Locale.ROOT);
    this.names = Set.of("localhost", "127.0.0.1", "[::1]", name, name + ".local");
    this.attached = attached;
  }

  void check(Context ctx) {
    HEADERS.forEach(ctx::header);
    refuseLongUri(ctx);
    refuseForeignHost(ctx);
    boolean reading = !isUnsafe(ctx);
    if (!reading || ctx.path().startsWith(API)) {
      refuseForeignOrigin(ctx);
    }
    // The page's own forms; a browser cannot send those as JSON without a script.
    if (!reading && !ctx.path().startsWith(API)) {
      refuseOtherThanOwnForm(ctx);
    } else if (!reading && ctx.path().equals(TIXML)) {
      refuseOtherThan(TIXML_MEDIA, ctx);
    } else if (!reading && ctx.path().equals(RESTORE)) {
      refuseOtherThan(BACKUP_MEDIA, ctx);
    } else if (!reading && !ctx.req().getMethod().equals("DELETE")) {
      // A DELETE has no body, and no other site's page can send one without asking first.
      refuseOtherThan(JSON_MEDIA, ctx);
    }
  }

  /** Whether a request may change something. */
  static boolean isUnsafe(Context ctx) {
    return !READING.contains(ctx.req().getMethod());
  }

  /** Whether the body is a form, with or without files. */
  static boolean isForm(Context ctx) {
    return FORMS.contains(media(ctx));
  }

  /** Whether the body is a form that brings a file. */
  static boolean isFile(Context ctx) {
    return media(ctx).equals("multipart/form-data");
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
    if (host == null || !isOurs(withoutPort(host), ctx)) {
      throw new Refusal(
          421,
          "this server does not answer to the host name of the request; open it by its name or"
              + " address, here "
              + ctx.scheme()
              + "://"
              + literal(ctx)
              + ":"
              + ctx.req().getLocalPort());
    }
  }

  /** A name of this machine or appliance, or the very address that the request came to. */
  private boolean isOurs(String host, Context ctx) {
    Console console = attached.orNull();
    String name =
        console == null ? "" : console.status().identity().name().toLowerCase(Locale.ROOT);
    return names.contains(host)
        || host.equals(literal(ctx))
        || (!name.isEmpty() && (host.equals(name) || host.equals(name + ".local")));
  }

  private static String literal(Context ctx) {
    String address = ctx.req().getLocalAddr();
    return address.indexOf(':') < 0 || address.startsWith("[") ? address : "[" + address + "]";
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon > host.lastIndexOf(']');
    return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }

  private static void refuseForeignOrigin(Context ctx) {
    String origin = ctx.header("Origin");
    if (!isOwn(ctx.header("Sec-Fetch-Site")) || !isAbsentOr(own(ctx), origin)) {
      throw foreign();
    }
  }

  /** Any page may send a form to any site, so this one must say by a header whose it is. */
  private static void refuseOtherThanOwnForm(Context ctx) {
    boolean says =
        SAME.equals(ctx.header("Sec-Fetch-Site")) || own(ctx).equalsIgnoreCase(origin(ctx));
    if (!says) {
      throw foreign();
    }
    if (!isForm(ctx) && !(isFile(ctx) && ctx.path().equals(RestorePages.PATH))) {
      throw new Refusal(415, "got another content type, want a form of this page");
    }
  }

  private static Refusal foreign() {
    return new Refusal(403, "got a request made by another site's page, want one of this page");
  }

  private static String own(Context ctx) {
    return ctx.scheme() + "://" + ctx.header("Host");
  }

  private static String origin(Context ctx) {
    String origin = ctx.header("Origin");
    return origin == null ? "" : origin;
  }

  /** The content type without its parameters. */
  static String media(Context ctx) {
    String type = ctx.req().getContentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isOwn(@Nullable String site) {
    return site == null || site.equals(SAME) || site.equals("none");
  }

  private static boolean isAbsentOr(String own, @Nullable String origin) {
    return origin == null || origin.equalsIgnoreCase(own);
  }

  private static void refuseOtherThan(List<String> wanted, Context ctx) {
    if (!wanted.contains(media(ctx))) {
      throw new Refusal(
          415,
          (ctx.req().getContentType() == null ? "got no" : "got another")
              + " content type, want "
              + String.join(" or ", wanted));
    }
  }
}
