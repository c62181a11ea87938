package io.busbar.appliance.tixml;

import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.Tixml;
import io.busbar.appliance.tixml.codec.TixmlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Carries out the commands of a text, one after the other, and answers each. */
public final class Interpreter {
  private static final int MOST_COMMANDS = 100;

  private final Map<String, Command> commands = new TreeMap<>();

  public Interpreter(List<Command> commands) {
    commands.forEach(command -> this.commands.put(command.name(), command));
  }

  /**
   * What a text is answered with.
   *
   * @param text in the form and frame of the request
   * @param understood whether the request was TiXML at all; the answer says what was not
   */
  public record Answer(String text, boolean understood) {}

  /** What stands before every command: it may refuse it, and learns what came of it. */
  @FunctionalInterface
  public interface Doorkeeper {
    /** Lets everything through. */
    Doorkeeper NONE = (command, request) -> command.answer(request);

    /** Carries out a command, or refuses to. */
    Element pass(Command command, Element request) throws CommandException, InterruptedException;
  }

  /** Carries out what a text says, and answers in its form and frame. */
  public Answer answer(Tixml.Form form, String text, Doorkeeper keeper) {
    Tixml request;
    try {
      request = Tixml.parse(form, text);
    } catch (TixmlException e) {
      Element refusal = Verbosity.Y.error(new CommandException(ErrorNumber.NO_TIXML, e.sentence()));
      return new Answer(new Tixml(form, Tixml.Frame.NONE, List.of(refusal)).format(), false);
    }
    return new Answer(
        new Tixml(form, request.frame(), answer(request.roots(), keeper)).format(), true);
  }

  /** The same with nobody who would refuse. */
  public Answer answer(Tixml.Form form, String text) {
    return answer(form, text, Doorkeeper.NONE);
  }

  /** Carries out commands that are parsed already; one that fails does not stop the others. */
  public List<Element> answer(List<Element> requests, Doorkeeper keeper) {
    if (requests.size() > MOST_COMMANDS) {
      return List.of(
          Verbosity.Y.error(
              new CommandException(
                  ErrorNumber.TOO_MANY_COMMANDS,
                  "got %d commands, want at most %d".formatted(requests.size(), MOST_COMMANDS))));
    }
    List<Element> answers = new ArrayList<>(requests.size());
    requests.forEach(request -> answers.add(answer(request, keeper)));
    return answers;
  }

  /** The same with nobody who would refuse. */
  public List<Element> answer(List<Element> requests) {
    return answer(requests, Doorkeeper.NONE);
  }

  private Element answer(Element request, Doorkeeper keeper) {
    Verbosity verbosity = Verbosity.Y;
    try {
      verbosity = Verbosity.of(request);
      Command command = commands.get(request.name());
      if (command == null) {
        throw new CommandException(
            ErrorNumber.UNKNOWN_COMMAND,
            "got %s, want one of %s"
                .formatted(request.name(), String.join(", ", commands.keySet())));
      }
      return keeper.pass(command, request);
    } catch (CommandException e) {
      return verbosity.error(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return verbosity.error(
          new CommandException(ErrorNumber.NOT_YET, "the appliance ends; send it again"));
    }
  }
}
