package io.busbar.web;

import io.busbar.web.Journeys.JourneyView;
import io.busbar.web.Journeys.LegView;
import io.busbar.web.Journeys.WireView;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.JourneyPage.Card;
import io.busbar.web.pages.JourneyPage.Line;
import io.busbar.web.pages.JourneyPage.Step;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.Texts;
import java.text.NumberFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way of a reading in the words of a viewer. */
final class JourneyWords {
  private static final int DECIMALS = 6;

  /** How good the states of a leg are, the last one best. */
  private static final Map<String, String> KINDS =
      Map.of(
          "done", "good",
          "acknowledged", "good",
          "given-up", "bad",
          "held", "off",
          "overtaken", "off",
          "off", "off");

  private static final List<String> RANK = List.of("off", "good", "wait", "bad");

  private final Texts texts;
  private final Forms forms;
  private final String below;

  /**
   * @param below the path that is looked at
   */
  JourneyWords(Texts texts, String below) {
    this.texts = texts;
    this.forms = new Forms(texts);
    this.below = below;
  }

  Card card(JourneyView journey) {
    List<Step> steps = new ArrayList<>();
    steps.add(wire(journey));
    steps.add(value(journey));
    journey.legs().forEach(leg -> steps.add(leg(leg, journey.unit())));
    if (journey.legs().isEmpty()) {
      steps.add(new Step("off", texts.get("journeys.nobody"), List.of()));
    }
    String quality = quality(journey);
    return new Card(
        new Moment(journey.time()),
        name(journey.path()),
        forms.value(journey.value(), journey.unit()),
        journey.unit(),
        quality,
        texts.get("quality." + quality),
        worst(journey),
        outcome(journey),
        steps);
  }

  private String name(String path) {
    return path.length() > below.length() + 1
        ? path.substring(below.length() + 1)
        : path.substring(path.lastIndexOf('/') + 1);
  }

  private static String quality(JourneyView journey) {
    if (journey.value() == null) {
      return "never";
    }
    return switch (journey.quality()) {
      case "GOOD" -> "good";
      case "UNCERTAIN" -> "old";
      default -> "bad";
    };
  }

  private static String kind(LegView leg) {
    return KINDS.getOrDefault(leg.state(), "wait");
  }

  /** A reading that failed on the bus has gone wrong, whatever was sent of it. */
  private static String worst(JourneyView journey) {
    if (journey.wire() != null && journey.wire().trouble() != null) {
      return "bad";
    }
    return journey.legs().stream()
        .map(JourneyWords::kind)
        .max((one, other) -> RANK.indexOf(one) - RANK.indexOf(other))
        .orElse("off");
  }

  private String outcome(JourneyView journey) {
    if (journey.wire() != null && journey.wire().trouble() != null) {
      return texts.get("journeys.failed");
    }
    if (journey.legs().isEmpty()) {
      return texts.get("journeys.unsent");
    }
    // What goes nowhere is only worth a word where nothing else goes anywhere.
    boolean none = journey.legs().stream().allMatch(leg -> kind(leg).equals("off"));
    List<String> each = new ArrayList<>();
    for (LegView leg : journey.legs()) {
      if (!none && kind(leg).equals("off")) {
        continue;
      }
      String word = leg.connector() + ": " + texts.get("leg." + leg.state());
      if (!each.contains(word)) {
        each.add(word);
      }
    }
    return String.join(" · ", each);
  }

