package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.web.ConfigForms.Part;
import io.busbar.web.ConfigForms.Sent;
import io.busbar.web.Console.MeterView;
import io.busbar.web.forms.FormProblem;
import io.busbar.web.forms.FormReader;
import io.busbar.web.forms.FormSpec;
import io.busbar.web.pages.Field.Option;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.TrialResult;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adding, changing, testing and removing buses and devices. */
final class DeviceForms {
  private static final String DEVICE = "/devices/edit";
  private static final String NEW_DEVICE = "/devices/add";
  private static final String BUS = "/buses/edit";
  private static final String NEW_BUS = "/buses/add";

  /** What a new device may bring along in the address, from a scan. */
  private static final List<String> PROPOSALS = List.of("name", "unitId", "meter", "uid", "layout");

  private final Site site;

  DeviceForms(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    for (String form : List.of(DEVICE, NEW_DEVICE, BUS, NEW_BUS)) {
      routes.get(form, this::show, For.INSTALLER);
      routes.post(form, this::take, For.INSTALLER);
    }
    routes.post("/devices/remove", this::removeDevice, For.INSTALLER);
    routes.post("/buses/remove", this::removeBus, For.INSTALLER);
  }

  /**
   * What a form is about.
   *
   * @param title of the page
   * @param pointer its place, for removing; null for what is new
   * @param tested whether it can be tried before it is saved
   */
  private record Subject(
      String title,
      Part part,
      String action,
      @Nullable String pointer,
      String bus,
      boolean tested) {}

  private void show(Context ctx) {
    View view = site.view(ctx);
    Subject subject = subject(ctx, view);
    show(
        ctx,
        view,
        subject,
        site.forms().show(subject.part(), subject.action(), view.texts()),
        null);
  }

  private void take(Context ctx) {
    View view = site.view(ctx);
    Subject subject = subject(ctx, view);
    if (ctx.formParam("test") != null && subject.tested()) {
      test(ctx, view, subject);
      return;
    }
    switch (site.forms().send(ctx, subject.part(), subject.action(), view.texts())) {
      case Sent.Saved _ -> ctx.redirect("/devices", HttpStatus.SEE_OTHER);
      case Sent.Again(FormView form, int status) -> {
        ctx.status(status);
        show(ctx, view, subject, form, null);
      }
    }
  }

  /** One read with what the form holds so far. Nothing is saved, and nothing need be right. */
  private void test(Context ctx, View view, Subject subject) {
    FormReader.Read read = site.forms().read(ctx, subject.part(), view.texts());
    List<FormProblem> wrong =
        read.problems().stream()
            .filter(one -> one.path().equals("/unitId") || one.path().equals("/meter"))
            .toList();
    String meter = read.object().path("meter").asText();
    String why =
        wrong.isEmpty() && meter.isEmpty()
            ? view.texts().get("devices.test.notype")
            : wrong.stream().map(FormProblem::message).collect(Collectors.joining("; "));
    Console.Meters.Trial trial =
        why.isEmpty()
            ? site.console()
                .meters()
                .test(subject.bus(), read.object().path("unitId").asInt(), meter)
            : new Console.Meters.Trial(false, why, "", "", List.of());
    TrialResult result = Trials.of(trial, view);
    if (ctx.header("HX-Request") != null) {
      site.show(ctx, view, "trial.jte", Map.of("trial", result));
    } else {
      show(
          ctx,
          view,
          subject,
          site.forms().again(ctx, subject.part(), subject.action(), view.texts()),
          result);
    }
  }

  private void show(
      Context ctx, View view, Subject subject, FormView form, @Nullable TrialResult trial) {
    Map<String, @Nullable Object> model = new HashMap<>();
    model.put("form", form);
    model.put("title", subject.title());
    model.put("tested", subject.tested());
    model.put("trial", trial);
    model.put("remove", remove(subject));
    site.show(ctx, view, "deviceform.jte", model);
  }

  /** Address that removes what the form is about; null for what is new. */
  private static @Nullable String remove(Subject subject) {
    if (subject.pointer() == null) {
      return null;
    }
    return subject.action().replace("/edit?", "/remove?");
  }

  private Subject subject(Context ctx, View view) {
    return switch (ctx.path()) {
      case DEVICE -> device(ctx, view);
      case NEW_DEVICE -> newDevice(ctx, view);
      case BUS -> bus(ctx, view);
      default -> newBus(ctx, view);
    };
  }

  private Subject device(Context ctx, View view) {
    Place bus = bus(query(ctx, "bus"));
    Place device =
        find(bus.node().path("devices"), query(ctx, "device"), bus.pointer() + "/devices");
    String title = view.texts().get("devices.edit", device.name());
    return new Subject(
        title,
        new Part(device.pointer(), spec(bus.type())),
        DEVICE + "?bus=" + bus.name() + "&device=" + device.name(),
        device.pointer(),
        bus.name(),
        bus.type().startsWith("modbus"));
  }

