package io.busbar.web;

import io.busbar.web.Certificates.CertificateView;
import io.busbar.web.Certificates.Kept;
import io.busbar.web.Certificates.Removed;
import io.busbar.web.Certificates.Upload;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.pages.Clouds;
import io.busbar.web.pages.FormView.Trouble;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.Overview.Light;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The certificates and keys of connections: list, upload, renewal, removal. */
final class CertificatePages {
  private static final String PAGE = "/certificates";

  private final Site site;

  CertificatePages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get(PAGE, ctx -> show(ctx, List.of()), For.VIEWER);
    routes.post(PAGE, this::take, For.INSTALLER);
    routes.post(PAGE + "/remove", this::remove, For.INSTALLER);
  }

  private void show(Context ctx, List<Fault> faults) {
    View view = site.view(ctx);
    Instant now = site.console().status().read().time();
    String name = ctx.formParam("name");
    site.show(
        ctx,
        view,
        "certificates.jte",
        Map.of(
            "page",
            new Clouds.Certificates(
                new Moment(now),
                site.console().certificates().all().stream()
                    .map(file -> view(view.texts(), file))
                    .toList(),
                name == null ? "" : name,
                faults.stream().map(fault -> trouble(view.texts(), fault)).toList())));
  }

  /** The field's id is the path of the fault. */
  private static Trouble trouble(Texts texts, Fault fault) {
    String field = fault.path().isEmpty() ? "name" : fault.path().substring(1);
    return new Trouble(
        "upload-" + field, texts.get("certificate.upload"), texts.reason(fault.message()));
  }

  private static Clouds.Certificate view(Texts texts, CertificateView file) {
    Instant from = file.notBefore();
    Instant to = file.notAfter();
    return new Clouds.Certificate(
        file.file(),
        texts.get("certificate.kind." + file.kind()),
        light(texts, file.state()),
        file.subject(),
        file.issuer(),
        from == null || to == null ? null : new Clouds.Validity(new Moment(from), new Moment(to)),
        file.fingerprint(),
        String.join(", ", file.usedBy()));
  }

  private static Light light(Texts texts, String state) {
    String kind =
        switch (state) {
          case "valid", "key" -> "good";
          case "soon" -> "wait";
          default -> "bad";
        };
    return new Light(kind, texts.get("certificate.state." + state));
  }

  private void take(Context ctx) throws IOException {
    Upload upload = Uploads.of(ctx);
    Upload given = upload == null ? new Upload(null, null, null) : upload;
    switch (site.console().certificates().put(Requests.field(ctx, "name").strip(), given)) {
      case Kept.Done _ -> ctx.redirect(PAGE, HttpStatus.SEE_OTHER);
      case Kept.Refused(List<Fault> faults) -> {
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        show(ctx, faults);
      }
      case Kept.NotSaved(String reason) -> throw new Refusal(507, reason);
    }
  }

  private void remove(Context ctx) {
    switch (site.console().certificates().remove(Requests.field(ctx, "file"))) {
      case Removed.Done() -> ctx.redirect(PAGE, HttpStatus.SEE_OTHER);
      case Removed.Unknown() -> throw CloudApi.unknownFile();
      case Removed.Not(String sentence) -> throw new Refusal(409, sentence);
    }
  }
}
