package io.busbar.appliance.console;

import io.busbar.appliance.process.Latest;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.SetOutcome;
import io.busbar.drivers.BusException;
import io.busbar.drivers.Value;
import io.busbar.web.Console;
import io.busbar.web.Console.ValueView;
import io.busbar.web.Console.Values.Written.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The process tree as the web sees it.
 *
 * @param timeKnown whether a time of a value is known, or only counted
 */
record ConsoleValues(ProcessTree tree, Predicate<Instant> timeKnown) implements Console.Values {
  /** Longer than any bus but a radio's sleeping node takes, shorter than a browser waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Override
  public @Nullable List<ValueView> under(String path) {
    List<ProcessTree.Snapshot> found = tree.under(path);
    return found == null ? null : found.stream().map(this::view).toList();
  }

  @Override
  public Watch watch(String path) {
    return tree.useUnder(path)::close;
  }

  @Override
  public long version() {
    return tree.version();
  }

  @Override
  public Written set(String path, Object value) {
    try {
      return written(tree.set(path, value, PATIENCE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Written.Pending("the appliance ends");
    }
  }

  private static Written written(SetOutcome outcome) {
    return switch (outcome) {
      case SetOutcome.Done(String path, Value value, String unit) ->
          new Written.Done(path, plain(value), unit);
      case SetOutcome.Unknown(String path) ->
          new Written.Not(
              Reason.UNKNOWN, "path: got " + path + ", want a variable that GET values lists");
      case SetOutcome.ReadOnly(String path) ->
          new Written.Not(
              Reason.READ_ONLY,
              path
                  + " can only be read; GET values shows writable: true where a variable can be"
                  + " set");
      case SetOutcome.Misfit(String reason) -> new Written.Not(Reason.MISFIT, "value: " + reason);
      case SetOutcome.Failed(BusException.NoAnswer silent) ->
          new Written.Not(Reason.SILENT, silent.advice());
      case SetOutcome.Failed(BusException why) -> new Written.Not(Reason.FAILED, why.advice());
      case SetOutcome.Pending(Duration waited) ->
          new Written.Pending(
              "not done after %d s; the bus goes on trying, and the variable shows when it is"
                  .formatted(waited.toSeconds()));
    };
  }

  private ValueView view(ProcessTree.Snapshot variable) {
    Latest latest = variable.latest();
    Value value = latest.value();
    return new ValueView(
        variable.path(),
        value == null ? null : plain(value),
        variable.point().unit(),
        latest.quality().name(),
        latest.time(),
        latest.time() == null || timeKnown.test(latest.time()),
        latest.time() == null ? null : tree.ageMillis(latest),
        latest.reason(),
        variable.point().source(),
        variable.point().type().name().toLowerCase(Locale.ROOT),
        variable.point().writable());
  }

  /** A Boolean, Long, Double or String. */
  static Object plain(Value value) {
    return switch (value) {
      case Value.Int whole -> whole.value();
      case Value.Real real -> real.value();
      case Value.Bool state -> state.value();
      case Value.Text text -> text.value();
    };
  }
}