  private Subject newDevice(Context ctx, View view) {
    Place bus = bus(query(ctx, "bus"));
    ObjectNode start = JsonNodeFactory.instance.objectNode();
    StringBuilder action = new StringBuilder(NEW_DEVICE + "?bus=" + bus.name());
    for (String key : PROPOSALS) {
      String value = ctx.queryParam(key);
      if (value != null && !value.isEmpty()) {
        start.put(key, value);
        action.append('&').append(key).append('=').append(encoded(value));
      }
    }
    return new Subject(
        view.texts().get("devices.new", bus.name()),
        new Part(bus.pointer() + "/devices/-", spec(bus.type()), start),
        action.toString(),
        null,
        bus.name(),
        bus.type().startsWith("modbus"));
  }

  private Subject bus(Context ctx, View view) {
    Place bus = bus(query(ctx, "bus"));
    return new Subject(
        view.texts().get("devices.edit", bus.name()),
        new Part(bus.pointer(), busSpec(bus.type())),
        BUS + "?bus=" + bus.name(),
        bus.pointer(),
        bus.name(),
        false);
  }

  private Subject newBus(Context ctx, View view) {
    String type = query(ctx, "type");
    if (!BusKinds.ALL.contains(type)) {
      throw new Refusal(404, "type: want one of " + String.join(", ", BusKinds.ALL));
    }
    ObjectNode start = JsonNodeFactory.instance.objectNode().put("type", type);
    for (String key : List.of("name", "port", "host", "baudRate", "parity", "board")) {
      String value = ctx.queryParam(key);
      if (value != null && !value.isEmpty()) {
        start.put(key, value);
      }
    }
    if (BusKinds.hasDevices(type)) {
      start.putArray("devices");
    }
    return new Subject(
        view.texts().get("devices.newbus", view.texts().get("bus." + type)),
        new Part("/buses/-", busSpec(type), start),
        NEW_BUS + "?type=" + type,
        null,
        "",
        false);
  }

  /** A part of the configuration that is found by its name. */
  private record Place(String name, JsonNode node, String pointer) {
    String type() {
      return node.path("type").asText();
    }
  }

  private Place bus(String name) {
    return find(site.forms().document().path("buses"), name, "/buses");
  }

  private static Place find(JsonNode list, String name, String pointer) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path("name").asText().equals(name)) {
        return new Place(name, list.get(i), pointer + "/" + i);
      }
    }
    throw new Refusal(404, "there is none of this name any more; look at /devices");
  }

  private FormSpec spec(String type) {
    String place = "/$defs/" + type + "/properties/devices/items";
    return FormSpec.of(site.forms().schemas().at(place), "devices")
        .prominent("meter", "pollInterval", "period", "points")
        .choice("meter", meters())
        .choice("unit", RegisterPoints.UNITS);
  }

  private FormSpec busSpec(String type) {
    FormSpec spec =
        FormSpec.of(site.forms().schemas().at("/$defs/" + type), "bus")
            .prominent(
                "baudRate", "parity", "stopBits", "port", "board", "inputs", "outputs", "counters");
    if (type.equals("gpio") || type.equals("i2c")) {
      return spec.prominent("chips").choice("board", boards(type.equals("gpio")));
    }
    return BusKinds.hasDevices(type) ? spec.without("devices") : spec;
  }

  /** The boards that have something of a bus. */
  private List<Option> boards(boolean lines) {
    return site.console().wires().boards().stream()
        .filter(board -> lines ? board.lines() : board.chips())
        .map(board -> new Option(board.id(), board.title(), ""))
        .toList();
  }

  private List<Option> meters() {
    List<Option> options = new ArrayList<>();
    for (MeterView meter : site.console().meters().all()) {
      String maker = meter.id().substring(0, Math.max(0, meter.id().indexOf('-')));
      options.add(new Option(meter.id(), meter.title(), maker.toUpperCase(Locale.ROOT)));
    }
    return options;
  }

  private void removeDevice(Context ctx) {
    Place bus = bus(query(ctx, "bus"));
    remove(ctx, find(bus.node().path("devices"), query(ctx, "device"), bus.pointer() + "/devices"));
  }

  private void removeBus(Context ctx) {
    remove(ctx, bus(query(ctx, "bus")));
  }

  private void remove(Context ctx, Place place) {
    View view = site.view(ctx);
    site.forms().remove(ctx, place.pointer(), view.texts());
    ctx.redirect("/devices", HttpStatus.SEE_OTHER);
  }

  private static String query(Context ctx, String name) {
    String value = ctx.queryParam(name);
    if (value == null) {
      throw new Refusal(400, name + ": missing in the address; start at /devices");
    }
    return value;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
