package io.busbar.appliance.process;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.Writable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One attempt to set a variable: the bus writes, the caller waits, and not for ever. */
final class Setting {
  private static final double LARGEST_EXACT = 9_007_199_254_740_992.0;

  private Setting() {}

  static SetOutcome set(String path, DataPoint point, Writable bus, Object value, Duration most)
      throws InterruptedException {
    CompletableFuture<Void> written;
    Value wanted;
    try {
      wanted = value(point, value);
      written = bus.write(point, wanted);
    } catch (IllegalArgumentException e) {
      return new SetOutcome.Misfit(String.valueOf(e.getMessage()));
    }
    try {
      written.get(most.toNanos(), TimeUnit.NANOSECONDS);
      return new SetOutcome.Done(path, wanted, point.unit());
    } catch (TimeoutException e) {
      return new SetOutcome.Pending(most);
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case BusException why -> new SetOutcome.Failed(why);
        case IllegalArgumentException misfit ->
            new SetOutcome.Misfit(String.valueOf(misfit.getMessage()));
        case null, default -> throw new IllegalStateException("a defect in the driver", e);
      };
    }
  }

  /** JSON and TiXML do not tell 600 from 600.0, so a whole number may come as either. */
  static Value value(DataPoint point, Object value) {
    ValueType type = point.type();
    return switch (value) {
      case Boolean state when type == ValueType.BOOL -> new Value.Bool(state);
      case Long whole when type == ValueType.INT -> new Value.Int(whole);
      case Double real when type == ValueType.INT && isWhole(real) ->
          new Value.Int(real.longValue());
      case Double real when type == ValueType.REAL -> new Value.Real(real);
      case Long whole when type == ValueType.REAL -> new Value.Real(whole);
      case String text when type == ValueType.TEXT -> new Value.Text(text);
      default ->
          throw new IllegalArgumentException(
              "got %s, want %s".formatted(shown(value), wanted(type)));
    };
  }

  private static boolean isWhole(double real) {
    return real == Math.rint(real) && Math.abs(real) <= LARGEST_EXACT;
  }

  private static String shown(Object value) {
    String text = value instanceof String ? "the text \"" + value + "\"" : value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  private static String wanted(ValueType type) {
    return switch (type) {
      case BOOL -> "true or false";
      case INT -> "a whole number";
      case REAL -> "a number";
      case TEXT -> "a text";
    };
  }
}
