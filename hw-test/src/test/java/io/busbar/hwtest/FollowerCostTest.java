package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.busbar.appliance.process.Follower;
import io.busbar.appliance.process.Latest;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.appliance.process.Schedule;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.appliance.process.Variable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That somebody could follow a variable costs nothing while nobody does. */
class FollowerCostTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final int POINTS = 100;
  private static final int BLOCKS = 2000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ProcessTree tree = new ProcessTree(System::nanoTime);
  private final Schedule schedule = new Schedule(AssertionError::new);
  private final List<DataPoint> points = new ArrayList<>();
  private final List<List<Sample>> blocks = new ArrayList<>();
  private final SampleSink sink;
  private long followed;

  private final Follower follower =
      new Follower() {
        @Override
        public void took(Variable variable, Sample sample, Latest latest) {
          followed++;
        }

        @Override
        public void judged(Variable variable, Judgement judgement) {
          followed++;
        }
      };

  FollowerCostTest() {
    for (int i = 0; i < POINTS; i++) {
      points.add(new DataPoint("D", "q" + i, ValueType.REAL, "W", ""));
    }
    sink = tree.define("B", List.of(new Device("D", points)));
    for (double value : new double[] {230.1, 230.2}) {
      blocks.add(
          points.stream().map(point -> Sample.good(point, new Value.Real(value), NOW)).toList());
    }
    List<SectionSettings.Point> sent =
        points.stream()
            .map(point ->
                new SectionSettings.Point(
                    point.name(), "/Process/B/D/" + point.name(), 5.0, null, Map.of()))
            .toList();
    new RealtimeSection(
        "Cloud",
        new SectionSettings("R", "on-change", null, null, null, sent),
        tree,
        schedule,
        () -> NOW,
        _ -> {});
  }

  @AfterEach
  void stop() {
    schedule.close();
  }

  /** Bytes allocated for one sample, by the tree and a section whose hysteresis saves it. */
  private double bytesPerSample() {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < BLOCKS; i++) {
      sink.accept(blocks.get(i % 2));
    }
    return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / BLOCKS / POINTS;
  }

  @Test
  void aSampleThatNobodyFollowsAllocatesNothingMoreWhileOthersAreFollowedAndAfterwards() {
    for (int i = 0; i < 5; i++) {
      bytesPerSample(); // Until the compilers have done what they will.
    }
    double never = bytesPerSample();
    tree.beFollowed(List.of(tree.variable("/Process/B/D/q7")), follower);
    double one = bytesPerSample();
    tree.beFollowed(List.of(), follower);
    double afterwards = bytesPerSample();
    System.out.printf(
        "bytes for a sample: %.2f nobody looks, %.2f one of %d is followed, %.2f afterwards%n",
        never, one, POINTS, afterwards);
    assertEquals(2L * BLOCKS, followed, "taken and judged");
    assertTrue(afterwards <= never + 0.5, afterwards + " bytes, want " + never);
    assertTrue(one <= never + 5, one + " bytes, want about " + never);
  }
}
