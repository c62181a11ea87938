package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.Registers.Page;
import io.busbar.web.Console.Registers.Place;
import io.busbar.web.pages.RegisterPage;
import io.busbar.web.pages.RegisterPage.Asked;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The register browser: what stands in the registers of any device of a bus. */
final class RegisterPages {
  /** On a phone these come first; the rest is reached by scrolling the table. */
  private static final List<String> FIRST =
      List.of(
          "uint16",
          "int16",
          "uint32",
          "int32",
          "float32",
          "uint32 low-first",
          "int32 low-first",
          "float32 low-first",
          "text",
          "bits");

  private final Site site;

  RegisterPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/registers", this::show, For.INSTALLER);
    new RegisterPoints(site).routes(routes);
  }

  private void show(Context ctx) {
    View view = site.view(ctx);
    List<String> buses = new ArrayList<>();
    for (JsonNode bus : site.forms().document().path("buses")) {
      if (bus.path("type").asText().startsWith("modbus")) {
        buses.add(bus.path("name").asText());
      }
    }
    Asked asked =
        new Asked(
            query(ctx, "bus", buses.isEmpty() ? "" : buses.getFirst()),
            query(ctx, "unit", "1"),
            query(ctx, "area", "holding"),
            query(ctx, "address", "0"),
            query(ctx, "count", "10"));
    RegisterPage page =
        ctx.queryParam("bus") == null
            ? new RegisterPage(buses, asked, "", "", "", List.of(), List.of())
            : read(ctx, buses, asked);
    site.show(ctx, view, "registers.jte", Map.of("page", page));
  }

  private RegisterPage read(Context ctx, List<String> buses, Asked asked) {
    Page page;
    try {
      page =
          site.console()
              .registers()
              .read(
                  asked.bus(),
                  Requests.number(ctx, "unit", 1),
                  asked.area(),
                  Requests.number(ctx, "address", 0),
                  Requests.number(ctx, "count", 1));
    } catch (Refusal e) {
      return failed(buses, asked, e.sentence(), site.view(ctx));
    }
    return switch (page) {
      case Page.Not(Page.Failure _, String sentence) ->
          failed(buses, asked, sentence, site.view(ctx));
      case Page.Read(String request, String answer, List<Place> places) ->
          new RegisterPage(
              buses,
              asked,
              "",
              request,
              answer,
              columns(places),
              places.stream().map(place -> row(asked, place, columns(places))).toList());
    };
  }

  private static RegisterPage failed(List<String> buses, Asked asked, String sentence, View view) {
    String said = view.texts().reason(sentence);
    return new RegisterPage(buses, asked, said, "", "", List.of(), List.of());
  }

  private static List<String> columns(List<Place> places) {
    Set<String> all = new LinkedHashSet<>(FIRST);
    places.forEach(place -> all.addAll(place.readings().keySet()));
    all.removeIf(name -> places.stream().noneMatch(place -> place.readings().containsKey(name)));
    return List.copyOf(all);
  }

  private static RegisterPage.Row row(Asked asked, Place place, List<String> columns) {
    return new RegisterPage.Row(
        "%d (0x%04X)".formatted(place.address(), place.address()),
        place.number(),
        place.raw(),
        RegisterPoints.address(asked.bus(), asked.unit(), asked.area(), place.address()),
        columns.stream().map(name -> place.readings().getOrDefault(name, "")).toList());
  }

  private static String query(Context ctx, String name, String otherwise) {
    @Nullable String value = ctx.queryParam(name);
    return value == null || value.length() > 64 ? otherwise : value;
  }
}
