package io.busbar.web;

import io.busbar.web.Sections.Line;
import io.busbar.web.Sections.RehearsalView;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.SectionPage.Chart;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A rehearsal as a drawing that needs no script. */
final class SectionChart {
  private static final int MARGIN = 6;

  private final long from;
  private final double span;
  private final double least;
  private final double height;

  private SectionChart(RehearsalView view, double least, double most) {
    this.from = view.from().toEpochMilli();
    this.span = Math.max(1, view.to().toEpochMilli() - from);
    this.least = least;
    this.height = most > least ? most - least : 1;
  }

  /** The drawing; null when there is no number to draw. */
  static @Nullable Chart of(RehearsalView view, Forms forms) {
    List<Double> all =
        view.curve().values().stream().filter(Objects::nonNull).map(Number::doubleValue).toList();
    if (all.isEmpty()) {
      return null;
    }
    List<Double> sent =
        view.points().values().stream().filter(Objects::nonNull).map(Number::doubleValue).toList();
    double least = Math.min(least(all), sent.isEmpty() ? least(all) : least(sent));
    double most = Math.max(most(all), sent.isEmpty() ? most(all) : most(sent));
    SectionChart chart = new SectionChart(view, least, most);
    return new Chart(
        chart.curve(view.curve()),
        chart.dots(view.points()),
        (forms.value(least, view.unit()) + " " + view.unit()).strip(),
        (forms.value(most, view.unit()) + " " + view.unit()).strip(),
        new Moment(view.from()),
        new Moment(Instant.ofEpochMilli(view.to().toEpochMilli())));
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
  }

  private static double most(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** A failed reading interrupts it. */
  private String curve(Line line) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < line.times().size(); i++) {
      Number value = line.values().get(i);
      if (value != null) {
        path.append(pen ? 'L' : 'M').append(place(line.times().get(i), value.doubleValue()));
      }
      pen = value != null;
    }
    return path.toString();
  }

  /** Each a line of no length, which round ends make a dot. */
  private String dots(Line line) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < line.times().size(); i++) {
      Number value = line.values().get(i);
      if (value != null) {
        path.append('M').append(place(line.times().get(i), value.doubleValue())).append("h.01");
      }
    }
    return path.toString();
  }

  private String place(long time, double value) {
    double x = Math.clamp((time - from) / span, 0, 1) * Chart.WIDTH;
    double y = Chart.HEIGHT - MARGIN - (value - least) / height * (Chart.HEIGHT - 2.0 * MARGIN);
    return String.format(Locale.ROOT, "%.1f %.1f", x, y);
  }
}
