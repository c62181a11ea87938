package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.router.Endpoint;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each route of the router's own table, asked by each role and by other sites' pages. */
class RouteMatrixTest extends Served {
  private static final String FORM = "application/x-www-form-urlencoded";

  /** What strangers reach: the entrance with its files, and what programs need to find it. */
  private static final Set<String> OPEN =
      Set.of(
          "GET /assets/{hash}/{name}",
          "GET /api/v1/status",
          "GET /api/v1/openapi.json",
          "POST /api/v1/claim",
          "POST /api/v1/session",
          "GET /claim",
          "POST /claim",
          "GET /login",
          "POST /login",
          "POST /view");

  @Test
  void strangersReachTheEntranceAlone() {
    Set<String> open = new TreeSet<>();
    for (Endpoint route : server.routes()) {
      if (whom(route).isOpen()) {
        open.add(name(route));
      }
    }
    assertEquals(new TreeSet<>(OPEN), open);
  }

  @TestFactory
  List<DynamicTest> eachRouteIsForItsRoleAndThoseAbove() {
    return server.routes().stream()
        .filter(route -> !whom(route).isOpen())
        .map(route ->
            DynamicTest.dynamicTest(
                name(route),
                () -> {
                  assertTurnedAway(ask(route, null));
                  for (Role role : Role.values()) {
                    int status = ask(route, role.word() + "-token").statusCode();
                    boolean may = role.covers(whom(route).least());
                    if (may) {
                      assertTrue(status != 401 && status != 403, role + " got " + status);
                    } else {
                      assertEquals(403, status, role.word());
                    }
                  }
                }))
        .toList();
  }

  @TestFactory
  List<DynamicTest> noOtherSitesPageChangesAnythingThroughSomebodysLogin() {
    return server.routes().stream()
        .filter(route -> !whom(route).isOpen() && !route.method.name().equals("GET"))
        .map(route ->
            DynamicTest.dynamicTest(
                name(route),
                () -> {
                  String[] member = login();
                  assertEquals(
                      403,
                      as(route, member[0], null, browser.own()).statusCode(),
                      "without a token");
                  assertEquals(
                      403, as(route, member[0], "x", browser.own()).statusCode(), "another token");
                  assertEquals(
                      403,
                      as(route, member[0], member[1], "http://evil.example").statusCode(),
                      "another site");
                  int good = as(route, member[0], member[1], browser.own()).statusCode();
                  assertTrue(good != 401 && good != 403, "its own page got " + good);
                }))
        .toList();
  }

  /** Status 401, or for a page the way to the login. */
  private static void assertTurnedAway(HttpResponse<String> answer) {
    boolean led =
        answer.statusCode() == 303
            && answer.headers().firstValue("Location").orElse("").equals("/login");
    assertTrue(led || answer.statusCode() == 401, "a stranger got " + answer.statusCode());
  }

  private HttpResponse<String> ask(Endpoint route, @Nullable String token) {
    browser.token = token;
    return browser.send(with(request(route).header("Origin", browser.own()), route));
  }

  private HttpResponse<String> as(
      Endpoint route, String sid, @Nullable String formToken, String origin) {
    browser.token = null;
    HttpRequest.Builder request =
        request(route).header("Origin", origin).header("Cookie", "sid=" + sid);
    if (formToken != null) {
      request.header("X-Form-Token", formToken);
    }
    return browser.send(with(request, route));
  }

  private String[] login() {
    browser.token = null;
    HttpResponse<String> in =
        browser.post(
            "/api/v1/session",
            "{\"user\":\"admin\",\"password\":\"" + FakeAccess.PASSWORD + "\"}",
            "Content-Type",
            "application/json");
    Matcher sid =
        Pattern.compile("sid=([^;]+)").matcher(in.headers().firstValue("Set-Cookie").orElseThrow());
    Matcher token = Pattern.compile("\"formToken\":\"([^\"]+)\"").matcher(in.body());
    assertTrue(sid.find() && token.find(), in.body());
    return new String[] {sid.group(1), token.group(1)};
  }

  /** The stream answers a HEAD with its head alone, and does not go on for ever. */
  private HttpRequest.Builder request(Endpoint route) {
    return browser.request(route.path.replaceAll("\\{\\w+}|<\\w+>", "x"));
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, Endpoint route) {
    String method = route.method.name();
    if (method.equals("GET")) {
      return route.path.endsWith("/live") ? request.HEAD() : request.GET();
    }
    String type = route.path.startsWith("/api/") ? "application/json" : FORM;
    if (route.path.equals(Guard.RESTORE)) {
      type = "application/zip";
    }
    return request.header("Content-Type", type).method(method, BodyPublishers.ofString(""));
  }

  private static For whom(Endpoint route) {
    return Objects.requireNonNull(Gate.whom(route), () -> name(route));
  }

  private static String name(Endpoint route) {
    return route.method.name() + " " + route.path;
  }
}
