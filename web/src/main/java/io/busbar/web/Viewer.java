package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Tried;
import io.busbar.web.pages.Help;
import io.busbar.web.pages.Notices;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.busbar.web.pages.View.Place;
import io.busbar.web.pages.View.Trial;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a page and how: language, theme and zone of its times are kept in cookies that say
 * nothing else, so that they work before a login and without a script.
 */
final class Viewer {
  /** Where the form goes that changes how pages look. */
  static final String FORM = "/view";

  /** Every page of the navigation, in its order; a page is added here when it is there. */
  static final List<Place> PLACES =
      List.of(
          new Place("overview", "/"),
          new Place("values", "/values"),
          new Place("devices", "/devices"),
          new Place("io", "/io"),
          new Place("cloud", "/cloud"),
          new Place("events", "/events"),
          new Place("variables", "/variables"),
          new Place("scan", "/scan"),
          new Place("registers", "/registers"),
          new Place("journeys", "/journeys"),
          new Place("logs", "/logs"),
          new Place("console", "/console"),
          new Place("report", "/report"),
          new Place("users", "/users"),
          new Place("system", "/system"),
          new Place("help", Help.PATH));

  /** Pages that are not for every role. */
  private static final Map<String, Role> LEAST =
      Map.of(
          "scan",
          Role.INSTALLER,
          "registers",
          Role.INSTALLER,
          "report",
          Role.INSTALLER,
          "users",
          Role.ADMIN);

  /** What the appliance is called while it does not say. */
  private static final String NOBODY = "Busbar";

  private static final String LANGUAGE = "language";
  private static final String THEME = "theme";
  private static final String TIMES = "times";
  private static final Map<String, Set<String>> CHOICES =
      Map.of(
          LANGUAGE, Set.of("de", "en"),
          THEME, Set.of("auto", "light", "dark"),
          TIMES, Set.of("local", "utc"));

  private static final int A_YEAR = 31_536_000;
  private static final int MAX_BACK = 500;

  private final Attached attached;
  private final Map<String, String> assets;

  Viewer(Attached attached, Map<String, String> assets) {
    this.attached = attached;
    this.assets = Map.copyOf(assets);
  }

  /** The view of a request. */
  View of(Context ctx) {
    Console console = attached.orNull();
    return console == null
        ? of(ctx, NOBODY, Notices.NONE, null)
        : of(ctx, console.status().identity().name(), notices(ctx, console), trial(console));
  }

  private static Notices notices(Context ctx, Console console) {
    if (!Caller.isPresent() || !Gate.caller(ctx).may(Role.VIEWER)) {
      return Notices.NONE;
    }
    Setup.Step step = console.setup().step();
    return new Notices(
        console.status().read().buses().stream()
            .filter(bus -> bus.type().equals(BusKinds.SIMULATED))
            .map(Console.BusView::name)
            .toList(),
        step == null ? null : step.word());
  }

  /** The view of a page that says what is wrong; it asks nothing of the appliance. */
  View ofError(Context ctx) {
    return of(ctx, NOBODY, Notices.NONE, null);
  }

  /** What is being tried out, for those who may know. */
  private static @Nullable Trial trial(Console console) {
    if (!Caller.isPresent() || !Caller.current().may(Role.VIEWER)) {
      return null;
    }
    Tried tried = console.config().trial();
    return tried == null ? null : new Trial(tried.version(), (tried.leftMs() + 999) / 1000);
  }

  private View of(Context ctx, String name, Notices notices, @Nullable Trial trial) {
    Caller caller = Gate.caller(ctx);
    return new View(
        Texts.of(language(ctx)),
        chosen(ctx, THEME, "auto"),
        chosen(ctx, TIMES, "local").equals("utc"),
        name,
        here(ctx),
        caller.name(),
        caller.formToken(),
        Stream.of(Role.values()).filter(caller::may).map(Role::name).toList(),
        PLACES.stream().filter(place -> caller.may(least(place))).toList(),
        assets,
        notices,
        trial);
  }

  private static Role least(Place place) {
    return LEAST.getOrDefault(place.key(), Role.VIEWER);
  }

  /** Takes the form that changes how pages look, and goes back to the page it was sent from. */
  void choose(Context ctx) {
    CHOICES.forEach((name, values) -> {
      String wanted = ctx.formParam(name);
      if (wanted != null && values.contains(wanted)) {
        Cookie cookie = new Cookie(name, wanted);
        cookie.setMaxAge(A_YEAR);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        ctx.cookie(cookie);
      }
    });
    ctx.redirect(back(ctx), HttpStatus.SEE_OTHER);
  }

  /** The page that a form was sent from. */
  static String back(Context ctx) {
    return back(ctx.formParam("back"));
  }

  /** Only ever a page of this server: one slash, and not two, which would name another host. */
  private static String back(@Nullable String wanted) {
    return wanted != null
            && wanted.length() <= MAX_BACK
            && wanted.matches("/([A-Za-z0-9_.~%?&=+-][A-Za-z0-9_.~%?&=+/-]*)?")
        ? wanted
        : "/";
  }

  /** A page that is the answer to a form has no address of its own; its form's page has. */
  private static String here(Context ctx) {
    String query = ctx.queryString();
    return query == null || query.isEmpty() ? ctx.path() : ctx.path() + "?" + query;
  }

  /** What was chosen in this browser, else what the user has, else what the browser asks for. */
  private static Locale language(Context ctx) {
    String chosen = chosen(ctx, LANGUAGE, "");
    return chosen.isEmpty() ? Gate.caller(ctx).language() : Locale.of(chosen);
  }

  private static String chosen(Context ctx, String name, String otherwise) {
    String value = ctx.cookie(name);
    return value != null && CHOICES.getOrDefault(name, Set.of()).contains(value)
        ? value
        : otherwise;
  }
}
