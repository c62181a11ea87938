package io.busbar.web;

import io.busbar.web.Console.Backups.Restored;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.pages.RestorePage;
import io.busbar.web.pages.RestorePage.Step;
import io.busbar.web.pages.Texts;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a page tells of the restore that its form asked for. */
final class Restores {
  private Restores() {}

  /** Brings back what the form holds; one that is not done gives the answer its status. */
  static RestorePage take(Context ctx, BackupApi api, Texts texts) throws IOException {
    try {
      return switch (api.restored(ctx)) {
        case Restored.Done(var _, List<String> missing) ->
            done(steps(texts), missing.stream().map(texts::reason).toList());
        case Restored.Unusable(String sentence) -> stopped(ctx, 422, texts, 1, List.of(sentence));
        case Restored.Refused(List<Fault> problems) ->
            stopped(ctx, 422, texts, 2, ConfigForms.sentences(problems, texts));
        case Restored.NotSaved(String reason) -> stopped(ctx, 507, texts, 3, List.of(reason));
      };
    } catch (Refusal e) {
      return stopped(ctx, e.status(), texts, 0, List.of(e.sentence()));
    }
  }

  /** In force, by these steps. */
  static RestorePage done(List<String> steps, List<String> missing) {
    return new RestorePage(
        true, steps.stream().map(step -> new Step("good", step)).toList(), missing, List.of());
  }

  /** Stopped at a step; what comes after it did not begin. */
  private static RestorePage stopped(
      Context ctx, int status, Texts texts, int at, List<String> faults) {
    ctx.status(status);
    List<String> all = steps(texts);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      steps.add(new Step(i < at ? "good" : i == at ? "bad" : "off", all.get(i)));
    }
    return new RestorePage(false, steps, List.of(), faults.stream().map(texts::reason).toList());
  }

  private static List<String> steps(Texts texts) {
    return List.of(
        texts.get("restore.file"),
        texts.get("restore.open"),
        texts.get("restore.check"),
        texts.get("restore.save"),
        texts.get("restore.force"));
  }
}
