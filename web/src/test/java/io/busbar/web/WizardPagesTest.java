package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ClockView;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import io.busbar.web.Setup.Step;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first steps, the demo mode and the report without a browser. */
class WizardPagesTest extends Served {
  private static final String SCHEMA =
      """
      {"$defs": {
        "gateway": {"type": "object", "required": ["name"], "properties": {
          "name": {"type": "string", "minLength": 1, "maxLength": 64},
          "serialNumber": {"type": "string"},
          "place": {"type": ["string", "null"]}}},
        "mindsphere": {"type": "object", "required": ["name", "broker"], "properties": {
          "name": {"type": "string"},
          "type": {"const": "mindsphere"},
          "broker": {"type": "object", "required": ["url"], "properties": {
            "url": {"type": "string"}}},
          "sections": {"type": "array", "items": {"type": "object", "properties": {}}}}}}}
      """;

  @BeforeEach
  void prepare() {
    fake.schema = SCHEMA;
    fake.config = new Stored("{}", "v1");
    fake.steps.step = Step.SITE;
  }

  @Test
  void theWayLeadsToTheStepThatIsToBeDone() {
    for (Step step : Step.values()) {
      fake.steps.step = step;
      assertEquals("/start/" + step.word(), location(browser.get("/start")));
    }
    fake.steps.step = null;
    assertEquals("/", location(browser.get("/start")));
  }

  @Test
  void lookingAtAStepDoesNotChangeWhichIsToBeDone() {
    for (Step step : Step.values()) {
      assertEquals(200, browser.get("/start/" + step.word()).statusCode(), step.word());
    }
    assertEquals(Step.SITE, fake.steps.step);
  }

  @Test
  void nameAndPlaceAreSavedInOnePieceAndThenTheNextStepIsWrittenDown() {
    HttpResponse<String> answer =
        browser.form("/start/site", "version=v1&%2Fname=cabinet-9&%2Fplace=cellar");
    assertEquals("/start/buses", location(answer));
    assertEquals(Step.BUSES, fake.steps.step);
    String saved = fake.config.json().replaceAll("\\s", "");
    assertTrue(saved.contains("\"name\":\"cabinet-9\",\"place\":\"cellar\""), saved);
    assertTrue(saved.contains("\"buses\":[],\"connectors\":[]"), saved);
  }

