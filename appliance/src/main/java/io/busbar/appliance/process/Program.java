package io.busbar.appliance.process;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.Writable;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /Process/Program/Mode}: {@code Run} or {@code Stop} (FP Juconn manual, sections 3 and 4).
 * In Stop no section sends and no event fires; buses go on reading and connections stay. An
 * appliance that starts is in Run.
 */
public final class Program implements Writable {
  /** The branch of the tree. */
  public static final String BRANCH = "Program";

  private static final Value.Text RUN = new Value.Text("Run");
  private static final Value.Text STOP = new Value.Text("Stop");

  private final DataPoint mode = mode();
  private final InstantSource clock;
  private final Work work;
  private final SampleSink sink;

  /** What runs and stops. */
  @FunctionalInterface
  public interface Work {
    /** Comes back when sections and events run, or when none of them does anything any more. */
    void run(boolean run);
  }

  /** Defines the variable, in Run. */
  public Program(ProcessTree tree, InstantSource clock, Work work) {
    this.clock = clock;
    this.work = work;
    this.sink = tree.define(BRANCH, List.of(new Device("", List.of(mode))), this);
    report(RUN);
  }

  /** The devices that this source defines, for whoever wants to know before it runs. */
  public static List<Device> devices() {
    return List.of(new Device("", List.of(mode())));
  }

  private static DataPoint mode() {
    return new DataPoint("", "Mode", ValueType.TEXT, "", "Run or Stop", true);
  }

  /** On a thread of its own: an event may set it, and waits for nobody but that event. */
  @Override
  public CompletableFuture<Void> write(DataPoint point, Value value) {
    if (!value.equals(RUN) && !value.equals(STOP)) {
      throw new IllegalArgumentException("got " + value + ", want Run or Stop");
    }
    return CompletableFuture.runAsync(() -> set(value), Thread::startVirtualThread);
  }

  private synchronized void set(Value value) {
    work.run(value.equals(RUN));
    report(value);
  }

  private void report(Value value) {
    sink.accept(List.of(Sample.good(mode, value, clock.instant())));
  }
}
