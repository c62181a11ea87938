package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Access.Claimed;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claim, login, sessions, users and tokens over HTTP. */
class AccessTest extends Served {
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String SESSION = "/api/v1/session";
  private static final String CLAIM = "/api/v1/claim";
  private static final Pattern SID = Pattern.compile("^sid=([A-Za-z0-9_-]{43}); (.*)$");

  private final AtomicLong nanos = new AtomicLong(-5);

  @Override
  WebServer listen() throws WebServerException {
    return WebServer.start(HttpAddress.parse("0"), Duration.ofMillis(50), nanos::get);
  }

  @BeforeEach
  void prepare() {
    browser.token = null;
  }

  @Test
  void aStrangerLearnsNameVersionAndWhetherItIsClaimedAndNoMore() {
    assertEquals(
        "{\"name\":\"cabinet-7\",\"version\":\"0.1.0\",\"claimed\":true}",
        browser.get("/api/v1/status").body());
    browser.token = FakeAccess.VIEWER;
    String all = browser.get("/api/v1/status").body();
    assertTrue(all.contains("\"uptimeSeconds\"") && all.contains("\"claimed\":true"), all);
  }

  @Test
  void aPageLeadsAStrangerToTheLoginAndAnUnclaimedOneToTheClaim() {
    assertRedirects("/", "/login");
    assertRedirects("/whatever", "/login");
    fake.access.claimed = false;
    assertRedirects("/", "/claim");
    assertRedirects("/login", "/claim");
    assertEquals(401, browser.get("/api/v1/whatever").statusCode());
    assertTrue(browser.get("/api/v1/values").body().contains("nobody has claimed"));
  }

  private void assertRedirects(String path, String to) {
    HttpResponse<String> answer = browser.get(path);
    assertEquals(303, answer.statusCode(), path);
    assertEquals(to, header(answer, "Location"), path);
  }

  @Test
  void aLoginGivesACookieThatNoScriptAndNoOtherSiteSees() {
    HttpResponse<String> answer = login("ines");
    assertEquals(200, answer.statusCode(), answer.body());
    Matcher cookie = SID.matcher(header(answer, "Set-Cookie"));
    assertTrue(cookie.matches(), header(answer, "Set-Cookie"));
    assertEquals("Path=/; HttpOnly; SameSite=Strict", cookie.group(2));
    assertEquals(
        "__Host-sid=x; Path=/; HttpOnly; SameSite=Strict; Secure",
        SessionCookie.SECURE.holding("x"));
    String who = browser.get(SESSION, "Cookie", "sid=" + cookie.group(1)).body();
    assertTrue(
        who.startsWith("{\"user\":\"ines\",\"role\":\"installer\",\"language\":\"de\""), who);
  }

  @Test
  void eachLoginHasANewIdAndEndsTheOneBefore() {
    String first = sid(login("ines"));
    String second =
        sid(
            send(
                "POST",
                SESSION,
                "{\"user\":\"ines\",\"password\":\"" + FakeAccess.PASSWORD + "\"}",
                "Cookie",
                "sid=" + first));
    assertNotEquals(first, second);
    assertEquals(401, browser.get(SESSION, "Cookie", "sid=" + first).statusCode());
    assertEquals(200, browser.get(SESSION, "Cookie", "sid=" + second).statusCode());
  }

  @Test
  void aWrongNameAndAWrongPasswordAreToldInTheSameWords() {
    HttpResponse<String> name = login("nobody");
    HttpResponse<String> password =
        send("POST", SESSION, "{\"user\":\"ines\",\"password\":\"another one\"}");
    assertEquals(401, name.statusCode());
    assertEquals(401, password.statusCode());
    assertEquals(name.body(), password.body());
  }

  @Test
  void whoFailedTooOftenIsToldHowLongToWait() {
    fake.access.nextEntry = FakeAccess.tooMany();
    HttpResponse<String> answer = login("ines");
    assertEquals(429, answer.statusCode());
    assertEquals("4", header(answer, "Retry-After"));
  }

