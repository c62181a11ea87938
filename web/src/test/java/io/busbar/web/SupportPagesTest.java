package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.Tixml.Form;
import io.busbar.web.pages.Help;
import io.busbar.web.pages.View;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What support looks at, without a browser: journeys, logs, TiXML console, manual. */
class SupportPagesTest extends Served {
  private static final String WAY = "/journeys?path=/Process/Lan/PAC1/activePowerTotal";

  @Test
  void aWayIsShownFromTheBytesToTheAcknowledgement() {
    fake.traces.journeys = List.of(FakeTraces.whole());
    String page = browser.get(WAY, "Cookie", "language=en").body();
    for (String part :
        List.of(
            "01 04 00 34 00 02 30 05",
            "01 04 04 C4 BB 80 00 4E F3",
            "12.3 ms",
            "input 0x0034 (30053)",
            "C4BB 8000",
            "float32, high word first",
            "-1,500 W, good",
            "sent: the difference reaches the hysteresis",
            "100 W, limit 2 W",
            "4711, taken from memory",
            "cd/t/1",
            "34.2 ms later",
            "Slow → Second: held back",
            "held back: the difference is below the hysteresis (looked 3 times)")) {
      assertTrue(page.contains(part), part + " in " + page);
    }
    assertFalse(page.contains(FakeTraces.NASTY), page);
    assertTrue(page.contains("&lt;img src=x"), page);
  }

  @Test
  void aReadingThatFailedSaysWhatWentOutAndThatNothingCame() {
    fake.traces.journeys = List.of(FakeTraces.dead());
    String page = browser.get(WAY).body();
    assertTrue(page.contains("nothing was read"), page);
    assertTrue(page.contains("01 04 00 34 00 02 30 05"), page);
    assertTrue(page.contains("no answer. Check the wiring"), page);
    assertTrue(page.contains("counted: the clock is not set yet"), page);
    assertTrue(page.contains("No section sends this variable"), page);
  }

  @Test
  void whoLooksWatchesAndWhoOnlySearchesDoesNot() {
    assertEquals(200, browser.get("/journeys?q=power").statusCode());
    assertEquals(List.of(), fake.traces.watched);
    assertEquals(200, browser.get(WAY).statusCode());
    assertEquals(200, browser.get("/parts" + WAY).statusCode());
    assertEquals(200, browser.get("/api/v1" + WAY).statusCode());
    assertEquals(3, fake.traces.watched.size());
    assertEquals(404, browser.get("/api/v1/journeys?path=/Process/Nowhere").statusCode());
    assertEquals(400, browser.get("/api/v1/journeys?path=../etc").statusCode());
  }

  @Test
  void theApiGivesAWayAsItIs() {
    fake.traces.journeys = List.of(FakeTraces.whole());
    String json = browser.get("/api/v1" + WAY).body();
    assertTrue(json.contains("\"answer\":\"01 04 04 C4 BB 80 00 4E F3\""), json);
    assertTrue(json.contains("\"state\":\"done\""), json);
    assertTrue(json.contains("\"roundTripMs\":34.2"), json);
  }

  @Test
  void aLogIsAskedForAsTheFormSays() {
    browser.get("/logs?log=SupportLog&q=bus+down&kind=WARNING&from=2026-11-21T10:00&before=17");
    Logs.Query query = fake.traces.asked.getFirst();
    assertEquals("bus down", query.text());
    assertEquals("WARNING", query.kind());
    assertEquals(Instant.parse("2026-11-21T10:00:00Z"), query.from());
    assertEquals(17L, query.before());
  }

  @Test
  void aLogShowsItsFailuresOnceWithTheIdsThatPagesShowed() {
    fake.traces.records.add(FakeTraces.record(18, "the bus is down " + FakeTraces.NASTY));
    String page = browser.get("/logs").body();
    assertTrue(page.contains("<code>0a1b2c3d</code>"), page);
    assertTrue(page.contains("3 times"), page);
    assertTrue(page.contains("the bus is down"), page);
    assertTrue(page.contains("/logs?log=SupportLog&amp;before=17"), page);
    assertFalse(page.contains(FakeTraces.NASTY), page);
  }

