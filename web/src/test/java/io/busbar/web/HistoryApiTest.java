package io.busbar.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charts and exports, as a program takes them. */
class HistoryApiTest extends Served {
  private static final String HISTORY = "/api/v1/history?path=" + FakeHistory.POWER;
  private static final Instant TIME = Instant.parse("2026-11-21T05:47:24.250Z");

  @Test
  void aChartIsColumnsOfPoints() {
    String answer =
        browser
            .get(HISTORY + "&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z&points=1500")
            .body();
    assertEquals(
        """
        {"from":"2026-11-20T00:00:00Z","to":"2026-11-21T00:00:00Z","series":[\
        {"path":"/Process/Lan/PAC1/power","unit":"W","resolution":"raw","stepMs":1000,\
        "times":[1795000000000,1795000001000],"last":[4.5,null],"min":[4.0,null],\
        "max":[5.0,null],"mean":[4.6,null],"counts":[3,0],"qualities":["GOOD","BAD"]}]}\
        """,
        answer);
    assertEquals(
        List.of("/Process/Lan/PAC1/power 2026-11-20T00:00:00Z 2026-11-21T00:00:00Z 1500"),
        fake.recorded.asked);
  }

  @Test
  void withoutATimeItIsTheLastDay() {
    assertEquals(200, browser.get(HISTORY + "&to=2026-11-21T00:00:00Z").statusCode());
    assertTrue(
        fake.recorded.asked.getFirst().contains("2026-11-20T00:00:00Z 2026-11-21T00:00:00Z 600"));
    assertEquals(200, browser.get(HISTORY).statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/history | 400 | path: missing",
        "/api/v1/history?path=/Process/No | 404 | nothing was recorded of /Process/No",
        "/api/v1/history?path=a%20b | 400 | path: got a text that is no path",
        "/api/v1/history?path=/a&points=1501 | 400 | points: got 1501, want 1 to 1500",
        "/api/v1/history?path=/a&points=0 | 400 | points: got 0",
        "/api/v1/history?path=/a&from=yesterday | 400 | from: got no time",
        "/api/v1/history?path=/a&to=%2B999999999-01-01T00:00:00Z | 400 | to: got no time",
        "/api/v1/history?path=/a&from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z | 400 | want a time before",
        "/api/v1/history?path=/1&path=/2&path=/3&path=/4&path=/5&path=/6&path=/7&path=/8&path=/9 | 400 | at most 8",
        "/api/v1/export/history?format=xml | 400 | format: want csv or jsonl",
        "/api/v1/export/history?resolution=1h | 400 | resolution: want raw, 1m or 15m",
        "/api/v1/export/history?path=/Process/None | 404 | nothing was recorded",
        "/api/v1/export/backlog | 400 | connector: missing",
        "/api/v1/export/backlog?connector=No | 404 | got one that is not there",
      })
  void refusesWhatItCannotGive(String path, int status, String why) {
    HttpResponse<String> answer = browser.get(path);
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains(why), answer.body());
  }

  @Test
  void csvIsQuotedAndComputesNothing() {
    rows();
    HttpResponse<String> answer = browser.get("/api/v1/export/backlog?connector=Cloud");
    assertEquals(
        """
        point,time,value,count,quality\r
        power,2026-11-21T05:47:24.250Z,-4.5,1,GOOD\r
        "a ""b"", c",2026-11-21T05:47:24.250Z,,0,BAD\r
        '=1+1,2026-11-21T05:47:24.250Z,true,-7,GOOD\r
        '@x,2026-11-21T05:47:24.250Z,"'-two
        lines",1,GOOD\r
        """,
        answer.body());
    assertEquals("text/csv; charset=utf-8", answer.headers().firstValue("Content-Type").orElse(""));
    String name = answer.headers().firstValue("Content-Disposition").orElse("");
    assertTrue(name.matches("attachment; filename=\"busbar-backlog-\\d{8}T\\d{6}Z\\.csv\""), name);
    assertEquals(1, fake.recorded.closed.get());
  }

  @Test
  void jsonLinesAreAsTheyAre() {
    rows();
    HttpResponse<String> answer =
        browser.get("/api/v1/export/history?format=jsonl&path=/Process/Lan&resolution=15m");
    assertEquals(
        """
        {"point":"power","time":"2026-11-21T05:47:24.250Z","value":-4.5,"count":1,"quality":"GOOD"}
        {"point":"a \\"b\\", c","time":"2026-11-21T05:47:24.250Z","value":null,"count":0,"quality":"BAD"}
        {"point":"=1+1","time":"2026-11-21T05:47:24.250Z","value":true,"count":-7,"quality":"GOOD"}
        {"point":"@x","time":"2026-11-21T05:47:24.250Z","value":"-two\\nlines","count":1,"quality":"GOOD"}\
        """,
        answer.body().stripTrailing());
    assertTrue(fake.recorded.asked.getFirst().startsWith("[/Process/Lan] "));
    assertTrue(fake.recorded.asked.getFirst().endsWith(" 15m"));
  }

  @Test
  void anEmptyTableHasItsHeader() {
    assertEquals(
        "point,time,value,count,quality\r\n",
        browser.get("/api/v1/export/backlog?connector=Cloud").body());
  }

  @Test
  void whatCannotBeReadIsAnErrorAndWhatBreaksOffDoesNotLookWhole() {
    fake.recorded.broken = true;
    HttpResponse<String> answer = browser.get("/api/v1/export/backlog?connector=Cloud");
    assertEquals(503, answer.statusCode());
    assertTrue(answer.body().contains("the disk is gone"), answer.body());

    for (int page = 0; page < 200; page++) {
      rows();
    }
    assertThrows(
        IllegalStateException.class, () -> browser.get("/api/v1/export/backlog?connector=Cloud"));
    await().until(() -> fake.recorded.closed.get() == 2);
  }

  private void rows() {
    fake.recorded.pages.add(
        List.of(
            Arrays.asList("power", TIME, -4.5, 1, "GOOD"),
            Arrays.asList("a \"b\", c", TIME, null, 0, "BAD")));
    fake.recorded.pages.add(List.of());
    fake.recorded.pages.add(
        List.of(
            Arrays.asList("=1+1", TIME, true, -7L, "GOOD"),
            Arrays.asList("@x", TIME, "-two\nlines", 1, "GOOD")));
  }
}