  private Step wire(JourneyView journey) {
    WireView wire = journey.wire();
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(texts.get("journeys.source"), journey.source()));
    String reason = journey.reason();
    if (wire == null && reason != null) {
      // The port or host is gone, so there are no bytes to show.
      lines.add(Line.of(texts.get("journeys.trouble"), texts.reason(reason)));
      return new Step("bad", texts.get("journeys.wire"), lines);
    }
    if (wire == null) {
      lines.add(Line.of("", texts.get("journeys.nowire")));
      return new Step("off", texts.get("journeys.wire"), lines);
    }
    if (!wire.request().isEmpty()) {
      lines.add(Line.code(texts.get("journeys.sent"), wire.request()));
    }
    lines.add(
        wire.answer().isEmpty()
            ? Line.of(texts.get("journeys.came"), texts.get("journeys.nothing"))
            : Line.code(texts.get("journeys.came"), wire.answer()));
    Double took = wire.tookMs();
    if (took != null) {
      lines.add(Line.of(texts.get("journeys.took"), number(took, 1) + " ms"));
    }
    String trouble = wire.trouble();
    if (trouble != null) {
      lines.add(Line.of(texts.get("journeys.trouble"), texts.reason(trouble)));
    }
    decoded(wire, lines);
    return new Step(wire.trouble() == null ? "good" : "bad", texts.get("journeys.wire"), lines);
  }

  private void decoded(WireView wire, List<Line> lines) {
    String place = wire.place();
    String raw = wire.raw();
    String form = wire.form();
    if (place != null && raw != null && form != null) {
      lines.add(Line.of(texts.get("journeys.place"), place));
      lines.add(Line.code(texts.get("journeys.raw"), raw));
      lines.add(Line.of(texts.get("journeys.form"), texts.reason(form)));
      lines.add(Line.code(texts.get("journeys.number"), wire.number() + rule(wire.rule())));
    }
  }

  private static String rule(@Nullable String rule) {
    return rule == null || rule.isEmpty() ? "" : "  " + rule.replace("x ", "× ");
  }

  private Step value(JourneyView journey) {
    String quality = quality(journey);
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(
            texts.get("journeys.value"),
            exact(journey.value())
                + " "
                + journey.unit()
                + ", "
                + texts.get("quality." + quality)));
    String reason = journey.reason();
    if (reason != null) {
      lines.add(Line.of(texts.get("journeys.reason"), texts.reason(reason)));
    }
    lines.add(Line.of(texts.get("journeys.path"), journey.path()));
    lines.add(
        Line.at(
            texts.get("journeys.time"),
            new Moment(journey.time()),
            texts.get(journey.timeKnown() ? "journeys.known" : "journeys.counted")));
    String kind = quality.equals("good") ? "good" : quality.equals("old") ? "wait" : "bad";
    return new Step(kind, texts.get("journeys.tree"), lines);
  }

  private Step leg(LegView leg, String unit) {
    List<Line> lines = new ArrayList<>();
    String rule =
        leg.send().startsWith("on-")
            ? texts.get("rule." + leg.send())
            : texts.get("journeys.every", leg.send());
    lines.add(Line.of(texts.get("journeys.rule"), rule));
    if (leg.cause() != null) {
      decision(leg, unit, lines);
    }
    if (leg.number() != null) {
      outbox(leg, lines);
    }
    message(leg, lines);
    return new Step(
        kind(leg),
        leg.section() + " → " + leg.connector() + ": " + texts.get("leg." + leg.state()),
        lines);
  }

  private void decision(LegView leg, String unit, List<Line> lines) {
    String times = leg.looks() > 1 ? " (" + texts.get("journeys.looks", leg.looks()) + ")" : "";
    lines.add(Line.of(texts.get("journeys.decision"), texts.get("cause." + leg.cause()) + times));
    if (leg.last() != null) {
      lines.add(Line.of(texts.get("journeys.last"), exact(leg.last()) + " " + unit));
    }
    Double difference = leg.difference();
    Double limit = leg.limit();
    if (difference != null && limit != null) {
      lines.add(
          Line.of(
              texts.get("journeys.difference"),
              texts.get(
                  "journeys.against",
                  number(difference, DECIMALS) + " " + unit,
                  number(limit, DECIMALS) + " " + unit)));
    }
  }

  private void outbox(LegView leg, List<Line> lines) {
    Boolean disk = leg.fromDisk();
    String from = disk == null ? "" : texts.get(disk ? "journeys.fromdisk" : "journeys.frommemory");
    lines.add(
        Line.of(texts.get("journeys.send"), leg.number() + (from.isEmpty() ? "" : ", " + from)));
  }

  private void message(LegView leg, List<Line> lines) {
    lines.add(Line.of(texts.get("journeys.point"), leg.point()));
    String topic = leg.topic();
    String excerpt = leg.excerpt();
    if (topic != null && excerpt != null) {
      lines.add(Line.code(texts.get("journeys.topic"), topic));
      lines.add(Line.code(texts.get("journeys.payload"), excerpt));
    }
    String again = leg.attempts() > 1 ? texts.get("journeys.attempts", leg.attempts()) : "";
    time(lines, texts.get("journeys.published"), leg.published(), again);
    Double trip = leg.roundTripMs();
    String round = trip == null ? "" : texts.get("journeys.round", number(trip, 1) + " ms");
    time(lines, texts.get("journeys.acknowledged"), leg.acknowledged(), round);
    if (leg.acknowledged() == null) {
      time(lines, texts.get("journeys.done"), leg.done(), "");
    }
  }

  private static void time(List<Line> lines, String label, @Nullable Instant time, String more) {
    if (time != null) {
      lines.add(Line.at(label, new Moment(time), more));
    }
  }

  /** With all digits: here is where somebody looks for a wrong one. */
  private String exact(@Nullable Object value) {
    return value instanceof Double real ? number(real, DECIMALS) : forms.value(value, "");
  }

  private String number(double value, int decimals) {
    NumberFormat format = NumberFormat.getInstance(texts.locale());
    format.setMaximumFractionDigits(decimals);
    return format.format(value);
  }
}
