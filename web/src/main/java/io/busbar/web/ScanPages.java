package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.FoundView;
import io.busbar.web.Console.ProposalView;
import io.busbar.web.Console.ScanOrder;
import io.busbar.web.Console.ScanView;
import io.busbar.web.Console.Scans.Started;
import io.busbar.web.pages.FormView.Trouble;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.Scan;
import io.busbar.web.pages.Scan.Link;
import io.busbar.web.pages.Scan.Order;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The search for devices: what to search, how it goes, and what to do with what was found. */
final class ScanPages {
  private static final Order USUAL =
      new Order("", "9600, 19200", "none, even", "adapter", "", "1-32");
  private static final int MODBUS_TCP = 502;

  private final Site site;

  ScanPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/scan", ctx -> show(ctx, USUAL, List.of(), "scan.jte"), For.INSTALLER);
    routes.get("/parts/scan", ctx -> show(ctx, USUAL, List.of(), "scanrun.jte"), For.INSTALLER);
    routes.post("/scan", this::start, For.INSTALLER);
    routes.post("/scan/cancel", this::cancel, For.INSTALLER);
  }

  private void start(Context ctx) {
    Order order =
        new Order(
            field(ctx, "port"),
            field(ctx, "baud"),
            field(ctx, "parity"),
            field(ctx, "direction"),
            field(ctx, "host"),
            field(ctx, "units"));
    View view = site.view(ctx);
    List<Trouble> troubles = new ArrayList<>();
    ScanOrder wanted = order(order, view, troubles);
    if (wanted != null) {
      switch (site.console().scans().start(wanted)) {
        case Started.Going _ -> {
          ctx.redirect("/scan", HttpStatus.SEE_OTHER);
          return;
        }
        case Started.Busy _ -> troubles.add(new Trouble(null, "", view.texts().get("scan.busy")));
        case Started.Refused(List<Fault> faults) ->
            faults.forEach(fault -> troubles.add(trouble(view, fault)));
      }
    }
    ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
    show(ctx, order, troubles, "scan.jte");
  }

  private void cancel(Context ctx) {
    var _ = site.console().scans().cancel();
    ctx.redirect("/scan", HttpStatus.SEE_OTHER);
  }

  private static @Nullable ScanOrder order(Order order, View view, List<Trouble> troubles) {
    boolean serial = !order.port().isEmpty();
    if (serial == !order.host().isEmpty()) {
      troubles.add(
          new Trouble("port", view.texts().get("scan.port"), view.texts().get("scan.either")));
      return null;
    }
    List<Integer> rates = new ArrayList<>();
    for (String rate : order.baud().split("[,;\\s]+")) {
      if (rate.matches("[0-9]{2,7}")) {
        rates.add(Integer.parseInt(rate));
      } else if (serial) {
        troubles.add(
            new Trouble(
                "baud", view.texts().get("scan.baud"), view.texts().get("form.whole", rate)));
        return null;
      }
    }
    return new ScanOrder(
        serial ? order.port() : null,
        rates,
        List.of(order.parity().split("[,;\\s]+")),
        order.direction(),
        serial ? null : order.host(),
        MODBUS_TCP,
        order.units());
  }

  private static Trouble trouble(View view, Fault fault) {
    String field = fault.path().replaceFirst("^/([a-z]+).*", "$1");
    String title = view.texts().find("scan." + field);
    return new Trouble(
        title == null ? null : field,
        title == null ? "" : title,
        view.texts().reason(fault.message()));
  }

  private static String field(Context ctx, String name) {
    String value = ctx.formParam(name);
    return value == null ? "" : value.strip();
  }

  private void show(Context ctx, Order order, List<Trouble> troubles, String template) {
    View view = site.view(ctx);
    ScanView scan = site.console().scans().read();
    Map<String, @Nullable Object> model = new HashMap<>();
    model.put(
        "scan",
        new Scan(order, troubles, ports(), scan == null ? null : new Reader(site, view).run(scan)));
    site.show(ctx, view, template, model);
  }

  private List<Scan.Port> ports() {
    return site.console().scans().ports().stream()
        .map(port -> new Scan.Port(port.path(), port.heldBy() == null ? "" : port.heldBy()))
        .toList();
  }

  /** Puts what a search says into the words of the page. */
  private record Reader(Site site, View view) {
    Scan.Run run(ScanView scan) {
      Forms forms = view.forms();
      String progress =
          view.texts()
              .get(
                  "scan.progress",
                  forms.count(scan.asked()),
                  forms.count(scan.total()),
                  forms.age(scan.leftMs()));
      return new Scan.Run(
          scan.state(),
          view.texts().get("scan.is." + scan.state()),
          view.texts().reasonOrNull(scan.reason()),
          scan.where(),
          scan.asked(),
          Math.max(1, scan.total()),
          progress,
          scan.found().stream().map(this::found).toList(),
          scan.remarks().stream().map(view.texts()::reason).toList());
    }

    private Scan.Found found(FoundView found) {
      List<Link> links = new ArrayList<>();
      for (JsonNode bus : site.forms().document().path("buses")) {
        if (fits(bus, found.bus())) {
          links.add(
              new Link(
                  view.texts().get("scan.add", bus.path("name").asText()),
                  "/devices/add?bus=" + bus.path("name").asText() + device(found)));
        }
      }
      return new Scan.Found(
          found.place(),
          found.unitId(),
          found.says(),
          view.texts().reason(found.answer()),
          found.proposals().stream()
              .map(one -> one.meter() + ": " + view.texts().reason(one.reason()))
              .toList(),
          links,
          links.isEmpty() ? "/buses/add?" + query(found.bus()) : null);
    }

    /** Whether a bus of the configuration reaches what was found. */
    private static boolean fits(JsonNode bus, Map<String, Object> wanted) {
      String where = wanted.containsKey("host") ? "host" : "port";
      return bus.path(where).asText().equals(String.valueOf(wanted.get(where)))
          && bus.path("type").asText().equals(wanted.get("type"));
    }

    private static String device(FoundView found) {
      List<ProposalView> proposals = found.proposals();
      String meter = proposals.isEmpty() ? "" : "&meter=" + encoded(proposals.getFirst().meter());
      return "&name=Unit" + found.unitId() + "&unitId=" + found.unitId() + meter;
    }

    private static String query(Map<String, Object> bus) {
      List<String> parts = new ArrayList<>();
      bus.forEach((key, value) -> parts.add(key + "=" + encoded(String.valueOf(value))));
      return String.join("&", parts);
    }

    private static String encoded(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }
}
