package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.Kinds;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Program;
import io.busbar.appliance.tixml.Command;
import io.busbar.appliance.tixml.ConfigCommands;
import io.busbar.appliance.tixml.GetVariables;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.SetVariable;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.Tixml.Form;
import io.busbar.web.Console.Tixml.Found;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the web, down to the configuration file that the page writes too. */
class ConsoleTixmlTest {
  private static final String LOG =
      "<LogDefinition><LogFiles><M record=\"M\" size=\"20000\"/></LogFiles><Records><M>"
          + "<mode path=\"%s\"/></M></Records></LogDefinition>";
  private static final String WRITE = "<SetConfig _=\"LOG/LogDefinition\">" + LOG + "</SetConfig>";

  @TempDir private Path folder = Path.of("");
  private final ProcessTree tree = new ProcessTree(() -> 0);

  @BeforeEach
  void stop() {
    new Program(tree, () -> Instant.EPOCH, running -> {});
  }

  @Test
  void thePageAndSetConfigChangeTheSameDocument() {
    ConfigDoor door = door();
    ConsoleTixml tixml = tixml(door);
    assertTrue(run(tixml, WRITE.formatted("/Process/Program/Mode")).contains("-10023"));
    assertEquals("<Set/>", run(tixml, "<Set _=\"/Process/Program/Mode\" value=\"Stop\"/>"));
    assertEquals("<SetConfig/>", run(tixml, WRITE.formatted("/Process/Program/Mode")));
    String page = door.read().json();
    assertTrue(page.contains("20000"), page);
    assertInstanceOf(
        Outcome.Applied.class,
        door.replace(page.replace("20000", "30000").getBytes(StandardCharsets.UTF_8), null));
    assertEquals(
        "<GetConfig>"
            + LOG.formatted("/Process/Program/Mode").replace("20000", "30000")
            + "</GetConfig>",
        run(tixml, "<GetConfig _=\"LOG/LogDefinition\"/>"));
  }

  @Test
  void whatThePageWouldRefuseIsRefusedWithItsPlace() {
    ConfigDoor door = door();
    ConsoleTixml tixml = tixml(door);
    run(tixml, "<Set _=\"/Process/Program/Mode\" value=\"Stop\"/>");
    String before = door.read().json();
    String answer = run(tixml, WRITE.formatted("/Process/Nope/A/b"));
    assertTrue(answer.contains("-10026") && answer.contains("/logs/0/points/0/path"), answer);
    assertEquals(before, door.read().json());
  }

  @Test
  void anAddressIsAValueOrABranchOrNothing() {
    ConsoleTixml tixml = tixml(door());
    assertEquals(new Found.Value("Run"), tixml.get(Form.TEXT, "/Process/Program/Mode"));
    assertEquals(new Found.Value("01234567"), tixml.get(Form.TEXT, "/System/Properties/SerialNo"));
    assertEquals(
        new Found.Branch("{\"Get\":{\"Program\":{\"Mode\":{\"-_\":\"Run\"}}}}"),
        tixml.get(Form.JSON, "/Process/Program"));
    assertInstanceOf(Found.Nothing.class, tixml.get(Form.TEXT, "/Process/Nope"));
  }

  @Test
  void aTextThatIsNoTixmlIsSaidToBeNone() {
    assertFalse(tixml(door()).run(Form.JSON, "[").understood());
  }

  private static String run(ConsoleTixml tixml, String text) {
    return tixml.run(Form.TEXT, text).text();
  }

  private ConsoleTixml tixml(ConfigDoor door) {
    GetVariables get = new GetVariables(tree, () -> Map.of("/SerialNo", "01234567"));
    List<Command> commands = new ArrayList<>(List.of(get, new SetVariable(tree)));
    commands.addAll(new ConfigCommands(new DoorText(door), tree).all());
    return new ConsoleTixml(new Interpreter(commands), get);
  }

  private ConfigDoor door() {
    ConfigReader reader =
        new ConfigReader(Kinds.busTypes(() -> Instant.EPOCH), Kinds.connectorTypes());
    ConfigDoor door =
        new ConfigDoor(
            new ConfigFile(folder, () -> Instant.EPOCH), reader, config -> {}, (delay, work) -> {});
    door.load(
        "{\"gateway\":{\"name\":\"cabinet-7\"},\"buses\":[],\"connectors\":[]}"
            .getBytes(StandardCharsets.UTF_8));
    return door;
  }
}
