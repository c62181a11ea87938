package io.busbar.appliance;

import io.busbar.appliance.access.AccessControl;
import io.busbar.appliance.cloud.juconn.JuconnType;
import io.busbar.appliance.console.Audit;
import io.busbar.appliance.console.ConfigDoor;
import io.busbar.appliance.console.ConsoleTixml;
import io.busbar.appliance.console.ConsoleUsers;
import io.busbar.appliance.console.DoorText;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.system.SystemNode;
import io.busbar.appliance.tixml.Command;
import io.busbar.appliance.tixml.ConfigCommands;
import io.busbar.appliance.tixml.DoOnCommand;
import io.busbar.appliance.tixml.GetVariables;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.ReadLogCommand;
import io.busbar.appliance.tixml.ResetCommand;
import io.busbar.appliance.tixml.SendCommand;
import io.busbar.appliance.tixml.SetVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the TiXML commands of this program reach: one interpreter for every door. */
final class TixmlCommands {
  private TixmlCommands() {}

  static ConsoleTixml of(
      Appliance appliance, ConfigDoor door, AccessControl access, JuconnType juconn, Audit audit) {
    ProcessTree tree = appliance.tree();
    GetVariables get = new GetVariables(tree, () -> texts(appliance.system()));
    List<Command> commands = new ArrayList<>(List.of(get, new SetVariable(tree)));
    commands.add(new SendCommand(appliance::send));
    commands.add(new DoOnCommand(appliance::fire));
    commands.add(new ReadLogCommand(appliance.logbook()));
    commands.add(new ResetCommand(() -> appliance.reconnectSoon(juconn.forget())));
    commands.addAll(new ConfigCommands(new DoorText(door), new ConsoleUsers(access), tree).all());
    return new ConsoleTixml(new Interpreter(commands), get, audit);
  }

  /** The texts of the system's answer by their paths; a branch with nothing in it is empty. */
  private static Map<String, String> texts(SystemNode system) {
    Map<String, String> texts = new LinkedHashMap<>();
    system.children().forEach(child -> add("/" + child.name(), child, texts));
    return texts;
  }

  private static void add(String path, SystemNode node, Map<String, String> texts) {
    if (node.children().isEmpty()) {
      texts.put(path, node.text() == null ? "" : node.text());
    }
    node.children().forEach(child -> add(path + "/" + child.name(), child, texts));
  }
}
