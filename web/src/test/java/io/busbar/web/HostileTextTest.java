package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.DeviceView;
import io.busbar.web.Console.DevicesView;
import io.busbar.web.Console.ValueView;
import io.javalin.router.Endpoint;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rule S-21, for each page of the router's own table: what comes from outside stays a text. */
class HostileTextTest extends Served {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&";
  private static final String ESCAPED = "&lt;img src=x onerror";

  @Test
  void noPageTakesAWordOfTheFieldForItsOwn() {
    fake.alarms = List.of(HOSTILE);
    fake.buses = List.of(new BusView("Lan", HOSTILE, "down", HOSTILE, 1, 1, 0.5));
    fake.connectors =
        List.of(
            new ConnectorView(
                HOSTILE,
                "mindsphere",
                HOSTILE,
                "waiting",
                HOSTILE,
                null,
                FakeConsole.nothingWaits()));
    fake.devices =
        new DevicesView(
            List.of(new DeviceView("Lan", HOSTILE, HOSTILE, "down", HOSTILE)), List.of());
    fake.clock = new Console.ClockView(false, "unknown", HOSTILE);
    fake.set(
        new ValueView(
            "/Process/Lan/M1/text",
            HOSTILE,
            HOSTILE,
            "BAD",
            FakeConsole.NOW,
            true,
            1L,
            HOSTILE,
            HOSTILE,
            "text",
            false));
    Set<String> shown = new TreeSet<>();
    for (Endpoint route : server.routes()) {
      boolean page = route.method.name().equals("GET") && !route.path.contains("{");
      if (page && !route.path.startsWith("/api/") && !route.path.contains("<")) {
        String html = browser.get(route.path, "Accept", "text/html").body();
        assertFalse(html.contains("<img src=x"), route.path);
        if (html.contains(ESCAPED)) {
          shown.add(route.path);
        }
      }
    }
    assertTrue(shown.containsAll(Set.of("/", "/values", "/system")), "shown on " + shown);
  }
}
