package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Setup.Step;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/setup}: how far the first steps have come. */
final class SetupApi {
  private static final String PATH = "/api/v1/setup";

  private final Attached attached;

  /**
   * The answer.
   *
   * @param step null when the first steps are over
   */
  private record State(@Nullable String step) {}

  SetupApi(Attached attached) {
    this.attached = attached;
  }

  void routes(RoutesConfig routes) {
    routes.get(PATH, this::read, For.VIEWER);
    routes.put(PATH, this::put, For.INSTALLER);
  }

  private void read(Context ctx) {
    Step step = attached.console().setup().step();
    Answers.json(ctx, new State(step == null ? null : step.word()));
  }

  /** {@code {"step": "buses"}}, or null to end them. */
  private void put(Context ctx) throws IOException {
    JsonNode wanted = Requests.object(ctx, List.of("step")).path("step");
    go(attached.console().setup(), wanted.isNull() ? null : step(wanted.asText()));
    read(ctx);
  }

  /** Writes a step down, or refuses with what kept it from that. */
  static void go(Setup setup, @Nullable Step step) {
    String fault = setup.go(step);
    if (fault != null) {
      throw new Refusal(507, fault);
    }
  }

  /** The step of a word. */
  static Step step(String word) {
    Step step = Step.of(word);
    if (step == null) {
      String words = Arrays.stream(Step.values()).map(Step::word).collect(Collectors.joining(", "));
      throw new Refusal(422, "step: got another word, want one of " + words);
    }
    return step;
  }
}
