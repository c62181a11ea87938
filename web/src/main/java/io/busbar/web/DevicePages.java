package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.BusView;
import io.busbar.web.Console.DeviceView;
import io.busbar.web.Console.HeardView;
import io.busbar.web.Console.MeterView;
import io.busbar.web.pages.Devices;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.Overview.Light;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The list of buses and devices. It is made from the configuration, so that what fails shows. */
final class DevicePages {
  private final Site site;

  DevicePages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/devices", ctx -> show(ctx, "devices.jte"), For.VIEWER);
    routes.get("/parts/devices", ctx -> show(ctx, "devicelist.jte"), For.VIEWER);
    routes.get("/parts/heard", ctx -> show(ctx, "heard.jte"), For.VIEWER);
  }

  private void show(Context ctx, String template) {
    View view = site.view(ctx);
    site.show(ctx, view, template, Map.of("devices", new Reader(site, view.texts()).read()));
  }

  /** Puts what the Console says into the words of the page. */
  private static final class Reader {
    private final Site site;
    private final Console console;
    private final Texts texts;
    private final Forms forms;

    Reader(Site site, Texts texts) {
      this.site = site;
      this.console = site.console();
      this.texts = texts;
      this.forms = new Forms(texts);
    }

    Devices read() {
      Instant now = console.status().read().time();
      Console.DevicesView known = console.devices().read();
      Map<String, String> meters =
          console.meters().all().stream()
              .collect(Collectors.toMap(MeterView::id, MeterView::title));
      List<Devices.Bus> buses = new ArrayList<>();
      for (JsonNode bus : site.forms().document().path("buses")) {
        buses.add(bus(bus, known.devices(), meters));
      }
      return new Devices(
          new Moment(now).utc(),
          console.config().read().version(),
          buses,
          BusKinds.ALL,
          known.heard().stream().map(node -> heard(node, now)).toList());
    }

    private Devices.Bus bus(JsonNode bus, List<DeviceView> known, Map<String, String> meters) {
      String name = bus.path("name").asText();
      String type = bus.path("type").asText();
      BusView state =
          console.status().read().buses().stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElse(null);
      List<Devices.Device> devices = new ArrayList<>();
      for (JsonNode device : bus.path("devices")) {
        devices.add(device(name, device, known, meters));
      }
      return new Devices.Bus(
          name,
          type,
          facts(bus, state),
          OverviewPages.light(texts, state == null ? "down" : state.state()),
          state == null ? texts.get("devices.notrunning") : texts.reasonOrNull(state.reason()),
          "/buses/edit?bus=" + name,
          BusKinds.hasDevices(type) ? "/devices/add?bus=" + name : null,
          devices);
    }

    private String facts(JsonNode bus, @Nullable BusView state) {
      List<String> facts = new ArrayList<>();
      String where =
          bus.has("host")
              ? bus.path("host").asText() + ":" + bus.path("port").asText("502")
              : bus.path("port").asText();
      if (!where.isEmpty()) {
        facts.add(where);
      }
      if (state != null && state.utilisation() != null) {
        facts.add(texts.get("bus.busy", Math.round(100 * state.utilisation())));
      }
      return String.join(" · ", facts);
    }

    private Devices.Device device(
        String bus, JsonNode device, List<DeviceView> known, Map<String, String> meters) {
      String name = device.path("name").asText();
      DeviceView state =
          known.stream()
              .filter(one -> one.bus().equals(bus) && one.name().equals(name))
              .findFirst()
              .orElse(null);
      String kind = device.path("kind").asText();
      String meter = device.path("meter").asText(device.path("layout").asText(kind));
      Light light = OverviewPages.light(texts, state == null ? "down" : state.state());
      return new Devices.Device(
          name,
          device.path("unitId").asText(device.path("uid").asText()),
          meters.getOrDefault(meter, meter),
          light,
          state == null ? texts.get("devices.notrunning") : texts.reasonOrNull(state.reason()),
          "/devices/edit?bus=" + bus + "&device=" + name,
          "/values?path=/Process/" + bus + "/" + name);
    }

    private Devices.Heard heard(HeardView node, Instant now) {
      List<String> others = new ArrayList<>(console.devices().layouts(node.bus()));
      others.removeAll(node.layouts());
      return new Devices.Heard(
          node.bus(),
          node.uid(),
          node.files().stream()
              .map(file -> texts.get("heard.file", file.file(), file.length()))
              .collect(Collectors.joining(", ")),
          texts.get(
              "heard.facts", node.linkBudget(), node.rxLevel(), forms.age(node.lastSeen(), now)),
          "Node_" + node.uid().substring(Math.max(0, node.uid().length() - 4)),
          node.layouts(),
          others);
    }
  }
}
