package io.busbar.appliance.tixml;

import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.SetOutcome;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.BusException;
import io.busbar.drivers.ValueType;
import java.time.Duration;
import java.util.List;

/**
 * {@code <Set _="/Process/PV/Test" value="10" ver="y"/>} (section 3): sets a variable, and answers
 * {@code <Set/>} when its device has the value.
 */
public final class SetVariable implements Command {
  /** Longer than any bus but a radio's sleeping node takes, shorter than a caller waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String VALUE = "value";

  private final ProcessTree tree;

  public SetVariable(ProcessTree tree) {
    this.tree = tree;
  }

  @Override
  public String name() {
    return "Set";
  }

  @Override
  public Element answer(Element command) throws CommandException, InterruptedException {
    Arguments.onlyAttributes(command, List.of(Element.MAIN, VALUE));
    String path = TreePath.of(Arguments.required(command, Element.MAIN));
    String text = Arguments.required(command, VALUE);
    Object value = ValueText.parse(type(path), text);
    switch (tree.set(path, value, PATIENCE)) {
      case SetOutcome.Done _ -> {
        return Element.empty(name());
      }
      case SetOutcome.Unknown _ -> throw unknown(path);
      case SetOutcome.ReadOnly _ -> throw readOnly(path);
      case SetOutcome.Misfit(String reason) ->
          throw new CommandException(ErrorNumber.OUT_OF_RANGE, path + ": " + reason);
      case SetOutcome.Failed(BusException.NoAnswer silent) ->
          throw new CommandException(ErrorNumber.NO_ANSWER, silent.advice());
      case SetOutcome.Failed(BusException why) ->
          throw new CommandException(ErrorNumber.NOT_WRITTEN, why.advice());
      case SetOutcome.Pending(Duration waited) ->
          throw new CommandException(
              ErrorNumber.NOT_YET,
              "%s: not done after %d s; the bus goes on trying"
                  .formatted(path, waited.toSeconds()));
    }
  }

  private ValueType type(String path) throws CommandException {
    List<ProcessTree.Snapshot> found = tree.under(path);
    if (found == null || found.isEmpty() || !found.getFirst().path().equals(path)) {
      throw unknown(path);
    }
    if (!found.getFirst().point().writable()) {
      throw readOnly(path);
    }
    return found.getFirst().point().type();
  }

  private static CommandException unknown(String path) {
    return new CommandException(
        ErrorNumber.PATH_NOT_FOUND, "got " + path + ", want a variable; Get shows them all");
  }

  private static CommandException readOnly(String path) {
    return new CommandException(ErrorNumber.READ_ONLY, "got " + path + ", want a writable one");
  }
}
