package io.busbar.appliance.console;

import io.busbar.appliance.tixml.CommandException;
import io.busbar.appliance.tixml.GetVariables;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.Tixml.Frame;
import io.busbar.web.Console;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The interpreter as the web sees it. */
public record ConsoleTixml(Interpreter interpreter, GetVariables tree) implements Console.Tixml {
  @Override
  public Reply run(Form form, String text) {
    Interpreter.Answer answer = interpreter.answer(written(form), text);
    return new Reply(answer.text(), answer.understood());
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