  @Test
  void aSessionIsOverAfterAQuarterOfAnHourWithoutAStepAndATwelfthHourInAnyCase() {
    String sid = sid(login("ines"));
    for (int i = 0; i < 60; i++) {
      nanos.addAndGet(Duration.ofMinutes(12).toNanos() - 1);
      assertEquals(200, browser.get(SESSION, "Cookie", "sid=" + sid).statusCode(), "step " + i);
      if (i == 30) {
        nanos.addAndGet(Duration.ofMinutes(3).toNanos());
      }
      if (i > 50) {
        break;
      }
    }
    nanos.addAndGet(Duration.ofMinutes(15).toNanos() + 1);
    assertEquals(401, browser.get(SESSION, "Cookie", "sid=" + sid).statusCode());
    String viewer = sid(login("vera"));
    nanos.addAndGet(Duration.ofHours(12).toNanos());
    assertEquals(200, browser.get(SESSION, "Cookie", "sid=" + viewer).statusCode());
    nanos.addAndGet(1);
    assertEquals(401, browser.get(SESSION, "Cookie", "sid=" + viewer).statusCode());
  }

  @Test
  void whatAnOpenPageAsksByItselfKeepsNobodyLoggedIn() {
    String sid = sid(login("ines"));
    for (int i = 0; i < 4; i++) {
      nanos.addAndGet(Duration.ofMinutes(5).toNanos());
      int status = browser.get("/parts/state", "Cookie", "sid=" + sid).statusCode();
      assertEquals(i < 3 ? 200 : 401, status, "after " + 5 * (i + 1) + " min");
    }
  }

  @Test
  void aChangeOfPasswordOrRoleOrTheEndOfAUserEndsTheSessions() {
    String sid = sid(login("ines"));
    fake.access.put("ines", Role.INSTALLER, "another key");
    assertEquals(401, browser.get(SESSION, "Cookie", "sid=" + sid).statusCode());
    String vera = sid(login("vera"));
    fake.access.removeUser("vera");
    assertEquals(401, browser.get(SESSION, "Cookie", "sid=" + vera).statusCode());
  }

  @Test
  void whoChangesTheOwnPasswordStaysAndTheUsersOtherSessionsEnd() {
    String other = sid(login("ines"));
    Member ines = member("ines");
    HttpResponse<String> answer =
        ines.send(
            "POST",
            SESSION + "/password",
            "{\"password\":\"" + FakeAccess.PASSWORD + "\",\"newPassword\":\"a new one of it\"}");
    assertEquals(204, answer.statusCode(), answer.body());
    assertEquals(401, browser.get(SESSION, "Cookie", "sid=" + other).statusCode());
    assertEquals(401, ines.send("GET", SESSION, null).statusCode());
    assertEquals(200, browser.get(SESSION, "Cookie", "sid=" + sid(answer)).statusCode());
  }

  @Test
  void aLogoutEndsOneSessionOrAllOfTheUser() {
    Member here = member("ines");
    Member there = member("ines");
    Member vera = member("vera");
    HttpResponse<String> answer = here.send("DELETE", SESSION, null);
    assertEquals(204, answer.statusCode(), answer.body());
    assertTrue(header(answer, "Set-Cookie").endsWith("Max-Age=0"));
    assertEquals(401, here.send("GET", SESSION, null).statusCode());
    assertEquals(200, there.send("GET", SESSION, null).statusCode());
    Member third = member("ines");
    assertEquals(204, third.send("DELETE", SESSION + "?all=true", null).statusCode());
    assertEquals(401, there.send("GET", SESSION, null).statusCode());
    assertEquals(200, vera.send("GET", SESSION, null).statusCode());
    assertEquals(List.of("logout ines", "logout-all ines"), fake.access.notes);
  }

  @Test
  void noServerFileOrMemoryHoldsAnIdThatABrowserCouldShow() {
    Sessions sessions = new Sessions(() -> 0);
    Sessions.Opened opened = sessions.open(new Access.Account("a", Role.ADMIN, "en", "k"));
    assertEquals(43, opened.id().length());
    assertNotEquals(opened.id(), opened.session().digest());
    assertEquals(null, sessions.find(opened.session().digest(), true));
    assertEquals("a", Objects.requireNonNull(sessions.find(opened.id(), true)).account().name());
  }

