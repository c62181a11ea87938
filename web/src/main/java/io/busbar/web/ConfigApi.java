package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.ConfigDocument;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import io.busbar.web.Console.ConfigDocument.Tried;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The configuration under {@code /api/v1/config}. */
final class ConfigApi {
  /** One strong entity tag, as our own answers give it. */
  private static final Pattern ETAG = Pattern.compile("\"([\\x21\\x23-\\x7e]{1,128})\"");

  private static final int SHORTEST_TRIAL = 10;
  private static final int LONGEST_TRIAL = 3600;

  private final Attached attached;

  ConfigApi(Attached attached) {
    this.attached = attached;
  }

  void read(Context ctx) {
    stored(ctx, document().read());
  }

  /** The JSON Schema that a configuration keeps. */
  void schema(Context ctx) {
    ctx.contentType("application/schema+json").result(document().schema());
  }

  /** Replaces the configuration; with {@code ?confirm=120} for so many seconds only. */
  void replace(Context ctx) throws IOException {
    String expected = expectedVersion(ctx);
    Duration trial = trialTime(ctx);
    byte[] body = Requests.body(ctx);
    switch (trial == null
        ? document().replace(body, expected)
        : document().tryOut(body, expected, trial)) {
      case Outcome.Applied(Stored now) -> stored(ctx, now);
      case Outcome.Refused(var problems) -> {
        ctx.status(422);
        Answers.json(ctx, Map.of("problems", problems));
      }
      case Outcome.Outdated(String version) -> {
        ctx.header("ETag", etag(version));
        throw new Refusal(
            412, "somebody else changed the configuration meanwhile; load it again and repeat");
      }
      case Outcome.NotSaved(String reason) -> throw new Refusal(507, reason);
    }
  }

  /** What is tried out, and how long it still may be confirmed. */
  void trial(Context ctx) {
    Tried trial = document().trial();
    if (trial == null) {
      throw new Refusal(404, "nothing is being tried out: the configuration stays as it is");
    }
    Answers.json(ctx, trial);
  }

  /** {@code {"version": "..."}}, as the ETag of what is tried out has it. */
  void confirm(Context ctx) throws IOException {
    JsonNode body = Requests.object(ctx, List.of("version"));
    if (!document().confirm(Requests.text(body, "version"))) {
      throw new Refusal(
          409,
          "version: this configuration is not being tried out; its time may be over, and then the"
              + " one before is in force again");
    }
    stored(ctx, document().read());
  }

  /** Brings back at once what was before the trial. */
  void takeBack(Context ctx) {
    Tried trial = document().trial();
    if (trial == null || !document().takeBack(trial.version())) {
      throw new Refusal(404, "nothing is being tried out: the configuration stays as it is");
    }
    stored(ctx, document().read());
  }

  private ConfigDocument document() {
    return attached.console().config();
  }

  private static @Nullable Duration trialTime(Context ctx) {
    if (ctx.queryParam("confirm") == null) {
      return null;
    }
    int seconds = Requests.number(ctx, "confirm", 0);
    if (seconds < SHORTEST_TRIAL || seconds > LONGEST_TRIAL) {
      throw new Refusal(
          400,
          "confirm: got %d, want %d to %d seconds"
              .formatted(seconds, SHORTEST_TRIAL, LONGEST_TRIAL));
    }
    return Duration.ofSeconds(seconds);
  }

  private static void stored(Context ctx, Stored config) {
    ctx.header("ETag", etag(config.version()))
        .contentType("application/json")
        .result(config.json().getBytes(StandardCharsets.UTF_8));
  }

  private static String etag(String version) {
    return '"' + version + '"';
  }

  private static @Nullable String expectedVersion(Context ctx) {
    String header = ctx.header("If-Match");
    if (header == null || header.strip().equals("*")) {
      return null;
    }
    Matcher tag = ETAG.matcher(header.strip());
    if (!tag.matches()) {
      throw new Refusal(400, "If-Match: want one ETag, quotes included, as GET config gave it");
    }
    return tag.group(1);
  }
}
