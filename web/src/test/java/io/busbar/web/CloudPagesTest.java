package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Certificates.Kept;
import io.busbar.web.Console.BacklogView;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import io.busbar.web.Console.ConnectorView;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of clouds, certificates, sections, events and variables without a browser. */
class CloudPagesTest extends Served {
  private static final String NAME =
      "{\"type\": \"string\", \"pattern\": \"^[A-Za-z0-9_.-]{1,64}$\"}";
  private static final String SCHEMA =
      """
      {"$defs": {"scorp-io": {"type": "object", "required": ["name", "broker"], "properties": {
        "name": %1$s, "type": {"const": "scorp-io"},
        "broker": {"type": "object", "required": ["url"], "properties": {
          "url": {"type": "string"},
          "cleanSession": {"type": ["boolean", "null"]},
          "caFile": {"type": ["string", "null"]}}},
        "sections": {"type": "array"}}},
       "mindsphere": {"type": "object", "properties": {"sections": {"type": "array", "items":
         {"type": "object", "required": ["name", "points"], "properties": {
           "name": %1$s, "send": {"type": "string", "default": "3s"},
           "points": {"type": "array", "items": {"type": "object", "required": ["name", "path"],
             "properties": {"name": {"type": "string"}, "path": {"type": "string"},
               "hysteresis": {"type": ["number", "null"]}}}}}}}}},
       "event": {"type": "object", "required": ["name", "when"], "properties": {
         "name": %1$s, "when": {"type": "string"}}},
       "variable": {"type": "object", "required": ["name", "type"], "properties": {
         "name": %1$s, "type": {"type": "string"}, "value": {}}}}}
      """
          .formatted(NAME);
  private static final String CONFIG =
      """
      {"gateway": {}, "buses": [], "connectors": [{"name": "Cloud", "type": "scorp-io",
        "broker": {"url": "ssl://b", "cleanSession": false},
        "sections": [{"name": "Realtime1", "send": "2s", "points": [
          {"name": "p", "path": "/Process/Lan/M1/power"}]}]}]}
      """;

  @BeforeEach
  void prepare() {
    fake.schema = SCHEMA;
    fake.config = new Stored(CONFIG, "v1");
    fake.set(FakeConsole.good("/Process/Lan/M1/power", 12.5, "W"));
    fake.set(FakeConsole.good("/Process/Lan/M2/power", 7.5, "W"));
  }

  @Test
  void theBacklogIsShownWithItsShareOfTheDiskAndWhatWasLostOnlyIfEver() {
    fake.connectors =
        List.of(
            connector(
                new BacklogView(9, 5, 2_500_000, 10_000_000, null, 1, 0, null, null, 0, null)));
    String page = browser.get("/cloud").body();
    assertTrue(page.contains("2.5 MB of 10 MB (25 %)"), page);
    assertFalse(page.contains("lost-data"), page);
    fake.connectors =
        List.of(
            connector(
                new BacklogView(
                    9, 5, 1, 10, null, 1, 7, FakeConsole.NOW, FakeConsole.NOW, 0, null)));
    assertTrue(browser.get("/cloud").body().contains("lost-data"));
  }

  private static ConnectorView connector(BacklogView backlog) {
    return new ConnectorView("Cloud", "scorp-io", "ssl://b", "connected", null, null, backlog);
  }

  @Test
  void aConnectionThatDoesNotRunIsListedAndStaysEditable() {
    assertTrue(browser.get("/cloud").body().contains("not running; see the alarms"));
    assertEquals(200, browser.get("/cloud/Cloud").statusCode());
    assertEquals(200, browser.get("/cloud/Cloud/edit").statusCode());
    assertEquals(404, browser.get("/cloud/Nobody").statusCode());
    assertEquals(404, browser.get("/connectors/add?type=../x").statusCode());
  }

  @Test
  void aTestSaysTheStageTheNumberAndWhatToDo() {
    String answer =
        browser
            .form("/connectors/add?type=scorp-io", "%2Fname=New&%2Fbroker%2Furl=ssl://x&test=yes")
            .body();
    assertTrue(answer.contains("Failed at stage 3 of 8: Encryption (TLS)"), answer);
    assertTrue(answer.contains("Error 303"), answer);
    assertTrue(answer.contains("upload the right authority"), answer);
    assertTrue(answer.contains("value=\"New\""), "nothing is lost: " + answer);
    assertTrue(fake.clouds.tried.getFirst().startsWith("null {"), fake.clouds.tried::toString);
    assertEquals("v1", fake.config.version(), "nothing is saved");
  }

