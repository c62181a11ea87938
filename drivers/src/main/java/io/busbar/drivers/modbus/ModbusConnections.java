package io.busbar.drivers.modbus;

import io.busbar.drivers.Accumulating;
import io.busbar.drivers.Backoff;
import io.busbar.drivers.Browsable;
import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Reporting;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Selective;
import io.busbar.drivers.Traceable;
import io.busbar.drivers.Value;
import io.busbar.drivers.Writable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several connections to one host. Each is a bus of its own, with its own thread, units and times,
 * so that a unit which does not answer on one of them delays no unit of another.
 *
 * <p>The first one is the bus: when its host has gone, all end. Another one that the host does not
 * serve is tried again less and less often, and the values of its devices say why they are missing.
 */
final class ModbusConnections
    implements Driver, Writable, Selective, Reporting, Browsable, Accumulating, Traceable, Lender {
  private static final Logger LOG = LoggerFactory.getLogger(ModbusConnections.class);
  private static final Backoff REFUSED =
      new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5), 0.25);

  /** A connection that was good for so long was not refused. */
  private static final long LASTING = Duration.ofMinutes(1).toNanos();

  private final String name;
  private final List<Device> devices;
  private final ModbusBus first;
  private final List<Spare> spares = new ArrayList<>();
  private final Pace pace;
  private final RandomGenerator random;
  private final Object turn = new Object();

  /** A connection beside the first, and why it does not work now. */
  private static final class Spare {
    private final int number;
    private final ModbusBus bus;
    private volatile @Nullable String trouble;

    Spare(int number, ModbusBus bus) {
      this.number = number;
      this.bus = bus;
    }
  }

  /**
   * @param order the names of the devices as they are configured
   * @param connections at least one
   */
  ModbusConnections(
      String name,
      List<String> order,
      List<ModbusBus> connections,
      Pace pace,
      RandomGenerator random) {
    this.name = name;
    this.first = connections.getFirst();
    this.pace = pace;
    this.random = random;
    for (int i = 1; i < connections.size(); i++) {
      spares.add(new Spare(i + 1, connections.get(i)));
    }
    this.devices =
        order.stream()
            .map(one ->
                all()
                    .flatMap(bus -> bus.devices().stream())
                    .filter(device -> device.name().equals(one))
                    .findFirst()
                    .orElseThrow())
            .toList();
  }

  private Stream<ModbusBus> all() {
    return Stream.concat(Stream.of(first), spares.stream().map(spare -> spare.bus));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Device> devices() {
    return devices;
  }

  @Override
  public void run(SampleSink sink) throws BusException, InterruptedException {
    AtomicReference<@Nullable RuntimeException> defect = new AtomicReference<>();
    Thread bus = Thread.currentThread();
    List<Thread> threads = new ArrayList<>();
    for (Spare spare : spares) {
      threads.add(
          Thread.ofPlatform()
              .name("bus " + name + " " + spare.number)
              .daemon(true)
              .unstarted(() -> {
                try {
                  keep(spare, sink);
                } catch (RuntimeException e) {
                  defect.compareAndSet(null, e);
                  bus.interrupt();
                }
              }));
    }
    try {
      // A host that serves one connection serves the first one.
      first.run(block -> accept(sink, block), () -> threads.forEach(Thread::start));
    } catch (InterruptedException e) {
      RuntimeException found = defect.get();
      if (found != null) {
        throw new IllegalStateException("a defect on another connection", found);
      }
      throw e;
    } finally {
      end(threads);
    }
  }

  /** Blocks come from several threads, and whoever takes them expects one. */
  private void accept(SampleSink sink, List<Sample> block) {
    synchronized (turn) {
      sink.accept(block);
    }
  }

  /** Runs a connection beside the first until the bus ends. */
  private void keep(Spare spare, SampleSink sink) {
    int failures = 0;
    try {
      while (true) {
        long start = pace.now();
        try {
          spare.bus.run(block -> {
            works(spare, block);
            accept(sink, block);
          });
        } catch (BusException e) {
          failures = pace.now() - start > LASTING ? 1 : failures + 1;
          refused(spare, e.advice());
        }
        pace.sleep(REFUSED.after(failures, random).toNanos());
      }
    } catch (InterruptedException e) {
      LOG.debug("{}: connection {} ended", name, spare.number, e);
    }
  }

  private void refused(Spare spare, String why) {
    if (spare.trouble == null) {
      LOG.warn("{}: {}", name, why);
    }
    spare.trouble = why;
  }

  private void works(Spare spare, List<Sample> block) {
    if (spare.trouble != null
        && block.stream()
            .anyMatch(sample -> sample.value() != null && !sample.point().isHealth())) {
      LOG.info("{}: connection {} works again", name, spare.number);
      spare.trouble = null;
    }
  }

  /** Waits until no thread uses the devices any more: a connection that is being made takes 5 s. */
  private static void end(List<Thread> threads) {
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void used(Set<DataPoint> points) {
    all().forEach(bus -> bus.used(points));
  }

  @Override
  public void trace(Set<DataPoint> points, Witness witness) {
    all().forEach(bus -> bus.trace(points, witness));
  }

  @Override
  public CompletableFuture<Void> write(DataPoint point, Value value) {
    return all().filter(bus -> bus.has(point)).findFirst().orElse(first).write(point, value);
  }

  @Override
  public CompletableFuture<Page> browse(int unit, String area, int address, int count) {
    return all()
        .filter(bus -> bus.serves(unit))
        .findFirst()
        .orElse(first)
        .browse(unit, area, address, count);
  }

  @Override
  public Set<DataPoint> sums() {
    return all().flatMap(bus -> bus.sums().stream()).collect(Collectors.toSet());
  }

  @Override
  public void resume(DataPoint point, double sum, Instant time) {
    all().forEach(bus -> bus.resume(point, sum, time));
  }

  /** The busiest connection counts; a connection that does not work is a hint. */
  @Override
  public Condition condition() {
    List<Condition> each = all().map(ModbusBus::condition).toList();
    return new Condition(
        each.stream().map(Condition::pause).filter(Objects::nonNull).findFirst().orElse(null),
        Stream.concat(
                spares.stream().map(spare -> spare.trouble), each.stream().map(Condition::hint))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null),
        each.stream()
            .mapToDouble(Condition::utilisation)
            .filter(share -> !Double.isNaN(share))
            .max()
            .orElse(Double.NaN));
  }

  /** All connections pause; the first one is lent. */
  @Override
  public Loan lend(String reason) throws Unavailable {
    List<Errands.Hold> held = new ArrayList<>();
    held.add(first.lend(reason));
    for (Spare spare : spares) {
      try {
        held.add(spare.bus.lend(reason));
      } catch (Unavailable e) {
        LOG.debug("{}: connection {} is not there to pause", name, spare.number, e);
      }
    }
    return new Lent(held);
  }

  private record Lent(List<Errands.Hold> held) implements Loan {
    @Override
    public <T> CompletableFuture<T> post(Errand<T> errand) {
      held.forEach(Errands.Hold::renew);
      return held.getFirst().post(errand);
    }

    @Override
    public void close() {
      held.forEach(Errands.Hold::close);
    }
  }
}
