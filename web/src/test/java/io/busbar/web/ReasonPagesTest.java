package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.BacklogView;
import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ClockView;
import io.busbar.web.Console.ConfigDocument.Stored;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.DeviceView;
import io.busbar.web.Console.DevicesView;
import io.busbar.web.Console.ValueView;
import io.busbar.web.Journeys.JourneyView;
import io.busbar.web.Reports.BusReport;
import io.busbar.web.Reports.CloudReport;
import io.busbar.web.Reports.DeviceReport;
import io.busbar.web.Reports.ReportView;
import io.busbar.web.Reports.TestReport;
import io.busbar.web.Reports.Warning;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dead meter, a lost cloud and a clock that nobody set, on the pages of an electrician. */
class ReasonPagesTest {
  private static final String PATH = "/Process/Lan/M1/power";
  private static final String SILENT =
      "Lan: no answer from M1 (unit 1, input 0x0034, 2 registers) within 1s. Check the unit id;"
          + " behind a gateway also the wiring and baud rate of the device";
  private static final String STILL =
      "Lan: keine Antwort von M1 (Unit 1, input 0x0034, 2 Register) innerhalb von 1s. Unit-Id"
          + " prüfen; hinter einem Gateway auch Verdrahtung und Baudrate des Geräts";
  private static final String REFUSED =
      "ssl://b:8883 as c: connection refused; nothing listens on port 8883: check the port, and"
          + " whether the broker runs";
  private static final String CLOSED =
      "ssl://b:8883 als c: Verbindung abgelehnt; an Port 8883 hört niemand: Port prüfen und ob der"
          + " Broker läuft";
  private static final String FULL =
      "the disk of outbox.db is full: the outbox grows no more, and gives up what has no room."
          + " Delete what is not needed there";
  private static final String CLOCK =
      "cannot write clock.json: No space left on device; is the disk full or read-only?";

  /** Words of the sentences above, none of which any German page needs. */
  private static final List<String> ENGLISH =
      List.of(
          "no answer",
          "within 1s",
          "2 registers",
          "Check",
          "behind a gateway",
          "connection refused",
          "nothing listens",
          "whether the broker",
          "the disk of",
          "Delete what",
          "cannot write",
          "No space",
          "is the disk",
          "not read yet");

  private final FakeConsole fake = new FakeConsole();
  private WebServer server;
  private Browser browser;

  @BeforeEach
  void start() throws WebServerException {
    fake.schema =
        """
        {"$defs": {"gateway": {"type": "object", "properties": {
          "name": {"type": "string"}, "place": {"type": ["string", "null"]}}}}}
        """;
    fake.config =
        new Stored(
            """
            {"gateway": {}, "buses": [{"name": "Lan", "type": "modbus-tcp", "host": "h",
              "devices": [{"name": "M1", "unitId": 1, "meter": "acme-one"}]}],
             "connectors": [{"name": "Cloud", "type": "scorp-io", "broker": {"url": "ssl://b"},
              "sections": []}]}
            """,
            "v1");
    fake.buses = List.of(new BusView("Lan", "modbus-tcp", "down", SILENT, 1, 2, null));
    fake.devices =
        new DevicesView(
            List.of(new DeviceView("Lan", "M1", "acme-one", "down", SILENT)), List.of());
    fake.set(value(PATH, "BAD", SILENT));
    fake.set(value("/Process/Lan/M1/energy", "BAD", "not read yet"));
    fake.connectors =
        List.of(
            new ConnectorView(
                "Cloud",
                "scorp-io",
                "ssl://b",
                "waiting",
                REFUSED,
                null,
                new BacklogView(9, 5, 1, 10, null, 1, 0, null, null, 0, null)));
    fake.alarms = List.of(FULL, FULL + "; " + CLOCK);
    fake.clock = new ClockView(false, "unknown", CLOCK);
    fake.traces.journeys = List.of(journey());
    fake.report = report();
    server = WebServer.start(HttpAddress.parse("0"));
    server.attach(fake.console());
    browser = new Browser(server.port());
  }

  @AfterEach
  void stop() {
    browser.close();
    server.close();
  }

  private static ValueView value(String path, String quality, String reason) {
    return new ValueView(
        path, null, "W", quality, null, true, null, reason, "unit 1", "real", false);
  }

  /** A reading that failed before there were bytes. */
  private static JourneyView journey() {
    return new JourneyView(
        1,
        PATH,
        "unit 1",
        null,
        null,
        "W",
        "BAD",
        FakeConsole.NOW,
        true,
        SILENT,
        FakeConsole.NOW,
        List.of());
  }

