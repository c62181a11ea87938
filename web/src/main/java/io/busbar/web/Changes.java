package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.Adoption;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ValueView;
import io.busbar.web.Console.Values.Written;
import io.busbar.web.forms.Numbers;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Setting a variable and adopting a device: as JSON for programs, as a form for the page. */
final class Changes {
  private final Site site;

  Changes(Site site) {
    this.site = site;
  }

  /** {@code PUT /api/v1/values/Process/Radio/Energy_4/interval} with {@code {"value": 600}}. */
  void putValue(Context ctx) throws IOException {
    String path = Requests.path("/" + ctx.pathParam("path"));
    Object value = Requests.scalar(Requests.object(ctx, List.of("value")).path("value"));
    switch (site.console().values().set(path, value)) {
      case Written.Done(String where, Object now, String unit) ->
          Answers.json(ctx, Map.of("path", where, "value", now, "unit", unit));
      case Written.Pending(String sentence) -> {
        ctx.status(HttpStatus.ACCEPTED);
        Answers.json(ctx, Map.of("path", path, "pending", sentence));
      }
      case Written.Not not -> throw refusal(ctx, not);
    }
  }

  /** {@code POST /api/v1/devices} with {@code {"bus", "name", "uid", "layout"}}. */
  void postDevice(Context ctx) throws IOException {
    JsonNode body = Requests.object(ctx, List.of("bus", "name", "uid", "layout"));
    Adoption wanted =
        new Adoption(
            Requests.text(body, "bus"),
            Requests.text(body, "name"),
            Requests.text(body, "uid"),
            Requests.text(body, "layout"));
    switch (adopt(wanted)) {
      case Outcome.Refused(var problems) -> {
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        Answers.json(ctx, Map.of("problems", problems));
      }
      case Outcome.Applied _, Outcome.Outdated _, Outcome.NotSaved _ -> {
        ctx.status(HttpStatus.CREATED);
        Answers.json(ctx, wanted);
      }
    }
  }

  /** The page's form beside a variable. */
  void setForm(Context ctx) {
    String path = Requests.path(Requests.field(ctx, "path"));
    Object value = typed(path, Requests.field(ctx, "value").strip());
    switch (site.console().values().set(path, value)) {
      case Written.Done _ -> ctx.redirect(Viewer.back(ctx), HttpStatus.SEE_OTHER);
      case Written.Pending(String sentence) -> {
        ctx.status(HttpStatus.ACCEPTED);
        Answers.page(ctx, site.pages().pending(site.view(ctx), sentence));
      }
      case Written.Not not -> throw refusal(ctx, not);
    }
  }

  /** The page's form beside a device that is heard. */
  void adoptForm(Context ctx) {
    Adoption wanted =
        new Adoption(
            Requests.field(ctx, "bus"),
            Requests.field(ctx, "name").strip(),
            Requests.field(ctx, "uid"),
            Requests.field(ctx, "layout"));
    if (adopt(wanted) instanceof Outcome.Refused(var problems)) {
      throw new Refusal(
          422, problems.stream().map(Fault::message).distinct().collect(Collectors.joining("; ")));
    }
    ctx.redirect("/devices", HttpStatus.SEE_OTHER);
  }

  private Outcome adopt(Adoption wanted) {
    Outcome outcome = site.console().devices().adopt(wanted);
    if (outcome instanceof Outcome.NotSaved(String reason)) {
      throw new Refusal(507, reason);
    }
    return outcome;
  }

  /** A form has only texts; what is no number stays one and is refused with the right words. */
  private Object typed(String path, String text) {
    List<ValueView> found = site.console().values().under(path);
    @Nullable String type = found == null || found.isEmpty() ? null : found.getFirst().type();
    try {
      return switch (type) {
        case "int" -> number(text).longValueExact();
        case "real" -> real(text);
        case "bool" -> text.equals("true") ? true : text.equals("false") ? false : text;
        case null, default -> text;
      };
    } catch (ArithmeticException e) {
      return text;
    }
  }

  /**
   * A number with a decimal point or comma.
   *
   * @throws ArithmeticException it is none
   */
  private static BigDecimal number(String text) {
    return Numbers.parse(text).orElseThrow(() -> new ArithmeticException("no number"));
  }

  private static Object real(String text) {
    double number = number(text).doubleValue();
    return Double.isFinite(number) ? (Object) number : text;
  }

  private static Refusal refusal(Context ctx, Written.Not not) {
    int status =
        switch (not.reason()) {
          case UNKNOWN -> 404;
          case READ_ONLY -> 405;
          case MISFIT -> 422;
          case SILENT -> 504;
          case FAILED -> 502;
        };
    if (status == 405) {
      ctx.header("Allow", "GET, HEAD");
    }
    return new Refusal(status, not.sentence());
  }
}
