package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration that goes again unless it is confirmed, as a program does it. */
class ConfigTrialTest extends Served {
  private static final String[] JSON = {"Content-Type", "application/json"};

  @Test
  void aConfigurationIsTriedOutAndConfirmed() {
    assertEquals(404, browser.get("/api/v1/config/trial").statusCode());
    assertEquals(200, browser.put("/api/v1/config?confirm=120", "{\"a\":1}", JSON).statusCode());
    assertEquals(
        "{\"version\":\"v2\",\"leftMs\":120000}", browser.get("/api/v1/config/trial").body());
    assertEquals(409, confirm("{\"version\": \"v1\"}").statusCode());
    HttpResponse<String> confirmed = confirm("{\"version\": \"v2\"}");
    assertEquals(200, confirmed.statusCode());
    assertEquals("{\"a\":1}", confirmed.body());
    assertEquals(404, browser.get("/api/v1/config/trial").statusCode());
    assertEquals(409, confirm("{\"version\": \"v2\"}").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "3601", "soon", "-1"})
  void aTrialOfNoSensibleLengthIsRefused(String seconds) {
    HttpResponse<String> answer =
        browser.put("/api/v1/config?confirm=" + seconds, "{\"a\":1}", JSON);
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("confirm"), answer.body());
    assertEquals("{\"gateway\":{}}", fake.config.json());
  }

  private HttpResponse<String> confirm(String body) {
    return browser.post("/api/v1/config/confirm", body, JSON);
  }
}
