package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Sample;
import io.busbar.drivers.modbus.BlockPlan.Block;
import io.busbar.drivers.schema.DurationText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One read of a device that need not be configured, on the line that its bus holds: the first block
 * of its register map. It changes nothing, and the bus does not remember it.
 */
public final class DeviceTrial {
  private final RegisterLibrary library;
  private final InstantSource clock;

  /**
   * @param clock stamps the samples
   */
  public DeviceTrial(RegisterLibrary library, InstantSource clock) {
    this.library = library;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param request the bytes that were sent, in hex; empty when nothing was
   * @param answer the bytes that came, in hex; empty when nothing came
   * @param samples what the answer means; empty without one
   * @param failure why there is no answer, and what to do; null when there is one
   */
  public record Result(
      String request, String answer, List<Sample> samples, @Nullable String failure) {
    public Result {
      samples = List.copyOf(samples);
    }
  }

  /**
   * Posts the read to the bus's own thread and comes back at once. The future ends with a {@link
   * BusException} when the bus is down, and with an {@link IllegalArgumentException} when this
   * cannot be tried at all.
   *
   * @param unit the device's address on the bus
   * @param meter id of its register map
   */
  public CompletableFuture<Result> start(Driver bus, int unit, String meter) {
    if (!(bus instanceof ModbusBus modbus)) {
      return refused("bus: got " + bus.name() + ", want a Modbus bus");
    }
    if (unit < 0 || unit > 255) {
      return refused("unitId: got " + unit + ", want 0 to 255");
    }
    RegisterMap map = library.find(meter).orElse(null);
    if (map == null) {
      return refused("meter: got " + meter + ", want " + library.hint(meter));
    }
    ModbusDevice settings =
        new ModbusDevice("unit " + unit, unit, meter, Duration.ofSeconds(1), Priority.NORMAL);
    Pace pace = Pace.monotonic();
    PolledDevice device = new PolledDevice(settings, map, BlockPlan.TCP_OVERHEAD, pace);
    device.start(pace.now());
    return modbus.errands().post(master -> read(master, device));
  }

  private static CompletableFuture<Result> refused(String reason) {
    return CompletableFuture.failedFuture(new IllegalArgumentException(reason));
  }

  private Result read(ModbusMaster master, PolledDevice device)
      throws Unavailable, InterruptedException {
    long rest = master.quarantine(device.unit());
    if (rest > 0) {
      Duration wait = Duration.ofMillis(rest / 1_000_000 + 1);
      return new Result(
          "",
          "",
          List.of(),
          "unit %d did not answer when it was last asked; ask again in %s"
              .formatted(device.unit(), DurationText.format(wait)));
    }
    try {
      device.locate(master);
      Block first = device.blocks().getFirst();
      int[] words = master.read(device.request(first));
      return result(master, device.decode(first, words, clock.instant()), null);
    } catch (Unavailable e) {
      throw e; // the bus must open its line again
    } catch (BusException e) {
      return result(master, List.of(), e.advice());
    }
  }

  private static Result result(
      ModbusMaster master, List<Sample> samples, @Nullable String failure) {
    Line.Exchange exchange = master.last();
    return new Result(exchange.request(), exchange.answer(), samples, failure);
  }
}
