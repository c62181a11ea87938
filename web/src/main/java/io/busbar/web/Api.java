package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.ClockView;
import io.busbar.web.Console.Registers.Page;
import io.busbar.web.Console.Time;
import io.busbar.web.Console.ValueView;
import io.busbar.web.pages.Texts;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;

/** The routes under {@code /api/v1}, and {@code /metrics}. */
final class Api {
  private final Attached attached;
  private final Live live;
  private final Gate gate;

  Api(Attached attached, Live live, Gate gate) {
    this.attached = attached;
    this.live = live;
    this.gate = gate;
  }

  /** Strangers learn what is needed to find the appliance and to log in. */
  void status(Context ctx) {
    Console console = attached.console();
    boolean claimed = console.access().isClaimed();
    if (Gate.caller(ctx).role() == null) {
      Console.IdentityView own = console.status().identity();
      Answers.json(ctx, new Identity(own.name(), own.version(), claimed));
    } else {
      Answers.json(ctx, Json.with(console.status().read(), "claimed", claimed));
    }
  }

  /** What strangers learn. */
  private record Identity(String name, String version, boolean claimed) {}

  /** What there is, for programs; a test holds it against the routes. */
  void description(Context ctx) throws IOException {
    try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
      ctx.contentType("application/json").result(Objects.requireNonNull(in).readAllBytes());
    }
  }

  /** {@code POST /api/v1/time} with {@code {"time": "2026-11-21T17:41:00Z"}}. */
  void setTime(Context ctx) throws IOException {
    String text = Requests.text(Requests.object(ctx, List.of("time")), "time");
    switch (attached.console().time().set(instant(text))) {
      case Time.Handed.Taken(ClockView clock) -> Answers.json(ctx, clock);
      case Time.Handed.Misfit(String sentence) -> throw new Refusal(422, "time: " + sentence);
      case Time.Handed.Needless(String sentence) -> throw new Refusal(409, sentence);
    }
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new Refusal(
          422, "time: got no time, want one like 2026-11-21T17:41:00Z, as toISOString() gives it");
    }
  }

  void connectors(Context ctx) {
    Answers.json(ctx, attached.console().connectors().all());
  }

  void meters(Context ctx) {
    Answers.json(ctx, attached.console().meters().all());
  }

  /** {@code POST /api/v1/devices/test} with {@code {"bus", "unitId", "meter"}}: one read. */
  void testDevice(Context ctx) throws IOException {
    JsonNode body = Requests.object(ctx, List.of("bus", "unitId", "meter"));
    JsonNode unit = body.get("unitId");
    if (!unit.isIntegralNumber() || !unit.canConvertToInt()) {
      throw new Refusal(400, "unitId: got no whole number, want 0 to 255");
    }
    Answers.json(
        ctx,
        attached
            .console()
            .meters()
            .test(Requests.text(body, "bus"), unit.asInt(), Requests.text(body, "meter")));
  }

  void values(Context ctx) {
    Answers.json(ctx, said(known(path(ctx)), texts(ctx)));
  }

  /** The same with the path in the address, where a variable is set, too. */
  void value(Context ctx) {
    Answers.json(ctx, said(known(Requests.path("/" + ctx.pathParam("path"))), texts(ctx)));
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
    Texts texts = texts(ctx);
    // An unknown path is refused before the stream begins.
    known(path);
    ctx.header("X-Accel-Buffering", "no");
    // Straight to the socket: Javalin's own stream would compress and hold events back.
    var response = ctx.res();
    response.setContentType("text/event-stream;charset=utf-8");
    if (!ctx.req().getMethod().equals("HEAD")) {
      live.serve(path, texts, response.getOutputStream(), gate.entitlement(ctx));
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

  /** The language of reasons: English, unless another one is asked for. */
  private static Texts texts(Context ctx) {
    String wanted = ctx.queryParam("language");
    return Texts.LANGUAGES.stream()
        .filter(one -> one.getLanguage().equals(wanted == null ? "en" : wanted))
        .findFirst()
        .map(Texts::of)
        .orElseThrow(() -> new Refusal(400, "language: got another one, want en or de"));
  }

  private static List<ValueView> said(List<ValueView> values, Texts texts) {
    return values.stream()
        .map(one -> one.reason() == null ? one : one.because(texts.reason(one.reason())))
        .toList();
  }
}
