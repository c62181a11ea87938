package io.busbar.appliance;

import io.busbar.drivers.BusException;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.modbus.DeviceTrial;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.web.Console;
import io.busbar.web.Console.MeterView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The types of meter in the words of the page.
 *
 * @param buses those that run
 */
record LibraryMeters(RegisterLibrary library, DeviceTrial trial, Supplier<List<Driver>> buses)
    implements Console.Meters {
  /** A person waits before the page; a bus that needs longer has other troubles. */
  private static final long PATIENCE_SECONDS = 3;

  @Override
  public List<MeterView> all() {
    return library.ids().stream()
        .map(id -> new MeterView(id, library.title(id).orElse(id), library.isOwn(id)))
        .toList();
  }

  @Override
  public Trial test(String name, int unit, String meter) {
    Driver bus =
        buses.get().stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    return bus == null
        ? failed("bus: got " + name + ", which does not run; save it first, then test")
        : await(trial.start(bus, unit, meter));
  }

  private static Trial await(CompletableFuture<DeviceTrial.Result> future) {
    try {
      return view(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      future.cancel(false);
      return failed(
          "the bus had no time for a test within %d s; look at its load, and repeat it"
              .formatted(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("the appliance ends");
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case IllegalArgumentException misfit -> failed(String.valueOf(misfit.getMessage()));
        case BusException why -> failed(why.advice());
        case null, default -> throw new IllegalStateException("a defect in the driver", e);
      };
    }
  }

  private static Trial failed(String sentence) {
    return new Trial(false, sentence, "", "", List.of());
  }

  private static Trial view(DeviceTrial.Result result) {
    String failure = result.failure();
    return new Trial(
        failure == null,
        failure == null ? "" : failure,
        result.request(),
        result.answer(),
        result.samples().stream().map(LibraryMeters::view).toList());
  }

  private static TrialValue view(Sample sample) {
    return new TrialValue(
        sample.point().name(), plain(sample.value()), sample.point().unit(), sample.reason());
  }

  private static @Nullable Object plain(@Nullable Value value) {
    return switch (value) {
      case null -> null;
      case Value.Int whole -> whole.value();
      case Value.Real real -> real.value();
      case Value.Bool state -> state.value();
      case Value.Text text -> text.value();
    };
  }
}
