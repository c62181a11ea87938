package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom the routes are for. */
class GateTest {
  @Test
  void everyRouteSaysWhomItIsFor() throws Exception {
    try (WebServer server = WebServer.start(HttpAddress.parse("0"))) {
      List<Endpoint> routes = server.routes();
      assertTrue(routes.size() > 20, "got " + routes.size() + " routes");
      Gate.check(routes);
    }
  }

  @Test
  void aRouteThatSaysNothingStopsTheStart() {
    Endpoint silent = new Endpoint(HandlerType.GET, "/silent", ctx -> ctx.result("x"));
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> Gate.check(List.of(silent)));
    assertEquals("GET /silent: got no role, want one beside the route", refused.getMessage());
  }

  @Test
  void aRoleCoversItselfAndThoseBelow() {
    assertTrue(Role.ADMIN.covers(Role.VIEWER));
    assertTrue(Role.INSTALLER.covers(Role.INSTALLER));
    assertFalse(Role.VIEWER.covers(Role.INSTALLER));
  }

  @Test
  void whatIsBelowTheWebKnowsTheCaller() throws Exception {
    FakeConsole fake = new FakeConsole();
    fake.set(FakeConsole.settable("/Process/PV/Test", 1L, "int"));
    try (WebServer server = WebServer.start(HttpAddress.parse("0"));
        Browser browser = new Browser(server.port())) {
      server.attach(fake.console());
      browser.put(
          "/api/v1/values/Process/PV/Test", "{\"value\":2}", "Content-Type", "application/json");
      assertEquals(List.of("robot"), fake.callers);
    }
  }
}