  @ParameterizedTest
  @CsvSource({"not-a-token", "''", "Basic YWRtaW46YWRtaW4="})
  void aWrongTokenIsRefusedEvenBesideAGoodCookie(String token) {
    String sid = sid(login("ines"));
    HttpResponse<String> answer =
        browser.get(SESSION, "Cookie", "sid=" + sid, "Authorization", "Bearer " + token);
    assertEquals(401, answer.statusCode());
  }

  @Test
  void aClaimMakesTheAdministratorAndLogsIn() {
    fake.access.claimed = false;
    HttpResponse<String> answer =
        send("POST", CLAIM, "{\"password\":\"three plain words\",\"language\":\"de\"}");
    assertEquals(201, answer.statusCode(), answer.body());
    assertEquals(List.of("three plain words de null 127.0.0.1"), fake.access.claims);
    assertEquals(200, browser.get(SESSION, "Cookie", "sid=" + sid(answer)).statusCode());
  }

  @Test
  void aClaimThatAnotherMachineHandedOnDoesNotComeFromHere() {
    fake.access.claimed = false;
    send("POST", CLAIM, "{\"password\":\"three plain words\"}", "X-Forwarded-For", "10.0.0.9");
    assertEquals(
        List.of("three plain words en null handed on by another machine"), fake.access.claims);
  }

  @Test
  void aClaimThatCannotBeSaysWhy() {
    fake.access.nextClaimed = new Claimed.Already();
    assertEquals(409, send("POST", CLAIM, "{\"password\":\"x\"}").statusCode());
    fake.access.nextClaimed = new Claimed.Closed("too late");
    assertEquals(403, send("POST", CLAIM, "{\"password\":\"x\"}").statusCode());
    fake.access.nextClaimed = new Claimed.Misfit("too short");
    HttpResponse<String> answer = send("POST", CLAIM, "{\"password\":\"x\"}");
    assertEquals(422, answer.statusCode());
    assertEquals("{\"error\":\"too short\"}", answer.body());
  }

  @Test
  void thePagesWorkWithoutAScript() {
    fake.access.claimed = false;
    String page = browser.get("/claim", "Accept-Language", "de-AT,de;q=0.9").body();
    assertTrue(page.contains("<html lang=\"de\">") && page.contains("Gerät in Betrieb"), page);
    HttpResponse<String> differ = form("/claim", "password=a&again=b&language=de");
    assertEquals(422, differ.statusCode());
    assertTrue(differ.body().contains("The two passwords are not the same."), differ.body());
    HttpResponse<String> claimed =
        form("/claim", "password=three+words+here&again=three+words+here&language=de&code=");
    assertEquals(303, claimed.statusCode(), claimed.body());
    assertEquals(List.of("three words here de null 127.0.0.1"), fake.access.claims);
    assertEquals("/start", header(claimed, "Location"));
    fake.access.claimed = true;
    HttpResponse<String> wrong = form("/login", "user=ines%3Cb%3E&password=no");
    assertEquals(401, wrong.statusCode());
    assertTrue(wrong.body().contains("value=\"ines&lt;b>\""), wrong.body());
    HttpResponse<String> in =
        form("/login", "user=ines&password=" + FakeAccess.PASSWORD.replace(' ', '+'));
    assertEquals(303, in.statusCode());
    assertEquals("/start", header(in, "Location"), "the first steps are not over");
    assertEquals(200, browser.get("/", "Cookie", "sid=" + sid(in)).statusCode());
    fake.steps.step = null;
    HttpResponse<String> later =
        form("/login", "user=ines&password=" + FakeAccess.PASSWORD.replace(' ', '+'));
    assertEquals("/", header(later, "Location"));
  }