  @Test
  void whatIsUploadedWithAConnectionIsKeptUnderItsNameAndChosen() {
    HttpResponse<String> answer =
        browser.form(
            "/connectors/add?type=scorp-io",
            "version=v1&%2Fname=plant&%2Fbroker%2Furl=ssl://x&paste.authorities="
                + encoded("-----BEGIN CERTIFICATE-----"));
    assertEquals(303, answer.statusCode(), answer.body());
    assertEquals(
        "-----BEGIN CERTIFICATE-----",
        Objects.requireNonNull(fake.clouds.kept.get("plant")).authorities());
    assertTrue(fake.config.json().contains("plant-ca.pem"), fake.config.json());
  }

  @Test
  void aCertificateThatIsNoneIsRefusedBesideItsFieldAndNeverShownAgain() {
    fake.clouds.nextKept = new Kept.Refused(List.of(new Fault("/authorities", "holds none")));
    HttpResponse<String> answer =
        browser.form(
            "/cloud/Cloud/edit",
            "version=v1&%2Fname=Cloud&%2Fbroker%2Furl=ssl://x&paste.authorities=s3cr3t");
    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("id=\"f-broker-caFile-problem\""), answer.body());
    assertFalse(answer.body().contains("s3cr3t"), answer.body());
  }

  @Test
  void aFileIsTakenLikeWhatIsPasted() {
    String body =
        """
        --x\r
        Content-Disposition: form-data; name="name"\r
        \r
        plant\r
        --x\r
        Content-Disposition: form-data; name="file.key"; filename="k.pem"\r
        \r
        -----BEGIN PRIVATE KEY-----\r
        --x--\r
        """;
    HttpResponse<String> answer =
        browser.submit("/certificates", "multipart/form-data; boundary=x", body);
    assertEquals(303, answer.statusCode(), answer.body());
    assertEquals(
        "-----BEGIN PRIVATE KEY-----", Objects.requireNonNull(fake.clouds.kept.get("plant")).key());
  }

  @Test
  void whatIsLeftToThePlatformStaysLeftToIt() {
    browser.form("/cloud/Cloud/edit", "version=v1&%2Fname=Cloud&%2Fbroker%2Furl=ssl://x");
    assertFalse(fake.config.json().contains("cleanSession"), fake.config.json());
    assertTrue(fake.config.json().contains("Realtime1"), "its sections stay as they are");
  }

  @Test
  void tickedVariablesBecomePointsWithNamesOfTheirOwn() {
    HttpResponse<String> answer =
        browser.form(
            "/cloud/Cloud/section",
            "version=v1&%2Fname=Realtime2&mode=on-change&cycle=&pick=/Process/Lan/M1/power"
                + "&pick=/Process/Lan/M2/power");
    assertEquals(303, answer.statusCode(), answer.body());
    String json = fake.config.json().replaceAll("\\s", "");
    assertTrue(json.contains("\"name\":\"Realtime2\",\"send\":\"on-change\""), json);
    assertTrue(json.contains("{\"name\":\"power\",\"path\":\"/Process/Lan/M1/power\"}"), json);
    assertTrue(json.contains("{\"name\":\"M2_power\",\"path\":\"/Process/Lan/M2/power\"}"), json);
  }

  @Test
  void enterInTheSearchSearchesAndKeepsWhatIsTicked() {
    String answer =
        browser
            .form(
                "/cloud/Cloud/section",
                "version=v1&%2Fname=Realtime2&mode=cyclic&cycle=5s&pick=/Process/Lan/M1/power"
                    + "&enter=yes&q=M2&searched=")
            .body();
    assertEquals("v1", fake.config.version(), "nothing is saved");
    assertTrue(answer.contains("value=\"/Process/Lan/M1/power\""), answer);
    assertTrue(answer.contains("/Process/Lan/M2"), answer);
  }

  @Test
  void aFaultOfTheDoorStandsBesideThePointThatIsToBlame() {
    fake.nextOutcome =
        new Outcome.Refused(
            List.of(
                new Fault("/connectors/0/sections/0/points/0/hysteresis", "got -1, want 0 or more"),
                new Fault("/connectors/0/sections/0/send", "got 1ms, want 1s")));
    HttpResponse<String> answer =
        browser.form(
            "/cloud/Cloud/section?section=Realtime1",
            "version=v1&%2Fname=Realtime1&mode=cyclic&cycle=1ms&%2Fpoints%2F%23=0"
                + "&%2Fpoints%2F0%2Fname=p&%2Fpoints%2F0%2Fpath=/Process/Lan/M1/power"
                + "&%2Fpoints%2F0%2Fhysteresis=-1");
    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("id=\"f-points-0-hysteresis-problem\""), answer.body());
    assertTrue(answer.body().contains("id=\"f-send-problem\""), answer.body());
    assertTrue(answer.body().contains("value=\"1ms\""), answer.body());
  }

  @Test
  void thePreviewTakesWhatIsTypedWithADecimalComma() {
    String answer =
        browser
            .form(
                "/cloud/Cloud/section?section=Realtime1",
                "version=v1&mode=cyclic&cycle=5s&%2Fpoints%2F%23=3&hours=6&preview=3"
                    + "&%2Fpoints%2F3%2Fname=p&%2Fpoints%2F3%2Fpath=/Process/Lan/M1/power"
                    + "&%2Fpoints%2F3%2Fhysteresis=2,5")
            .body();
    assertEquals(2.5, fake.clouds.rehearsed.getFirst().hysteresis());
    assertEquals("5s", fake.clouds.rehearsed.getFirst().send());
    assertTrue(answer.contains("25 of 100 values would have been sent"), answer);
    assertTrue(answer.contains("class=\"dots\" d=\"M"), answer);
    assertEquals("v1", fake.config.version());
  }

  @Test
  void messagesAreShownEscaped() {
    String page = browser.get("/cloud/Cloud/message").body();
    assertTrue(page.contains("t/model") && page.contains("&lt;b&gt;"), page);
  }

  @Test
  void eventsAndVariablesAreAddedAndRemoved() {
    assertEquals(
        303, browser.form("/events/add", "version=v1&%2Fname=E1&%2Fwhen=change").statusCode());
    assertTrue(browser.get("/events").body().contains("/events/edit?name=E1"));
    assertEquals(303, browser.form("/events/remove?name=E1", "version=v2").statusCode());
    assertFalse(browser.get("/events").body().contains("E1"));
    HttpResponse<String> answer =
        browser.form("/variables/add", "version=v2&%2Fname=V1&%2Ftype=real&%2Fvalue=21,5");
    assertEquals(303, answer.statusCode(), answer.body());
    assertTrue(fake.config.json().replaceAll("\\s", "").contains("\"value\":21.5"));
    assertEquals(404, browser.get("/variables/edit?name=Nobody").statusCode());
  }

  @Test
  void programsReachTheSame() {
    assertEquals(
        "{\"authorities\":null,\"certificate\":\"p-cert.pem\",\"key\":\"p-key.pem\"}",
        json("PUT", "/api/v1/certificates/p", "{\"certificate\": \"c\", \"key\": \"k\"}").body());
    assertEquals(204, json("DELETE", "/api/v1/certificates/plant-ca.pem", "").statusCode());
    assertEquals(409, json("DELETE", "/api/v1/certificates/used-ca.pem", "").statusCode());
    assertEquals(404, json("DELETE", "/api/v1/certificates/other.pem", "").statusCode());
    String refused =
        json("POST", "/api/v1/connectors/test", "{\"connector\": {\"name\": \"x\"}}").body();
    assertTrue(refused.contains("\"path\":\"/broker/url\""), refused);
    String preview =
        json(
                "POST",
                "/api/v1/sections/preview",
                "{\"path\": \"/Process/Lan/M1/power\", \"hysteresisPercent\": 5}")
            .body();
    assertTrue(preview.contains("\"sent\":25,\"saved\":0.75"), preview);
    assertEquals(
        404,
        json("POST", "/api/v1/sections/preview", "{\"path\": \"/Process/PV/x\"}").statusCode());
    assertTrue(browser.get("/api/v1/events").body().contains("\"fired\":3"));
    assertTrue(browser.get("/api/v1/connectors/Cloud/preview").body().contains("t/model"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> json(String method, String path, String body) {
    return browser.send(
        browser
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }
}
