package io.busbar.appliance.tixml.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.tixml.codec.Tixml.Form;
import io.busbar.appliance.tixml.codec.Tixml.Frame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TixmlTest {
  private static final Element GET = Element.of("Get", "/Process/PV/Test").with("ver", "y");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Get _=\"/Process/PV/Test\" ver=\"y\"/>",
        "[<Get _=\"/Process/PV/Test\" ver=\"y\"/>]",
        "[ <Get _='/Process/PV/Test' ver='y' /> ]\r\n",
        "<?xml version='1.0' encoding='UTF-8'?>\n[\n<Get _=\"/Process/PV/Test\" ver=\"y\"></Get>]",
        "{\n\n<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<Get _=\"/Process/PV/Test\" ver=\"y\"/>\n}",
        "\uFEFF<?xml version=\"1.0\"?><Get _=\"&#x2f;Process/PV/Test\" ver=\"y\"/>",
        "<!-- any command --><Get _=\"/Process/PV/Test\" ver=\"y\"/>"
      })
  void readsACommandInEveryFrame(String text) throws TixmlException {
    assertEquals(List.of(GET), Tixml.parse(Form.TEXT, text).roots());
  }

  @ParameterizedTest
  @CsvSource({"[<a/>],BRACKETS", "{<a/><b/>},BRACES", "<a/>,NONE"})
  void answersInTheFrameOfTheRequest(String text, Frame frame) throws TixmlException {
    Tixml read = Tixml.parse(Form.TEXT, text);
    assertEquals(frame, read.frame());
    assertEquals(text, read.format());
  }

  @Test
  void innerBracketsStay() throws TixmlException {
    Tixml read = Tixml.parse(Form.TEXT, "[<a>x[y]z</a>]");
    assertEquals("x[y]z", read.roots().getFirst().text());
    assertEquals("[<a>x[y]z</a>]", read.format());
  }

  @Test
  void readsALog() throws TixmlException {
    Tixml log =
        Tixml.parse(
            Form.TEXT,
            "[<ReadLog><ID_790 _=\"2014/07/21,09:55:00\"><Temperatur_S1 _=\"29.68\"/>"
                + "<Temperatur_U1 _=\"28.87\"/></ID_790></ReadLog>]");
    Element row = log.roots().getFirst().children().getFirst();
    assertEquals("ID_790", row.name());
    assertEquals("28.87", row.children().getLast().value());
  }

  @Test
  void theJsonFormHasHyphensBeforeAttributesAndArraysForRepeatedElements() throws TixmlException {
    String text =
        "<SetConfig _=\"USER\" ver=\"y\"/><SetConfig _=\"ISP\"><QoS _=\"1\"/></SetConfig><Set/>";
    String json =
        "{\"SetConfig\":[{\"-_\":\"USER\",\"-ver\":\"y\"},{\"-_\":\"ISP\",\"QoS\":{\"-_\":\"1\"}}],"
            + "\"Set\":null}";
    List<Element> roots = Tixml.parse(Form.TEXT, text).roots();
    assertEquals(json, new Tixml(Form.JSON, Frame.NONE, roots).format());
    assertEquals(roots, Tixml.parse(Form.JSON, json).roots());
  }

  @Test
  void numbersNullAndBlankTextsOfTheManualAreRead() throws TixmlException {
    assertEquals(
        List.of(
            Element.of("Admin", List.of(Element.empty("CardLogin").with("AccLevel", "1"))),
            Element.empty("SetConfig"),
            Element.empty("WLAN"),
            Element.of("value", "1.10")),
        Tixml.parse(
                Form.JSON,
                "{\"Admin\":{\"CardLogin\":{\"-AccLevel\":1}},\"SetConfig\":null,\"WLAN\":\" \\n \","
                    + "\"value\":{\"-_\":1.10}}")
            .roots());
  }

  @Test
  void everythingButPlainCharactersIsWrittenAsANumber() {
    Element unit = Element.of("unit", "\u00b0C \ud83d\ude00\r\n<\"&");
    assertEquals(
        "<unit _=\"&#xb0;C &#x1f600;&#xd;&#xa;&lt;&quot;&amp;\"/>",
        new Tixml(Form.TEXT, Frame.NONE, List.of(unit)).format());
  }

  @Test
  void aCharacterThatXmlCannotHoldIsShownAsUnknown() {
    assertEquals(
        "<a _=\"x&#xfffd;&#xfffd;y\"/>",
        new Tixml(Form.TEXT, Frame.NONE, List.of(Element.of("a", "x\u0000\ud800y"))).format());
  }

  @Test
  void whatIsWrittenInEitherFormIsReadTheSame() throws TixmlException {
    for (int seed = 0; seed < 2000; seed++) {
      List<Element> roots = new RandomElements(seed).roots();
      for (Form form : Form.values()) {
        String text = new Tixml(form, Frame.NONE, roots).format();
        Tixml again = Tixml.parse(form, text);
        assertEquals(roots, again.roots(), () -> form + ": " + text);
        assertEquals(text, again.format());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|got no element",
        "[]|got no element",
        "[<a/>|without its ]",
        "hello|got the text `hello`",
        "<a>b<c/></a>|side by side",
        "<a b=\"1\" b=\"2\"/>|line 1",
        "<a _=1/>|line 1",
        "<a|line 1",
        "</_><a/><_>|line 1",
        "<a:b/>|got the name",
        "<\u00e4/>|got the name",
        "<a>&x;</a>|line 1",
        "<a _=\"&x;\"/>|line 1",
        "<?php x?><a/>|instruction",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>|want UTF-8",
        "<a _=\"\u0001\"/>|line 1"
      })
  void refusesWhatIsNoTixmlAndSaysWhy(String text, String why) {
    String said = assertThrows(TixmlException.class, () -> Tixml.parse(Form.TEXT, text)).sentence();
    assertTrue(said.contains(why), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><l>&x;</l>",
        "<!DOCTYPE l SYSTEM \"http://127.0.0.1:9/x.dtd\"><l/>",
        "<!DOCTYPE l [<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p;]><l/>",
        "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;\">]><l>&b;</l>",
        "<!DOCTYPE l><l/>"
      })
  void refusesEveryDocumentType(String text) {
    for (String framed : List.of(text, "[" + text + "]")) {
      String said =
          assertThrows(TixmlException.class, () -> Tixml.parse(Form.TEXT, framed)).sentence();
      assertTrue(said.contains("DOCTYPE"), said);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|no JSON object",
        "[]|no element",
        "[1]|no JSON object",
        "[{}]|no element",
        "{}|got no element",
        "{\"-_\": 1}|got no element",
        "{\"a\": 1} {}|more after",
        "{\"a\": 1, \"a\": 2}|Duplicate",
        "{\"a\": {\"-_\": {}}}|want a text or number",
        "{\"a\": [[1]]}|want a text or number",
        "{\"a\": \"\\u0000\"}|control character",
        "{\"1a\": null}|got the name",
        "{\"a\": {\"-\": 1}}|got the name",
        "{\"a\": {\"#text\": \"x\", \"b\": null}}|side by side",
        "{\"a\": NaN}|no JSON"
      })
  void refusesJsonThatIsNoTixml(String text, String why) {
    String said = assertThrows(TixmlException.class, () -> Tixml.parse(Form.JSON, text)).sentence();
    assertTrue(said.contains(why), said);
  }

  @Test
  void depthNumberAndLengthAreBounded() throws TixmlException {
    assertEquals(1, Tixml.parse(Form.TEXT, deep(64)).roots().size());
    assertRefused(Form.TEXT, deep(65), "deeper than 64");
    assertRefused(Form.TEXT, deep(100_000), "deeper than 64");
    assertRefused(Form.JSON, "{\"a\":".repeat(70) + "1" + "}".repeat(70), "depth");
    assertRefused(Form.TEXT, "<a/>".repeat(100_000), "more than 100000");
    assertRefused(Form.JSON, "{\"a\":[" + "1,".repeat(100_000) + "1]}", "more than 100000");
    assertRefused(Form.TEXT, "<a _=\"" + "x".repeat(65_537) + "\"/>", "65537 characters");
    assertRefused(Form.TEXT, "<a>" + " ".repeat(1_000_000) + "</a>", "at most 1000000");
  }

  private static void assertRefused(Form form, String text, String why) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          String said =
              assertThrows(TixmlException.class, () -> Tixml.parse(form, text)).sentence();
          assertTrue(said.contains(why), said);
        });
  }

  private static String deep(int levels) {
    return "<a>".repeat(levels) + "</a>".repeat(levels);
  }

  @ParameterizedTest
  @CsvSource({
    "PAC1,PAC1",
    "4,_x0034_",
    "-a,_x002D_a",
    "Supply temp,Supply_x0020_temp",
    "_x0034_,_x005F_x0034_",
    "\u00fc,_x00FC_",
    "a_b,a_b"
  })
  void aNameThatIsNoElementNameIsEscaped(String name, String element) {
    assertEquals(element, ElementName.encode(name));
    assertTrue(Element.isName(element));
    assertEquals(name, ElementName.decode(element));
  }
}