  @Test
  void theFormsOfAPageBringTheTokenOfTheSessionAlong() {
    fake.set(FakeConsole.settable("/Process/PV/Test", 1L, "int"));
    Member ines = member("ines");
    String page = browser.get("/", "Cookie", "sid=" + ines.sid).body();
    assertTrue(page.contains("name=\"token\" value=\"" + ines.token + "\""), page);
    String body = "path=/Process/PV/Test&value=5";
    assertEquals(403, form("/set", body, "Cookie", "sid=" + ines.sid).statusCode());
    assertEquals(
        403, form("/set", body + "&token=wrong", "Cookie", "sid=" + ines.sid).statusCode());
    assertEquals(
        303, form("/set", body + "&token=" + ines.token, "Cookie", "sid=" + ines.sid).statusCode());
    assertEquals(
        303, form("/logout", "token=" + ines.token, "Cookie", "sid=" + ines.sid).statusCode());
    assertEquals(401, browser.get(SESSION, "Cookie", "sid=" + ines.sid).statusCode());
  }

  @Test
  void anAdministratorKeepsUsersAndTokens() {
    browser.token = FakeAccess.ADMIN;
    assertTrue(browser.get("/api/v1/users").body().contains("\"name\":\"ines\""));
    HttpResponse<String> made =
        send("POST", "/api/v1/users", "{\"name\":\"otto\",\"role\":\"viewer\",\"password\":\"p\"}");
    assertEquals(201, made.statusCode(), made.body());
    assertEquals("{\"name\":\"otto\",\"role\":\"viewer\",\"language\":\"de\"}", made.body());
    assertEquals(
        422, send("POST", "/api/v1/users", "{\"name\":\"o\",\"role\":\"root\"}").statusCode());
    assertEquals(200, send("PUT", "/api/v1/users/otto", "{\"role\":\"installer\"}").statusCode());
    assertEquals(204, send("DELETE", "/api/v1/users/otto", null).statusCode());
    HttpResponse<String> token =
        send("POST", "/api/v1/tokens", "{\"name\":\"grafana\",\"role\":\"viewer\"}");
    assertEquals(201, token.statusCode());
    assertTrue(token.body().endsWith("\"token\":\"new-token\"}"), token.body());
    assertFalse(browser.get("/api/v1/tokens").body().contains("new-token"));
    assertEquals(204, send("DELETE", "/api/v1/tokens/id", null).statusCode());
    fake.access.nextChanged = new Access.Changed.Conflict("the last one");
    assertEquals(409, send("DELETE", "/api/v1/users/admin", null).statusCode());
  }

  private Member member(String user) {
    HttpResponse<String> in = login(user);
    Matcher token = Pattern.compile("\"formToken\":\"([^\"]{43})\"").matcher(in.body());
    assertTrue(token.find(), in.body());
    return new Member(sid(in), token.group(1));
  }

  /** A browser that is logged in. */
  private final class Member {
    final String sid;
    final String token;

    Member(String sid, String token) {
      this.sid = sid;
      this.token = token;
    }

    HttpResponse<String> send(String method, String path, @Nullable String body) {
      return AccessTest.this.send(
          method, path, body, "Cookie", "sid=" + sid, "X-Form-Token", token);
    }
  }

  private HttpResponse<String> login(String user) {
    return send(
        "POST",
        SESSION,
        "{\"user\":\"" + user + "\",\"password\":\"" + FakeAccess.PASSWORD + "\"}");
  }

  private HttpResponse<String> send(
      String method, String path, @Nullable String body, String... headers) {
    var request = browser.request(path, headers);
    if (body == null) {
      return browser.send(request.method(method, BodyPublishers.noBody()));
    }
    return browser.send(
        request.header("Content-Type", JSON).method(method, BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> form(String path, String body, String... headers) {
    return browser.send(
        browser
            .request(path, headers)
            .header("Content-Type", FORM)
            .header("Origin", browser.own())
            .POST(BodyPublishers.ofString(body)));
  }

  private static String sid(HttpResponse<String> answer) {
    Matcher cookie = SID.matcher(header(answer, "Set-Cookie"));
    assertTrue(cookie.matches(), answer.statusCode() + " " + answer.body());
    return cookie.group(1);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }
}
