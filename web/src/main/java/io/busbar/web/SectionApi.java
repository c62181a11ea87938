package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Sections.RehearsalOrder;
import io.busbar.web.Sections.Rehearsed;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What sections and events did, and what a section's hysteresis would have sent. */
final class SectionApi {
  private static final Duration USUAL = Duration.ofDays(1);
  private static final Set<String> KEYS =
      Set.of(
          "path",
          "send",
          "update",
          "maxSilence",
          "minInterval",
          "hysteresis",
          "hysteresisPercent",
          "from",
          "to");

  private final Attached attached;

  SectionApi(Attached attached) {
    this.attached = attached;
  }

  void sections(Context ctx) {
    Answers.json(ctx, attached.console().sections().sections());
  }

  void events(Context ctx) {
    Answers.json(ctx, attached.console().sections().events());
  }

  /** One point of a section on what was recorded; by default of the last day, on change. */
  void preview(Context ctx) throws IOException {
    JsonNode body = Requests.object(ctx, KEYS);
    Instant to = instant(body, "to");
    Instant end = to == null ? attached.console().status().read().time() : to;
    Instant from = instant(body, "from");
    String send = CloudApi.textOrNull(body, "send");
    RehearsalOrder order =
        new RehearsalOrder(
            Requests.path(Requests.text(body, "path")),
            send == null ? "on-change" : send,
            CloudApi.textOrNull(body, "update"),
            CloudApi.textOrNull(body, "maxSilence"),
            CloudApi.textOrNull(body, "minInterval"),
            number(body, "hysteresis"),
            number(body, "hysteresisPercent"),
            from == null ? end.minus(USUAL) : from,
            end);
    if (!order.from().isBefore(order.to())) {
      throw new Refusal(400, "from: got " + order.from() + ", want a time before " + end);
    }
    switch (attached.console().sections().rehearse(order)) {
      case Rehearsed.Done(Sections.RehearsalView result) -> Answers.json(ctx, result);
      case Rehearsed.Refused(List<Fault> problems) -> CloudApi.problems(ctx, problems);
      case Rehearsed.Nothing(String sentence) -> throw new Refusal(404, sentence);
    }
  }

  private static @Nullable Double number(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw new Refusal(400, key + ": got no number, want one");
    }
    return value.doubleValue();
  }

  private static @Nullable Instant instant(JsonNode body, String key) {
    String text = CloudApi.textOrNull(body, key);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new Refusal(400, key + ": got no time, want one like 2026-11-21T17:00:00Z");
    }
  }
}