  @Test
  void aLogIsTakenAwayOldestFirstWithAllItsFields() {
    fake.traces.records.add(
        new Logs.RecordView(
            2, FakeTraces.T, Map.of("text", "=1+1, \"quoted\"", "level", "WARNING")));
    fake.traces.records.add(FakeTraces.record(1, "first"));
    HttpResponse<String> csv = browser.get("/api/v1/logs/SupportLog?format=csv");
    assertTrue(csv.headers().firstValue("Content-Disposition").orElse("").contains(".csv"));
    List<String> lines = csv.body().lines().toList();
    assertTrue(lines.get(0).startsWith("id,time,text"), lines.get(0));
    assertTrue(lines.get(1).startsWith("1,"), lines.get(1));
    assertTrue(lines.get(2).contains("\"'=1+1, \"\"quoted\"\"\""), lines.get(2));
    String jsonl = browser.get("/api/v1/logs/SupportLog?format=jsonl").body();
    assertEquals(2, jsonl.lines().count());
    assertEquals(400, browser.get("/api/v1/logs/SupportLog?format=xlsx").statusCode());
    assertEquals(400, browser.get("/api/v1/logs/SupportLog?limit=0").statusCode());
    assertEquals(400, browser.get("/api/v1/logs/SupportLog?from=yesterday").statusCode());
    assertEquals(404, browser.get("/api/v1/logs/Nothing").statusCode());
    assertEquals(404, browser.get("/logs?log=Nothing").statusCode());
  }

  @Test
  void theConsoleShowsAnswerAndMeaningOfItsErrorInTheViewersLanguage() {
    String command = "%3CError%20_%3D%22-10012%22%2F%3E";
    HttpResponse<String> answer =
        browser.form("/console", "text=" + command, "Cookie", "language=de");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("-10012"), answer.body());
    assertTrue(answer.body().contains("Der Wert liegt außerhalb des Bereichs"), answer.body());
    assertEquals(422, browser.form("/console", "text=", "Cookie", "language=de").statusCode());
  }

  @Test
  void anAnswerIsLaidOutOneElementALine() {
    assertEquals(
        """
        <Get>
          <Lan>
            <PAC1 _="1"/>
          </Lan>
        </Get>\
        """,
        TixmlPages.laidOut(Form.TEXT, "<Get><Lan><PAC1 _=\"1\"/></Lan></Get>"));
    assertEquals("{\n  \"Get\" : 1\n}", TixmlPages.laidOut(Form.JSON, "{\"Get\":1}"));
  }

  @Test
  void everyPageOfTheNavigationHasItsHelp() {
    for (View.Place place : Viewer.PLACES) {
      assertTrue(Help.knows(place.key()), place.key() + ": want it in Help.OF");
      String page = browser.get(place.path()).body();
      Matcher help = Pattern.compile("href=\"/help#([a-z]+)\"").matcher(page);
      assertTrue(help.find(), place.path());
      assertTrue(Help.SECTIONS.contains(help.group(1)), help.group(1));
    }
  }

  /** Rule S-23: what a page shows of a defect is found in the log. */
  @Test
  void thePageOfADefectLeadsToItsIdInTheLogs() {
    fake.failure = new IllegalStateException("for a test");
    HttpResponse<String> answer = browser.get("/", "Accept", "text/html");
    assertEquals(500, answer.statusCode());
    Matcher link = Pattern.compile("href=\"(/logs\\?q=[0-9a-f]{8})\"").matcher(answer.body());
    assertTrue(link.find(), answer.body());
    fake.failure = null;
    assertEquals(200, browser.get(link.group(1)).statusCode());
    assertTrue(link.group(1).endsWith(fake.traces.asked.getFirst().text()), link.group(1));
  }

  @Test
  void theManualSpeaksTheViewersLanguage() {
    assertTrue(
        browser.get("/help", "Cookie", "language=de").body().contains("RS-485 verdrahten</h2>"));
    assertTrue(browser.get("/help", "Cookie", "language=en").body().contains("Wiring RS-485</h2>"));
  }
}
