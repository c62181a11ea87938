package io.busbar.appliance.tixml;

import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.Value;
import java.util.List;

/**
 * {@code <GetConfig _="ISP" ver="y"/>} and {@code <SetConfig _="ISP" ver="y">...</SetConfig>}
 * (sections 3, 4, 6 and 7): the configuration of the page in the words of TiXML. A SetConfig is
 * carried out as a whole or not at all, and only while the program is stopped.
 */
public final class ConfigCommands {
  private static final String MODE = "/Process/Program/Mode";

  private final Databases databases;
  private final ProcessTree tree;

  public ConfigCommands(ConfigText config, UserAccounts users, ProcessTree tree) {
    this.databases = new Databases(config, users);
    this.tree = tree;
  }

  /** Both commands. */
  public List<Command> all() {
    return List.of(new GetConfig(), new SetConfig());
  }

  private final class GetConfig implements Command {
    @Override
    public String name() {
      return "GetConfig";
    }

    @Override
    public Element answer(Element command) throws CommandException {
      Arguments.onlyAttributes(command, List.of(Element.MAIN));
      return Element.of(name(), databases.read(Arguments.required(command, Element.MAIN)));
    }
  }

  private final class SetConfig implements Command {
    @Override
    public String name() {
      return "SetConfig";
    }

    @Override
    public Element answer(Element command) throws CommandException {
      Arguments.only(command, List.of(Element.MAIN));
      String database = Arguments.required(command, Element.MAIN);
      if (!isStopped()) {
        throw new CommandException(
            ErrorNumber.NOT_STOPPED,
            "want <Set _=\"%s\" value=\"Stop\"/> first, and Run after".formatted(MODE));
      }
      if (command.children().isEmpty() || !command.text().isEmpty()) {
        throw new CommandException(
            ErrorNumber.BAD_ATTRIBUTE, "got no element in SetConfig, want those of " + database);
      }
      databases.write(database, command.children());
      return Element.empty(name());
    }

    private boolean isStopped() {
      List<ProcessTree.Snapshot> mode = tree.under(MODE);
      return mode != null
          && !mode.isEmpty()
          && mode.getFirst().latest().value() instanceof Value.Text(String text)
          && text.equals("Stop");
    }
  }
}
