package io.busbar.appliance.tixml;

import io.busbar.appliance.tixml.codec.Element;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A command whose only argument names something that is then done: {@code <DoOn _="Alarm"/>} fires
 * an event (sections 4 and 7.3), {@code <Reset _="Secretfile"/>} forgets what the portal gave
 * (section 2.1.2).
 */
public final class NamedCommand implements Command {
  private final String command;
  private final Function<String, @Nullable String> action;

  /**
   * @param action does what a name stands for; returns why it was not done, {@code got X, want Y},
   *     or null when it was
   */
  public NamedCommand(String command, Function<String, @Nullable String> action) {
    this.command = command;
    this.action = action;
  }

  @Override
  public String name() {
    return command;
  }

  @Override
  public Element answer(Element request) throws CommandException {
    Arguments.onlyAttributes(request, List.of(Element.MAIN));
    String why = action.apply(Arguments.required(request, Element.MAIN));
    if (why != null) {
      throw new CommandException(ErrorNumber.UNKNOWN_NAME, why);
    }
    return Element.empty(command);
  }
}
