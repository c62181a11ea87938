package io.busbar.appliance.console;

import io.busbar.appliance.store.Chart;
import io.busbar.appliance.store.Chart.Point;
import io.busbar.appliance.store.History;
import io.busbar.web.Charts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The history as the web sees it.
 *
 * @param history gives null while the configuration wants none
 */
record ConsoleCharts(Supplier<@Nullable History> history) implements Charts {
  static final String OFF =
      "no history is recorded: want store.history used or all, and store.historyBytes above 0";

  @Override
  public Found read(String path, Instant from, Instant to, int points) {
    History open = history.get();
    if (open == null) {
      return new Found.Nothing(OFF);
    }
    Chart chart = open.chart(path, from, to, points);
    return chart == null ? new Found.Nothing(unknown(path)) : new Found.Series(view(chart));
  }

  /** Why there is nothing of a path. */
  static String unknown(String path) {
    return "path: nothing was recorded of "
        + path
        + "; with store.history used, variables that a section, event or log uses have a history,"
        + " with all every variable but texts";
  }

  private static SeriesView view(Chart chart) {
    List<Point> points = chart.points();
    return new SeriesView(
        chart.path(),
        chart.unit(),
        chart.resolution(),
        chart.stepMillis(),
        points.stream().map(point -> point.time().toEpochMilli()).toList(),
        column(points, Point::last),
        column(points, Point::min),
        column(points, Point::max),
        column(points, Point::mean),
        points.stream().map(Point::count).toList(),
        points.stream().map(point -> point.quality().name()).toList());
  }

  private static <T> List<@Nullable T> column(
      List<Point> points, Function<Point, @Nullable T> value) {
    List<@Nullable T> column = new ArrayList<>(points.size());
    points.forEach(point -> column.add(value.apply(point)));
    return column;
  }
}
