package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Send;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tree with a history, whose clocks and thread are the test's own hands. */
final class HistoryBed {
  static final String BOOL = "/Process/B/D/on";
  static final String INT = "/Process/B/D/count";
  static final String REAL = "/Process/B/D/power";
  static final String TEXT = "/Process/B/D/serial";
  static final long SPACING = 400_000_000L;

  /** Small numbers, so that short runs cross every border. */
  static final HistoryLimits LIMITS =
      new HistoryLimits(100_000_000, 60_000_000_000L, SPACING, 1000, 2000, 100_000, 40);

  final ProcessTree tree;
  private final Map<String, DataPoint> points = new LinkedHashMap<>();
  private final SampleSink sink;
  private final HistoryLimits limits;
  private Path file;
  History history;
  Boots boots = Boots.NONE;

  /** In which boot times are only counted. */
  long counting = Send.TIME_IS_RIGHT;

  long nanos = 1_000_000_000_000L;
  long millis = Cabinet.NOW.toEpochMilli();

  HistoryBed(Path file, HistoryLimits limits) {
    this(file, limits, 0);
  }

  /**
   * @param more real variables besides, {@code /Process/B/D/more0} and so on
   */
  HistoryBed(Path file, HistoryLimits limits, int more) {
    this.file = file;
    this.limits = limits;
    this.tree = new ProcessTree(() -> nanos);
    point(BOOL, ValueType.BOOL);
    point(INT, ValueType.INT);
    point(REAL, ValueType.REAL);
    point(TEXT, ValueType.TEXT);
    for (int i = 0; i < more; i++) {
      point("/Process/B/D/more" + i, ValueType.REAL);
    }
    this.sink = tree.define("B", List.of(new Device("D", List.copyOf(points.values()))));
    this.history = open();
  }

  private void point(String path, ValueType type) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    points.put(path, new DataPoint("D", name, type, "W", "here"));
  }

  private History open() {
    History opened =
        new History(
            file,
            limits,
            InstantSource.fixed(Cabinet.NOW),
            () -> nanos,
            boot -> boots.of(boot),
            () -> counting,
            point -> {});
    opened.record(path -> true);
    tree.observe(opened.observer());
    return opened;
  }

  /** The variables that have a history, without those that were added. */
  List<String> paths() {
    return List.of(BOOL, INT, REAL);
  }

  ValueType type(String path) {
    return Objects.requireNonNull(points.get(path)).type();
  }

  void pass(long ms) {
    nanos += ms * 1_000_000;
    millis += ms;
  }

  /** The wall clock alone. */
  void jump(long ms) {
    millis += ms;
  }

  void came(String path, Value value) {
    sink.accept(List.of(sample(path, value)));
  }

  /** A sample of now. */
  Sample sample(String path, Value value) {
    return Sample.good(
        Objects.requireNonNull(points.get(path)), value, Instant.ofEpochMilli(millis));
  }

  /** A block of samples. */
  void came(List<Sample> block) {
    sink.accept(block);
  }

  void failed(String path, Quality quality) {
    sink.accept(
        List.of(
            Sample.failed(
                Objects.requireNonNull(points.get(path)),
                quality,
                Instant.ofEpochMilli(millis),
                "no answer")));
  }

  /** A clean stop and a start. */
  void restart() {
    history.close();
    history = open();
  }

  /** A power cut: what is in memory is gone, and the files go on elsewhere. */
  void cut(Path folder) throws IOException {
    Path cut = Cabinet.cut(file, folder);
    History before = history;
    file = cut;
    history = open();
    before.close();
  }

  List<Row> rows(String path, String resolution, Instant from, Instant to) throws IOException {
    List<Row> rows = new ArrayList<>();
    History.Pages pages = history.pages(List.of(path), from, to, resolution);
    List<Row> page = pages.next();
    while (page != null) {
      rows.addAll(page);
      page = pages.next();
    }
    return rows;
  }

  static @Nullable Object plain(Value value) {
    return switch (value) {
      case Value.Bool(boolean on) -> on;
      case Value.Int(long number) -> number;
      case Value.Real(double number) -> number;
      case Value.Text(String text) -> text;
    };
  }
}
