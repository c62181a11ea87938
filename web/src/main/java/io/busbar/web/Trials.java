package io.busbar.web;

import io.busbar.web.pages.Forms;
import io.busbar.web.pages.TrialResult;
import io.busbar.web.pages.View;

/** The result of a device's test in the words of the page. */
final class Trials {
  private Trials() {}

  static TrialResult of(Console.Meters.Trial trial, View view) {
    Forms forms = view.forms();
    return new TrialResult(
        trial.answered(),
        view.texts().reason(trial.sentence()),
        trial.request(),
        trial.answer(),
        trial.values().stream()
            .map(value ->
                new TrialResult.Value(
                    value.name(),
                    forms.value(value.value(), value.unit()),
                    value.unit(),
                    view.texts().reasonOrNull(value.reason())))
            .toList());
  }
}
