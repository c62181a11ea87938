package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Correction;
import io.busbar.appliance.process.Send;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole history against lists in memory: random readings and failures, a wall clock that jumps,
 * writes, clean restarts and power cuts. {@code -Dhistory.seed=N} repeats one run.
 */
class HistoryModelTest {
  private static final int RUNS = 40;
  private static final int STEPS = 400;
  private static final Instant EVER = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");

  @TempDir(factory = InMemory.class)
  Path folder;

  /** One sample as it came; {@code kept} when it is a reading of its own. */
  private record Came(long time, Quality quality, @Nullable Object value, boolean kept) {}

  /** What is to be found of one variable. */
  private static final class Model {
    final List<Came> all = new ArrayList<>();
    @Nullable Came last;
    @Nullable Object lastValue;
    long keptAt;

    void came(long time, Quality quality, @Nullable Object value, long nanos) {
      Came before = last;
      boolean news =
          before == null
              || before.quality() != quality
              || (before.value() == null) != (value == null);
      boolean changed = value != null && !value.equals(lastValue);
      long since = nanos - keptAt;
      boolean kept = news || since >= (changed ? HistoryBed.SPACING : 60_000_000_000L);
      Came one = new Came(time, quality, value, kept);
      all.add(one);
      if (kept) {
        last = one;
        lastValue = value == null ? noValue() : value;
        keptAt = nanos;
      }
    }

    /** What a failed reading leaves behind as the last value: nothing that equals any other. */
    private static Object noValue() {
      return new Object();
    }
  }

  @Test
  void showsWhatCameWhateverTheClockAndThePowerDo() throws Exception {
    Integer only = Integer.getInteger("history.seed");
    for (int seed = 1; seed <= RUNS; seed++) {
      if (only == null || only == seed) {
        Path own = Files.createDirectories(folder.resolve("run" + seed));
        try {
          play(own, new Random(seed));
        } catch (Exception | AssertionError e) {
          throw new AssertionError("-Dhistory.seed=" + seed, e);
        }
      }
    }
  }

  private void play(Path own, Random random) throws Exception {
    HistoryBed bed = new HistoryBed(own.resolve("history.db"), HistoryBed.LIMITS);
    Map<String, Model> models = new TreeMap<>();
    Map<String, Integer> written = new TreeMap<>();
    bed.paths().forEach(path -> models.put(path, new Model()));
    for (int step = 0; step < STEPS; step++) {
      int what = random.nextInt(100);
      if (what < 80) {
        bed.pass(random.nextInt(20_000));
        for (String path : bed.paths()) {
          sample(bed, path, Objects.requireNonNull(models.get(path)), random);
        }
      } else if (what < 84) {
        bed.jump(random.nextLong(-5_000_000, 5_000_000));
      } else if (what < 95) {
        bed.history.write();
        models.forEach((path, model) -> written.put(path, model.all.size()));
      } else if (what < 97) {
        bed.restart();
        models.forEach((path, model) -> written.put(path, model.all.size()));
        forgetLast(models);
      } else if (what < 98) {
        bed.cut(own.resolve("cut" + step));
        models.forEach((path, model) ->
            model.all.subList(written.getOrDefault(path, 0), model.all.size()).clear());
        forgetLast(models);
      } else {
        compare(bed, models, random);
      }
    }
    compare(bed, models, random);
    assertNull(bed.history.alarm());
    bed.history.close();
  }

  /** After a start the first sample is always kept. */
  private static void forgetLast(Map<String, Model> models) {
    models.values().forEach(model -> model.last = null);
  }

  private static void sample(HistoryBed bed, String path, Model model, Random random) {
    Quality bad = random.nextInt(2) == 0 ? Quality.UNCERTAIN : Quality.BAD;
    Quality failed = random.nextInt(8) == 0 ? bad : null;
    if (failed != null) {
      boolean never =
          Objects.requireNonNull(bed.tree.under(path)).getFirst().latest().value() == null;
      bed.failed(path, failed);
      model.came(bed.millis, never ? Quality.BAD : failed, null, bed.nanos);
      return;
    }
    Value value =
        switch (bed.type(path)) {
          case BOOL -> new Value.Bool(random.nextBoolean());
          case INT -> new Value.Int(random.nextInt(3) == 0 ? random.nextLong() >> 8 : 7);
          case REAL ->
              new Value.Real(
                  random.nextBoolean()
                      ? (float) random.nextGaussian()
                      : Math.round(random.nextGaussian()) / 10.0);
          case TEXT -> throw new AssertionError("no text here");
        };
    bed.came(path, value);
    model.came(bed.millis, Quality.GOOD, HistoryBed.plain(value), bed.nanos);
  }

