package io.busbar.appliance.console;

import io.busbar.appliance.tixml.ConfigText;
import io.busbar.drivers.schema.Problem;
import io.busbar.web.Console.ConfigDocument;
import java.nio.charset.StandardCharsets;

/** The door of the configuration as the TiXML databases see it: the one that the page takes. */
public record DoorText(ConfigDocument door) implements ConfigText {
  @Override
  public Stored read() {
    ConfigDocument.Stored stored = door.read();
    return new Stored(stored.json(), stored.version());
  }

  @Override
  public Outcome replace(String json, String version) {
    return switch (door.replace(json.getBytes(StandardCharsets.UTF_8), version)) {
      case ConfigDocument.Outcome.Applied _ -> new Outcome.Applied();
      case ConfigDocument.Outcome.Refused(var faults) ->
          new Outcome.Refused(
              faults.stream().map(fault -> new Problem(fault.path(), fault.message())).toList());
      case ConfigDocument.Outcome.Outdated _ -> new Outcome.Outdated();
      case ConfigDocument.Outcome.NotSaved(String reason) -> new Outcome.NotSaved(reason);
    };
  }
}