  @Test
  void whatIsRefusedStaysOnItsStep() {
    fake.nextOutcome = new Outcome.Refused(List.of(new Fault("/gateway/name", "too odd")));
    HttpResponse<String> answer = browser.form("/start/site", "version=v1&%2Fname=x");
    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("too odd"), answer.body());
    assertEquals(Step.SITE, fake.steps.step);
  }

  @Test
  void everyStepIsSkippedAndGoneBackToByAForm() {
    assertEquals("/start/cloud", location(browser.form("/start/go", "step=cloud")));
    assertEquals("/start/site", location(browser.form("/start/go", "step=site")));
    assertEquals("/", location(browser.form("/start/go", "step=end")));
    assertNull(fake.steps.step);
    assertEquals(422, browser.form("/start/go", "step=elsewhere").statusCode());
  }

  @Test
  void aStepThatCannotBeWrittenDownIsSaid() {
    fake.steps.fault = "cannot write it; is the disk full?";
    HttpResponse<String> answer = browser.form("/start/go", "step=cloud");
    assertEquals(507, answer.statusCode());
    assertTrue(answer.body().contains("is the disk full?"), answer.body());
  }

  @Test
  void theTimeIsToldByTheBrowserAndNothingTypedIsLost() {
    fake.clock = new ClockView(false, "unknown", "nobody knows the time");
    HttpResponse<String> answer =
        browser.form(
            "/start/site", "version=v1&%2Fname=typed&settime=browser&instant=2026-11-21T11:00:00Z");
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(fake.clock.known());
    assertTrue(answer.body().contains("This is the time now."), answer.body());
    assertTrue(answer.body().contains("value=\"typed\""), answer.body());
  }

  @Test
  void theTimeIsTypedWhereThereIsNoScript() {
    fake.clock = new ClockView(false, "unknown", null);
    assertTrue(browser.get("/start/site").body().contains("type=\"datetime-local\""));
    String wrong = "version=v1&%2Fname=x&settime=typed&instant=&typed=soon&offset=%2B01:00";
    assertTrue(browser.form("/start/site", wrong).body().contains("Got no date and time"));
    assertFalse(fake.clock.known());
    // 10:30 at UTC+01:00 is half an hour before what the appliance counted on to.
    String early =
        "version=v1&%2Fname=x&settime=typed&instant=&typed=2026-11-21T10:30&offset=%2B01:00";
    assertTrue(browser.form("/start/site", early).body().contains("want a later one"));
    assertTrue(
        browser
            .form("/start/site", early.replace("10:30", "11:30"))
            .body()
            .contains("the time now"));
    assertTrue(fake.clock.known());
  }

  @Test
  void aFirstCloudIsSentWhatTellsMostOfTheDevices() {
    fake.config =
        new Stored(
            "{\"buses\": [{\"name\": \"Lan\", \"type\": \"modbus-tcp\"},"
                + " {\"name\": \"Demo\", \"type\": \"simulated\"}]}",
            "v1");
    fake.set(FakeConsole.good("/Process/Lan/M1/activePowerTotal", 5.0, "W"));
    fake.set(FakeConsole.good("/Process/Lan/M1/voltageL1", 230.0, "V"));
    fake.set(FakeConsole.good("/Process/Demo/Meter/activePowerTotal", 5.0, "W"));
    String page = browser.get("/start/cloud").body();
    assertTrue(page.contains("It is sent 1 main value every 10 s"), page);
    assertTrue(
        page.contains("/connectors/add?type=mindsphere&amp;first=true")
            || page.contains("/connectors/add?type=mindsphere&first=true"),
        page);
    HttpResponse<String> saved =
        browser.form(
            "/connectors/add?type=mindsphere&first=true",
            "version=v1&%2Fname=Cloud&%2Fbroker%2Furl=tcp%3A%2F%2Fh%3A1883");
    assertEquals("/start/cloud", location(saved));
    String config = fake.config.json().replaceAll("\\s", "");
    assertTrue(
        config.contains(
            "\"points\":[{\"name\":\"M1_activePowerTotal\",\"path\":\"/Process/Lan/M1/activePowerTotal\"}]"),
        config);
  }

  @Test
  void theStagesOfATestAreShown() {
    String page = browser.form("/start/test", "name=Cloud").body();
    assertTrue(page.contains("TCP connection: failed"), page);
    assertTrue(page.contains("refused; check the port"), page);
    assertEquals(404, browser.form("/start/test", "name=Gone").statusCode());
  }

  @Test
  void everyPageSaysThatDevicesAreSimulatedAndEndsItWithOneButton() {
    assertTrue(browser.get("/system").body().contains("name=\"on\" value=\"true\""));
    assertFalse(browser.get("/values").body().contains("Demo mode"));
    fake.buses = List.of(new BusView("Demo", "simulated", "running", null, 3, 17, null));
    for (String page : List.of("/", "/values", "/devices", "/report", "/start/buses")) {
      String html = browser.get(page).body();
      assertTrue(html.contains("The values of Demo are made up."), page);
      assertTrue(html.contains("name=\"on\" value=\"false\""), page);
    }
    assertEquals("/values", location(browser.form("/demo", "on=false&back=%2Fvalues")));
    assertEquals(false, fake.demo);
    fake.nextOutcome = new Outcome.Refused(List.of(new Fault("/events/0/path", "is used")));
    HttpResponse<String> refused = browser.form("/demo", "on=false&back=%2F");
    assertEquals(409, refused.statusCode());
    assertTrue(refused.body().contains("/events/0/path is used"), refused.body());
  }

  @Test
  void unfinishedStepsAreToldOnEveryPageToThoseWhoCanDoThem() {
    String told = "Commissioning is not finished";
    assertTrue(browser.get("/values").body().contains(told));
    assertFalse(browser.get("/start/buses").body().contains(told));
    browser.token = FakeAccess.VIEWER;
    assertFalse(browser.get("/values").body().contains(told));
    assertEquals("/", location(browser.get("/start")));
  }

  @Test
  void theReportIsAPageAndAFile() {
    String page = browser.get("/report").body();
    assertTrue(page.contains("cabinet-7"), page);
    assertTrue(page.contains("Nothing is open."), page);
    HttpResponse<String> file = browser.get("/api/v1/report");
    assertTrue(file.headers().firstValue("Content-Disposition").orElse("").contains("attachment"));
    assertTrue(file.body().contains("\"identity\":{\"name\":\"cabinet-7\""), file.body());
  }

  @Test
  void aBackupIsRestoredFromAFormWithAFileAndSaysWhatIsMissing() {
    HttpResponse<String> answer = browser.upload("/start/backup", "content", "three words here");
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("This device is cabinet-7 now"), answer.body());
    assertTrue(answer.body().contains("password of CloudConn"), answer.body());
    assertEquals(Step.SUMMARY, fake.steps.step);
  }

  @Test
  void aBackupThatCannotBeUsedLeavesTheStepAsItIs() {
    fake.nextRestored = new Console.Backups.Restored.Unusable("it is no backup");
    HttpResponse<String> answer = browser.upload("/start/backup", "content", "");
    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("it is no backup"), answer.body());
    assertEquals(Step.SITE, fake.steps.step);
  }

  @Test
  void aFileThatIsTooLargeForABackupIsRefusedWithoutADefect() {
    HttpResponse<String> answer = browser.upload("/start/backup", "0".repeat(10_500_000), "");
    assertEquals(413, answer.statusCode(), answer.body());
    assertEquals(List.of(), fake.restored);
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("no way: " + answer.statusCode());
  }
}