  private ReportView report() {
    ReportView usual = fake.report;
    return new ReportView(
        usual.made(),
        usual.identity(),
        fake.clock,
        List.of(
            new BusReport(
                "Lan",
                "modbus-tcp",
                false,
                "down",
                SILENT,
                List.of(new DeviceReport("M1", "acme-one", "down", SILENT, null)))),
        List.of(
            new CloudReport(
                "Cloud",
                "scorp-io",
                "ssl://b",
                "waiting",
                REFUSED,
                null,
                9,
                new TestReport(FakeConsole.NOW, false, REFUSED))),
        usual.users(),
        usual.certificates(),
        List.of(
            new Warning("alarm", "", FULL),
            new Warning("bus", "Lan", SILENT),
            new Warning("cloud", "Cloud", REFUSED)));
  }

  @ParameterizedTest
  @CsvSource({
    "/, 'Lan: keine Antwort von M1', an Port 8883 hört niemand",
    "/, Dort löschen, lässt sich nicht schreiben: kein Platz mehr",
    "/parts/state, 'Lan: keine Antwort von M1', an Port 8883 hört niemand",
    "/devices, 'Lan: keine Antwort von M1', hinter einem Gateway auch Verdrahtung",
    "/parts/devices, 'Lan: keine Antwort von M1', hinter einem Gateway auch Verdrahtung",
    "/values, 'Lan: keine Antwort von M1', noch nicht gelesen",
    "/parts/values, 'Lan: keine Antwort von M1', noch nicht gelesen",
    "/cloud, an Port 8883 hört niemand, Port prüfen",
    "/cloud/Cloud, an Port 8883 hört niemand, Port prüfen",
    "/journeys?path=/Process/Lan/M1/power, 'Lan: keine Antwort von M1', prüfen",
    "/report, 'Lan: keine Antwort von M1', an Port 8883 hört niemand",
    "/system, lässt sich nicht schreiben, schreibgeschützt",
    "/start/site, lässt sich nicht schreiben, schreibgeschützt",
    "/start/buses, 'Lan: keine Antwort von M1', prüfen",
    "/start/cloud, an Port 8883 hört niemand, Port prüfen"
  })
  void whatIsWrongIsToldInGermanOnAGermanPage(String page, String one, String other) {
    String html = text(browser.get(page, "Accept-Language", "de").body());
    assertTrue(html.contains(one), page + ": " + html);
    assertTrue(html.contains(other), page + ": " + html);
    for (String english : ENGLISH) {
      assertFalse(html.contains(english), page + " says " + english + ": " + html);
    }
  }

  @Test
  void whatIsWrongIsToldAsItIsOnAnEnglishPageAndToPrograms() {
    for (String page : List.of("/", "/devices", "/values", "/api/v1/devices", "/api/v1/values")) {
      assertTrue(text(browser.get(page).body()).contains(SILENT), page);
    }
    String forPrograms = browser.get("/api/v1/values", "Accept-Language", "de").body();
    assertTrue(forPrograms.contains(SILENT), "a browser's language is no program's");
    assertTrue(browser.get("/api/v1/connectors", "Accept-Language", "de").body().contains(REFUSED));
  }

  @Test
  void whoeverAsksForALanguageGetsReasonsInIt() {
    String german = browser.get("/api/v1/values?language=de").body();
    assertTrue(german.contains(STILL), german);
    assertTrue(browser.get("/api/v1/values" + PATH + "?language=de").body().contains(STILL));
    assertTrue(browser.get("/api/v1/values?language=en").body().contains(SILENT));
    assertEquals(400, browser.get("/api/v1/values?language=xx").statusCode());
    assertEquals(400, browser.get("/api/v1/live?language=xx").statusCode());
  }

  @Test
  void theSentenceOfAConnectionsTestIsGerman() {
    String page =
        browser
            .post(
                "/cloud/Cloud/test",
                "",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept-Language",
                "de",
                "Origin",
                "http://127.0.0.1:" + server.port())
            .body();
    assertTrue(text(page).contains(CLOSED), page);
    assertFalse(text(page).contains("connection refused"), page);
  }

  /** Enough for comparing: quotes and brackets are written in another way in a page. */
  private static String text(String html) {
    return html.replace("&#39;", "'").replace("&#34;", "\"");
  }
}
