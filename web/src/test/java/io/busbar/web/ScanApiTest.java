package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ScanOrder;
import io.busbar.web.Console.Scans.Started;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searching for devices, as a program does it. */
class ScanApiTest extends Served {
  private static final String SCAN = "/api/v1/scan";

  @Test
  void startsAScanAndTellsHowItGoes() {
    assertEquals(404, browser.get(SCAN).statusCode());
    HttpResponse<String> answer = post("{\"port\": \"/dev/ttyUSB0\", \"units\": \"1-32\"}");
    assertEquals(202, answer.statusCode(), answer.body());
    assertEquals(
        List.of(
            new ScanOrder(
                "/dev/ttyUSB0",
                List.of(9600, 19_200),
                List.of("none", "even"),
                "adapter",
                null,
                502,
                "1-32")),
        fake.ordered);
    assertEquals(
        """
        {"state":"running","reason":null,"where":"/dev/ttyUSB0","asked":7,"total":64,"leftMs":4200,\
        "found":[{"place":"/dev/ttyUSB0 9600 8N1","unitId":5,"answer":"answers",\
        "says":"SIEMENS SENTRON PAC3200","sunspecModels":[],\
        "proposals":[{"meter":"siemens-pac3200","reason":"43/14 says so"}],\
        "bus":{"type":"modbus-rtu"},"device":{"unitId":5}}],"remarks":[]}\
        """,
        browser.get(SCAN).body());
  }

  @Test
  void aPortMayNeedADirection() {
    post("{\"port\": \"/dev/ttyAMA0\", \"direction\": \"rts\"}");
    assertEquals("rts", fake.ordered.getFirst().direction());
  }

  @Test
  void takesHostsToo() {
    post("{\"host\": \"192.168.1.0/24\", \"tcpPort\": 1502}");
    ScanOrder order = fake.ordered.getFirst();
    assertEquals("192.168.1.0/24", order.host());
    assertEquals(1502, order.tcpPort());
    assertEquals("1", order.units());
  }

  @Test
  void cancelsAScanAndNeedsNoBodyForIt() {
    post("{\"port\": \"/dev/ttyUSB0\"}");
    HttpResponse<String> answer = browser.send(browser.request(SCAN).DELETE());
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(fake.cancelled);
    fake.cancelled = false;
    answer = browser.send(browser.request(SCAN, "Origin", "http://evil.example").DELETE());
    assertEquals(403, answer.statusCode());
    assertFalse(fake.cancelled);
  }

  @Test
  void refusesASecondScanAndAnOrderThatCannotBeDone() {
    fake.nextStarted = new Started.Busy(FakeConsole.SCAN);
    assertEquals(409, post("{\"port\": \"/dev/ttyUSB0\"}").statusCode());
    fake.nextStarted = new Started.Refused(List.of(new Fault("/units", "got 0, want 1 to 247")));
    HttpResponse<String> answer = post("{\"port\": \"/dev/ttyUSB0\"}");
    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("\"path\":\"/units\""), answer.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | want port or host",
        "{\"port\": \"a\", \"host\": \"b\"} | want port or host",
        "{\"port\": 1} | port: got no text",
        "{\"port\": \"a\", \"tcpPort\": 502} | tcpPort: want it only with host",
        "{\"host\": \"a\", \"baud\": [9600]} | baud: want it only with port",
        "{\"host\": \"a\", \"direction\": \"rts\"} | direction: want it only with port",
        "{\"port\": \"a\", \"direction\": 1} | direction: got no text",
        "{\"port\": \"a\", \"baud\": 9600} | baud: want a list",
        "{\"port\": \"a\", \"baud\": []} | baud: want a list",
        "{\"port\": \"a\", \"baud\": [9600.5]} | got no whole number",
        "{\"port\": \"a\", \"parity\": [1]} | parity: want none, even or odd",
        "{\"port\": \"a\", \"speed\": 1} | want an object with baud, direction, host",
        "[1] | want an object with baud, direction, host",
      })
  void refusesAnOrderOfAnotherForm(String body, String why) {
    HttpResponse<String> answer = post(body);
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains(why), answer.body());
    assertTrue(fake.ordered.isEmpty());
  }

  private HttpResponse<String> post(String body) {
    return browser.post(SCAN, body, "Content-Type", "application/json");
  }
}
