package io.busbar.web;

import io.busbar.web.Console.Registers.Page;
import io.busbar.web.Console.ValueView;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** The routes under {@code /api/v1}, and {@code /metrics}. */
final class Api {
  private final Attached attached;
  private final Live live;

  Api(Attached attached, Live live) {
    this.attached = attached;
    this.live = live;
  }

  void status(Context ctx) {
    Answers.json(ctx, attached.console().status().read());
  }

  void connectors(Context ctx) {
    Answers.json(ctx, attached.console().connectors().all());
  }

  void testConnector(Context ctx) throws InterruptedException {
    String name = ctx.pathParam("name");
    Console.TestView found = attached.console().connectors().test(name);
    if (found == null) {
      throw new Refusal(
          404, "got a connector that is not there, want one that GET /api/v1/connectors lists");
    }
    Answers.json(ctx, found);
  }

  void meters(Context ctx) {
    Answers.json(ctx, attached.console().meters().all());
  }

  void values(Context ctx) {
    Answers.json(ctx, known(path(ctx)));
  }

  /** The same with the path in the address, where a variable is set, too. */
  void value(Context ctx) {
    Answers.json(ctx, known(Requests.path("/" + ctx.pathParam("path"))));
  }

  void devices(Context ctx) {
    Answers.json(ctx, attached.console().devices().read());
  }

  /** Registers of any device of a bus, configured or not, with all that they may mean. */
  void registers(Context ctx) {
    String area = ctx.queryParam("area");
    Page page =
        attached
            .console()
            .registers()
            .read(
                ctx.pathParam("bus"),
                Requests.number(ctx, "unit", 1),
                area == null ? "holding" : area,
                Requests.number(ctx, "address", 0),
                Requests.number(ctx, "count", 1));
    switch (page) {
      case Page.Read read -> Answers.json(ctx, read);
      case Page.Not(Page.Failure failure, String sentence) ->
          throw new Refusal(
              switch (failure) {
                case UNKNOWN -> 404;
                case MISFIT -> 422;
                case BUSY -> 429;
                case SILENT -> 504;
                case FAILED -> 502;
              },
              sentence);
    }
  }

  /** Server-sent events: at first everything at or below the path, then what is new. */
  void live(Context ctx) throws IOException {
    String path = path(ctx);
    // An unknown path is refused before the stream begins.
    known(path);
    ctx.header("X-Accel-Buffering", "no");
    // Straight to the socket: Javalin's own stream would compress and hold events back.
    var response = ctx.res();
    response.setContentType("text/event-stream;charset=utf-8");
    if (!ctx.req().getMethod().equals("HEAD")) {
      live.serve(path, response.getOutputStream());
    }
  }

  void metrics(Context ctx) throws IOException {
    Console.Metrics metrics = attached.console().metrics();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    metrics.write(text);
    ctx.contentType(metrics.contentType()).result(text.toByteArray());
  }

  private static String path(Context ctx) {
    String path = ctx.queryParam("path");
    return path == null ? "/Process" : Requests.path(path);
  }

  private List<ValueView> known(String path) {
    List<ValueView> values = attached.console().values().under(path);
    if (values == null) {
      throw new Refusal(
          404, "path: got " + path + ", want a variable or branch that GET /api/v1/values lists");
    }
    return values;
  }
}
