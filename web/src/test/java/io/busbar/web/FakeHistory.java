package io.busbar.web;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A history of one variable, {@code /Process/Lan/PAC1/power}, and the backlog of one cloud. */
final class FakeHistory implements Charts, Exports {
  static final String POWER = "/Process/Lan/PAC1/power";
  static final List<String> COLUMNS = List.of("point", "time", "value", "count", "quality");

  /** What was asked for, in words. */
  final List<String> asked = new ArrayList<>();

  /** The rows of every export; {@code null} where reading fails. */
  final Deque<@Nullable List<List<@Nullable Object>>> pages = new ArrayDeque<>();

  boolean broken;
  final AtomicInteger closed = new AtomicInteger();

  @Override
  public Charts.Found read(String path, Instant from, Instant to, int points) {
    asked.add(path + " " + from + " " + to + " " + points);
    return path.equals(POWER)
        ? new Charts.Found.Series(
            new SeriesView(
                path,
                "W",
                "raw",
                1000,
                List.of(1_795_000_000_000L, 1_795_000_001_000L),
                Arrays.asList(4.5, null),
                Arrays.asList(4.0, null),
                Arrays.asList(5.0, null),
                Arrays.asList(4.6, null),
                List.of(3, 0),
                List.of("GOOD", "BAD")))
        : new Charts.Found.Nothing("path: nothing was recorded of " + path);
  }

  @Override
  public Exports.Found history(List<String> paths, Instant from, Instant to, String resolution) {
    asked.add(paths + " " + from + " " + to + " " + resolution);
    return paths.contains("/Process/None")
        ? new Exports.Found.Nothing("path: nothing was recorded")
        : new Exports.Found.Table(COLUMNS, new FakePages());
  }

  @Override
  public Exports.Found backlog(String connector, @Nullable Instant from, @Nullable Instant to) {
    asked.add(connector + " " + from + " " + to);
    return connector.equals("Cloud")
        ? new Exports.Found.Table(COLUMNS, new FakePages())
        : new Exports.Found.Nothing("connector: got one that is not there");
  }

  private final class FakePages implements Pages {
    @Override
    public @Nullable List<List<@Nullable Object>> next() throws IOException {
      if (broken && pages.isEmpty()) {
        throw new IOException("the disk is gone");
      }
      return pages.pollFirst();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
