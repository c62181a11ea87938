package io.busbar.drivers.io;

import io.busbar.drivers.Backoff;
import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.io.I2cSettings.ChipSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chip in its bus: polled, given up for a while when it does not answer, and set up anew with its
 * outputs as they are wanted when it is back.
 */
final class PolledChip {
  private static final Logger LOG = LoggerFactory.getLogger(PolledChip.class);
  private static final Backoff AWAY =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0.1);

  /** So many failures in a row are asked again at once: a single one is often a disturbance. */
  private static final int QUICK = 3;

  private final ChipSettings settings;
  private final Chip chip;
  private final String bus;
  private final long interval;
  private final DataPoint state;
  private SampleSink sink = _ -> {};
  private boolean ready;
  private int failures;
  private long next;

  PolledChip(ChipSettings settings, I2cSettings bus, long now) {
    this.settings = settings;
    this.bus = bus.name();
    this.interval = bus.pollInterval().toNanos();
    this.next = now;
    String device = settings.name();
    this.state =
        new DataPoint(device, DataPoint.DEVICE_STATE, ValueType.INT, "", settings.address());
    this.chip =
        switch (settings.chip()) {
          case MCP23008, MCP23017, PCF8574, PCA9555 -> new ExpanderChip(settings);
          case ADS1115 -> new AnalogInputs(settings);
          case MCP4725 -> new AnalogOutput(settings);
        };
  }

  ChipSettings settings() {
    return settings;
  }

  List<Device> devices() {
    List<Device> all = new ArrayList<>(chip.devices());
    String type = settings.chip().name().toLowerCase(java.util.Locale.ROOT);
    all.add(new Device(settings.name(), type, true, List.of(state)));
    return all;
  }

  boolean canSet(DataPoint point) {
    return chip.canSet(point);
  }

  /** The bus was opened. */
  void begin(SampleSink told) {
    sink = told;
    ready = false;
  }

  /** An input has changed. */
  void wake() {
    if (failures == 0) {
      next = Long.MIN_VALUE;
    }
  }

  void turn(Pins.I2c wire, long now, Instant time) throws Unavailable, InterruptedException {
    if (chip.expired(now)) {
      LOG.warn("{}: no command for {} in time, it goes to its safe state", bus, settings.name());
      ready = false;
      next = failures == 0 ? now : next;
    }
    if (next == Long.MIN_VALUE || now - next >= 0) {
      next = now + interval;
      poll(wire, now, time);
    }
  }

  private void poll(Pins.I2c wire, long now, Instant time)
      throws Unavailable, InterruptedException {
    try {
      if (!ready) {
        chip.start(wire(wire));
        ready = true;
      }
      List<Sample> samples = new ArrayList<>(chip.read(wire(wire), time));
      samples.add(Sample.good(state, new Value.Int(1), time));
      if (failures > 0) {
        LOG.info("{}: {} answers again after {} failures", bus, settings.name(), failures);
      }
      failures = 0;
      sink.accept(samples);
    } catch (NoAnswer e) {
      missed(e, now, time);
    }
  }

  private void missed(BusException e, long now, Instant time) {
    ready = false;
    failures++;
    if (failures == 1) {
      LOG.warn("{}: {}: {}", bus, settings.name(), e.advice());
    }
    if (failures >= QUICK) {
      next = now + AWAY.after(failures - QUICK + 1, RandomGenerator.getDefault()).toNanos();
    }
    List<Sample> samples =
        new ArrayList<>(chip.failed(Quality.afterFailures(failures), time, e.advice()));
    samples.add(Sample.good(state, new Value.Int(0), time));
    sink.accept(samples);
  }

  void set(Pins.I2c wire, DataPoint point, Value value, long now, Instant time)
      throws NoAnswer, Unavailable {
    sink.accept(chip.set(wire(wire), point, value, now, time));
  }

  long due(long now) {
    return next == Long.MIN_VALUE ? 0 : Math.min(Math.max(next - now, 0), chip.due(now));
  }

  /** The bus ends: what it drives is made safe if the chip still listens. */
  void end(Pins.I2c wire) {
    chip.release();
    try {
      if (ready) {
        chip.start(wire(wire));
      }
    } catch (BusException e) {
      LOG.warn("{}: {}: outputs could not be made safe: {}", bus, settings.name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The bus has ended. */
  List<Sample> gone(Instant time, String reason) {
    List<Sample> samples = new ArrayList<>(chip.failed(Quality.UNCERTAIN, time, reason));
    samples.add(Sample.good(state, new Value.Int(0), time));
    return samples;
  }

  private Chip.Wire wire(Pins.I2c wire) {
    return new Chip.Wire() {
      @Override
      public byte[] transfer(byte[] write, int read) throws NoAnswer, Unavailable {
        return wire.transfer(settings.bits(), write, read);
      }

      @Override
      public void rest(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
    };
  }
}
