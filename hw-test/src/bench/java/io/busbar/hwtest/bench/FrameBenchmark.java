package io.busbar.hwtest.bench;

import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.FrameParser;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * DASH7 frames per second, from raw bytes to actions, against a bare loop over the same bytes that
 * only adds them up. {@code gc.alloc.rate.norm} is the allocation for one frame in bytes.
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
public class FrameBenchmark {
  private static final int FRAMES = 100;

  /** Vector 27: a node pushes 17 bytes of energy; 51 bytes on the line. */
  private static final byte[] FRAME =
      Bytes.hex(
              "C0 00 03 01 2C A9 56 20 34 00 11 5D 02 00 00 00 00 00 00 0F 00 00 00 00 00 00 00 01"
                  + " 62 D7 14 32 00 00 39 47 50 00 49 00 A9 20 01 32 36 36 30 00 39 00 4C")
          .toArray();

  private final byte[] line = new byte[FRAMES * FRAME.length];
  private final FrameParser parser = new FrameParser();

  /** A line of frames, one behind the other. */
  public FrameBenchmark() {
    for (int i = 0; i < FRAMES; i++) {
      System.arraycopy(FRAME, 0, line, i * FRAME.length, FRAME.length);
    }
  }

  /** What every reader of the line must at least do. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int bareLoop() {
    int sum = 0;
    for (byte octet : line) {
      sum += octet;
    }
    return sum;
  }

  /** Sync, header and CRC. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void frames(Blackhole hole) {
    parser.feed(line, 0, line.length, hole::consume);
  }

  /** The same, and every action of the commands in them. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void framesAndActions(Blackhole hole) {
    parser.feed(
        line,
        0,
        line.length,
        frame -> {
          if (frame.content() instanceof Frame.Alp alp) {
            hole.consume(Command.decode(alp.payload(), Command.Reading.LENIENT));
          }
        });
  }
}
