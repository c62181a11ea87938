package io.busbar.web;

import io.busbar.web.Console.ValueView;
import io.busbar.web.Journeys.JourneysView;
import io.busbar.web.pages.JourneyPage;
import io.busbar.web.pages.JourneyPage.Found;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The way of single readings, from the bytes of a bus to the acknowledgement of a cloud. */
final class JourneyPages {
  private static final String ROOT = "/Process";
  private static final int MOST_FOUND = 30;
  private static final int LONGEST_QUERY = 100;

  private final Site site;

  JourneyPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/journeys", ctx -> show(ctx, "journeys.jte"), For.VIEWER);
    routes.get("/parts/journeys", ctx -> show(ctx, "journeylist.jte"), For.VIEWER);
    routes.get("/api/v1/journeys", this::read, For.VIEWER);
  }

  /** {@code GET /api/v1/journeys?path=}: watches the path from then on. */
  private void read(Context ctx) {
    String path = ctx.queryParam("path");
    Answers.json(ctx, known(path == null ? ROOT : Requests.path(path)));
  }

  private JourneysView known(String path) {
    JourneysView found = site.console().journeys().of(path);
    if (found == null) {
      throw new Refusal(
          404, "path: got " + path + ", want a variable or branch that GET /api/v1/values lists");
    }
    return found;
  }

  private void show(Context ctx, String template) {
    View view = site.view(ctx);
    String path = ctx.queryParam("path");
    String query = ctx.queryParam("q");
    boolean still = ctx.queryParam("still") != null;
    JourneyPage page =
        page(
            view,
            path == null || path.isBlank() ? "" : Requests.path(path.strip()),
            query == null ? "" : query.strip());
    site.show(ctx, view, template, Map.of("page", page, "still", still));
  }

  private JourneyPage page(View view, String path, String query) {
    String readAt = new Moment(site.console().status().read().time()).utc();
    String wanted = query.substring(0, Math.min(LONGEST_QUERY, query.length()));
    if (path.isEmpty()) {
      return new JourneyPage(readAt, "", wanted, found(wanted), "", 0, List.of());
    }
    JourneysView journeys = known(path);
    JourneyWords words = new JourneyWords(view.texts(), path);
    return new JourneyPage(
        readAt,
        path,
        wanted,
        List.of(),
        "/parts/journeys?path=" + path,
        journeys.most(),
        journeys.journeys().stream().map(words::card).toList());
  }

  private List<Found> found(String query) {
    List<ValueView> all = site.console().values().under(ROOT);
    String[] words = query.toLowerCase(Locale.ROOT).split("\\s+");
    return query.isEmpty() || all == null
        ? List.of()
        : all.stream()
            .map(ValueView::path)
            .filter(path ->
                Stream.of(words).allMatch(word -> path.toLowerCase(Locale.ROOT).contains(word)))
            .limit(MOST_FOUND)
            .map(path -> new Found(path, "/journeys?path=" + path))
            .toList();
  }
}
