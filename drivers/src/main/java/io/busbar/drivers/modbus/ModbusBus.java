package io.busbar.drivers.modbus;

import io.busbar.drivers.Backoff;
import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.modbus.BlockPlan.Block;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Modbus bus: one thread polls its devices, whichever is due first. A device that is silent is
 * asked less and less often and given up quickly, so that it takes little time from the others.
 */
final class ModbusBus implements Driver {
  private static final Logger LOG = LoggerFactory.getLogger(ModbusBus.class);
  private static final Backoff SILENT =
      new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5), 0.1);
  private static final int ILLEGAL_ADDRESS = 2;
  private static final long IDLE_NANOS = Duration.ofHours(1).toNanos();

  private final String name;
  private final ModbusMaster master;
  private final List<PolledDevice> polled;
  private final Agenda agenda;
  private final InstantSource clock;
  private final Pace pace;
  private final RandomGenerator random;

  ModbusBus(
      String name,
      ModbusMaster master,
      List<PolledDevice> polled,
      InstantSource clock,
      Pace pace,
      RandomGenerator random) {
    this.name = name;
    this.master = master;
    this.polled = List.copyOf(polled);
    this.agenda = new Agenda(polled, master, pace.now());
    this.clock = clock;
    this.pace = pace;
    this.random = random;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Device> devices() {
    return polled.stream().map(PolledDevice::device).toList();
  }

  @Override
  public void run(SampleSink sink) throws BusException, InterruptedException {
    try (master) {
      master.open();
      while (true) {
        PolledDevice next = awaitNext();
        next.scheduleAfter(pace.now());
        poll(next, sink);
      }
    } catch (Unavailable e) {
      for (PolledDevice device : polled) {
        sink.accept(device.failed(device.blocks(), clock.instant(), e.advice()));
      }
      throw e;
    }
  }

  private PolledDevice awaitNext() throws InterruptedException {
    while (polled.isEmpty()) {
      pace.sleep(IDLE_NANOS);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (true) {
      long now = pace.now();
      Agenda.Turn next = agenda.next(now);
      if (next.at() - now <= 0) {
        return next.device();
      }
      pace.sleep(next.at() - now);
    }
  }

  private void poll(PolledDevice device, SampleSink sink)
      throws BusException, InterruptedException {
    List<Block> blocks = device.blocks();
    int read = 0;
    long start = pace.now();
    boolean wasSilent = device.isSilent();
    try {
      device.locate(master);
      while (read < blocks.size()) {
        read(device, blocks.get(read), sink);
        read++;
      }
      int silences = device.answered();
      if (silences > 0) {
        LOG.info("{}: {} answers again after {} failed polls", name, device.name(), silences);
      }
    } catch (NoAnswer | Garbled | Refused e) {
      List<Block> unread = blocks.subList(read, blocks.size());
      sink.accept(device.failed(unread, clock.instant(), e.advice()));
      silent(device, e);
      if (wasSilent) {
        agenda.waitedInVain(start, pace.now());
      }
    }
  }

  private void read(PolledDevice device, Block block, SampleSink sink)
      throws BusException, InterruptedException {
    try {
      int[] words = master.read(device.request(block));
      sink.accept(device.decode(block, words, clock.instant()));
      if (device.granted(block)) {
        LOG.info("{}: {} answers {} again", name, device.name(), device.request(block));
      }
    } catch (Refused e) {
      if (Failures.fromGateway(e.code())) {
        throw e; // the device itself was not reached
      }
      sink.accept(device.failed(List.of(block), clock.instant(), e.advice()));
      refused(device, block, e);
    }
  }

  private void refused(PolledDevice device, Block block, Refused e) {
    if (device.refused(block)) {
      LOG.warn("{}", e.advice());
    }
    if (e.code() == ILLEGAL_ADDRESS && block.bridged()) {
      LOG.info("{}: {} is read without bridging holes from now on", name, device.name());
      device.stopBridging();
    }
  }

  private void silent(PolledDevice device, BusException e) {
    int silences = device.silent();
    if (silences == 1) {
      LOG.warn("{}", e.advice());
    }
    long wait = SILENT.after(silences, random).toNanos();
    device.notBefore(pace.now() + wait);
  }
}
