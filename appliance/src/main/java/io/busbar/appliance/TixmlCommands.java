package io.busbar.appliance;

import io.busbar.appliance.console.ConfigDoor;
import io.busbar.appliance.console.ConsoleTixml;
import io.busbar.appliance.console.DoorText;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.tixml.Command;
import io.busbar.appliance.tixml.ConfigCommands;
import io.busbar.appliance.tixml.GetVariables;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.SetVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the TiXML commands of this program reach: one interpreter for every door. */
final class TixmlCommands {
  private TixmlCommands() {}

  static ConsoleTixml of(Appliance appliance, ConfigDoor door) {
    ProcessTree tree = appliance.tree();
    GetVariables get = new GetVariables(tree, Map::of);
    List<Command> commands = new ArrayList<>(List.of(get, new SetVariable(tree)));
    commands.addAll(new ConfigCommands(new DoorText(door), tree).all());
    return new ConsoleTixml(new Interpreter(commands), get);
  }
}
