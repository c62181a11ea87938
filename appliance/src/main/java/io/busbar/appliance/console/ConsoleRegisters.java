package io.busbar.appliance.console;

import io.busbar.drivers.Browsable;
import io.busbar.drivers.BusException;
import io.busbar.drivers.Driver;
import io.busbar.web.Console;
import io.busbar.web.Console.Registers.Page.Failure;
import io.busbar.web.Console.Registers.Page.Not;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The registers of the buses. One read at a time, and a pause of four times as long after it, so
 * that whoever looks takes a fifth of a bus's time at most.
 */
final class ConsoleRegisters implements Console.Registers {
  private static final long PATIENCE_SECONDS = 20;
  private static final int PAUSES = 4;

  private final Supplier<List<Driver>> buses;
  private final LongSupplier nanos;
  private final ReentrantLock reading = new ReentrantLock();
  private long from;

  /**
   * @param nanos the monotonic clock
   */
  ConsoleRegisters(Supplier<List<Driver>> buses, LongSupplier nanos) {
    this.buses = buses;
    this.nanos = nanos;
    this.from = nanos.getAsLong();
  }

  @Override
  public Page read(String name, int unit, String area, int address, int count) {
    Driver bus =
        buses.get().stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    if (bus == null) {
      return new Not(Failure.UNKNOWN, "bus: got another name, want a bus that GET status lists");
    }
    if (!(bus instanceof Browsable registers)) {
      return new Not(Failure.MISFIT, "bus: got " + name + ", which is no Modbus bus and has none");
    }
    if (!reading.tryLock()) {
      return new Not(Failure.BUSY, "somebody else reads registers now; repeat it in a second");
    }
    try {
      long start = nanos.getAsLong();
      if (start - from < 0) {
        return new Not(Failure.BUSY, "got requests too fast; repeat it in a second");
      }
      Page page = await(registers.browse(unit, area, address, count));
      from = nanos.getAsLong() + PAUSES * (nanos.getAsLong() - start);
      return page;
    } finally {
      reading.unlock();
    }
  }

  private static Page await(CompletableFuture<Browsable.Page> future) {
    try {
      return view(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      future.cancel(false);
      return new Not(Failure.FAILED, "the bus is too busy to read registers; repeat it later");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Not(Failure.FAILED, "the appliance ends");
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case IllegalArgumentException misfit ->
            new Not(Failure.MISFIT, String.valueOf(misfit.getMessage()));
        case BusException.NoAnswer silent -> new Not(Failure.SILENT, silent.advice());
        case BusException why -> new Not(Failure.FAILED, why.advice());
        case null, default -> throw new IllegalStateException("a defect in the driver", e);
      };
    }
  }

  private static Page view(Browsable.Page page) {
    return new Page.Read(
        page.request(),
        page.answer(),
        page.places().stream()
            .map(one -> new Place(one.address(), one.number(), one.raw(), one.readings()))
            .toList());
  }
}
