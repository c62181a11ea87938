package io.busbar.appliance.tixml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.Tixml.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpreterTest {
  private final TixmlRig rig = new TixmlRig();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<Get _=\"/Process/Nope\"/>|-2196|want a variable or branch",
        "<Get _=\"/Process/../etc\"/>|-2196|want a variable or branch",
        "<Get _=\"/Process//PV\"/>|-2196|no path",
        "<Get _=\"/Process/%2e\"/>|-2196|no path",
        "<Get _=\"/Process\\PV\"/>|-2196|no path",
        "<Get path=\"/Process\"/>|-10003|got path",
        "<Get><a/></Get>|-10003|inside Get",
        "<Fly/>|-10002|got Fly, want one of CloudSendRealtimeData, DoOn, Get, GetConfig, Reset, Set",
        "<Set value=\"1\"/>|-10003|the attribute _",
        "<Set _=\"/Process/PV/Test\"/>|-10003|the attribute value",
        "<Set _=\"/Process/PV/Nope\" value=\"1\"/>|-2196|want a variable",
        "<Set _=\"/Process/PV\" value=\"1\"/>|-2196|want a variable",
        "<Set _=\"/Process/Lan/PAC1/frequency\" value=\"1\"/>|-10010|want a writable one",
        "<Set _=\"/Process/PV/Test\" value=\"ten\"/>|-10011|got `ten`, want a whole number",
        "<Set _=\"/Process/PV/Test\" value=\"0x10\"/>|-10011|want a whole number",
        "<Set _=\"/Process/PV/Test\" value=\"101\"/>|-10012|want 0 to 100",
        "<Set _=\"/Process/PV/Test\" value=\"1.5\"/>|-10012|want a whole number",
        "<Set _=\"/Process/PV/Test\" value=\"99999999999999999999\"/>|-10012|whole number",
        "<Set _=\"/Process/PV/Test\" value=\"9999999999999999999\"/>|-10012|64 bits",
        "<Set _=\"/Process/PV/Temp\" value=\"1e999\"/>|-10012|want less",
        "<Set _=\"/Process/PV/Temp\" value=\"NaN\"/>|-10011|a number such as",
        "<Set _=\"/Process/PV/Door\" value=\"2\"/>|-10011|1 or 0",
        "<Set _=\"/Process/PV/Note\" value=\"silence\"/>|-10013|Is the device on?",
        "<Set _=\"/Process/Program/Mode\" value=\"Fly\"/>|-10012|want Run or Stop",
        "<DoOn _=\"Nope\"/>|-10030|want the name of an event",
        "<DoOn _=\"Often\"/>|-10017|too often",
        "<DoOn _=\"Late\"/>|-10017|want Run first",
        "<CloudSendRealtimeData _=\"CloudConn3\"/>|-10030|want one of CloudConn, CloudConn2",
        "<CloudSendRealtimeData _=\"Idle,Realtime1\"/>|-10016|Idle is switched off",
        "<DoOn/>|-10003|the attribute _",
        "<CloudSendRealtimeData _=\"a,b,c\"/>|-10022|want for example",
        "<Reset/>|-10003|the attribute _",
        "<Reset _=\"Factory\"/>|-10030|got Factory, want Secretfile",
        "<Reset _=\"secretfile\"/>|-10030|want Secretfile",
        "<Reset _=\"Secretfile\" value=\"1\"/>|-10003|got value",
        "<GetConfig _=\"FOO\"/>|-10020|want one of ISP",
        "<GetConfig _=\"ISP/CloudConn\"/>|-2196|configured",
        "<GetConfig _=\"/\"/>|-10020|want",
      })
  void saysWhyACommandIsNotCarriedOut(String command, String number, String detail) {
    Element error = only(rig.answer(command));
    assertEquals("Error", error.name());
    assertEquals(number, value(error, "ErrNo"), error::toString);
    assertTrue(value(error, "ErrorCause", "ErrText").contains(detail), error::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "Test,10,10",
    "Test,10.0,10",
    "Door,0,0",
    "Door,true,1",
    "Temp,-1.25,-1.25",
    "Temp,7,7.0",
    "Temp,1e3,1000.0",
    "Note,x & y,x & y"
  })
  void setsAVariableOfEveryType(String name, String value, String shown) {
    String text = value.replace("&", "&amp;");
    assertEquals(
        "<Set/>", rig.answer("<Set _=\"/Process/PV/" + name + "\" value=\"" + text + "\"/>"));
    Element answer = only(rig.answer("<Get _=\"/Process/PV/" + name + "\"/>"));
    assertEquals(shown, value(answer, name));
  }

  @Test
  void commandsInAnArrayAreAnsweredInOneAndInTheirOrder() {
    String get = "{\"Get\":{\"-_\":\"/Process/Program/Mode\"}}";
    String set = "{\"Set\":{\"-_\":\"/Process/Program/Mode\",\"-value\":\"Stop\",}}";
    assertEquals(
        "[{\"Get\":{\"Mode\":{\"-_\":\"Run\"}}},{\"Set\":null},"
            + "{\"Get\":{\"Mode\":{\"-_\":\"Stop\"}}}]",
        new TixmlRig().answer(Form.JSON, "[" + get + "," + set + "," + get + "]"));
  }

  @Test
  void oneCommandThatFailsDoesNotStopTheOthers() {
    assertEquals(
        "[<Set/><Error _=\"-2196\"/><Get><Test _=\"7\"/></Get>]",
        rig.answer(
            "[<Set _=\"/Process/PV/Test\" value=\"7\"/><Get _=\"/x\" ver=\"n\"/>"
                + "<Get _=\"Process/PV/Test/\"/>]"));
  }

  @Test
  void tooManyCommandsAreRefusedTogether() {
    String one = "<DoOn _=\"Alarm\"/>";
    assertFalse(rig.answer(one.repeat(100)).contains("Error"));
    Element error = only(rig.answer(one.repeat(101)));
    assertEquals("-10004", value(error, "ErrNo"));
    assertEquals(100, rig.done.size());
  }

  @Test
  void aTextThatIsNoTixmlIsAnsweredInItsForm() {
    Interpreter.Answer text = rig.interpreter.answer(Form.TEXT, "<Get");
    assertFalse(text.understood());
    assertEquals("-10001", value(only(text.text()), "ErrNo"));
    Interpreter.Answer json = rig.interpreter.answer(Form.JSON, "{");
    assertFalse(json.understood());
    assertTrue(json.text().startsWith("{\"Error\":{\"ErrNo\":{\"-_\":\"-10001\"}"), json.text());
  }

  @Test
  void theRootHasManyNames() {
    String all = rig.answer("<Get/>");
    for (String path : List.of("/", "/System", "/System/Properties/", "SYSTEM/")) {
      assertEquals(all, rig.answer("<Get _=\"" + path + "\"/>"));
    }
    assertTrue(all.startsWith("<Get><SYSTEM>"), all);
  }

  @Test
  void aNameThatIsNoElementNameIsEscapedAndAnOldValueSaysSo() {
    assertEquals(
        "<Get><_x0034_><voltageL1 _=\"230.25\" quality=\"BAD\"/></_x0034_></Get>",
        rig.answer("<Get _=\"/Process/Old/4\"/>"));
    assertEquals(
        "<Get><never _=\"\" quality=\"BAD\"/></Get>",
        rig.answer("<Get _=\"/Process/Never/D/never\"/>"));
  }

  @Test
  void sendsTheSectionsThatAreNamed() {
    assertEquals("<CloudSendRealtimeData/>", rig.answer("<CloudSendRealtimeData/>"));
    rig.answer("<CloudSendRealtimeData _=\"CloudConn2,Realtime2\"/>");
    assertEquals(List.of("null,null", "CloudConn2,Realtime2"), rig.done);
  }

  @Test
  void whatCannotBeForgottenIsAnErrorAndNotSwallowed() {
    assertEquals("<Reset/>", rig.answer("<Reset _=\"Secretfile\"/>"));
    assertEquals(List.of("forgotten"), rig.done);
    rig.full = true;
    Element error = only(rig.answer("<Reset _=\"Secretfile\"/>"));
    assertEquals("-10031", value(error, "ErrNo"));
    assertTrue(value(error, "ErrorCause", "ErrText").contains("No space left"), error::toString);
  }

  @Test
  void theTableForPeopleIsThatOfTheProgram() throws IOException {
    List<String> rows = new ArrayList<>();
    for (ErrorNumber error : ErrorNumber.values()) {
      rows.add("| " + error.number() + " | " + error.text() + " |");
    }
    List<String> page =
        Files.readAllLines(Path.of("docs/tixml-errors.md")).stream()
            .filter(line -> line.startsWith("| -"))
            .map(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 1) + 1) + 1))
            .toList();
    assertEquals(rows, page);
    List<Integer> numbers =
        new ArrayList<>(
            java.util.Arrays.stream(ErrorNumber.values()).map(ErrorNumber::number).toList());
    assertEquals(numbers.size(), numbers.stream().distinct().count());
    assertEquals(1, Collections.frequency(numbers, -2196));
  }

  @Test
  void aPathOfTenThousandNamesIsRefusedAtOnce() {
    assertEquals(
        "<Error _=\"-2196\"/>", rig.answer("<Get _=\"" + "/a".repeat(10_000) + "\" ver=\"n\"/>"));
    assertThrows(CommandException.class, () -> rig.get.read("/a/\u0000"));
  }

  private static Element only(String answer) {
    List<Element> roots = TixmlRig.parse(Form.TEXT, answer);
    assertEquals(1, roots.size(), answer);
    return roots.getFirst();
  }

  private static String value(Element element, String... path) {
    Element at = element;
    for (String name : path) {
      at = java.util.Objects.requireNonNull(at.child(name), element::toString);
    }
    return java.util.Objects.requireNonNull(at.value(), element::toString);
  }
}
