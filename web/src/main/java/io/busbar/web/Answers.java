package io.busbar.web;

import io.busbar.web.pages.Pages;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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

  private final Pages pages;
  private final Viewer viewer;

  Answers(Pages pages, Viewer viewer) {
    this.pages = pages;
    this.viewer = viewer;
  }

  static void json(Context ctx, Object view) {
    ctx.contentType(JSON).result(Json.bytes(view));
  }

  static void page(Context ctx, String html) {
    ctx.contentType("text/html; charset=utf-8").result(html);
  }

  void refused(Refusal refusal, Context ctx) {
    error(ctx, refusal.status(), refusal.sentence(), null);
  }

  /** What Javalin itself refuses: no such route, no such method. */
  void refused(HttpResponseException refusal, Context ctx) {
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
