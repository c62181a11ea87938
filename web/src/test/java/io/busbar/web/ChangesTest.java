package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.Adoption;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.DeviceView;
import io.busbar.web.Console.DevicesView;
import io.busbar.web.Console.HeardFile;
import io.busbar.web.Console.HeardView;
import io.busbar.web.Console.Values.Written;
import io.busbar.web.Console.Values.Written.Reason;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Setting and adopting, as programs and as the page's forms do it. */
class ChangesTest extends Served {
  private static final String INTERVAL = "/Process/Radio/Energy_4/interval";
  private static final String UID = "323636300039004C";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final HeardView NODE =
      new HeardView(
          "Radio",
          UID,
          List.of(new HeardFile(52, 17)),
          List.of("camexia-energy"),
          71,
          -57,
          FakeConsole.NOW,
          3);

  @BeforeEach
  void prepare() {
    fake.set(FakeConsole.settable(INTERVAL, 600L, "int"));
    fake.set(FakeConsole.settable("/Process/Radio/Energy_4/enabled", true, "bool"));
    fake.devices =
        new DevicesView(
            List.of(new DeviceView("Radio", "Modem", null, "running", null)), List.of(NODE));
  }

  @Test
  void setsAValueAndSaysWhatWasWritten() {
    HttpResponse<String> answer = put(INTERVAL, "{\"value\": 30}");
    assertEquals(200, answer.statusCode());
    assertEquals(Map.of(INTERVAL, 30L), fake.written);
    assertTrue(answer.body().contains("\"value\":30"), answer.body());
    assertTrue(browser.get("/api/v1/values" + INTERVAL).body().contains("\"writable\":true"));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "UNKNOWN, 404",
    "READ_ONLY, 405",
    "MISFIT, 422",
    "SILENT, 504",
    "FAILED, 502",
  })
  void saysWhyAValueIsNotSet(Reason reason, int status) {
    fake.nextWritten = new Written.Not(reason, "got this, want that");
    HttpResponse<String> answer = put(INTERVAL, "{\"value\": 30}");
    assertEquals(status, answer.statusCode());
    assertEquals("{\"error\":\"got this, want that\"}", answer.body());
  }

  @Test
  void saysThatAWriteGoesOn() {
    fake.nextWritten = new Written.Pending("the node sleeps");
    HttpResponse<String> answer = put(INTERVAL, "{\"value\": 30}");
    assertEquals(202, answer.statusCode());
    assertTrue(answer.body().contains("the node sleeps"), answer.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"value\": | 400",
        "{\"value\": 1} x | 400",
        "[1] | 400",
        "{} | 400",
        "{\"value\": 1, \"unit\": \"s\"} | 400",
        "{\"value\": 1, \"value\": 2} | 400",
        "{\"value\": null} | 422",
        "{\"value\": [1]} | 422",
        "{\"value\": 99999999999999999999999999} | 200",
        "{\"value\": 1e999} | 422",
      })
  void refusesWhatIsNoValue(String body, int status) {
    HttpResponse<String> answer = put(INTERVAL, body);
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(status == 200, !fake.written.isEmpty());
  }

  @Test
  void refusesAPathThatIsNone() {
    assertEquals(400, put("/Process/a%20b", "{\"value\": 1}").statusCode());
    assertEquals(400, put("/Process//b", "{\"value\": 1}").statusCode());
  }

  @Test
  void listsDevicesAndThoseThatAreHeard() {
    String body = browser.get("/api/v1/devices").body();
    assertEquals(
        """
        {"devices":[{"bus":"Radio","name":"Modem","type":null,"state":"running","reason":null}],\
        "heard":[{"bus":"Radio","uid":"323636300039004C","files":[{"file":52,"length":17}],\
        "layouts":["camexia-energy"],"linkBudget":71,"rxLevel":-57,\
        "lastSeen":"2026-11-21T10:00:00Z","messages":3}]}\
        """,
        body);
  }

  @Test
  void testsAConnectionAndTellsEachStage() throws Exception {
    HttpResponse<String> answer = post("/api/v1/connectors/Cloud/test", "{}", "application/json");
    assertEquals(200, answer.statusCode());
    assertEquals(
        "{\"accepted\":false,\"stages\":[{\"number\":2,\"stage\":\"tcp\",\"result\":\"failed\","
            + "\"sentence\":\"refused; check the port\",\"error\":201}]}",
        answer.body());
    assertEquals(404, post("/api/v1/connectors/Other/test", "{}", "application/json").statusCode());
  }

  @Test
  void adoptsADeviceInOneStep() {
    String body =
        """
        {"bus": "Radio", "name": "Energy_4", "uid": "%s", "layout": "camexia-energy"}\
        """
            .formatted(UID);
    HttpResponse<String> answer = post("/api/v1/devices", body, "application/json");
    assertEquals(201, answer.statusCode(), answer.body());
    assertEquals(List.of(new Adoption("Radio", "Energy_4", UID, "camexia-energy")), fake.adopted);
    fake.nextOutcome = new Outcome.Refused(List.of(new Fault("/buses/0/devices/0/uid", "no hex")));
    answer = post("/api/v1/devices", body, "application/json");
    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("/buses/0/devices/0/uid"), answer.body());
    fake.nextOutcome = new Outcome.NotSaved("the disk is full");
    assertEquals(507, post("/api/v1/devices", body, "application/json").statusCode());
    assertEquals(400, post("/api/v1/devices", "{\"bus\": 1}", "application/json").statusCode());
  }

  @Test
  void aFormOfThePageSetsAVariableOfItsType() {
    HttpResponse<String> answer = form("/set", "path=" + INTERVAL + "&value=30");
    assertEquals(303, answer.statusCode(), answer.body());
    form("/set", "path=/Process/Radio/Energy_4/enabled&value=false");
    assertEquals(Map.of(INTERVAL, 30L, "/Process/Radio/Energy_4/enabled", false), fake.written);
    form("/set", "path=" + INTERVAL + "&value=soon");
    assertEquals("soon", fake.written.get(INTERVAL));
    fake.nextWritten = new Written.Not(Reason.SILENT, "node 1: no answer");
    answer = form("/set", "path=" + INTERVAL + "&value=30", "Accept", "text/html");
    assertEquals(504, answer.statusCode());
    assertTrue(answer.body().contains("<p>node 1: no answer</p>"), answer.body());
    fake.nextWritten = new Written.Pending("it sleeps");
    assertEquals(202, form("/set", "path=" + INTERVAL + "&value=30").statusCode());
    assertEquals(400, form("/set", "path=" + INTERVAL).statusCode());
  }

  @Test
  void aFormOfThePageAdoptsADevice() {
    String form = "bus=Radio&uid=" + UID + "&name=+Energy_4&layout=camexia-energy";
    assertEquals(303, form("/adopt", form).statusCode());
    assertEquals(List.of(new Adoption("Radio", "Energy_4", UID, "camexia-energy")), fake.adopted);
    fake.nextOutcome = new Outcome.Refused(List.of(new Fault("/buses/0/devices/0/uid", "no hex")));
    HttpResponse<String> answer = form("/adopt", form, "Accept", "text/html");
    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("<p>no hex</p>"), answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/set", "/adopt"})
  void aFormThatDoesNotComeFromThisPageIsRefused(String path) {
    String own = browser.own();
    assertEquals(403, post(path, "a=b", FORM).statusCode());
    assertEquals(403, post(path, "a=b", FORM, "Origin", "null").statusCode());
    assertEquals(403, post(path, "a=b", FORM, "Origin", "http://evil.example").statusCode());
    assertEquals(
        403, post(path, "a=b", FORM, "Origin", own, "Sec-Fetch-Site", "cross-site").statusCode());
    assertEquals(
        403,
        post(path, "a=b", FORM, "Origin", "http://evil.example", "Sec-Fetch-Site", "same-origin")
            .statusCode());
    assertEquals(415, post(path, "{}", "application/json", "Origin", own).statusCode());
    assertEquals(415, post("/api/v1/devices", "a=b", FORM, "Origin", own).statusCode());
    assertEquals(400, post(path, "a=b", FORM, "Origin", own).statusCode());
    assertEquals(
        403,
        post(path, "a=b", FORM, "Origin", "null", "Sec-Fetch-Site", "same-origin").statusCode());
    assertTrue(fake.written.isEmpty() && fake.adopted.isEmpty());
  }

  @Test
  void thePageHasAFormForWhatCanBeSetAndForWhatIsHeard() {
    String page = browser.get("/devices").body();
    assertTrue(page.contains("action=\"/adopt\"") && page.contains(UID), page);
    assertTrue(page.contains("<optgroup label=\"other types\">"), page);
    page = browser.get("/values").body();
    assertTrue(page.contains("name=\"path\" value=\"" + INTERVAL + "\""), page);
    assertTrue(page.contains("http-equiv=\"refresh\""), page);
    assertFalse(browser.get("/values?still").body().contains("http-equiv=\"refresh\""));
    fake.devices = new DevicesView(List.of(), List.of());
    assertFalse(browser.get("/parts/heard").body().contains("form"));
  }

  private HttpResponse<String> put(String path, String body) {
    return browser.put("/api/v1/values" + path, body, "Content-Type", "application/json");
  }

  private HttpResponse<String> form(String path, String body, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Sec-Fetch-Site";
    all[1] = "same-origin";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return post(path, body, FORM, all);
  }

  private HttpResponse<String> post(String path, String body, String type, String... headers) {
    return browser.send(
        browser
            .request(path, headers)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }
}
