package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of devices without a browser. */
class DevicePagesTest extends Served {
  private static final String SCHEMA =
      """
      {"$defs": {"modbus-tcp": {"type": "object", "required": ["name", "host"], "properties": {
        "name": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$"},
        "host": {"type": "string"},
        "type": {"const": "modbus-tcp"},
        "devices": {"type": "array", "items": {"type": "object",
          "required": ["name", "unitId", "meter"], "properties": {
            "name": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$"},
            "unitId": {"type": "integer", "minimum": 0, "maximum": 255},
            "meter": {"type": "string"}}}}}}}}
      """;
  private static final String CONFIG =
      """
      {"gateway": {}, "buses": [{"name": "Lan", "type": "modbus-tcp", "host": "h",
        "devices": [{"name": "M1", "unitId": 1, "meter": "acme-one"}]}], "connectors": []}
      """;

  @BeforeEach
  void prepare() {
    fake.schema = SCHEMA;
    fake.config = new Stored(CONFIG, "v1");
  }

  @Test
  void aBusThatDoesNotRunIsListedAllTheSameAndStaysEditable() {
    String page = browser.get("/devices").body();
    assertTrue(page.contains("not running; see the alarms"), page);
    assertTrue(page.contains("/devices/edit?bus=Lan&amp;device=M1"), page);
    assertEquals(200, browser.get("/devices/edit?bus=Lan&device=M1").statusCode());
    assertEquals(200, browser.get("/buses/edit?bus=Lan").statusCode());
  }

  @Test
  void aDeviceIsAddedAtTheEndOfItsBusOnTheVersionThatTheFormShowed() {
    HttpResponse<String> answer =
        browser.form("/devices/add?bus=Lan", "version=v1&%2Fname=M2&%2FunitId=2&%2Fmeter=acme-one");
    assertEquals(303, answer.statusCode(), answer.body());
    assertTrue(fake.config.json().contains("\"M1\""), fake.config.json());
    assertTrue(
        fake.config
            .json()
            .replaceAll("\\s", "")
            .contains("{\"name\":\"M2\",\"unitId\":2,\"meter\":\"acme-one\"}"),
        fake.config.json());
  }

  /** Complaint C8: no other page's button makes final what is tried out. */
  @Test
  void whatIsSavedWhileSomethingIsTriedOutIsPartOfTheTrial() {
    String[] json = {"Content-Type", "application/json"};
    browser.put("/api/v1/config?confirm=120", CONFIG, json);
    HttpResponse<String> answer =
        browser.form("/devices/add?bus=Lan", "version=v2&%2Fname=M2&%2FunitId=2&%2Fmeter=acme-one");
    assertEquals(303, answer.statusCode(), answer.body());
    assertEquals(200, browser.get("/api/v1/config/trial").statusCode());
    browser.send(browser.request("/api/v1/config/trial").DELETE());
    assertEquals(CONFIG, fake.config.json());
  }

  /** Only what is there and can be spoilt is offered to be tried out. */
  @Test
  void aBusThatIsThereCanBeTriedOutAndANewOneIsJustSaved() {
    assertTrue(browser.get("/buses/edit?bus=Lan").body().contains("name=\"try\""));
    assertFalse(browser.get("/buses/add?type=modbus-tcp").body().contains("name=\"try\""));
    HttpResponse<String> answer =
        browser.form("/buses/edit?bus=Lan", "version=v1&%2Fname=Lan&%2Fhost=i&try=yes");
    assertEquals(303, answer.statusCode(), answer.body());
    assertEquals(200, browser.get("/api/v1/config/trial").statusCode());
  }

  @Test
  void aFormThatIsOutdatedIsShownAgainWithWhatWasTyped() {
    HttpResponse<String> answer =
        browser.form("/devices/add?bus=Lan", "version=v0&%2Fname=M2&%2FunitId=2&%2Fmeter=acme-one");
    assertEquals(409, answer.statusCode());
    assertTrue(answer.body().contains("value=\"M2\""), answer.body());
    assertTrue(answer.body().contains("name=\"version\" value=\"v1\""), answer.body());
  }

  @Test
  void aFaultOfTheDoorStandsBesideItsField() {
    fake.nextOutcome =
        new Outcome.Refused(List.of(new Fault("/buses/0/devices/1/name", "got M2 again")));
    HttpResponse<String> answer =
        browser.form("/devices/add?bus=Lan", "version=v1&%2Fname=M2&%2FunitId=2&%2Fmeter=acme-one");
    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("id=\"f-name-problem\""), answer.body());
    assertTrue(answer.body().contains("href=\"#f-name\""), answer.body());
  }

  @Test
  void aFaultOfTheDoorIsToldInTheLanguageOfThePage() {
    fake.nextOutcome =
        new Outcome.Refused(
            List.of(
                new Fault(
                    "/buses/0/devices/1/name",
                    "got M2 again, want a name of its own",
                    new Fault.Said("again", List.of("M2")))));
    HttpResponse<String> answer =
        browser.form(
            "/devices/add?bus=Lan",
            "version=v1&%2Fname=M2&%2FunitId=2&%2Fmeter=acme-one",
            "Accept-Language",
            "de");
    assertTrue(answer.body().contains("M2 gibt es schon"), answer.body());
    HttpResponse<String> forPrograms =
        browser.put("/api/v1/config", "{}", "Content-Type", "application/json");
    assertTrue(
        forPrograms
            .body()
            .contains(
                "{\"path\":\"/buses/0/devices/1/name\","
                    + "\"message\":\"got M2 again, want a name of its own\"}"),
        forPrograms.body());
  }

  @Test
  void aTestSavesNothingAndShowsTheBytes() {
    HttpResponse<String> answer =
        browser.form("/devices/add?bus=Lan", "version=v1&%2FunitId=9&%2Fmeter=acme-one&test=yes");
    assertEquals(200, answer.statusCode());
    assertEquals("Lan 9 acme-one", fake.tested);
    assertTrue(answer.body().contains("01 04 00 00 00 02"), answer.body());
    assertEquals("v1", fake.config.version());
  }

  @Test
  void aDeviceIsRemovedByItsName() {
    assertEquals(303, browser.form("/devices/remove?bus=Lan&device=M1", "version=v1").statusCode());
    assertFalse(fake.config.json().contains("M1"), fake.config.json());
  }

  @Test
  void whatIsGoneIsSaidToBeGone() {
    assertEquals(404, browser.get("/devices/edit?bus=Lan&device=M7").statusCode());
    assertEquals(404, browser.get("/buses/add?type=../../x").statusCode());
    assertEquals(400, browser.get("/devices/edit").statusCode());
  }

  @Test
  void theTestIsThereForPrograms() {
    HttpResponse<String> answer =
        browser.post(
            "/api/v1/devices/test",
            "{\"bus\": \"Lan\", \"unitId\": 1, \"meter\": \"acme-one\"}",
            "Content-Type",
            "application/json");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("\"name\":\"voltageL1\",\"value\":230.2"), answer.body());
  }
}
