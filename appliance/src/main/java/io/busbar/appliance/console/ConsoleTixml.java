package io.busbar.appliance.console;

import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.tixml.Command;
import io.busbar.appliance.tixml.CommandException;
import io.busbar.appliance.tixml.ErrorNumber;
import io.busbar.appliance.tixml.GetVariables;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.Tixml.Frame;
import io.busbar.web.Caller;
import io.busbar.web.Console;
import io.busbar.web.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The interpreter as the web sees it. */
public record ConsoleTixml(Interpreter interpreter, GetVariables tree, Audit audit)
    implements Console.Tixml {
  private static final Set<String> READING = Set.of("Get", "GetConfig", "ReadLog");
  private static final Set<String> WHO_DID_WHAT = Set.of(Logbook.LOGIN, Logbook.AUDIT);

  @Override
  public Reply run(Form form, String text) {
    Interpreter.Answer answer = interpreter.answer(written(form), text, this::pass);
    return new Reply(answer.text(), answer.understood());
  }

  /** Holds the role that a command needs, and writes down what it did. */
  private Element pass(Command command, Element request)
      throws CommandException, InterruptedException {
    Role wanted = wanted(request);
    if (!Caller.current().may(wanted)) {
      throw new CommandException(
          ErrorNumber.NOT_ALLOWED, "%s: want the role %s".formatted(request.name(), wanted.word()));
    }
    if (READING.contains(command.name())) {
      return command.answer(request);
    }
    String detail = command.name() + " " + String.valueOf(request.value());
    try {
      Element answer = command.answer(request);
      audit.deed("TiXML", detail, "done");
      return answer;
    } catch (CommandException e) {
      audit.deed("TiXML", detail, "refused");
      throw e;
    }
  }

  /** What a command needs; of what is not named here more than less. */
  static Role wanted(Element request) {
    String what = String.valueOf(request.value());
    boolean users = what.equals("USER") || what.startsWith("USER/");
    return switch (request.name()) {
      case "Get" -> Role.VIEWER;
      case "ReadLog" -> WHO_DID_WHAT.contains(what) ? Role.ADMIN : Role.VIEWER;
      case "GetConfig" -> users ? Role.ADMIN : Role.VIEWER;
      case "SetConfig" -> users ? Role.ADMIN : Role.INSTALLER;
      case "Set", "DoOn", "CloudSendRealtimeData" -> Role.INSTALLER;
      default -> Role.ADMIN;
    };
  }

  @Override
  public Found get(Form form, String path) {
    try {
      Element found = tree.read(path);
      @Nullable String value = found.value();
      if (value != null && found.children().isEmpty()) {
        return new Found.Value(value);
      }
      List<Element> answer = List.of(Element.of(tree.name(), List.of(found)));
      return new Found.Branch(
          new io.busbar.appliance.tixml.codec.Tixml(written(form), Frame.NONE, answer).format());
    } catch (CommandException e) {
      return new Found.Nothing(String.valueOf(e.getMessage()));
    }
  }

  private static io.busbar.appliance.tixml.codec.Tixml.Form written(Form form) {
    return switch (form) {
      case TEXT -> io.busbar.appliance.tixml.codec.Tixml.Form.TEXT;
      case JSON -> io.busbar.appliance.tixml.codec.Tixml.Form.JSON;
    };
  }
}
