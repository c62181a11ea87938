package io.busbar.web;

import io.busbar.web.CloudTrials.Started;
import io.busbar.web.CloudTrials.TestRun;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.StageView;
import io.busbar.web.pages.Clouds;
import io.busbar.web.pages.Clouds.Trial;
import io.busbar.web.pages.FormView.Trouble;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The tests of connections in the words of the pages: each stage as it is passed, and the end. */
final class CloudTests {
  /** What stands where a page shows a test. */
  static final String PART = "cloudtest.jte";

  private final Site site;

  CloudTests(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/parts/cloudtest", this::part, For.INSTALLER);
    routes.post("/cloudtest/cancel", this::cancel, For.INSTALLER);
  }

  /** Whether a script asked, which then asks on; a form that is just sent waits for the end. */
  static boolean isPart(Context ctx) {
    return ctx.header("HX-Request") != null;
  }

  /** What is shown of a test that was to begin: to a script how it goes, to others its end. */
  static Trial shown(Context ctx, View view, Started started) throws InterruptedException {
    return switch (started) {
      case Started.Going(TestRun now, var end) -> trial(view, isPart(ctx) ? now : await(end));
      case Started.Busy(TestRun now) ->
          isPart(ctx) ? trial(view, now) : none(view, "cloudtest.busy", now.connector());
      case Started.Refused(List<Fault> faults) -> refused(view, faults);
      case Started.Unknown _ ->
          throw new Refusal(404, "there is no connection of this name any more; look at /cloud");
    };
  }

  /** Waits for the end of a test, which comes within a minute. */
  static TestRun await(CompletableFuture<TestRun> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the test of a connection ended by a defect", e.getCause());
    }
  }

  /** A test that did not come about. */
  static Trial refused(View view, List<Fault> faults) {
    return Trial.of(
        "bad",
        view.texts().get("cloudtest.refused"),
        faults.stream()
            .map(one -> new Trouble(null, one.path(), ConfigForms.sentence(one, view.texts())))
            .toList());
  }

  private static Trial none(View view, String key, String connector) {
    return Trial.of("bad", view.texts().get(key, connector), List.of());
  }

  /** Nothing at all while the same stage is still being tried: then nothing is read aloud again. */
  private void part(Context ctx) {
    View view = site.view(ctx);
    TestRun run = site.console().cloudTrials().read();
    if (run == null || !Integer.toString(run.number()).equals(ctx.queryParam("test"))) {
      String other = run == null ? "" : run.connector();
      site.show(ctx, view, PART, Map.of("trial", none(view, "cloudtest.other", other)));
      return;
    }
    Trial trial = trial(view, run);
    if (run.goesOn() && Integer.toString(trial.stage()).equals(ctx.queryParam("stage"))) {
      ctx.status(HttpStatus.NO_CONTENT);
    } else {
      site.show(ctx, view, PART, Map.of("trial", trial));
    }
  }

  private void cancel(Context ctx) {
    View view = site.view(ctx);
    TestRun run = site.console().cloudTrials().cancel();
    if (isPart(ctx) && run != null) {
      site.show(ctx, view, PART, Map.of("trial", trial(view, run)));
    } else {
      ctx.redirect("/cloud", HttpStatus.SEE_OTHER);
    }
  }

  private static Trial trial(View view, TestRun run) {
    Texts texts = view.texts();
    List<StageView> stages = run.test().stages();
    StageView failed = find(stages, "failed");
    StageView now = find(stages, "running");
    String kind;
    String headline;
    if (run.goesOn()) {
      kind = "wait";
      headline =
          now == null
              ? texts.get("cloudtest.running")
              : texts.get("cloudtest.at", now.number(), word(texts, "stage", now.stage()));
    } else if (!run.state().equals("done")) {
      kind = "off";
      headline = texts.get("cloudtest." + run.state());
    } else {
      kind = failed == null ? "good" : "bad";
      headline =
          failed == null
              ? texts.get("cloudtest.good")
              : texts.get("cloudtest.bad", failed.number(), word(texts, "stage", failed.stage()));
    }
    return new Trial(
        run.goesOn() ? run.number() : 0,
        run.goesOn() && now != null ? now.number() : 0,
        run.connector(),
        kind,
        headline,
        stages.stream().map(stage -> stage(texts, stage)).toList(),
        List.of());
  }

  private static @Nullable StageView find(List<StageView> stages, String result) {
    return stages.stream().filter(one -> one.result().equals(result)).findFirst().orElse(null);
  }

  private static Clouds.Stage stage(Texts texts, StageView stage) {
    String kind =
        switch (stage.result()) {
          case "passed" -> "good";
          case "failed" -> "bad";
          case "running" -> "wait";
          default -> "off";
        };
    String error = stage.error() == 0 ? "" : Integer.toString(stage.error());
    return new Clouds.Stage(
        stage.number(),
        word(texts, "stage", stage.stage()),
        kind,
        word(texts, "result", stage.result()),
        error.isEmpty() ? null : texts.find("cloudtest.error." + error),
        texts.reason(stage.sentence()),
        error);
  }

  private static String word(Texts texts, String kind, String word) {
    String known = texts.find("cloudtest." + kind + "." + word);
    return known == null ? word : known;
  }
}
