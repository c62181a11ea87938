package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.BusView;
import io.busbar.web.Wires.BoardView;
import io.busbar.web.pages.Scan;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.busbar.web.pages.Wizard;
import java.util.ArrayList;
import java.util.List;

/** What is connected to the appliance, and how more of it is found. */
final class WizardBuses {
  private final Site site;

  WizardBuses(Site site) {
    this.site = site;
  }

  Wizard.Buses read(View view) {
    Console console = site.console();
    List<Scan.Port> ports =
        console.scans().ports().stream()
            .map(port -> new Scan.Port(port.path(), port.heldBy() == null ? "" : port.heldBy()))
            .toList();
    return new Wizard.Buses(
        ports,
        lines(view.texts()),
        console.wires().boards().stream().filter(BoardView::lines).map(BoardView::id).toList(),
        BusKinds.ALL.stream().filter(kind -> !kind.equals(BusKinds.SIMULATED)).toList(),
        console.devices().read().heard().size());
  }

  /** Those of the configuration, so that one that does not run is there, too. */
  private List<Wizard.Line> lines(Texts texts) {
    List<BusView> running = site.console().status().read().buses();
    List<Wizard.Line> lines = new ArrayList<>();
    for (JsonNode bus : site.forms().document().path("buses")) {
      String name = bus.path("name").asText();
      BusView state =
          running.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
      String type = texts.get("bus." + bus.path("type").asText());
      lines.add(
          new Wizard.Line(
              name,
              state == null
                  ? type
                  : type + " · " + texts.get("bus.size", state.devices(), state.points()),
              OverviewPages.light(texts, state == null ? "down" : state.state()),
              state == null ? texts.get("devices.notrunning") : texts.reasonOrNull(state.reason()),
              BusKinds.hasDevices(bus.path("type").asText())
                  ? "/devices/add?bus=" + name
                  : "/buses/edit?bus=" + name));
    }
    return lines;
  }
}
