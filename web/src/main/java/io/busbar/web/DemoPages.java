package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The demo mode: one button on and one off, on a page or by a program. */
final class DemoPages {
  private static final String API = "/api/v1/demo";

  private final Site site;

  /**
   * Whether simulated devices are there, and on which buses.
   *
   * @param on whether there is any
   */
  private record State(boolean on, List<String> buses) {}

  DemoPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.post("/demo", this::form, For.INSTALLER);
    routes.get(API, this::read, For.VIEWER);
    routes.put(API, this::put, For.INSTALLER);
  }

  private void form(Context ctx) {
    set("true".equals(Requests.field(ctx, "on")));
    ctx.redirect(Viewer.back(ctx), HttpStatus.SEE_OTHER);
  }

  private void read(Context ctx) {
    List<String> buses =
        site.console().status().read().buses().stream()
            .filter(bus -> bus.type().equals(BusKinds.SIMULATED))
            .map(BusView::name)
            .toList();
    Answers.json(ctx, new State(!buses.isEmpty(), buses));
  }

  /** {@code {"on": true}}. */
  private void put(Context ctx) throws IOException {
    JsonNode on = Requests.object(ctx, List.of("on")).path("on");
    if (!on.isBoolean()) {
      throw new Refusal(400, "on: got something else, want true or false");
    }
    set(on.booleanValue());
    read(ctx);
  }

  private void set(boolean on) {
    switch (site.console().demo().set(on)) {
      case Outcome.Applied(Stored _) -> {
        // As it was wanted.
      }
      case Outcome.Refused(List<Fault> faults) ->
          throw new Refusal(
              409,
              "the demo mode cannot be changed: "
                  + faults.stream()
                      .map(fault -> fault.path() + " " + fault.message())
                      .collect(Collectors.joining("; ")));
      case Outcome.Outdated _ ->
          throw new Refusal(409, "somebody else changed the configuration meanwhile; try again");
      case Outcome.NotSaved(String reason) -> throw new Refusal(507, reason);
    }
  }
}
