package io.busbar.drivers.io;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.Writable;
import io.busbar.drivers.io.I2cSettings.ChipSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An I2C bus with its chips, each polled for itself. Commands and interrupts are posted to the one
 * thread in {@link #run}.
 */
final class I2cBus implements Driver, Writable {
  private static final int MOST_POSTED = 1000;

  private final I2cSettings settings;
  private final Pins pins;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final List<PolledChip> chips;
  private final BlockingQueue<Consumer<Pins.@Nullable I2c>> posted =
      new LinkedBlockingQueue<>(MOST_POSTED);
  private volatile @Nullable BusException down =
      new Unavailable("the bus has not started", "Ask again when it runs");

  /**
   * @param settings with everything that its board gives
   * @param clock stamps the samples
   * @param nanos the monotonic clock
   */
  I2cBus(I2cSettings settings, Pins pins, InstantSource clock, LongSupplier nanos) {
    this.settings = settings;
    this.pins = pins;
    this.clock = clock;
    this.nanos = nanos;
    this.chips =
        settings.chips().stream()
            .map(each -> new PolledChip(each, settings, nanos.getAsLong()))
            .toList();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public List<Device> devices() {
    return chips.stream().flatMap(each -> each.devices().stream()).toList();
  }

  @Override
  public CompletableFuture<Void> write(DataPoint point, Value value) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!posted.offer(wire -> write(wire, point, value, done))) {
      done.completeExceptionally(
          new Unavailable("the bus is busy with " + MOST_POSTED + " commands", "Ask again"));
    }
    BusException end = down;
    if (end != null) {
      done.completeExceptionally(end);
    }
    return done;
  }

  @Override
  public void run(SampleSink sink) throws BusException, InterruptedException {
    BusException end = new Unavailable("the bus was stopped", "Ask again when it runs");
    List<Pins.Input> interrupts = new ArrayList<>();
    posted.clear();
    try (Pins.I2c wire = pins.i2c(settings.i2cBus())) {
      chips.forEach(each -> each.begin(sink));
      listen(interrupts);
      down = null;
      try {
        while (true) {
          Consumer<Pins.@Nullable I2c> next = posted.poll(turn(wire), TimeUnit.NANOSECONDS);
          if (next != null) {
            next.accept(wire);
          }
        }
      } finally {
        chips.forEach(each -> each.end(wire));
      }
    } catch (BusException e) {
      end = e;
      throw e;
    } finally {
      down = end;
      interrupts.forEach(Pins.Input::close);
      for (var next = posted.poll(); next != null; next = posted.poll()) {
        next.accept(null);
      }
      for (PolledChip each : chips) {
        sink.accept(each.gone(clock.instant(), end.advice()));
      }
    }
  }

  /**
   * Polls what is due.
   *
   * @return how long until something is due again, in nanoseconds
   */
  long turn(Pins.I2c wire) throws Unavailable, InterruptedException {
    long next = Long.MAX_VALUE;
    for (PolledChip each : chips) {
      each.turn(wire, nanos.getAsLong(), clock.instant());
      next = Math.min(next, each.due(nanos.getAsLong()));
    }
    return next;
  }

  /** Chips without a pin for it are only polled. */
  private void listen(List<Pins.Input> interrupts) throws Unavailable {
    for (PolledChip each : chips) {
      ChipSettings chip = each.settings();
      if (chip.interrupt() != null) {
        interrupts.add(
            pins.input(
                chip.interrupt(),
                Pull.UP,
                edge -> {
                  if (!edge.high()) { // The pin is low while a change waits to be read.
                    posted.offer(_ -> each.wake());
                  }
                }));
      }
    }
  }

  private void write(
      Pins.@Nullable I2c wire, DataPoint point, Value value, CompletableFuture<Void> done) {
    try {
      if (wire == null) {
        throw new Unavailable("the bus was stopped", "Ask again when it runs");
      }
      PolledChip chip =
          chips.stream()
              .filter(each -> each.canSet(point))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("got " + point + ", want an output"));
      chip.set(wire, point, value, nanos.getAsLong(), clock.instant());
      done.complete(null);
    } catch (BusException | IllegalArgumentException e) {
      done.completeExceptionally(e);
    }
  }
}
