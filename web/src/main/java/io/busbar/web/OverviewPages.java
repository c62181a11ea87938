package io.busbar.web;

import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.DeviceView;
import io.busbar.web.Console.StatusView;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.Overview;
import io.busbar.web.pages.Overview.Lamp;
import io.busbar.web.pages.Overview.Light;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The first page: how every part of the appliance is. */
final class OverviewPages {
  private final Site site;

  OverviewPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/", ctx -> show(ctx, "overview.jte"), For.VIEWER);
    routes.get("/parts/state", ctx -> show(ctx, "state.jte"), For.VIEWER);
  }

  private void show(Context ctx, String template) {
    View view = site.view(ctx);
    Overview overview = new Reader(site.console(), view.texts()).overview();
    site.show(ctx, view, template, Map.of("overview", overview));
  }

  /** The words for what a part of the appliance says of itself. */
  static Light light(Texts texts, String state) {
    String kind =
        switch (state) {
          case "running", "connected" -> "good";
          case "down", "waiting" -> "bad";
          case "disabled" -> "off";
          default -> "wait";
        };
    String word = texts.find("state." + state);
    return new Light(kind, word == null ? state : word);
  }

  /** Puts what the Console says into the words of the page. */
  private static final class Reader {
    private final Console console;
    private final Texts texts;
    private final Forms forms;
    private final StatusView status;
    private final CloudReader reader;

    Reader(Console console, Texts texts) {
      this.console = console;
      this.texts = texts;
      this.forms = new Forms(texts);
      this.status = console.status().read();
      this.reader = new CloudReader(texts, status.time());
    }

    Overview overview() {
      List<ConnectorView> clouds = console.connectors().all();
      return new Overview(
          status.name(),
          status.product(),
          status.version(),
          new Moment(status.time()).utc(),
          new Moment(status.time()),
          forms.age(status.uptimeSeconds() * 1000),
          List.of(buses(), devices(), clouds(clouds), backlog(clouds)),
          status.alarms().stream().map(texts::reason).toList(),
          status.buses().stream().map(this::bus).toList(),
          clouds.stream().map(reader::read).toList());
    }

    private Lamp buses() {
      List<BusView> all = status.buses();
      long well = all.stream().filter(bus -> bus.state().equals("running")).count();
      boolean down = all.stream().anyMatch(bus -> bus.state().equals("down"));
      int points = all.stream().mapToInt(BusView::points).sum();
      return new Lamp(
          texts.get("buses.title"),
          kind(well, all.size(), down),
          texts.get("lamp.of", well, all.size()),
          texts.get("lamp.points", points),
          "/devices");
    }

    private Lamp devices() {
      var known = console.devices().read();
      List<DeviceView> all = known.devices();
      long well = all.stream().filter(device -> device.state().equals("running")).count();
      boolean down = all.stream().anyMatch(device -> device.state().equals("down"));
      return new Lamp(
          texts.get("nav.devices"),
          kind(well, all.size(), down),
          texts.get("lamp.of", well, all.size()),
          known.heard().isEmpty() ? "" : texts.get("lamp.heard", known.heard().size()),
          "/devices");
    }

    private Lamp clouds(List<ConnectorView> clouds) {
      List<ConnectorView> on =
          clouds.stream().filter(cloud -> !cloud.state().equals("disabled")).toList();
      long well = on.stream().filter(cloud -> cloud.state().equals("connected")).count();
      boolean down = on.stream().anyMatch(cloud -> cloud.state().equals("waiting"));
      Instant last =
          clouds.stream()
              .map(ConnectorView::lastAcknowledged)
              .filter(time -> time != null)
              .max(Instant::compareTo)
              .orElse(null);
      return new Lamp(
          texts.get("clouds.title"),
          kind(well, on.size(), down),
          texts.get("lamp.of", well, on.size()),
          texts.get("lamp.contact", reader.ago(last)),
          "/cloud");
    }

    private Lamp backlog(List<ConnectorView> clouds) {
      long waiting = clouds.stream().mapToLong(cloud -> cloud.backlog().waiting()).sum();
      long stored = clouds.stream().mapToLong(cloud -> cloud.backlog().stored()).sum();
      long dropped = clouds.stream().mapToLong(cloud -> cloud.backlog().dropped()).sum();
      Instant oldest =
          clouds.stream()
              .map(cloud -> cloud.backlog().oldest())
              .filter(time -> time != null)
              .min(Instant::compareTo)
              .orElse(null);
      String facts =
          dropped > 0
              ? texts.get("lamp.dropped", forms.count(dropped))
              : oldest == null
                  ? texts.get("lamp.nothing")
                  : texts.get("lamp.oldest", forms.age(oldest, status.time()));
      return new Lamp(
          texts.get("lamp.backlog"),
          dropped > 0 ? "bad" : stored > 0 ? "wait" : "good",
          texts.get("lamp.waiting", forms.count(waiting)),
          facts,
          "/cloud");
    }

    private static String kind(long well, int all, boolean down) {
      return all == 0 ? "off" : well == all ? "good" : down ? "bad" : "wait";
    }

    private Overview.Bus bus(BusView bus) {
      return new Overview.Bus(
          bus.name(),
          bus.type(),
          light(texts, bus.state()),
          texts.reasonOrNull(bus.reason()),
          facts(bus));
    }

    private String facts(BusView bus) {
      String size = texts.get("bus.size", bus.devices(), bus.points());
      Double busy = bus.utilisation();
      return busy == null ? size : size + " · " + texts.get("bus.busy", Math.round(100 * busy));
    }
  }
}
