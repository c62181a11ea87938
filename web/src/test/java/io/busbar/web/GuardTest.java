package io.busbar.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any route is looked at, and what every answer carries. */
class GuardTest extends Served {
  private static final String JSON = "application/json";

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:80", "localhost.evil.example", "10.0.0.1"})
  void doesNotAnswerToAForeignHostName(String host) throws Exception {
    String answer =
        browser.raw(
            "GET /api/v1/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
    assertCarriesTheHeaders(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:9000",
        "127.0.0.1:8080",
        "[::1]:8080",
        "cabinet-7",
        "Cabinet-7.local:80"
      })
  void answersToItsOwnNamesThroughATunnelOfAnyPort(String host) throws Exception {
    String answer =
        browser.raw(
            "GET /api/v1/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
  }

  @Test
  void refusesWhatAnotherSitesPageSends() {
    assertEquals(403, putConfig("{}", "Origin", "http://evil.example").statusCode());
    assertEquals(403, putConfig("{}", "Origin", "null").statusCode());
    assertEquals(403, putConfig("{}", "Sec-Fetch-Site", "cross-site").statusCode());
    assertEquals(403, putConfig("{}", "Sec-Fetch-Site", "same-site").statusCode());
    assertEquals(403, browser.get("/api/v1/live", "Sec-Fetch-Site", "cross-site").statusCode());
    String own = browser.own();
    assertEquals(200, putConfig("{}", "Origin", own, "Sec-Fetch-Site", "same-origin").statusCode());
  }

  @Test
  void takesJsonOnly() {
    assertEquals(415, browser.put("/api/v1/config", "{}").statusCode());
    assertEquals(
        415, browser.put("/api/v1/config", "{}", "Content-Type", "text/plain").statusCode());
    assertEquals(
        200,
        browser
            .put("/api/v1/config", "{}", "Content-Type", "Application/JSON; charset=utf-8")
            .statusCode());
  }

  @Test
  void refusesABodyOfMoreThanAMegabyteWithAndWithoutItsLength() {
    byte[] large = new byte[1_000_001];
    assertEquals(413, putBytes(BodyPublishers.ofByteArray(large)));
    assertEquals(
        413, putBytes(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
    assertEquals(200, putBytes(BodyPublishers.ofByteArray(new byte[1_000_000])));
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() throws Exception {
    fake.failure = new IllegalStateException("boom");
    for (String target :
        List.of(
            "GET /",
            "GET /api/v1/status",
            "GET /api/v1/values",
            "GET /metrics",
            "GET /nothing",
            "GET /assets/0/app.css",
            "GET /api/v1/values?path=%zz",
            "GET /%2e%2e/x",
            "GET /a;b=c",
            "DELETE /api/v1/config",
            "TRACE /",
            "OPTIONS *",
            "BREW /",
            "GET /\u00ff",
            "GET /" + "x".repeat(3000),
            "GET /" + "x".repeat(20_000))) {
      String answer =
          browser.raw(
              target
                  + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                  + FakeAccess.ADMIN
                  + "\r\nConnection: close\r\n\r\n");
      assertCarriesTheHeaders(answer);
      assertFalse(answer.contains("\tat ") || answer.contains("Exception"), answer);
    }
    assertCarriesTheHeaders(browser.raw("rubbish\r\n\r\n"));
    assertCarriesTheHeaders(browser.raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
  }

  @Test
  void bearsSixtyFourConnectionsAndServesTheNextWhenOneGoes() throws Exception {
    try (WebServer small = WebServer.start(HttpAddress.parse("0"))) {
      small.attach(fake.console());
      List<Socket> idle = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        idle.add(connect(small.port()));
      }
      try (Socket next = connect(small.port())) {
        next.getOutputStream()
            .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        next.setSoTimeout(300);
        assertThrows(SocketTimeoutException.class, () -> next.getInputStream().read());
        idle.removeFirst().close();
        next.setSoTimeout(20_000);
        assertEquals('H', next.getInputStream().read());
      }
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(HttpAddress.parse("0").address(), port);
  }

  private static void assertCarriesTheHeaders(String answer) {
    Guard.HEADERS.forEach((name, value) ->
        assertTrue(answer.contains("\r\n" + name + ": " + value + "\r\n"), name + "\n" + answer));
  }

  private int putBytes(BodyPublisher body) {
    return browser
        .send(browser.request("/api/v1/config", "Content-Type", JSON).PUT(body))
        .statusCode();
  }

  private HttpResponse<String> putConfig(String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", JSON));
    all.addAll(List.of(headers));
    return browser.put("/api/v1/config", body, all.toArray(String[]::new));
  }
}
