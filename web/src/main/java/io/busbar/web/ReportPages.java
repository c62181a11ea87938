package io.busbar.web;

import io.busbar.web.Console.ValueView;
import io.busbar.web.Reports.BusReport;
import io.busbar.web.Reports.CertificateReport;
import io.busbar.web.Reports.CloudReport;
import io.busbar.web.Reports.DeviceReport;
import io.busbar.web.Reports.Identity;
import io.busbar.web.Reports.ReportView;
import io.busbar.web.Reports.TestReport;
import io.busbar.web.Reports.Warning;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.ReportSheet;
import io.busbar.web.pages.ReportSheet.Fact;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The commissioning report: a page that can be printed, and the same as JSON to be kept. */
final class ReportPages {
  private final Site site;

  ReportPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/report", this::page, For.INSTALLER);
    routes.get("/api/v1/report", this::json, For.INSTALLER);
  }

  private void page(Context ctx) {
    View view = site.view(ctx);
    site.show(ctx, view, "report.jte", Map.of("report", sheet(site, view)));
  }

  private void json(Context ctx) {
    ctx.header("Content-Disposition", "attachment; filename=\"busbar-report.json\"");
    Answers.json(ctx, site.console().reports().read());
  }

  /** The report as it is now, in the words of a page. */
  static ReportSheet sheet(Site site, View view) {
    ReportView report = site.console().reports().read();
    Texts texts = view.texts();
    Reader reader = new Reader(view);
    return new ReportSheet(
        new Moment(report.made()),
        reader.identity(report.identity()),
        texts.get("wizard.source." + report.clock().source())
            + (report.clock().sentence() == null
                ? ""
                : ". " + texts.reason(report.clock().sentence())),
        report.buses().stream().map(reader::bus).toList(),
        report.clouds().stream().map(reader::cloud).toList(),
        report.users().stream()
            .map(user -> new Fact(user.name(), texts.get("role." + user.role())))
            .toList(),
        report.certificates().stream().map(reader::certificate).toList(),
        report.warnings().stream().map(reader::warning).toList());
  }

  /** Puts the report into the words of the page. */
  private record Reader(View view) {
    private Texts texts() {
      return view.texts();
    }

    List<Fact> identity(Identity identity) {
      List<Fact> facts = new ArrayList<>();
      facts.add(new Fact(texts().get("report.name"), identity.name()));
      facts.add(
          new Fact(
              texts().get("report.place"),
              Objects.requireNonNullElse(identity.place(), texts().get("report.noplace"))));
      facts.add(new Fact(texts().get("report.serial"), identity.serialNumber()));
      facts.add(
          new Fact(texts().get("report.program"), identity.product() + " " + identity.version()));
      facts.add(
          new Fact(texts().get("report.system"), identity.system() + " · Java " + identity.java()));
      return facts;
    }

    ReportSheet.Bus bus(BusReport bus) {
      return new ReportSheet.Bus(
          bus.name(),
          texts().get("bus." + bus.type()),
          bus.simulated(),
          OverviewPages.light(texts(), bus.state()),
          texts().reasonOrNull(bus.reason()),
          bus.devices().stream().map(device -> device(device, bus.reason())).toList());
    }

    /** What keeps the whole bus from running is not told again at each of its devices. */
    private ReportSheet.Device device(DeviceReport device, @Nullable String ofBus) {
      ValueView sample = device.sample();
      String quality = sample == null ? "never" : ValuesPages.quality(sample);
      return new ReportSheet.Device(
          device.name(),
          Objects.requireNonNullElse(device.type(), ""),
          OverviewPages.light(texts(), device.state()),
          Objects.equals(device.reason(), ofBus) ? null : texts().reasonOrNull(device.reason()),
          sample == null ? "" : sample.path().substring(sample.path().lastIndexOf('/') + 1),
          sample == null ? "–" : view.forms().value(sample.value(), sample.unit()),
          sample == null ? "" : sample.unit(),
          quality,
          texts().get("quality." + quality),
          view.forms().age(sample == null ? null : sample.ageMs()));
    }

    ReportSheet.Cloud cloud(CloudReport cloud) {
      return new ReportSheet.Cloud(
          cloud.name(),
          texts().get("platform." + cloud.type()) + " · " + cloud.broker(),
          OverviewPages.light(texts(), cloud.state()),
          texts().reasonOrNull(cloud.reason()),
          moment(cloud.lastAcknowledged()),
          view.forms().count(cloud.waiting()),
          test(cloud.test()),
          cloud.test() == null ? null : new Moment(cloud.test().time()));
    }

    private String test(@Nullable TestReport test) {
      if (test == null) {
        return texts().get("report.untested");
      }
      return test.accepted()
          ? texts().get("wizard.test.good")
          : texts().get("wizard.test.bad") + " " + texts().reason(test.sentence());
    }

    private static @Nullable Moment moment(@Nullable Instant time) {
      return time == null ? null : new Moment(time);
    }

    ReportSheet.Certificate certificate(CertificateReport one) {
      List<String> facts = new ArrayList<>();
      if (one.file() != null) {
        facts.add(one.file());
      }
      if (one.subject() != null) {
        facts.add(one.subject());
      }
      if (one.validTo() != null) {
        facts.add(texts().get("report.validto", new Moment(one.validTo()).utc()));
      }
      if (one.fault() != null) {
        facts.add(texts().reason(one.fault()));
      }
      return new ReportSheet.Certificate(
          one.connector(),
          texts().get("title." + one.use()),
          String.join(" · ", facts),
          Objects.requireNonNullElse(one.sha256(), ""));
    }

    String warning(Warning warning) {
      String said = texts().get("report.warn." + warning.kind(), warning.subject());
      if (warning.kind().equals("alarm")) {
        return texts().reason(warning.sentence());
      }
      return warning.sentence().isEmpty() ? said : said + " " + texts().reason(warning.sentence());
    }
  }
}
