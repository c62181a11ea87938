package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.Backups.Restored;
import io.busbar.web.Console.ConfigDocument.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The page about the appliance itself. */
class SystemPagesTest extends Served {
  @Test
  void tellsOfMachineStorageAndCertificates() {
    String html = page("en");
    assertTrue(html.contains("Raspberry Pi 3 Model B Plus"), html);
    assertTrue(html.contains("51.5 °C"), html);
    assertTrue(html.contains("was too weak since the start"), html);
    assertTrue(html.contains("190 MB of 200 MB"), html);
    assertTrue(html.contains("No certificates were uploaded."), html);
    fake.clouds.certificates =
        List.of(
            new Certificates.CertificateView(
                "client.pem",
                "certificate",
                "CN=cabinet-7",
                "CN=ca",
                FakeConsole.NOW,
                FakeConsole.NOW.plus(Duration.ofDays(12)),
                "soon",
                "",
                List.of("CloudConn")));
    assertTrue(page("en").contains("used by CloudConn"), page("en"));
    assertTrue(page("de").contains("noch 12 Tage gültig"), page("de"));
  }

  @Test
  void whatAPiSaysOfItsSupplyIsSaidInWords() {
    assertEquals("good since the start", supply("0"));
    assertEquals("was too weak since the start", supply("0x50000"));
    assertEquals("slowed down now by heat", supply("e0008"));
    assertTrue(supply("50005").startsWith("too low a voltage now"));
    assertEquals("the machine does not tell", supply("what?"));
  }

  private String supply(String flags) {
    Upkeep.Machine old = fake.upkeep.machine;
    fake.upkeep.machine =
        new Upkeep.Machine(
            old.model(),
            old.serialNumber(),
            old.distribution(),
            old.java(),
            old.cores(),
            old.load(),
            old.temperature(),
            flags,
            old.memoryBytes(),
            old.freeMemoryBytes());
    return page("en").replaceAll("(?s).*<dt>Supply</dt>.*?<span>(.*?)</span>.*", "$1");
  }

  @Test
  void aViewerSeesTheMachineAndNothingThatChangesIt() {
    browser.token = FakeAccess.VIEWER;
    String html = page("en");
    assertTrue(html.contains("Raspberry Pi 3"), html);
    for (String form : new String[] {"time", "diagnostics", "backup", "restore", "back", "reset"}) {
      assertFalse(html.contains("action=\"/system/" + form + "\""), form);
    }
  }

  @Test
  void theTimeIsTakenFromTheFieldOrFromTheBrowser() {
    fake.clock = new Console.ClockView(false, "unknown", "the clock was never set");
    assertTrue(browser.form("/system/time", "time=yesterday").body().contains("This is no time."));
    assertTrue(
        browser
            .form("/system/time", "browser=&time=2026-11-21T11:00:00")
            .body()
            .contains("The time is set"));
    assertEquals("person", fake.clock.source());
    fake.clock = new Console.ClockView(false, "unknown", null);
    browser.form("/system/time", "browser=2026-11-21T11:00:00.123Z&time=");
    assertTrue(fake.clock.known());
    assertEquals(409, browser.form("/system/time", "time=2026-11-21T11:00:00").statusCode());
  }

  @Test
  void aBackupWithSecretsWantsItsPassphraseTwice() {
    assertTrue(
        browser
            .form("/system/backup", "passphrase=ten+letters&again=ten+lettres")
            .body()
            .contains("The two passphrases differ."));
    assertTrue(
        browser
            .form("/system/backup", "passphrase=short&again=short")
            .body()
            .contains("10 to 128 characters"));
    HttpResponse<String> sealed =
        browser.form("/system/backup", "passphrase=ten+letters&again=ten+letters");
    assertEquals("backup ten letters", sealed.body());
    assertEquals("no-store", sealed.headers().firstValue("Cache-Control").orElseThrow());
  }

