package io.busbar.drivers.io;

import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What several kinds of I/O bus check alike. */
final class Checks {
  private static final Duration SHORTEST_DEAD_MAN = Duration.ofMillis(100);

  private Checks() {}

  static void range(
      @Nullable Duration got, Duration least, Duration most, String path, List<Problem> found) {
    if (got != null && (got.compareTo(least) < 0 || got.compareTo(most) > 0)) {
      found.add(
          new Problem(
              path,
              "got %s, want %s to %s"
                  .formatted(
                      DurationText.format(got),
                      DurationText.format(least),
                      DurationText.format(most))));
    }
  }

  static void deadMan(@Nullable Duration got, String path, List<Problem> found) {
    range(got, SHORTEST_DEAD_MAN, Duration.ofDays(1), path, found);
  }

  static <T> void names(List<T> all, Function<T, String> name, String path, List<Problem> found) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      String each = name.apply(all.get(i));
      if (!names.add(each)) {
        found.add(
            Problem.of(
                path + "/" + i + "/name", "again", "got %s again, want a name of its own", each));
      }
    }
  }

  static void board(@Nullable String board, BoardLibrary boards, List<Problem> found) {
    if (board != null && boards.find(board).isEmpty()) {
      found.add(
          new Problem(
              "/board", "got " + board + ", want one of " + String.join(", ", boards.ids())));
    }
  }
}
