package io.busbar.drivers.io;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Panel;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.Writable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The Pi's own lines. Edges and commands are posted to the one thread in {@link #run}, which alone
 * keeps all state.
 */
final class GpioBus implements Driver, Writable, Panel {
  /** More than a second of edges that nobody debounced; what comes then is looked up again. */
  private static final int MOST_POSTED = 10_000;

  private final Parts parts;
  private final PanelState panel = new PanelState();
  private final BlockingQueue<Consumer<OpenLines>> posted = new LinkedBlockingQueue<>(MOST_POSTED);
  private volatile @Nullable BusException down =
      new Unavailable("the bus has not started", "Ask again when it runs");

  /** What stays the same over openings of the lines. */
  record Parts(
      GpioSettings settings,
      Pins pins,
      CounterFile file,
      InstantSource clock,
      LongSupplier nanos,
      BitGroup inputs,
      BitGroup outputs,
      List<CounterPoints> counters) {
    long now() {
      return nanos.getAsLong();
    }

    Instant time() {
      return clock.instant();
    }

    /** The wall clock's time of a moment of the monotonic clock. */
    Instant timeOf(long moment) {
      return time().minusNanos(Math.max(now() - moment, 0));
    }
  }

  /**
   * @param settings with everything that its board gives
   * @param clock stamps the samples
   * @param nanos the clock of the edges' time stamps
   */
  GpioBus(
      GpioSettings settings, Pins pins, CounterFile file, InstantSource clock, LongSupplier nanos) {
    Map<String, String> in = new LinkedHashMap<>();
    settings.inputs().forEach(each -> in.put(each.name(), "GPIO line " + each.line()));
    Map<String, String> out = new LinkedHashMap<>();
    settings.outputs().forEach(each -> out.put(each.name(), "GPIO line " + each.line()));
    this.parts =
        new Parts(
            settings,
            pins,
            file,
            clock,
            nanos,
            new BitGroup("IO", false, 'I', in),
            new BitGroup("IO", false, 'Q', out),
            settings.counters().stream().map(CounterPoints::new).toList());
  }

  @Override
  public String name() {
    return parts.settings().name();
  }

  @Override
  public List<Device> devices() {
    List<Device> all = new ArrayList<>(parts.inputs().devices());
    all.addAll(parts.outputs().devices());
    if (!parts.counters().isEmpty()) {
      all.add(
          new Device(
              CounterPoints.DEVICE,
              parts.counters().stream().flatMap(each -> each.points().stream()).toList()));
    }
    return all;
  }

  @Override
  public void show(Signal now) {
    panel.show(now);
  }

  @Override
  public void onHeld(Consumer<Held> listener) {
    panel.onHeld(listener);
  }

  @Override
  public CompletableFuture<Void> write(DataPoint point, Value value) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    BusException end = down;
    if (end != null) {
      done.completeExceptionally(end);
      return done;
    }
    if (!posted.offer(lines -> lines.write(point, value, done))) {
      done.completeExceptionally(
          new Unavailable("the bus is busy with edges", "Mend the input that makes them"));
    }
    BusException ended = down;
    if (ended != null) { // It may have ended between the two looks, and never see what was posted.
      done.completeExceptionally(ended);
    }
    return done;
  }

  @Override
  public void run(SampleSink sink) throws BusException, InterruptedException {
    BusException end = new Unavailable("the bus was stopped", "Ask again when it runs");
    try (OpenLines lines = lines(sink, posted::offer, panel)) {
      lines.open();
      down = null;
      while (true) {
        Consumer<OpenLines> next = posted.poll(lines.turn(), TimeUnit.NANOSECONDS);
        // All of them before the next turn: an edge that waits here may undo what would settle.
        for (; next != null; next = posted.poll()) {
          next.accept(lines);
        }
      }
    } catch (BusException e) {
      end = e;
      throw e;
    } finally {
      down = end;
      endPosted(sink);
      sink.accept(failed(end.advice()));
    }
  }

  /** One opening of the lines, also for tests, which are a thread of their own. */
  OpenLines lines(SampleSink sink, Consumer<Consumer<OpenLines>> post, PanelState shown) {
    return new OpenLines(parts, sink, post, shown);
  }

  /** What is still posted finds no lines, so every write among it ends. */
  private void endPosted(SampleSink sink) {
    OpenLines none = lines(sink, posted::offer, panel);
    for (Consumer<OpenLines> next = posted.poll(); next != null; next = posted.poll()) {
      next.accept(none);
    }
  }

  private List<Sample> failed(String reason) {
    Instant now = parts.time();
    List<Sample> all = new ArrayList<>();
    all.addAll(parts.inputs().failed(Quality.UNCERTAIN, now, reason));
    all.addAll(parts.outputs().failed(Quality.UNCERTAIN, now, reason));
    parts.counters().forEach(each -> all.addAll(each.failed(Quality.UNCERTAIN, now, reason)));
    return all;
  }
}