  private static void compare(HistoryBed bed, Map<String, Model> models, Random random)
      throws Exception {
    for (Map.Entry<String, Model> each : models.entrySet()) {
      List<Came> all = each.getValue().all;
      List<Came> kept = all.stream().filter(Came::kept).toList();
      assertEquals(
          kept.stream()
              .map(came -> came.time() + " " + came.quality() + " " + came.value())
              .toList(),
          bed.rows(each.getKey(), "raw", EVER, NEVER).stream()
              .map(row -> row.time().toEpochMilli() + " " + row.quality() + " " + row.value())
              .toList());
      for (Tier tier : List.of(Tier.MINUTE, Tier.QUARTER)) {
        TreeMap<Long, Naive> got = new TreeMap<>();
        bed.rows(each.getKey(), tier.word(), EVER, NEVER)
            .forEach(row ->
                got.computeIfAbsent(row.time().toEpochMilli(), _ -> new Naive()).bucket(row));
        same(naive(all, tier.step(), 0), got);
      }
      chart(bed, each.getKey(), all, kept, random);
    }
  }

  private static Map<Long, Naive> naive(List<Came> all, long step, long from) {
    TreeMap<Long, Naive> buckets = new TreeMap<>();
    for (Came came : all) {
      long start = from + Math.floorDiv(came.time() - from, step) * step;
      buckets.computeIfAbsent(start, _ -> new Naive()).came(came);
    }
    return buckets;
  }

