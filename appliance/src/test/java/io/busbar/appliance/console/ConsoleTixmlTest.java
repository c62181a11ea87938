package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.Kinds;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.appliance.logbook.LogRange;
import io.busbar.appliance.logbook.LogRecord;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Program;
import io.busbar.appliance.tixml.Command;
import io.busbar.appliance.tixml.ConfigCommands;
import io.busbar.appliance.tixml.FakeUsers;
import io.busbar.appliance.tixml.GetVariables;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.SetVariable;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.web.Caller;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.Tixml.Form;
import io.busbar.web.Console.Tixml.Found;
import io.busbar.web.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands of the web, down to the configuration file that the page writes too. */
class ConsoleTixmlTest {
  private static final String LOG =
      "<LogDefinition><LogFiles><M record=\"M\" size=\"20000\"/></LogFiles><Records><M>"
          + "<mode path=\"%s\"/></M></Records></LogDefinition>";
  private static final String WRITE = "<SetConfig _=\"LOG/LogDefinition\">" + LOG + "</SetConfig>";

  @TempDir private Path folder = Path.of("");
  private final ProcessTree tree = new ProcessTree(() -> 0);

  private Logbook logbook;

  @BeforeEach
  void stop() {
    logbook = new Logbook(folder.resolve("logs"), () -> Instant.EPOCH, () -> true, () -> 0, tree);
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

  @ParameterizedTest
  @CsvSource({
    "VIEWER, Get, /Process, true",
    "VIEWER, GetConfig, ISP, true",
    "VIEWER, GetConfig, USER, false",
    "VIEWER, ReadLog, Event, true",
    "INSTALLER, ReadLog, Login, false",
    "ADMIN, ReadLog, Audit, true",
    "VIEWER, Set, /Process/PV/Test, false",
    "INSTALLER, Set, /Process/PV/Test, true",
    "INSTALLER, SetConfig, ISP, true",
    "INSTALLER, SetConfig, USER, false",
    "INSTALLER, Reset, Secretfile, false",
    "ADMIN, Reset, Secretfile, true",
    "INSTALLER, SomethingNew, x, false"
  })
  void eachCommandNeedsItsRole(Role role, String command, String target, boolean may) {
    Element request = new Element(command, Map.of(Element.MAIN, target), List.of(), "");
    assertEquals(may, role.covers(ConsoleTixml.wanted(request)));
  }

  @Test
  void whatARoleMayNotIsRefusedAndWhatItDidIsWrittenDown() {
    ConsoleTixml tixml = tixml(door());
    String stop = "<Set _=\"/Process/Program/Mode\" value=\"Stop\"/>";
    String refused = as(Role.VIEWER, tixml, stop);
    assertTrue(refused.contains("-10032") && refused.contains("want the role installer"), refused);
    assertEquals("<Set/>", as(Role.INSTALLER, tixml, stop));
    assertEquals(
        List.of(
            Map.of(
                "who", "token t",
                "from", "10.0.0.9",
                "what", "TiXML",
                "detail", "Set /Process/Program/Mode",
                "result", "done")),
        Objects.requireNonNull(logbook.read(Logbook.AUDIT, LogRange.last(10))).stream()
            .map(LogRecord::fields)
            .toList());
  }

  private static String as(Role role, ConsoleTixml tixml, String text) {
    Caller caller = new Caller("t", role, new Caller.Proof.Token(), Locale.ENGLISH, "10.0.0.9");
    List<String> answer = new ArrayList<>();
    try {
      caller.run(() -> answer.add(tixml.run(Form.TEXT, text).text()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return answer.getFirst();
  }

  private static String run(ConsoleTixml tixml, String text) {
    return as(Role.ADMIN, tixml, text);
  }

  private ConsoleTixml tixml(ConfigDoor door) {
    GetVariables get = new GetVariables(tree, () -> Map.of("/SerialNo", "01234567"));
    List<Command> commands = new ArrayList<>(List.of(get, new SetVariable(tree)));
    commands.addAll(new ConfigCommands(new DoorText(door), new FakeUsers(), tree).all());
    return new ConsoleTixml(new Interpreter(commands), get, new Audit(logbook));
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
