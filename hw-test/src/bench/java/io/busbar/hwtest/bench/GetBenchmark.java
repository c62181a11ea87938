package io.busbar.hwtest.bench;

import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.tixml.GetVariables;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.codec.Tixml.Form;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A Get of the whole tree in each form, from request text to answer text. That ten times as many
 * variables take about ten times as long is what it is to show.
 *
 * <pre>
 * mvn verify -Pbench -pl hw-test -am -DskipTests
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GetBenchmark {
  private static final int POINTS = 50;

  /** Variables in the tree. */
  @Param({"1000", "10000"})
  public int variables;

  private Interpreter interpreter = new Interpreter(List.of());

  /** One bus with devices of 50 points, all read once. */
  @Setup
  public void fill() {
    ProcessTree tree = new ProcessTree(System::nanoTime);
    List<Device> devices = new ArrayList<>();
    List<Sample> block = new ArrayList<>();
    for (int d = 0; d < variables / POINTS; d++) {
      List<DataPoint> points = new ArrayList<>();
      for (int p = 0; p < POINTS; p++) {
        DataPoint point =
            new DataPoint("Meter" + d, "activePower" + p, ValueType.REAL, "W", "unit " + d);
        points.add(point);
        block.add(Sample.good(point, new Value.Real(d * 230.25 + p), Instant.EPOCH));
      }
      devices.add(new Device("Meter" + d, points));
    }
    tree.define("Lan", devices).accept(block);
    interpreter = new Interpreter(List.of(new GetVariables(tree, Map::of)));
  }

  /** As XML. */
  @Benchmark
  public String text() {
    return interpreter.answer(Form.TEXT, "[<Get _=\"/Process/\"/>]").text();
  }

  /** As JSON. */
  @Benchmark
  public String json() {
    return interpreter.answer(Form.JSON, "{\"Get\":{\"-_\":\"/Process/\"}}").text();
  }
}
