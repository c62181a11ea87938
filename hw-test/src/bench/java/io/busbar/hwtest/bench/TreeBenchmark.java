package io.busbar.hwtest.bench;

import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.appliance.process.Schedule;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.appliance.process.Send;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Samples per second into a tree of 10,000 variables in blocks of 100, against a bare map from path
 * to sample. {@code gc.alloc.rate.norm} is the allocation for one sample in bytes; the samples are
 * made before.
 *
 * <pre>
 * mvn verify -Pbench -pl hw-test -am -DskipTests
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TreeBenchmark {
  private static final int DEVICES = 100;
  private static final int POINTS = 100;
  private static final int SECTIONS = 5;
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final List<Device> devices = new ArrayList<>();

  /** Two blocks for each device, so that every sample is a change. */
  private final List<List<Sample>> blocks = new ArrayList<>();

  private final Map<String, Sample> map = new HashMap<>();
  private final List<List<String>> pathsOf = new ArrayList<>();
  private final SampleSink unwatched;
  private final SampleSink saving;
  private final SampleSink sending;
  private int next;
  private long sent;

  /** A tree that nothing watches, and two with sections over all variables. */
  public TreeBenchmark() {
    for (int i = 0; i < DEVICES; i++) {
      List<DataPoint> points = new ArrayList<>();
      for (int j = 0; j < POINTS; j++) {
        points.add(new DataPoint("D" + i, "quantity" + j, ValueType.REAL, "W", ""));
      }
      devices.add(new Device("D" + i, points));
      pathsOf.add(points.stream().map(TreeBenchmark::path).toList());
    }
    for (double value : new double[] {230.1, 230.2}) {
      for (Device device : devices) {
        blocks.add(
            device.points().stream()
                .map(point -> Sample.good(point, new Value.Real(value), NOW))
                .toList());
      }
    }
    unwatched = tree(null, 0);
    saving = tree(5.0, SECTIONS);
    sending = tree(null, SECTIONS);
  }

  private SampleSink tree(Double hysteresis, int sections) {
    ProcessTree tree = new ProcessTree(System::nanoTime);
    Schedule schedule = new Schedule(AssertionError::new);
    SampleSink sink = tree.define("Bus", devices);
    for (int i = 0; i < sections; i++) {
      List<SectionSettings.Point> points = new ArrayList<>();
      for (Device device : devices.subList(i * DEVICES / sections, (i + 1) * DEVICES / sections)) {
        for (DataPoint point : device.points()) {
          points.add(
              new SectionSettings.Point(
                  point.name(), path(point), hysteresis, null, Map.of()));
        }
      }
      new RealtimeSection(
          "Cloud",
          new SectionSettings("Realtime" + i, "on-change", null, null, null, points),
          tree,
          schedule,
          InstantSource.fixed(NOW),
          this::send);
    }
    return sink;
  }

  private static String path(DataPoint point) {
    return "/Process/Bus/" + point.device() + "/" + point.name();
  }

  private void send(Send send) {
    sent += send.readings().size();
  }

  private List<Sample> block() {
    next = next + 1 == blocks.size() ? 0 : next + 1;
    return blocks.get(next);
  }

  /** What any store of the latest sample must at least do. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public int bareMap() {
    List<Sample> block = block();
    List<String> names = pathsOf.get(next % DEVICES);
    for (int i = 0; i < POINTS; i++) {
      map.put(names.get(i), block.get(i));
    }
    return map.size();
  }

  /** The tree, with nobody who watches it. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public void unwatched() {
    unwatched.accept(block());
  }

  /** Each sample is judged by a section, and its hysteresis saves it. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public void savedByHysteresis() {
    saving.accept(block());
  }

  /** Each sample is sent. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public long sent() {
    sending.accept(block());
    return sent;
  }
}
