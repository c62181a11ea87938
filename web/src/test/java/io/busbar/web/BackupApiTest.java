package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.Backups.Restored;
import io.busbar.web.Console.ConfigDocument.Fault;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backup and restore, as a program does it. */
class BackupApiTest extends Served {
  @Test
  void aBackupIsAFileToKeep() {
    HttpResponse<String> answer = browser.get("/api/v1/backup");
    assertEquals("backup null", answer.body());
    assertEquals("application/zip", answer.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(
        "attachment; filename=\"busbar-backup.zip\"",
        answer.headers().firstValue("Content-Disposition").orElseThrow());
  }

  @Test
  void aPassphraseHasTenCharactersAtLeast() {
    assertEquals(
        "backup 0123456789",
        post("/api/v1/backup", "application/json", "{\"passphrase\": \"0123456789\"}").body());
    assertEquals(
        422,
        post("/api/v1/backup", "application/json", "{\"passphrase\": \"012345678\"}").statusCode());
  }

  @Test
  void anArchiveIsBroughtBackAndSaysWhatIsMissing() {
    HttpResponse<String> answer = post("/api/v1/restore", "application/zip", "PK");
    assertEquals("{\"version\":\"v1\",\"missing\":[\"password of CloudConn\"]}", answer.body());
    assertEquals(List.of("PK null"), fake.restored);
  }

  @Test
  void aFormBringsThePassphraseToo() {
    String form =
        """
        --x\r
        Content-Disposition: form-data; name="backup"; filename="a.zip"\r
        Content-Type: application/zip\r
        \r
        PK\r
        --x\r
        Content-Disposition: form-data; name="passphrase"\r
        \r
        0123456789\r
        --x--\r
        """;
    HttpResponse<String> answer = post("/api/v1/restore", "multipart/form-data; boundary=x", form);
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(List.of("PK 0123456789"), fake.restored);
  }

  @Test
  void saysWhyABackupIsNotBroughtBack() {
    fake.nextRestored = new Restored.Refused(List.of(new Fault("/buses", "got 7, want a list")));
    HttpResponse<String> refused = post("/api/v1/restore", "application/zip", "PK");
    assertEquals(422, refused.statusCode());
    assertEquals(
        "{\"problems\":[{\"path\":\"/buses\",\"message\":\"got 7, want a list\"}]}",
        refused.body());
    fake.nextRestored = new Restored.Unusable("it is damaged");
    assertEquals(422, post("/api/v1/restore", "application/zip", "PK").statusCode());
    fake.nextRestored = new Restored.NotSaved("the disk is full");
    assertEquals(507, post("/api/v1/restore", "application/zip", "PK").statusCode());
    assertEquals(415, post("/api/v1/restore", "application/json", "{}").statusCode());
    assertEquals(
        413, post("/api/v1/restore", "application/zip", "x".repeat(10_000_001)).statusCode());
    assertTrue(fake.restored.stream().allMatch("PK null"::equals), "only what was sent whole");
  }

  private HttpResponse<String> post(String path, String type, String body) {
    return browser.post(path, body, "Content-Type", type);
  }
}
