package io.busbar.drivers.modbus;

import io.busbar.drivers.Backoff;
import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Reporting;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.modbus.BlockPlan.Block;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Modbus bus: one thread polls its devices, whichever is due first. A device that is silent is
 * asked less and less often and given up quickly, so that it takes little time from the others.
 */
final class ModbusBus implements Driver, Reporting {
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
  public Condition condition() {
    return new Condition(errands.pause());
  }

  @Override
  public void run(SampleSink sink) throws BusException, InterruptedException {
    BusException end = new Unavailable("the bus was stopped", "Ask again when it runs");
    try (master) {
      master.open();
      errands.open();
      while (true) {
        PolledDevice next = awaitNext();
        next.scheduleAfter(pace.now());
        poll(next, sink);
        report(next, sink);
      }
    } catch (Unavailable e) {
      end = e;
      for (PolledDevice device : polled) {
        sink.accept(device.failed(device.blocks(), clock.instant(), e.advice()));
        device.health().state(false);
        report(device, sink);
      }
      throw e;
    } finally {
      errands.close(end);
    }
  }

  /** The device whose turn it is; errands go before it, and polls wait while the bus is held. */
  private PolledDevice awaitNext() throws Unavailable, InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      errands.run(master);
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

  private void poll(PolledDevice device, SampleSink sink)
      throws BusException, InterruptedException {
    int read = 0;
    long start = pace.now();
    boolean wasSilent = device.isSilent();
    try {
      device.locate(master);
      int parts = 0;
      while (read < device.blocks().size()) {
        int split = read(device, device.blocks().get(read), parts == 0, sink);
        read += split > 0 ? 0 : 1;
        parts = split > 0 ? split : Math.max(parts - 1, 0);
      }
      device.joinMissing();
      device.health().state(true);
      int silences = device.answered();
      if (silences > 0) {
        LOG.info("{}: {} answers again after {} failed polls", name, device.name(), silences);
      }
    } catch (NoAnswer | Garbled | Refused e) {
      List<Block> unread = device.blocks().subList(read, device.blocks().size());
      sink.accept(device.failed(unread, clock.instant(), e.advice()));
      device.health().state(false);
      device.health().missed(e);
      silent(device, e, read > 0);
      if (wasSilent) {
        agenda.waitedInVain(start, pace.now());
      }
    }
  }

  /**
   * Reads one block.
   *
   * @param divisible false for what this very poll has split: one step in a poll takes little time
   * @return how many parts stand in its place, unread; 0 when it is done with
   */
  private int read(PolledDevice device, Block block, boolean divisible, SampleSink sink)
      throws BusException, InterruptedException {
    try {
      long asked = pace.now();
      int[] words = master.read(device.request(block));
      device.health().read(pace.now() - asked);
      sink.accept(device.decode(block, words, clock.instant()));
      if (device.granted(block)) {
        LOG.info("{}: {} answers {} again", name, device.name(), device.request(block));
      }
    } catch (Refused e) {
      if (Failures.fromGateway(e.code())) {
        throw e; // the device itself was not reached
      }
      device.health().missed(e);
      boolean illegal = e.code() == ILLEGAL_ADDRESS || e.code() == ILLEGAL_VALUE;
      int parts = divisible && illegal ? device.split(block) : 1;
      if (parts > 1) {
        LOG.info("{}; it is read in {} parts from now on", e.getMessage(), parts);
        return parts;
      }
      sink.accept(device.failed(List.of(block), clock.instant(), e.advice()));
      if (device.refused(block)) {
        LOG.warn("{}", e.advice());
      }
    }
    return 0;
  }

  private void report(PolledDevice device, SampleSink sink) {
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
    long wait = SILENT.after(there ? 1 : silences, random).toNanos();
    device.notBefore(pace.now() + wait);
  }
}
