package io.busbar.web;

import io.busbar.web.Console.StatusView;
import io.busbar.web.Console.Time.Handed;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.View;
import io.busbar.web.pages.Wizard;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time of an appliance without a clock chip, told by the browser with one tap or typed by a
 * person.
 */
final class WizardClock {
  /** Those that countries use and that are no whole hours. */
  private static final List<String> UNEVEN =
      List.of("-09:30", "-03:30", "+03:30", "+04:30", "+05:30", "+05:45", "+06:30", "+09:30");

  private static final int WEST = -12;
  private static final int EAST = 14;

  private final Site site;

  WizardClock(Site site) {
    this.site = site;
  }

  /**
   * Takes the time that a form has.
   *
   * @return what became of it, for people
   */
  String take(Context ctx, View view) {
    Instant time = time(ctx);
    if (time == null) {
      return view.texts().get("wizard.time.unreadable");
    }
    return switch (site.console().time().set(time)) {
      case Handed.Taken _ -> view.texts().get("wizard.time.taken");
      case Handed.Misfit(String sentence) -> view.texts().reason(sentence);
      case Handed.Needless(String sentence) -> view.texts().reason(sentence);
    };
  }

  /** What a script said, else what was typed; null when it is no time. */
  private static @Nullable Instant time(Context ctx) {
    String told = ctx.formParam("instant");
    String typed = ctx.formParam("typed");
    String offset = ctx.formParam("offset");
    try {
      if (told != null && !told.isBlank()) {
        return Instant.parse(told);
      }
      return typed == null || offset == null
          ? null
          : LocalDateTime.parse(typed).toInstant(ZoneOffset.of(offset));
    } catch (DateTimeException e) {
      return null; // It is said beside the field.
    }
  }

  Wizard.Clock read(Context ctx, View view, @Nullable String outcome) {
    StatusView status = site.console().status().read();
    String chosen = ctx.formParam("offset");
    String usual = view.texts().language().equals("de") ? "+01:00" : "+00:00";
    List<String> offsets = offsets();
    String offset = chosen != null && offsets.contains(chosen) ? chosen : usual;
    LocalDateTime proposed =
        LocalDateTime.ofInstant(status.time(), ZoneOffset.of(offset))
            .truncatedTo(ChronoUnit.MINUTES);
    String typed = ctx.formParam("typed");
    return new Wizard.Clock(
        new Moment(status.time()),
        status.clock().known(),
        view.texts().get("wizard.source." + status.clock().source()),
        view.texts().reasonOrNull(status.clock().sentence()),
        outcome,
        typed == null || typed.isBlank() ? proposed.toString() : typed,
        offset,
        offsets);
  }

  private static List<String> offsets() {
    List<String> all = new ArrayList<>(UNEVEN);
    for (int hour = WEST; hour <= EAST; hour++) {
      all.add("%s%02d:00".formatted(hour < 0 ? "-" : "+", Math.abs(hour)));
    }
    all.sort((one, other) -> ZoneOffset.of(other).compareTo(ZoneOffset.of(one)));
    return all;
  }
}
