package io.busbar.web;

import io.busbar.web.pages.Pages;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Error answers. A defect is logged once with an id, and the answer bears that id and nothing of
 * the cause; a refused request is the asker's business and is not logged.
 */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final String JSON = "application/json";
  private static final String DEFECT =
      "something went wrong inside; look for the id in the log of the appliance";

  /** What programs ask for, and scripts of a page: these are told by the status. */
  private static final List<String> FOR_PROGRAMS =
      List.of("/api/", "/metrics", "/parts/", "/Process", "/System");

  private final Pages pages;
  private final Viewer viewer;
  private final Attached attached;

  Answers(Pages pages, Viewer viewer, Attached attached) {
    this.pages = pages;
    this.viewer = viewer;
    this.attached = attached;
  }

  static void json(Context ctx, Object view) {
    ctx.contentType(JSON).result(Json.bytes(view));
  }

  static void page(Context ctx, String html) {
    ctx.contentType("text/html; charset=utf-8").result(html);
  }

  void refused(Refusal refusal, Context ctx) {
    if (refusal.status() == 401 && isPage(ctx)) {
      ctx.redirect(entrance(), HttpStatus.SEE_OTHER);
      return;
    }
    error(ctx, refusal.status(), refusal.sentence(), null);
  }

  /** The appliance holds its own rules, whatever the routes let through. */
  void notAllowed(NotAllowed refusal, Context ctx) {
    error(ctx, 403, String.valueOf(refusal.getMessage()), null);
  }

  /** Somebody wants to look at a page, and can be led to the login. */
  private static boolean isPage(Context ctx) {
    boolean forPrograms = FOR_PROGRAMS.stream().anyMatch(path -> ctx.path().startsWith(path));
    return ctx.method().equals(HandlerType.GET)
        && ctx.header("Authorization") == null
        && (wantsPage(ctx) || !forPrograms);
  }

  private String entrance() {
    return attached.console().access().isClaimed() ? AccessPages.LOGIN : AccessPages.CLAIM;
  }

  /** What Javalin itself refuses: no such route, no such method. Strangers do not learn which. */
  void refused(HttpResponseException refusal, Context ctx) {
    Console console = attached.orNull();
    if (console != null && Gate.caller(ctx).role() == null) {
      refused(Gate.unknown(console.access()), ctx);
      return;
    }
    String sentence =
        switch (refusal.getStatus()) {
          case 404 -> "there is no page or resource of this name; the pages start at /";
          case 405 -> "this resource does not know the method of the request";
          default -> "the request cannot be answered";
        };
    error(ctx, refusal.getStatus(), sentence, null);
  }

  /** Until the appliance is there. */
  void starting(Context ctx) {
    ctx.header("Retry-After", "2").status(503);
    if (wantsPage(ctx)) {
      page(ctx, pages.starting(viewer.ofError(ctx)));
    } else {
      json(ctx, Map.of("error", "starting: the appliance is not ready yet; ask again in 2 s"));
    }
  }

  void defect(Exception e, Context ctx) {
    error(ctx, 500, DEFECT, logged(e, ctx));
  }

  private void error(Context ctx, int status, String sentence, @Nullable String id) {
    ctx.status(status);
    if (wantsPage(ctx)) {
      page(ctx, pages.error(viewer.ofError(ctx), status, sentence, id));
    } else {
      json(ctx, body(sentence, id));
    }
  }

  private static Map<String, String> body(String sentence, @Nullable String id) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", sentence);
    if (id != null) {
      body.put("id", id);
    }
    return body;
  }

  private static String logged(Exception e, Context ctx) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    String path = ctx.path().replaceAll("\\p{Cntrl}", "?");
    LOG.error("{} {} failed, id {}", ctx.req().getMethod(), path, id, e);
    return id;
  }

  private static boolean wantsPage(Context ctx) {
    String accept = ctx.header("Accept");
    return accept != null && accept.contains("text/html") && !ctx.path().startsWith("/api/");
  }
}
