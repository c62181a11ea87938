package io.busbar.web;

import io.busbar.web.Certificates.Kept;
import io.busbar.web.Certificates.Upload;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.forms.FormProblem;
import io.busbar.web.forms.Posted;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates and keys that a form brings, as files or pasted. They are never shown again. */
final class Uploads {
  private static final int MOST_BYTES = 200_000;
  private static final String PEM = "-----BEGIN ";

  private Uploads() {}

  /** What a form brings; null when it brings nothing. */
  static @Nullable Upload of(Context ctx) throws IOException {
    Upload upload =
        new Upload(part(ctx, "authorities"), part(ctx, "certificate"), part(ctx, "key"));
    boolean nothing =
        upload.authorities() == null && upload.certificate() == null && upload.key() == null;
    return nothing ? null : upload;
  }

  /** A file goes before what was pasted. */
  private static @Nullable String part(Context ctx, String name) throws IOException {
    UploadedFile file = ctx.uploadedFile("file." + name);
    if (file != null && file.size() > 0) {
      try (InputStream content = file.content()) {
        // One byte more than allowed is told by whoever checks it.
        return text(content.readNBytes(MOST_BYTES + 1));
      }
    }
    String pasted = ctx.formParam("paste." + name);
    return pasted == null || pasted.isBlank() ? null : pasted;
  }

  /** What is no PEM has to be read as something to be refused with the right words. */
  private static String text(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return text.contains(PEM) ? text : text.replaceAll("[^\\x20-\\x7e\\r\\n]", "?");
  }

  /**
   * What became of a form with what it brought along.
   *
   * @param posted the form, naming the files that are kept now
   * @param problems of what it brought, at the fields of a broker
   */
  record Taken(Posted posted, List<FormProblem> problems) {}

  /** Keeps what a connection's form brings under the connection's name. */
  static Taken take(Console console, Context ctx, Posted posted) throws IOException {
    Upload upload = of(ctx);
    if (upload == null) {
      return new Taken(posted, List.of());
    }
    return switch (console.certificates().put(posted.text("/name").strip(), upload)) {
      case Kept.Done done -> new Taken(named(posted, done), List.of());
      case Kept.Refused(List<Fault> faults) ->
          new Taken(posted, faults.stream().map(Uploads::problem).toList());
      case Kept.NotSaved(String reason) -> new Taken(posted, List.of(new FormProblem("", reason)));
    };
  }

  private static Posted named(Posted posted, Kept.Done done) {
    Posted authorities = named(posted, "caFile", done.authorities());
    return named(named(authorities, "certFile", done.certificate()), "keyFile", done.key());
  }

  private static Posted named(Posted posted, String setting, @Nullable String file) {
    return file == null ? posted : posted.with("/broker/" + setting, file);
  }

  private static FormProblem problem(Fault fault) {
    String field =
        switch (fault.path()) {
          case "/authorities" -> "/broker/caFile";
          case "/certificate" -> "/broker/certFile";
          case "/key" -> "/broker/keyFile";
          default -> fault.path();
        };
    return new FormProblem(field, fault.message());
  }
}
