package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Sections.RehearsalOrder;
import io.busbar.web.Sections.RehearsalView;
import io.busbar.web.Sections.Rehearsed;
import io.busbar.web.forms.Numbers;
import io.busbar.web.forms.Posted;
import io.busbar.web.pages.SectionPage.Rehearsal;
import io.busbar.web.pages.View;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tries a point of a section's form, saved or not, on what was recorded. */
final class SectionRehearsal {
  private static final String HOURS = "hours";
  private static final Set<String> SPANS = Set.of("1", "6", "24", "72", "168");

  private final Site site;

  SectionRehearsal(Site site) {
    this.site = site;
  }

  /**
   * Tries the point whose button was pressed.
   *
   * @param points pointer of the list of points; the button's value is the key of one
   */
  Rehearsal of(Posted posted, String points, View view) {
    String point = points + "/" + posted.text("preview") + "/";
    String path = posted.text(point + "path").strip();
    String send = posted.text("/send");
    if (send.equals("on-event")) {
      return new Rehearsal(path, view.texts().get("rehearsal.onevent"), null);
    }
    String absolute = posted.text(point + "hysteresis");
    String percent = posted.text(point + "hysteresisPercent");
    for (String typed : List.of(absolute, percent)) {
      if (!typed.isBlank() && Numbers.parse(typed).isEmpty()) {
        return new Rehearsal(path, view.texts().get("form.number", typed), null);
      }
    }
    Instant now = site.console().status().read().time();
    RehearsalOrder order =
        new RehearsalOrder(
            Requests.path(path),
            send.isEmpty() ? "3s" : send,
            duration(posted, "/update"),
            duration(posted, "/maxSilence"),
            duration(posted, "/minInterval"),
            number(absolute),
            number(percent),
            now.minus(span(posted)),
            now);
    return switch (site.console().sections().rehearse(order)) {
      case Rehearsed.Done(RehearsalView result) -> result(view, result);
      case Rehearsed.Nothing(String sentence) ->
          new Rehearsal(path, view.texts().reason(sentence), null);
      case Rehearsed.Refused(List<Fault> faults) ->
          new Rehearsal(
              path,
              faults.stream()
                  .map(one ->
                      one.path().substring(1) + ": " + ConfigForms.sentence(one, view.texts()))
                  .collect(Collectors.joining("; ")),
              null);
    };
  }

  private static Duration span(Posted posted) {
    String hours = posted.text(HOURS);
    return Duration.ofHours(SPANS.contains(hours) ? Long.parseLong(hours) : 24);
  }

  /** People write a blank before the unit. */
  private static @Nullable String duration(Posted posted, String name) {
    String text = posted.text(name).replaceAll("\\s", "");
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Double number(String text) {
    return Numbers.parse(text).map(BigDecimal::doubleValue).orElse(null);
  }

  private static Rehearsal result(View view, RehearsalView result) {
    String sentence =
        view.texts()
            .get(
                "rehearsal.result",
                view.forms().count(result.sent()),
                view.forms().count(result.without()),
                Math.round(100 * result.saved()),
                view.forms().count(result.samples()));
    return new Rehearsal(result.path(), sentence, SectionChart.of(result, view.forms()));
  }
}
