package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The banner of a configuration that is tried out, and its buttons. */
class TrialPagesTest extends Served {
  private static final String[] JSON = {"Content-Type", "application/json"};

  @BeforeEach
  void prepare() {
    assertEquals(200, browser.put("/api/v1/config?confirm=120", "{\"a\":1}", JSON).statusCode());
  }

  @Test
  void everyPageTellsOfItAndOnlyWhoMayChangeThingsHasTheButtons() {
    for (String page : new String[] {"/", "/values", "/devices", "/users"}) {
      String html = browser.get(page).body();
      assertTrue(html.contains("A change is being tried out."), page);
      assertTrue(html.contains("formaction=\"/trial/back\""), page);
    }
    browser.token = FakeAccess.VIEWER;
    String html = browser.get("/").body();
    assertTrue(html.contains("comes back in 120 s"), html);
    assertFalse(html.contains("/trial/keep"), html);
  }

  @Test
  void keptItStaysAndTheBannerGoes() {
    assertEquals(303, press("/trial/keep", "v2").statusCode());
    assertFalse(browser.get("/").body().contains("tried out"));
    assertEquals("{\"a\":1}", fake.config.json());
  }

  @Test
  void takenBackTheOneBeforeIsThereAtOnce() {
    HttpResponse<String> answer = press("/trial/back", "v2");
    assertEquals(303, answer.statusCode());
    assertEquals("/values", answer.headers().firstValue("Location").orElseThrow());
    assertEquals("{\"gateway\":{}}", fake.config.json());
    assertFalse(browser.get("/").body().contains("tried out"));
  }

  @Test
  void whoComesTooLateIsToldSo() {
    HttpResponse<String> answer = press("/trial/keep", "v1");
    assertEquals(409, answer.statusCode());
    assertTrue(answer.body().contains("no longer being tried out"), answer.body());
  }

  @Test
  void theApiTakesItBackToo() {
    HttpResponse<String> answer = browser.send(browser.request("/api/v1/config/trial").DELETE());
    assertEquals("{\"gateway\":{}}", answer.body());
    assertEquals(404, browser.send(browser.request("/api/v1/config/trial").DELETE()).statusCode());
  }

  private HttpResponse<String> press(String button, String version) {
    return browser.form(button, "version=" + version + "&back=%2Fvalues");
  }
}