  private static void chart(
      HistoryBed bed, String path, List<Came> all, List<Came> kept, Random random) {
    if (all.isEmpty()) {
      return;
    }
    int points = 1 + random.nextInt(300);
    long middle = all.get(random.nextInt(all.size())).time();
    long from = middle - random.nextInt(1, 4_000_000);
    long to = middle + random.nextInt(1, 4_000_000);
    Chart chart =
        Objects.requireNonNull(
            bed.history.chart(path, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), points));
    long step = chart.stepMillis();
    assertTrue(chart.points().size() <= points && step * points >= to - from);
    TreeMap<Long, Naive> got = new TreeMap<>();
    chart
        .points()
        .forEach(point ->
            got.computeIfAbsent(point.time().toEpochMilli(), _ -> new Naive()).point(point));
    Tier finest = Objects.requireNonNull(Tier.of(chart.resolution()));
    TreeMap<Long, Naive> want = new TreeMap<>();
    for (Placed one : placed(finest, all, kept, from, to)) {
      long start = from + (one.time() - from) / step * step;
      want.computeIfAbsent(start, _ -> new Naive()).came(one.came());
    }
    same(want, got);
  }

  /** A sample at the time that its tier gives it. */
  private record Placed(long time, Came came) {}

  /** What a chart shows: the finest tier, and before its first row the coarser ones. */
  private static List<Placed> placed(
      Tier finest, List<Came> all, List<Came> kept, long from, long to) {
    List<Placed> shown = new ArrayList<>();
    long end = to;
    for (Tier tier : Tier.values()) {
      List<Placed> some = new ArrayList<>();
      for (Came came : tier == Tier.RAW ? kept : all) {
        long time = tier.start(came.time());
        boolean before = tier == finest || time + tier.step() <= end;
        if (tier.compareTo(finest) >= 0 && time >= from && time < to && before) {
          some.add(new Placed(time, came));
        }
      }
      end = some.stream().mapToLong(Placed::time).reduce(end, Math::min);
      shown.addAll(0, some);
    }
    return shown;
  }

  private static void same(Map<Long, Naive> want, Map<Long, Naive> got) {
    assertEquals(want.keySet(), got.keySet());
    want.forEach((start, bucket) ->
        assertTrue(
            bucket.isLike(Objects.requireNonNull(got.get(start))),
            () -> start + ": got " + got.get(start) + ", want " + bucket));
  }

  /** What readings come to, in the plainest way. */
  private static final class Naive {
    private final List<Double> values = new ArrayList<>();
    private Quality worst = Quality.GOOD;
    private int count;
    private double sum;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    void came(Came came) {
      Object value = came.value();
      if (value == null) {
        add(came.quality(), 0, 0, 0, 0, 0);
      } else {
        double number = value instanceof Boolean on ? (on ? 1 : 0) : ((Number) value).doubleValue();
        add(came.quality(), 1, number, number, number, number);
      }
    }

    void bucket(Row row) {
      if (row.count() == 0) {
        add(row.quality(), 0, 0, 0, 0, 0);
      } else {
        Object last = Objects.requireNonNull(row.value());
        add(
            row.quality(),
            row.count(),
            last instanceof Boolean on ? (on ? 1 : 0) : ((Number) last).doubleValue(),
            Objects.requireNonNull(row.min()).doubleValue(),
            Objects.requireNonNull(row.max()).doubleValue(),
            Objects.requireNonNull(row.mean()));
      }
    }

    void point(Chart.Point point) {
      if (point.count() == 0) {
        add(point.quality(), 0, 0, 0, 0, 0);
      } else {
        add(
            point.quality(),
            point.count(),
            Objects.requireNonNull(point.last()).doubleValue(),
            Objects.requireNonNull(point.min()).doubleValue(),
            Objects.requireNonNull(point.max()).doubleValue(),
            Objects.requireNonNull(point.mean()));
      }
    }

    private void add(Quality quality, int more, double last, double min, double max, double mean) {
      worst = quality.compareTo(worst) > 0 ? quality : worst;
      if (more > 0) {
        count += more;
        sum += mean * more;
        values.add(last);
        least = Math.min(least, min);
        greatest = Math.max(greatest, max);
      }
    }

    boolean isLike(Naive other) {
      double tolerance = 1e-9 * Math.max(Math.abs(least), Math.abs(greatest)) * count + 1e-12;
      return worst == other.worst
          && count == other.count
          && (count == 0
              || (least == other.least
                  && greatest == other.greatest
                  && values.getLast().equals(other.values.getLast())
                  && Math.abs(sum - other.sum) <= tolerance));
    }

    @Override
    public String toString() {
      return worst + " " + count + " " + least + ".." + greatest + " " + sum + " " + values;
    }
  }

  @Test
  void aTextHasNoHistoryAndWhatIsNotWantedNeither() {
    HistoryBed bed = new HistoryBed(folder.resolve("history.db"), HistoryBed.LIMITS);
    assertEquals(ValueType.TEXT, bed.type(HistoryBed.TEXT));
    bed.came(HistoryBed.TEXT, new Value.Text("a"));
    bed.history.record(path -> path.equals(HistoryBed.INT));
    bed.came(HistoryBed.INT, new Value.Int(5));
    bed.came(HistoryBed.REAL, new Value.Real(5));
    assertEquals(List.of(HistoryBed.INT), bed.history.pathsAt("/Process"));
    assertEquals(List.of(HistoryBed.INT), bed.history.pathsAt(HistoryBed.INT));
    assertEquals(List.of(), bed.history.pathsAt(HistoryBed.REAL));
    assertNull(bed.history.chart(HistoryBed.REAL, EVER, NEVER, 10));
    bed.history.close();
  }

  @Test
  void whatWasWrittenBeforeTheTimeWasKnownIsReadWithItsRightTimeAlsoAfterARestart()
      throws Exception {
    HistoryBed bed = new HistoryBed(folder.resolve("history.db"), HistoryBed.LIMITS);
    bed.pass(1000);
    bed.came(HistoryBed.INT, new Value.Int(-1));
    bed.history.write();
    Instant before = Instant.ofEpochMilli(bed.millis);
    // A reboot, and a count that begins again ten minutes before that.
    bed.jump(-600_000);
    bed.counting = 7;
    bed.boots = boot -> new Boots.Known.NotYet();
    bed.restart();
    Instant counted = Instant.ofEpochMilli(bed.millis);
    for (int i = 0; i < 100; i++) {
      bed.pass(1000);
      bed.came(HistoryBed.INT, new Value.Int(i));
      if (i % 10 == 9) {
        // Some of them become a round.
        bed.history.write();
      }
    }
    assertEquals(101, bed.rows(HistoryBed.INT, "raw", EVER, before.plusMillis(1)).size());

    Instant right = before.plusSeconds(86_400);
    Correction correction = new Correction(counted, Duration.between(counted, right));
    bed.history.correct(correction);
    bed.boots = boot -> boot == 7 ? new Boots.Known.Right(correction) : new Boots.Known.Never();
    bed.counting = Send.TIME_IS_RIGHT;
    bed.jump(Duration.between(counted, right).toMillis());
    expectRightTimes(bed, before, right, 100);
    bed.restart();
    for (int i = 100; i < 200; i++) {
      bed.pass(1000);
      bed.came(HistoryBed.INT, new Value.Int(i));
      if (i % 10 == 9) {
        bed.history.write();
      }
    }
    expectRightTimes(bed, before, right, 200);
    bed.boots = Boots.NONE;
    assertEquals(
        right.plusSeconds(200),
        bed.rows(HistoryBed.INT, "raw", EVER, NEVER).getLast().time(),
        "what is a round now has right times of its own");
    bed.history.close();
  }

  private static void expectRightTimes(HistoryBed bed, Instant before, Instant right, int count)
      throws Exception {
    List<Instant> times = new ArrayList<>(List.of(before));
    for (int second = 1; second <= count; second++) {
      times.add(right.plusSeconds(second));
    }
    assertEquals(
        times, bed.rows(HistoryBed.INT, "raw", EVER, NEVER).stream().map(Row::time).toList());
    assertEquals(
        List.of(-1L),
        bed.rows(HistoryBed.INT, "raw", EVER, right).stream().map(Row::value).toList());
    assertEquals(count, bed.rows(HistoryBed.INT, "raw", right, NEVER).size());
    Chart chart =
        Objects.requireNonNull(
            bed.history.chart(HistoryBed.INT, right, right.plusSeconds(count + 1), 1000));
    assertEquals(count, chart.points().stream().mapToInt(Chart.Point::count).sum());
    for (String buckets : List.of("1m", "15m")) {
      List<Row> rows = bed.rows(HistoryBed.INT, buckets, EVER, NEVER);
      assertEquals(count + 1, rows.stream().mapToInt(Row::count).sum());
      assertTrue(rows.getLast().time().isAfter(right.minusSeconds(1800)));
    }
  }

  @Test
  void whatIsInMemoryWhenTheTimeBecomesKnownGetsItsRightTime() throws Exception {
    HistoryBed bed = new HistoryBed(folder.resolve("history.db"), HistoryBed.LIMITS);
    Instant counted = Instant.parse("1970-01-01T00:00:00Z");
    bed.jump(counted.toEpochMilli() - bed.millis);
    for (int i = 0; i < 100; i++) {
      bed.pass(1000);
      bed.came(HistoryBed.INT, new Value.Int(i));
    }
    Instant right = Instant.parse("2026-11-21T05:47:24.250Z");
    bed.history.correct(new Correction(counted, Duration.between(counted, right)));
    bed.jump(Duration.between(counted, right).toMillis());
    bed.history.write();
    List<Row> raw = bed.rows(HistoryBed.INT, "raw", EVER, NEVER);
    assertEquals(100, raw.size());
    assertEquals(right.plusSeconds(1), raw.getFirst().time());
    assertEquals(right.plusSeconds(100), raw.getLast().time());
    for (String buckets : List.of("1m", "15m")) {
      List<Row> rows = bed.rows(HistoryBed.INT, buckets, EVER, NEVER);
      assertEquals(100, rows.stream().mapToInt(Row::count).sum());
      assertTrue(rows.getFirst().time().isAfter(right.minusSeconds(900)));
      assertTrue(rows.getLast().time().isBefore(right.plusSeconds(101)));
    }
    bed.history.close();
  }
}
