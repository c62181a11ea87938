package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Upkeep.Extent;
import io.busbar.web.Upkeep.Machine;
import io.busbar.web.Upkeep.Reset;
import io.busbar.web.Upkeep.Storage;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The machine, saved configurations, the diagnostics bundle and resets for programs. */
final class SystemApi {
  static final String BUNDLE = "busbar-diagnostics.zip";

  private final Attached attached;

  /** What {@code GET /api/v1/system} answers. */
  private record Answer(
      Machine machine, Storage storage, List<Certificates.CertificateView> certificates) {}

  SystemApi(Attached attached) {
    this.attached = attached;
  }

  void system(Context ctx) {
    Upkeep upkeep = upkeep();
    Answers.json(
        ctx,
        new Answer(upkeep.machine(), upkeep.storage(), attached.console().certificates().all()));
  }

  /** What the diagnostics bundle would hold. */
  void parts(Context ctx) {
    Answers.json(ctx, new Diagnostics(attached.console()).parts());
  }

  /**
   * The diagnostics bundle; {@code ?without=} names a part that is left out, as often as wanted.
   */
  void bundle(Context ctx) {
    send(ctx, new TreeSet<>(ctx.queryParams("without")));
  }

  void send(Context ctx, Set<String> without) {
    byte[] bundle = new Diagnostics(attached.console()).pack(without);
    ctx.header("Content-Disposition", "attachment; filename=\"" + BUNDLE + "\"")
        .contentType("application/zip")
        .result(bundle);
  }

  void saved(Context ctx) {
    Answers.json(ctx, upkeep().saved());
  }

  /** Puts a saved configuration in force on trial: {@code {"name": "..."}}. */
  void rollBack(Context ctx) throws IOException {
    String name = Requests.text(Requests.object(ctx, List.of("name")), "name");
    switch (upkeep().rollBack(name, ConfigForms.TRIAL)) {
      case null -> throw unknown();
      case Outcome.Applied(var now) -> Answers.json(ctx, Map.of("version", now.version()));
      case Outcome.Refused(var problems) -> {
        ctx.status(422);
        Answers.json(ctx, Map.of("problems", problems));
      }
      case Outcome.NotSaved(String reason) -> throw new Refusal(507, reason);
      case Outcome.Outdated _ -> throw new Refusal(409, "the configuration changed meanwhile");
    }
  }

  static Refusal unknown() {
    return new Refusal(404, "name: got none that is kept; GET /api/v1/config/saved lists them");
  }

  /** {@code {"extent": "configuration", "password": "..."}}. */
  void reset(Context ctx) throws IOException, InterruptedException {
    JsonNode body = Requests.object(ctx, List.of("extent", "password"));
    Extent extent = extent(Requests.text(body, "extent"));
    if (extent == null) {
      throw new Refusal(
          422, "extent: got another word, want credentials, configuration or everything");
    }
    Refusal refusal = refusal(ctx, upkeep().reset(extent, Requests.text(body, "password")));
    if (refusal != null) {
      throw refusal;
    }
    ctx.status(HttpStatus.NO_CONTENT);
  }

  /** Why a reset was not done; null when it was. */
  static @Nullable Refusal refusal(Context ctx, Reset outcome) {
    return switch (outcome) {
      case Reset.Done _ -> null;
      case Reset.Wrong _ ->
          new Refusal(422, "password: got another one, want the present password");
      case Reset.Wait(Duration left) -> AccessApi.wait(ctx, left);
      case Reset.Not(String sentence) -> new Refusal(409, sentence);
    };
  }

  /** The extent of a word; null when there is none. */
  static @Nullable Extent extent(String word) {
    for (Extent extent : Extent.values()) {
      if (extent.name().toLowerCase(Locale.ROOT).equals(word)) {
        return extent;
      }
    }
    return null;
  }

  private Upkeep upkeep() {
    return attached.console().upkeep();
  }
}
