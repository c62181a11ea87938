package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Certificates.Kept;
import io.busbar.web.Certificates.Removed;
import io.busbar.web.Certificates.Upload;
import io.busbar.web.CloudTrials.Started;
import io.busbar.web.CloudTrials.TestRun;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Certificates, tests of connections that are not saved, and what connections would send. */
final class CloudApi {
  private final Attached attached;

  CloudApi(Attached attached) {
    this.attached = attached;
  }

  void certificates(Context ctx) {
    Answers.json(ctx, attached.console().certificates().all());
  }

  /** {@code {"authorities", "certificate", "key"}}, each a PEM text, not all of them. */
  void putCertificate(Context ctx) throws IOException {
    JsonNode body = Requests.object(ctx, Set.of("authorities", "certificate", "key"));
    Upload upload =
        new Upload(
            textOrNull(body, "authorities"),
            textOrNull(body, "certificate"),
            textOrNull(body, "key"));
    switch (attached.console().certificates().put(ctx.pathParam("name"), upload)) {
      case Kept.Done done -> Answers.json(ctx, done);
      case Kept.Refused(List<Fault> problems) -> problems(ctx, problems);
      case Kept.NotSaved(String reason) -> throw new Refusal(507, reason);
    }
  }

  void removeCertificate(Context ctx) {
    switch (attached.console().certificates().remove(ctx.pathParam("name"))) {
      case Removed.Done() -> ctx.status(HttpStatus.NO_CONTENT);
      case Removed.Unknown() -> throw unknownFile();
      case Removed.Not(String sentence) -> throw new Refusal(409, sentence);
    }
  }

  static Refusal unknownFile() {
    return new Refusal(
        404, "got a file that is not there, want one that GET /api/v1/certificates lists");
  }

  /** {@code {"replaces": "CloudConn", "connector": {...}}}; without replaces a new one. */
  void test(Context ctx) throws IOException, InterruptedException {
    JsonNode body = Requests.object(ctx, Set.of("replaces", "connector"));
    byte[] connector = Json.bytes(body.path("connector"));
    end(ctx, attached.console().cloudTrials().start(textOrNull(body, "replaces"), connector));
  }

  void testSaved(Context ctx) throws InterruptedException {
    end(ctx, attached.console().cloudTrials().start(ctx.pathParam("name")));
  }

  /** A program waits for the end; meanwhile others read how it goes, or cancel it. */
  private static void end(Context ctx, Started started) throws InterruptedException {
    switch (started) {
      case Started.Going(TestRun _, var end) -> Answers.json(ctx, CloudTests.await(end).test());
      case Started.Busy _ ->
          throw new Refusal(409, "a test runs already; wait for its end, or DELETE it first");
      case Started.Refused(List<Fault> problems) -> problems(ctx, problems);
      case Started.Unknown _ -> throw unknownConnector();
    }
  }

  void readTest(Context ctx) {
    answer(ctx, attached.console().cloudTrials().read());
  }

  void cancelTest(Context ctx) {
    answer(ctx, attached.console().cloudTrials().cancel());
  }

  private static void answer(Context ctx, @Nullable TestRun run) {
    if (run == null) {
      throw new Refusal(404, "there was no test since the start; POST one");
    }
    Answers.json(ctx, run);
  }

  void preview(Context ctx) {
    CloudTrials.PreviewView preview =
        attached.console().cloudTrials().preview(ctx.pathParam("name"));
    if (preview == null) {
      throw unknownConnector();
    }
    Answers.json(ctx, preview);
  }

  private static Refusal unknownConnector() {
    return new Refusal(
        404, "got a connector that is not there, want one that GET /api/v1/connectors lists");
  }

  static void problems(Context ctx, List<Fault> problems) {
    ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
    Answers.json(ctx, Map.of("problems", problems));
  }

  static @Nullable String textOrNull(JsonNode body, String key) {
    JsonNode value = body.path(key);
    return value.isMissingNode() || value.isNull() ? null : Requests.text(body, key);
  }
}
