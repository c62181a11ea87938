package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.ValueView;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebServerTest extends Served {
  private static final String JSON = "application/json";
  private static final String HTML = "text/html";

  @BeforeEach
  void prepare() {
    fake.set(FakeConsole.good("/Process/Lan/PAC1/voltageL1", 230.24, "V"));
    fake.set(FakeConsole.good("/Process/Lan/PAC1/activeEnergyImportTotal", 12_345_678L, "Wh"));
  }

  @Test
  void tellsTheStatus() {
    fake.alarms = List.of("the clock is not set");
    String status = browser.get("/api/v1/status").body();
    assertTrue(status.contains("\"name\":\"cabinet-7\""), status);
    assertTrue(status.contains("\"time\":\"2026-11-21T10:00:00Z\""), status);
    assertTrue(status.contains("\"alarms\":[\"the clock is not set\"]"), status);
  }

  @Test
  void listsTheValuesBelowAPath() {
    String expected =
        "[{\"path\":\"/Process/Lan/PAC1/voltageL1\",\"value\":230.24,\"unit\":\"V\","
            + "\"quality\":\"GOOD\",\"time\":\"2026-11-21T10:00:00Z\",\"timeKnown\":true,\"ageMs\":350,\"reason\":null,\"source\":\"unit"
            + " 1, input 0x0034\",\"type\":\"real\",\"writable\":false}]";
    assertEquals(expected, browser.get("/api/v1/values?path=/Process/Lan/PAC1/voltageL1").body());
    assertEquals(2, count("\"path\"", browser.get("/api/v1/values").body()));
    assertEquals(2, count("\"path\"", browser.get("/api/v1/values?path=/Process/Lan/").body()));
  }

  @ParameterizedTest
  @CsvSource({
    "/Process/Nothing, 404",
    "/Process/Lan/PAC, 404",
    "Process, 400",
    "/Process/../etc/passwd%00, 400",
    "/Process//Lan, 400",
    "/Process/%3Cscript%3E, 400",
    "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a, 400",
    "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, 400"
  })
  void refusesAPathItDoesNotKnowOrThatIsNone(String path, int status) {
    for (String route : List.of("/api/v1/values?path=", "/api/v1/live?path=")) {
      HttpResponse<String> answer = browser.get(route + path);
      assertEquals(status, answer.statusCode(), route);
      assertTrue(answer.body().startsWith("{\"error\":\"path: got "), answer.body());
    }
  }

  @Test
  void thePageShowsWhatIsMeasuredBeforeWhatTheApplianceSaysOfItself() {
    fake.set(FakeConsole.good("/Process/CloudConn/ConnectionState", 1L, ""));
    fake.set(FakeConsole.settable("/Process/PV/Test", 1L, "int"));
    fake.set(FakeConsole.good("/Process/Zone/Meter/power", 1.0, "W"));
    String page = browser.get("/values").body();
    int last = -1;
    for (String group : List.of("Lan / PAC1", "Zone / Meter", "CloudConn", "PV")) {
      int place = page.indexOf("<h2>" + group + "</h2>");
      assertTrue(place > last, group + " at " + place + " after " + last);
      last = place;
    }
  }

  @Test
  void thePageShowsWhatADeviceMeasuresBeforeHowItsCommunicationGoes() {
    fake.set(FakeConsole.good("/Process/Zone/Meter/DeviceReads", 7L, ""));
    fake.set(FakeConsole.good("/Process/Zone/Meter/power", 1.0, "W"));
    String page = browser.get("/values").body();
    int power = page.indexOf("/Process/Zone/Meter/power");
    int reads = page.indexOf("/Process/Zone/Meter/DeviceReads");
    assertTrue(power > 0 && reads > power, "power at " + power + ", reads at " + reads);
  }

  @Test
  void listsTheConnectors() {
    fake.connectors =
        List.of(
            new ConnectorView(
                "Cloud",
                "fiware",
                "tcp://b:1883",
                "connected",
                null,
                FakeConsole.NOW,
                FakeConsole.nothingWaits()));
    String list = browser.get("/api/v1/connectors").body();
    assertTrue(list.contains("\"lastAcknowledged\":\"2026-11-21T10:00:00Z\""), list);
    assertTrue(list.contains("\"backlog\":{\"waiting\":0,"), list);
  }

  @Test
  void listsTheTypesOfMeter() {
    assertEquals(
        "[{\"id\":\"acme-one\",\"title\":\"Acme One, \\\"the first\\\"\",\"own\":true}]",
        browser.get("/api/v1/meters").body());
  }

  @Test
  void readsRegistersOfAnyUnit() {
    HttpResponse<String> answer =
        browser.get("/api/v1/buses/Lan/registers?unit=7&area=input&address=0x0034&count=2");
    assertEquals("Lan 7 input 52 2", fake.asked);
    assertEquals(
        "{\"request\":\"01 03 00 34 00 01\",\"answer\":\"01 03 02 43 66\",\"registers\":"
            + "[{\"address\":52,\"number\":\"40053\",\"raw\":\"4366\","
            + "\"readings\":{\"uint16\":\"17254\"}}]}",
        answer.body());
    browser.get("/api/v1/buses/Lan/registers?address=0010");
    assertEquals("Lan 1 holding 10 1", fake.asked);
  }

  @ParameterizedTest
  @CsvSource({"UNKNOWN, 404", "MISFIT, 422", "BUSY, 429", "SILENT, 504", "FAILED, 502"})
  void saysWhyRegistersCannotBeRead(Console.Registers.Page.Failure failure, int status) {
    fake.page = new Console.Registers.Page.Not(failure, "because");
    HttpResponse<String> answer = browser.get("/api/v1/buses/Lan/registers");
    assertEquals(status, answer.statusCode());
    assertEquals("{\"error\":\"because\"}", answer.body());
  }

  @Test
  void wantsNumbersToReadRegisters() {
    for (String wrong : List.of("x", "-1", "1234567", "0x12345", "")) {
      assertEquals(
          400, browser.get("/api/v1/buses/Lan/registers?address=" + wrong).statusCode(), wrong);
    }
  }

  @Test
  void givesTheMetricsAsTheyAre() {
    HttpResponse<String> answer = browser.get("/metrics");
    assertEquals("busbar_samples_total 42\n", answer.body());
    assertTrue(header(answer, "Content-Type").startsWith("text/plain; version=0.0.4"));
  }

  @Test
  void replacesTheConfigurationOnTheVersionThatItWasMadeOn() {
    assertEquals("\"v1\"", header(browser.get("/api/v1/config"), "ETag"));
    HttpResponse<String> answer = putConfig("{\"a\":1}", "If-Match", "\"v1\"");
    assertEquals(200, answer.statusCode());
    assertEquals("\"v2\"", header(answer, "ETag"));
    assertEquals("{\"a\":1}", browser.get("/api/v1/config").body());
  }

  @Test
  void replacesTheConfigurationWithoutAVersionToo() {
    assertEquals(200, putConfig("{}").statusCode());
    assertEquals(200, putConfig("{}", "If-Match", "*").statusCode());
  }

  @Test
  void refusesAnOutdatedConfiguration() {
    HttpResponse<String> answer = putConfig("{}", "If-Match", "\"v0\"");
    assertEquals(412, answer.statusCode());
    assertEquals("\"v1\"", header(answer, "ETag"));
    assertEquals(400, putConfig("{}", "If-Match", "v1").statusCode());
  }

  @Test
  void namesEveryProblemOfARefusedConfiguration() {
    fake.nextOutcome =
        new Outcome.Refused(List.of(new Fault("/buses/0/port", "got 99999, want 1 to 65535")));
    HttpResponse<String> answer = putConfig("{}");
    assertEquals(422, answer.statusCode());
    assertEquals(
        "{\"problems\":[{\"path\":\"/buses/0/port\",\"message\":\"got 99999, want 1 to 65535\"}]}",
        answer.body());
  }

  @Test
  void saysWhenAConfigurationCannotBeSaved() {
    fake.nextOutcome = new Outcome.NotSaved("the disk is full");
    HttpResponse<String> answer = putConfig("{}");
    assertEquals(507, answer.statusCode());
    assertEquals("{\"error\":\"the disk is full\"}", answer.body());
  }

  @Test
  void hidesADefectBehindAnIdThatStandsInTheLog() {
    List<String> log = new CopyOnWriteArrayList<>();
    Handler handler = recorder(log);
    Logger logger = Logger.getLogger(Answers.class.getName());
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      fake.failure = new IllegalStateException("the secret inside");
      assertHasLoggedId(browser.get("/api/v1/status"), log);
      assertHasLoggedId(browser.get("/", "Accept", HTML), log);
      fake.failure = null;
      fake.error = new StackOverflowError();
      assertHasLoggedId(browser.get("/api/v1/status"), log);
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void knowsNoOtherMethodAndNoOtherRoute() {
    assertEquals(405, browser.put("/api/v1/status", "{}", "Content-Type", JSON).statusCode());
    assertEquals(404, browser.get("/api/v1/nothing").statusCode());
    assertEquals(404, browser.get("/assets/../module-info.class").statusCode());
    HttpResponse<String> page = browser.get("/nothing", "Accept", HTML);
    assertEquals(404, page.statusCode());
    assertTrue(page.body().contains("<h1>Error 404</h1>"), page.body());
  }

  @Test
  void takesTheTimeFromAPersonAndSaysWhenItCannotBe() {
    fake.clock = new Console.ClockView(false, "unknown", "the time is not known");
    assertTrue(
        browser.get("/api/v1/status").body().contains("\"clock\":{\"known\":false"),
        browser.get("/api/v1/status").body());
    fake.set(FakeConsole.counted("/Process/PV/p", 230.0));
    String page = browser.get("/values").body();
    assertTrue(page.contains("(counted: the time is not known yet)"), page);
    String values = browser.get("/api/v1/values/Process/PV/p").body();
    assertTrue(values.contains("\"timeKnown\":false"), values);
    assertEquals(422, postTime("yesterday").statusCode());
    assertEquals(422, postTime("1970-01-01T00:00:00Z").statusCode());
    assertEquals(400, post("{}").statusCode());
    HttpResponse<String> taken = postTime("2026-11-22T12:00:00.250+02:00");
    assertEquals(200, taken.statusCode());
    assertEquals("{\"known\":true,\"source\":\"person\",\"sentence\":null}", taken.body());
    assertEquals(409, postTime("2026-11-22T12:00:00Z").statusCode());
  }

  private HttpResponse<String> postTime(String time) {
    return post("{\"time\": \"" + time + "\"}");
  }

  private HttpResponse<String> post(String body) {
    return browser.send(
        browser
            .request("/api/v1/time", "Content-Type", JSON)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void escapesEverythingThatComesFromOutside() {
    String evil = "<img src=x onerror=alert(1)>\"'";
    fake.alarms = List.of(evil);
    fake.buses = List.of(new BusView(evil, evil, "down", evil, 1, 1, 0.237));
    fake.connectors =
        List.of(new ConnectorView(evil, evil, evil, evil, evil, null, FakeConsole.nothingWaits()));
    fake.set(
        new ValueView(
            "/Process/Lan/" + evil + "/" + evil,
            evil,
            evil,
            "BAD",
            FakeConsole.NOW,
            true,
            1L,
            evil,
            evil,
            "text",
            true));
    fake.devices =
        new Console.DevicesView(
            List.of(),
            List.of(
                new Console.HeardView(
                    evil, evil, List.of(), List.of(evil), 71, -57, FakeConsole.NOW, 1)));
    for (String path : List.of("/", "/parts/state", "/parts/heard", "/values", "/parts/values")) {
      String page = browser.get(path).body();
      assertFalse(page.contains("<img"), page);
      assertTrue(page.contains("&lt;img src=x onerror=alert(1)&gt;"), page);
    }
  }

  @Test
  void showsValuesWithUnitAgeAndAWordForTheirQuality() {
    ValueView good = FakeConsole.good("/Process/Lan/PAC1/voltageL2", 229.86, "V");
    fake.set(good);
    fake.set(withQuality("/Process/Lan/PAC1/b", 1.0, "UNCERTAIN"));
    fake.set(withQuality("/Process/Lan/PAC1/c", 1.0, "BAD"));
    fake.set(withQuality("/Process/Lan/PAC1/d", null, "BAD"));
    String page = browser.get("/values").body();
    assertTrue(page.contains("<h2>Lan / PAC1</h2>"), page);
    assertTrue(page.contains("<span class=\"value\">229.9</span> <span class=\"unit\">V</span>"));
    assertTrue(page.contains("<span class=\"value\">12,345,678</span>"), page);
    for (String word : List.of("good", "old", "bad", "never")) {
      assertTrue(page.contains("<span class=\"word\">" + word + "</span>"), word);
    }
    assertTrue(page.contains("no answer from unit 3"), page);
  }

  @Test
  void servesItsFilesForGoodUnderTheHashOfTheirContent() {
    String page = browser.get("/").body();
    var links = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"").matcher(page);
    int files = 0;
    while (links.find()) {
      HttpResponse<String> file = browser.get(links.group(1));
      assertEquals(200, file.statusCode());
      assertEquals("public, max-age=31536000, immutable", header(file, "Cache-Control"));
      files++;
    }
    assertEquals(5, files);
    assertEquals("no-store", header(browser.get("/"), "Cache-Control"));
  }

  @Test
  void namesThePortThatAnotherProgramHolds() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, HttpAddress.parse("0").address())) {
      String address = "127.0.0.1:" + other.getLocalPort();
      String message = refusalOf(address);
      assertTrue(message.contains("port " + other.getLocalPort()), message);
      assertTrue(message.contains("held by another program"), message);
    }
  }

  @Test
  void saysStartingUntilTheApplianceIsThere() throws Exception {
    try (WebServer early = WebServer.start(HttpAddress.parse("0"));
        Browser other = new Browser(early.port())) {
      for (String path :
          List.of(
              "/",
              "/parts/state",
              "/metrics",
              "/api/v1/status",
              "/api/v1/values",
              "/api/v1/connectors",
              "/api/v1/config",
              "/api/v1/live")) {
        HttpResponse<String> answer = other.get(path);
        assertEquals(503, answer.statusCode(), path);
        assertEquals("2", header(answer, "Retry-After"), path);
        assertTrue(answer.body().contains("starting"), path);
      }
      String page = other.get("/", "Accept", HTML).body();
      assertTrue(page.contains("The appliance is starting."), page);
      assertTrue(page.contains("http-equiv=\"refresh\" content=\"2\""), page);
      early.attach(fake.console());
      assertEquals(200, other.get("/").statusCode());
    }
  }

  private static String refusalOf(String address) {
    return String.valueOf(
        assertThrows(WebServerException.class, () -> WebServer.start(HttpAddress.parse(address)))
            .getMessage());
  }

  private HttpResponse<String> putConfig(String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", JSON));
    all.addAll(List.of(headers));
    return browser.put("/api/v1/config", body, all.toArray(String[]::new));
  }

  private static ValueView withQuality(String path, @Nullable Double value, String quality) {
    return new ValueView(
        path,
        value,
        "A",
        quality,
        FakeConsole.NOW,
        true,
        65_000L,
        "no answer from unit 3",
        "x",
        "real",
        false);
  }

  private static Handler recorder(List<String> log) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        log.add(new SimpleFormatter().format(line));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static void assertHasLoggedId(HttpResponse<String> answer, List<String> log) {
    assertEquals(500, answer.statusCode());
    assertFalse(answer.body().contains("secret"), answer.body());
    var id = Pattern.compile("(?:\"id\":\"|log: )([0-9a-f]{8})").matcher(answer.body());
    assertTrue(id.find(), answer.body());
    assertTrue(log.toString().contains(id.group(1)), log.toString());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private static int count(String part, String text) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