  /** Complaints C10 and C20: every step is told, and what has to be entered again. */
  @Test
  void aRestoreTellsItsStepsAndWhatIsToBeEnteredAgain() {
    String html = browser.upload("/system/restore", "zip", "secret words").body();
    assertEquals(List.of("zip secret words"), fake.restored);
    assertEquals(5, html.split("data-kind=\"good\"", -1).length - 1, html);
    assertTrue(html.contains("The backup is in force."), html);
    assertTrue(html.contains("password of CloudConn"), html);
  }

  @Test
  void aRestoreThatStopsTellsWhereAndThatNothingChanged() {
    fake.nextRestored =
        new Restored.Refused(List.of(new Fault("/buses/0", "got twice, want once")));
    HttpResponse<String> answer = browser.upload("/system/restore", "zip", "");
    assertEquals(422, answer.statusCode());
    assertTrue(answer.body().contains("Nothing was changed"), answer.body());
    assertTrue(answer.body().contains("/buses/0: got twice, want once"), answer.body());
    assertEquals(2, answer.body().split("class=\"light\" data-kind=\"good\"", -1).length - 1);
    assertEquals(1, answer.body().split("class=\"light\" data-kind=\"bad\"", -1).length - 1);
  }

  @Test
  void aSavedConfigurationComesBackOnTrial() {
    String name = fake.upkeep.saved().getFirst().name();
    assertEquals(303, browser.form("/system/back", "name=" + name).statusCode());
    assertEquals(List.of(name + " " + Duration.ofMinutes(2)), fake.upkeep.tried);
    assertEquals(404, browser.form("/system/back", "name=..%2Fusers.json").statusCode());
  }

  @Test
  void theDiagnosticsHoldWhatWasTickedAndNothingElse() throws Exception {
    assertEquals(List.of("status.json"), entries("/system/diagnostics", "part=status.json"));
    String parts = browser.get("/api/v1/diagnostics/parts").body();
    assertTrue(parts.contains("{\"name\":\"logs/SupportLog.jsonl\",\"kind\":\"logs\""), parts);
    HttpResponse<String> wrong = browser.get("/api/v1/diagnostics?without=users.json");
    assertEquals(400, wrong.statusCode());
    for (String part : new String[] {"config.json", "values.json", "metrics.txt"}) {
      assertTrue(page("en").contains("value=\"" + part + "\""), part);
    }
  }

  @Test
  void aResetWantsThePasswordAndSaysBeforeWhatItTakes() {
    assertTrue(page("de").contains("Weg sind: alle Benutzer, Passwörter und Tokens."));
    assertTrue(page("de").contains("Es bleiben: Benutzer, Name, Seriennummer"));
    assertTrue(
        browser
            .form("/system/reset", "extent=everything&password=wrong")
            .body()
            .contains("Nothing was reset."));
    assertEquals(List.of(), fake.upkeep.reset);
    String password = URLEncoder.encode(FakeAccess.PASSWORD, StandardCharsets.UTF_8);
    assertTrue(
        browser
            .form("/system/reset", "extent=configuration&password=" + password)
            .body()
            .contains("The configuration is empty now."));
    assertEquals(
        422, browser.form("/system/reset", "extent=all&password=" + password).statusCode());
    assertEquals(
        303, browser.form("/system/reset", "extent=everything&password=" + password).statusCode());
    assertEquals(List.of(Upkeep.Extent.CONFIGURATION, Upkeep.Extent.EVERYTHING), fake.upkeep.reset);
  }

  private List<String> entries(String path, String form) throws IOException, InterruptedException {
    var request =
        browser
            .request(
                path, "Content-Type", "application/x-www-form-urlencoded", "Origin", browser.own())
            .POST(BodyPublishers.ofString(form))
            .build();
    List<String> names = new ArrayList<>();
    try (var client = java.net.http.HttpClient.newHttpClient();
        ZipInputStream zip =
            new ZipInputStream(
                new ByteArrayInputStream(
                    client.send(request, BodyHandlers.ofByteArray()).body()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  private String page(String language) {
    return browser.get("/system", "Accept-Language", language, "Accept", "text/html").body();
  }
}
