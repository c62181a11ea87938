package io.busbar.drivers.modbus;

import io.busbar.drivers.Accumulating;
import io.busbar.drivers.Backoff;
import io.busbar.drivers.Browsable;
import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Reporting;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Selective;
import io.busbar.drivers.Traceable;
import io.busbar.drivers.Value;
import io.busbar.drivers.Writable;
import io.busbar.drivers.modbus.BlockPlan.Block;
import io.busbar.drivers.schema.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Modbus bus: one thread polls its devices, whichever is due first. A device that is silent is
 * asked less and less often and given up quickly, so that it takes little time from the others.
 */
final class ModbusBus
    implements Driver, Writable, Selective, Reporting, Browsable, Accumulating, Traceable, Lender {
  private static final Logger LOG = LoggerFactory.getLogger(ModbusBus.class);
  private static final Backoff SILENT =
      new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5), 0.1);
  private static final int ILLEGAL_ADDRESS = 2;
  private static final int ILLEGAL_VALUE = 3;
  private static final long IDLE_NANOS = Duration.ofHours(1).toNanos();

  private final String name;
  private final ModbusMaster master;
  private final List<PolledDevice> polled;
  private final Agenda agenda;
  private final InstantSource clock;
  private final Pace pace;
  private final RandomGenerator random;
  private final Errands errands;
  private final AtomicReference<@Nullable Set<DataPoint>> used = new AtomicReference<>();
  private final Utilisation utilisation;
  private final Tracing tracing = new Tracing();
  private SampleSink sink = _ -> {};

  /** When the last block was asked for. */
  private long asked;

  private volatile @Nullable String hint;

  /**
   * @param callers runs what callers hang on the futures of their errands
   */
  ModbusBus(
      String name,
      ModbusMaster master,
      List<PolledDevice> polled,
      InstantSource clock,
      Pace pace,
      RandomGenerator random,
      Executor callers) {
    this.name = name;
    this.master = master;
    this.polled = List.copyOf(polled);
    this.agenda = new Agenda(polled, master, pace.now());
    this.clock = clock;
    this.pace = pace;
    this.random = random;
    this.errands = new Errands(pace, callers);
    this.utilisation = new Utilisation(pace.now());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Device> devices() {
    return polled.stream().map(PolledDevice::device).toList();
  }

  /** Where any thread posts what is to be done on this bus's line. */
  Errands errands() {
    return errands;
  }

  @Override
  public Errands.Hold lend(String reason) throws Unavailable {
    return errands.hold(reason);
  }

  /** Whether one of its devices has this unit id. */
  boolean serves(int unit) {
    return polled.stream().anyMatch(device -> device.unit() == unit);
  }

  /** Whether a point that can be read is of one of its devices. */
  boolean has(DataPoint point) {
    return polled.stream().anyMatch(device -> device.register(point) != null);
  }

  @Override
  public Set<DataPoint> sums() {
    return polled.stream().flatMap(device -> device.sums().stream()).collect(Collectors.toSet());
  }

  @Override
  public void resume(DataPoint point, double sum, Instant time) {
    polled.forEach(device -> device.resume(point, sum, time));
  }

  @Override
  public Condition condition() {
    return new Condition(errands.pause(), hint, utilisation.share());
  }

  @Override
  public void used(Set<DataPoint> points) {
    used.set(Set.copyOf(points));
    errands.wake();
  }

  @Override
  public void trace(Set<DataPoint> points, Witness witness) {
    tracing.watch(points, witness);
  }

  @Override
  public CompletableFuture<Void> write(DataPoint point, Value value) {
    for (PolledDevice device : polled) {
      Register register = device.register(point);
      Writing writing = register == null ? null : register.writable();
      if (register != null && writing != null) {
        return errands
            .post(master -> set(new PointSetter(master, device, register, writing), value))
            .thenAccept(_ -> {});
      }
    }
    return CompletableFuture.failedFuture(
        new IllegalArgumentException(
            "got " + point.device() + "/" + point.name() + ", want a point that can be set"));
  }

  @Override
  public CompletableFuture<Page> browse(int unit, String area, int address, int count) {
    ReadRequest request;
    try {
      request = RegisterBrowser.request(unit, area, address, count);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    return errands.post(master -> RegisterBrowser.read(master, request));
  }

  @Override
  public void run(SampleSink sink) throws BusException, InterruptedException {
    run(sink, () -> {});
  }

  /**
   * The same.
   *
   * @param opened is told once the port or connection is open
   */
  void run(SampleSink sink, Runnable opened) throws BusException, InterruptedException {
    BusException end = new Unavailable("the bus was stopped", "Ask again when it runs");
    this.sink = sink;
    try (master) {
      master.open();
      errands.open();
      opened.run();
      look();
      while (true) {
        PolledDevice next = awaitNext();
        long start = pace.now();
        next.scheduleAfter(start);
        poll(next);
        report(next);
        utilisation.asked(start, pace.now());
      }
    } catch (Unavailable e) {
      end = e;
      for (PolledDevice device : polled) {
        device.start(pace.now());
        sink.accept(device.failed(clock.instant(), e.advice()));
        device.health().state(false);
        report(device);
      }
      throw e;
    } finally {
      errands.close(end);
    }
  }

  /** Says once what could make the line better. */
  private void look() {
    String now = master.hint();
    if (now != null && !now.equals(hint)) {
      LOG.warn("{}: {}", name, now);
    }
    hint = now;
  }

  /** The device whose turn it is; errands go before it, and polls wait while the bus is held. */
  private PolledDevice awaitNext() throws Unavailable, InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long before = pace.now();
      errands.run(master);
      utilisation.asked(before, pace.now());
      Set<DataPoint> wanted = used.getAndSet(null);
      if (wanted != null) {
        polled.forEach(device -> device.use(wanted, pace.now()));
      }
      long held = errands.held();
      if (held > 0) {
        pace.rest(held);
        continue;
      }
      master.restore();
      long now = pace.now();
      Agenda.Turn next = agenda.next(now);
      if (next == null) {
        pace.rest(IDLE_NANOS);
      } else if (next.at() - now > 0) {
        pace.rest(next.at() - now);
      } else {
        return next.device();
      }
    }
  }

  private void poll(PolledDevice device) throws BusException, InterruptedException {
    long start = pace.now();
    boolean wasSilent = device.isSilent();
    asked = start;
    device.start(start);
    try {
      device.locate(master);
      List<Refused> refusals = new ArrayList<>();
      int parts = 0;
      for (int next = 0; next < device.blocks().size(); ) {
        int split = read(device, device.blocks().get(next), parts == 0, refusals);
        next += split > 0 ? 0 : 1;
        parts = split > 0 ? split : Math.max(parts - 1, 0);
      }
      answered(device, refusals);
    } catch (NoAnswer | Garbled | Refused e) {
      Instant now = clock.instant();
      tracing.failed(device, device::unsettled, master, pace.now() - asked, now, e.advice());
      sink.accept(device.failed(now, e.advice()));
      device.health().state(false);
      device.health().missed(e);
      silent(device, e, device.hasSettled());
      if (wasSilent) {
        agenda.waitedInVain(start, pace.now());
      }
    }
  }

  /** A poll came to its end; what of it was refused is logged once and not at each poll. */
  private void answered(PolledDevice device, List<Refused> refusals) {
    device.health().state(true);
    int silences = device.answered();
    if (silences > 0) {
      LOG.info("{}: {} answers again after {} failed polls", name, device.name(), silences);
    }
    if (!device.refusals(refusals.size())) {
      return;
    }
    if (refusals.isEmpty()) {
      LOG.info("{}: {} refuses nothing any more", name, device.name());
    } else {
      LOG.warn(
          "{}: {} refuses {} of {} requests; the first: {}",
          name,
          device.name(),
          refusals.size(),
          device.blocks().size(),
          refusals.getFirst().advice());
    }
  }

  /**
   * Reads one block.
   *
   * @param divisible false for what this very poll has split: one step in a poll takes little time
   * @return how many parts stand in its place, unread; 0 when it is done with
   */
  private int read(PolledDevice device, Block block, boolean divisible, List<Refused> refusals)
      throws BusException, InterruptedException {
    try {
      asked = pace.now();
      int[] words = master.read(device.request(block));
      long took = pace.now() - asked;
      device.health().read(took);
      Instant now = clock.instant();
      tracing.read(device, block, words, master, took, now);
      sink.accept(device.decode(block, words, now));
    } catch (Refused e) {
      if (Failures.fromGateway(e.code())) {
        throw e; // the device itself was not reached
      }
      device.health().missed(e);
      boolean illegal = e.code() == ILLEGAL_ADDRESS || e.code() == ILLEGAL_VALUE;
      int parts = divisible && illegal ? device.split(block) : 1;
      if (parts > 1) {
        LOG.debug("{}; it is read in {} parts from now on", e.getMessage(), parts);
        return parts;
      }
      Instant now = clock.instant();
      tracing.failed(device, block::registers, master, pace.now() - asked, now, e.advice());
      sink.accept(device.refused(block, now, e.advice()));
      refusals.add(e);
    }
    return 0;
  }

  /**
   * Sets a quantity. A device that rests because it was silent is not asked: a writer must not take
   * the time that polls may not.
   */
  private Reading set(PointSetter setter, Value value) throws BusException, InterruptedException {
    PolledDevice device = setter.device();
    long rest =
        Math.max(
            master.quarantine(device.unit()), device.isSilent() ? device.due() - pace.now() : 0);
    if (rest > 0) {
      throw new NoAnswer(
          "%s: %s did not answer when it was last asked; it is asked again in %s"
              .formatted(
                  name,
                  device.name(),
                  DurationText.format(Duration.ofMillis(rest / 1_000_000 + 1))),
          "Look at the device and its wiring, and repeat it then");
    }
    try {
      PointSetter.Taken taken = setter.set(value);
      sink.accept(List.of(device.sample(setter.register(), taken.reading(), clock.instant())));
      if (taken.refusal() != null) {
        throw taken.refusal();
      }
      return taken.reading();
    } catch (NoAnswer | Garbled e) {
      device.health().missed(e);
      silent(device, e, false);
      throw e;
    }
  }

  private void report(PolledDevice device) {
    long now = pace.now();
    if (device.health().isDue(now)) {
      long wait = device.isSilent() ? Math.max(device.due() - now, 0) : 0;
      sink.accept(device.health().report(now, Duration.ofNanos(wait), clock.instant()));
    }
  }

  /**
   * Lets a device rest.
   *
   * @param there whether it answered earlier in this very poll: then it is asked again soon
   */
  private void silent(PolledDevice device, BusException e, boolean there) {
    int silences = device.silent();
    if (silences == 1) {
      LOG.warn("{}", e.advice());
    }
    if (silences > 1 || !(e instanceof Garbled)) { // one disturbance on the line says nothing
      long wait = SILENT.after(there ? 1 : silences, random).toNanos();
      device.notBefore(pace.now() + wait);
    }
  }
}
