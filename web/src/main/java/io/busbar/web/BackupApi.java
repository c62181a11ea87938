package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.Backups;
import io.busbar.web.Console.Backups.Packed;
import io.busbar.web.Console.Backups.Restored;
import io.javalin.config.JettyConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/backup} and {@code /api/v1/restore}. */
final class BackupApi {
  private static final int MOST_BYTES = 10_000_000;
  private static final int SHORTEST_PASSPHRASE = 10;
  private static final int LONGEST_PASSPHRASE = 128;

  private final Attached attached;

  /**
   * A restore that was done.
   *
   * @param version of the configuration that is in force now
   * @param missing what has to be entered again
   */
  private record Answer(String version, List<String> missing) {}

  BackupApi(Attached attached) {
    this.attached = attached;
  }

  /** An upload stays in memory: it is small, and it may hold secrets. */
  static void configure(JettyConfig jetty) {
    jetty.multipartConfig.maxTotalRequestSize(MOST_BYTES, SizeUnit.BYTES);
    jetty.multipartConfig.maxFileSize(MOST_BYTES, SizeUnit.BYTES);
    jetty.multipartConfig.maxInMemoryFileSize(MOST_BYTES, SizeUnit.BYTES);
  }

  /** A backup without secrets. */
  void write(Context ctx) {
    write(ctx, null);
  }

  /** {@code {"passphrase": "..."}}: a backup with secrets, which the passphrase opens. */
  void writeWithSecrets(Context ctx) throws IOException {
    JsonNode body = Requests.object(ctx, List.of("passphrase"));
    writeSealed(ctx, Requests.text(body, "passphrase"));
  }

  /** A backup with secrets, which the passphrase opens. */
  void writeSealed(Context ctx, String passphrase) {
    if (passphrase.length() < SHORTEST_PASSPHRASE || passphrase.length() > LONGEST_PASSPHRASE) {
      throw new Refusal(
          422,
          "passphrase: want %d to %d characters"
              .formatted(SHORTEST_PASSPHRASE, LONGEST_PASSPHRASE));
    }
    write(ctx, passphrase);
  }

  private void write(Context ctx, @Nullable String passphrase) {
    switch (backups().write(passphrase)) {
      case Packed.Done(ByteBuffer archive) ->
          ctx.header("Content-Disposition", "attachment; filename=\"busbar-backup.zip\"")
              .contentType("application/zip")
              .result(bytes(archive));
      case Packed.Not(String sentence) -> throw new Refusal(409, sentence);
    }
  }

  private static byte[] bytes(ByteBuffer archive) {
    byte[] bytes = new byte[archive.remaining()];
    archive.duplicate().get(bytes);
    return bytes;
  }

  /**
   * The archive itself as {@code application/zip}, or a form with the file {@code backup} and the
   * field {@code passphrase}.
   */
  void restore(Context ctx) throws IOException {
    switch (restored(ctx)) {
      case Restored.Done(var now, List<String> missing) ->
          Answers.json(ctx, new Answer(now.version(), missing));
      case Restored.Refused(var problems) -> {
        ctx.status(422);
        Answers.json(ctx, Map.of("problems", problems));
      }
      case Restored.Unusable(String sentence) -> throw new Refusal(422, sentence);
      case Restored.NotSaved(String reason) -> throw new Refusal(507, reason);
    }
  }

  /** Brings back what a request holds. */
  Restored restored(Context ctx) throws IOException {
    boolean form = Guard.isFile(ctx);
    byte[] archive = form ? uploaded(ctx) : bounded(ctx.req().getInputStream());
    String passphrase = form ? ctx.formParam("passphrase") : null;
    boolean given = passphrase != null && !passphrase.isEmpty();
    return backups().restore(archive, given ? passphrase : null);
  }

  private static byte[] uploaded(Context ctx) throws IOException {
    UploadedFile file = Requests.ofFiles(() -> ctx.uploadedFile("backup"));
    if (file == null) {
      throw new Refusal(400, "backup: missing in the form; choose the file of a backup");
    }
    try (InputStream content = file.content()) {
      return bounded(content);
    }
  }

  private static byte[] bounded(InputStream content) throws IOException {
    byte[] bytes = content.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw tooLarge();
    }
    return bytes;
  }

  /** A file, or a form with one, is more than a backup can be. */
  static Refusal tooLarge() {
    return new Refusal(413, "got a file of more than " + MOST_BYTES + " bytes, want at most that");
  }

  private Backups backups() {
    return attached.console().backups();
  }
}
