package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.router.Endpoint;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Rule S-23, for each route of the router's own table: an appliance of which every part fails gives
 * nothing away, and what went wrong is found in the log by the id of the answer.
 */
class DefectTest extends Served {
  private static final String CAUSE = "sentinel of the cause";
  private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{8})\\b");

  /** So many routes at least are shown to fail; a new one adds to it. */
  private static final int LEAST = 70;

  /** What the forms and bodies of these routes need, so that they get as far as the appliance. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("PUT /api/v1/config", "{}"),
          Map.entry("POST /api/v1/config/confirm", "{\"version\":\"v\"}"),
          Map.entry("POST /api/v1/config/saved", "{\"name\":\"x\"}"),
          Map.entry("POST /api/v1/backup", "{\"passphrase\":\"ten letters\"}"),
          Map.entry("POST /api/v1/reset", "{\"extent\":\"everything\",\"password\":\"x\"}"),
          Map.entry("POST /api/v1/time", "{\"time\":\"2026-11-21T10:00:00Z\"}"),
          Map.entry("POST /api/v1/tixml", "{}"),
          Map.entry("POST /api/v1/claim", "{\"password\":\"x\",\"language\":\"de\"}"),
          Map.entry("POST /api/v1/session", "{\"user\":\"x\",\"password\":\"x\"}"),
          Map.entry("POST /api/v1/tokens", "{\"name\":\"x\",\"role\":\"viewer\"}"),
          Map.entry("PUT /api/v1/values/<path>", "{\"value\":1}"),
          Map.entry("PUT /api/v1/users/{name}", "{\"role\":\"viewer\"}"),
          Map.entry("POST /trial/keep", "version=v"),
          Map.entry("POST /trial/back", "version=v"),
          Map.entry("POST /users", "name=x&role=viewer&password=x"),
          Map.entry("POST /users/change", "name=x&role=viewer&password=x"),
          Map.entry("POST /users/remove", "name=x"),
          Map.entry("POST /tokens", "name=x&role=viewer"),
          Map.entry("POST /tokens/remove", "id=x"),
          Map.entry("POST /set", "path=/Process/PV/x&value=1"),
          Map.entry("POST /system/time", "time=2026-11-21T10:00:00"),
          Map.entry("POST /system/backup", "passphrase=ten+letters&again=ten+letters"),
          Map.entry("POST /system/reset", "extent=everything&password=x"),
          Map.entry("POST /system/back", "name=x"));

  /** The same for what is only read. */
  private static final String QUERY =
      "?bus=x&device=x&type=modbus-rtu&unit=1&area=input&address=0&count=1&connector=x"
          + "&path=/Process/x";

  /** What the gate asks before any route. */
  private static final Set<String> AT_THE_GATE =
      Set.of("isClaimed", "bearer", "user", "identity", "trial");

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger(Answers.class.getName());
  private final Handler handler = new Recorder();

  @BeforeEach
  void listenToTheLog() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void leaveTheLog() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  @TestFactory
  List<DynamicTest> noRouteGivesTheCauseAwayAndTheLogHasItByItsId() {
    return server.routes().stream()
        .map(route -> DynamicTest.dynamicTest(name(route), () -> hides(route)))
        .toList();
  }

  /** Most routes get as far as the part that fails: else the test above would show nothing. */
  @Test
  void mostRoutesComeAsFarAsTheDefect() {
    List<String> not = new ArrayList<>();
    int defects = 0;
    for (Endpoint route : server.routes()) {
      if (ask(route).statusCode() == 500) {
        defects++;
      } else {
        not.add(name(route));
      }
    }
    assertTrue(defects >= LEAST, defects + " do, these do not: " + not);
  }

  private void hides(Endpoint route) {
    HttpResponse<String> answer = ask(route);
    String body = answer.body();
    assertFalse(body.contains(CAUSE), body);
    assertFalse(body.contains("\tat ") || body.contains("Exception"), body);
    if (answer.statusCode() == 500) {
      Matcher id = ID.matcher(body);
      assertTrue(id.find(), body);
      assertEquals(1, log.stream().filter(line -> line.contains(id.group(1))).count(), id.group(1));
    }
  }

  private HttpResponse<String> ask(Endpoint route) {
    String method = route.method.name();
    String path = route.path.replaceAll("\\{\\w+}|<\\w+>", "x");
    if (path.endsWith("/live")) {
      path += "?path=no-path"; // A stream tells its defects by ending.
    } else if (method.equals("GET")) {
      path += QUERY;
    }
    var request = browser.request(path, "Origin", browser.own(), "Accept", "text/html, */*");
    if (method.equals("GET")) {
      return browser.send(request.GET());
    }
    String type =
        path.equals(Guard.RESTORE)
            ? "application/zip"
            : path.startsWith("/api/") ? "application/json" : "application/x-www-form-urlencoded";
    String body = BODIES.getOrDefault(name(route), "");
    return browser.send(
        request.header("Content-Type", type).method(method, BodyPublishers.ofString(body)));
  }

  private static String name(Endpoint route) {
    return route.method.name() + " " + route.path;
  }

  /** Lets people in and says what it is called; everything else fails. */
  @Override
  Console attached() throws ReflectiveOperationException {
    RecordComponent[] parts = Console.class.getRecordComponents();
    Class<?>[] types = new Class<?>[parts.length];
    Object[] all = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      types[i] = parts[i].getType();
      all[i] = broken(types[i], parts[i].getAccessor().invoke(fake.console()));
    }
    return Console.class.getDeclaredConstructor(types).newInstance(all);
  }

  private static Object broken(Class<?> part, Object whole) {
    return Proxy.newProxyInstance(
        part.getClassLoader(),
        new Class<?>[] {part},
        (_, method, arguments) -> {
          if (AT_THE_GATE.contains(method.getName())) {
            return method.invoke(whole, arguments);
          }
          throw new IllegalStateException(CAUSE);
        });
  }

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord event) {
      log.add(event.getMessage() + " " + event.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
