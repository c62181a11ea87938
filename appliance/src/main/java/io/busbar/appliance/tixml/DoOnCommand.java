package io.busbar.appliance.tixml;

import io.busbar.appliance.process.Fired;
import io.busbar.appliance.tixml.codec.Element;
import java.util.List;
import java.util.function.Function;

/** {@code <DoOn _="Alarm"/>}: fires an event by its name (section 4 names the command only). */
public final class DoOnCommand implements Command {
  private final Function<String, Fired> events;

  /**
   * @param events fires the event of a name
   */
  public DoOnCommand(Function<String, Fired> events) {
    this.events = events;
  }

  @Override
  public String name() {
    return "DoOn";
  }

  @Override
  public Element answer(Element command) throws CommandException {
    Arguments.onlyAttributes(command, List.of(Element.MAIN));
    String event = Arguments.required(command, Element.MAIN);
    return switch (events.apply(event)) {
      case YES -> Element.empty(name());
      case LEFT_OUT ->
          throw new CommandException(
              ErrorNumber.NOT_FIRED, event + " comes too often, or its actions still run");
      case STOPPED ->
          throw new CommandException(
              ErrorNumber.NOT_FIRED, event + ": the program is stopped, want Run first");
      case UNKNOWN ->
          throw new CommandException(
              ErrorNumber.UNKNOWN_NAME, "got " + event + ", want the name of an event");
    };
  }
}
