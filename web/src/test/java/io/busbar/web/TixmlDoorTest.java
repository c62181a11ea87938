package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TixmlDoorTest extends Served {
  private static final String COMMAND = "[<Get _=\"/Process/\"/>]";

  @ParameterizedTest
  @CsvSource({
    "text/xml,TEXT,text/xml;charset=utf-8",
    "application/xml;charset=utf-8,TEXT,text/xml;charset=utf-8",
    "application/json,JSON,application/json"
  })
  void answersInTheFormOfTheRequest(String sent, String form, String answered) {
    HttpResponse<String> answer = post(COMMAND, sent);
    assertEquals(200, answer.statusCode());
    assertEquals(form + ":" + COMMAND, answer.body());
    assertEquals(answered, type(answer));
  }

  @Test
  void whatIsNoTixmlIsABadRequest() {
    assertEquals(400, post("?", "text/xml").statusCode());
    assertEquals("TEXT:?", post("?", "text/xml").body());
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ","})
  void refusesEveryContentTypeThatAFormOfAnotherSiteCanSend(@Nullable String sent) {
    var request = browser.request("/api/v1/tixml").POST(BodyPublishers.ofString(COMMAND));
    if (sent != null) {
      request.header("Content-Type", sent);
    }
    HttpResponse<String> answer = browser.send(request);
    assertEquals(415, answer.statusCode());
    assertTrue(answer.body().contains("want text/xml or application/xml or application/json"));
  }

  @Test
  void refusesARequestThatAnotherSitesPageMade() {
    var request =
        browser
            .request("/api/v1/tixml", "Content-Type", "text/xml", "Origin", "http://evil.example")
            .POST(BodyPublishers.ofString(COMMAND));
    assertEquals(403, browser.send(request).statusCode());
  }

  @Test
  void refusesMoreThanAMegabyteAndBytesThatAreNoUtf8() {
    assertEquals(413, post("x".repeat(1_000_001), "text/xml").statusCode());
    var request =
        browser
            .request("/api/v1/tixml", "Content-Type", "text/xml")
            .POST(BodyPublishers.ofByteArray(new byte[] {'<', (byte) 0xfc, '>'}));
    assertEquals(400, browser.send(request).statusCode());
  }

  @Test
  void aValueIsAPlainTextAtItsPath() {
    HttpResponse<String> answer = browser.get("/System/Properties/SerialNo");
    assertEquals("01234567", answer.body());
    assertEquals("text/plain;charset=utf-8", type(answer));
  }

  @Test
  void aBranchIsTixmlInTheFormThatIsAccepted() {
    assertEquals("TEXT:tree", browser.get("/Process").body());
    assertEquals("TEXT:tree", browser.get("/Process/").body());
    assertEquals("JSON:tree", browser.get("/Process", "Accept", "application/json").body());
    assertEquals("text/xml;charset=utf-8", type(browser.get("/Process")));
  }

  @ParameterizedTest
  @CsvSource({"/Process/Nope,404", "/Process/..%2f..%2fetc,400", "/System/a%5cb,400"})
  void whatIsNotThereOrNoPathIsRefused(String path, int status) {
    HttpResponse<String> answer = browser.get(path);
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("want"), answer.body());
  }

  private HttpResponse<String> post(String body, String type) {
    return browser.send(
        browser.request("/api/v1/tixml", "Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  private static String type(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Content-Type")
        .orElse("")
        .toLowerCase(java.util.Locale.ROOT)
        .replace(" ", "");
  }
}
