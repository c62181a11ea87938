package io.busbar.appliance.config;

import io.busbar.appliance.logbook.LogSettings;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the schema cannot see of the user's logs. */
record LogCheck(Offer offer, List<Problem> problems) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  void check(List<LogSettings> logs) {
    Set<String> names = new HashSet<>(Logbook.BUILT_IN);
    for (int i = 0; i < logs.size(); i++) {
      LogSettings log = logs.get(i);
      String place = "/logs/" + i;
      if (!names.add(log.name())) {
        problem(place + "/name", "got " + log.name() + ", want a name that no other log has");
      }
      Duration every = log.every();
      if (every != null && (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0)) {
        problem(place + "/every", "got " + DurationText.format(every) + ", want 1s to 1d");
      }
      points(log.points(), place + "/points");
    }
  }

  private void points(List<LogSettings.Point> points, String path) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < points.size(); i++) {
      LogSettings.Point point = points.get(i);
      if (!names.add(point.name())) {
        problems.add(
            Problem.of(
                path + "/" + i + "/name",
                "twice",
                "got %s twice, want a name of its own",
                point.name()));
      }
      offer.find(point.path(), path + "/" + i + "/path", problems);
    }
  }

  private void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
