package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.web.ConfigForms.Part;
import io.busbar.web.ConfigForms.Sent;
import io.busbar.web.Console.Registers.Page;
import io.busbar.web.forms.FormSpec;
import io.busbar.web.pages.Field.Option;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.PointPage;
import io.busbar.web.pages.PointPage.Choice;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a variable of a register that the browser shows: a point of the device's own. */
final class RegisterPoints {
  private static final String PAGE = "/registers/point";
  private static final String DEVICES = "/properties/devices/items";

  /** The longest number takes so many. */
  private static final int MOST_REGISTERS = 4;

  private static final int LAST = 0xFFFF;

  /** The units of register maps. */
  static final List<Option> UNITS =
      Stream.of(
              "V", "A", "W", "var", "VA", "Hz", "Wh", "varh", "VAh", "Ah", "%", "deg", "°C", "s",
              "m³", "m³/h", "bar")
          .map(Option::of)
          .toList();

  /** Types and orders that hardly any device has. */
  private static final Pattern RARE = Pattern.compile(".*swapped|bcd.*|.*64 low-first");

  /** What nobody makes a number of. */
  private static final List<String> NO_NUMBERS = List.of("bits", "text", "text swapped");

  private final Site site;

  RegisterPoints(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get(PAGE, this::show, For.INSTALLER);
    routes.post(PAGE, this::take, For.INSTALLER);
  }

  /** The address that makes a variable of a register. */
  static String address(String bus, String unit, String area, int address) {
    return Addresses.of(
        PAGE, Map.of("bus", bus, "unit", unit, "area", area, "address", Integer.toString(address)));
  }

  /**
   * What is asked for.
   *
   * @param reading type and word order as the browser names them; empty for the usual one
   * @param device index in the bus's devices; -1 when a new one is made
   * @param fitting indexes of all devices of this unit id
   */
  private record Asked(
      String bus,
      int unit,
      String area,
      int address,
      String reading,
      String pointer,
      JsonNode settings,
      int device,
      List<Integer> fitting) {
    boolean isBit() {
      return area.equals("coil") || area.equals("discrete");
    }

    JsonNode configured() {
      return settings.path("devices").path(device);
    }

    String address(String otherReading, int otherDevice) {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("bus", bus);
      query.put("unit", Integer.toString(unit));
      query.put("area", area);
      query.put("address", Integer.toString(address));
      query.put("reading", otherReading);
      query.put("device", Integer.toString(otherDevice));
      return Addresses.of(PAGE, query);
    }
  }

  private Asked asked(Context ctx) {
    String bus = text(ctx, "bus");
    int unit = Requests.number(ctx, "unit", 1);
    JsonNode buses = site.forms().document().path("buses");
    for (int i = 0; i < buses.size(); i++) {
      if (buses.get(i).path("name").asText().equals(bus)) {
        List<Integer> fitting = fitting(buses.get(i).path("devices"), unit);
        int device = Requests.number(ctx, "device", fitting.isEmpty() ? 0 : fitting.getFirst());
        return new Asked(
            bus,
            unit,
            text(ctx, "area"),
            Requests.number(ctx, "address", 0),
            text(ctx, "reading"),
            "/buses/" + i,
            buses.get(i),
            fitting.contains(device) ? device : -1,
            fitting);
      }
    }
    throw new Refusal(404, "bus: there is none of this name any more; look at /registers");
  }

  private static List<Integer> fitting(JsonNode devices, int unit) {
    List<Integer> fitting = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      if (devices.get(i).path("unitId").asInt() == unit) {
        fitting.add(i);
      }
    }
    return fitting;
  }

  private static String text(Context ctx, String name) {
    @Nullable String text = ctx.queryParam(name);
    return text == null || text.length() > 64 ? "" : text;
  }

  private void show(Context ctx) {
    View view = site.view(ctx);
    Asked asked = asked(ctx);
    show(ctx, view, asked, site.forms().show(part(asked), action(asked), view.texts()));
  }

  private void take(Context ctx) {
    View view = site.view(ctx);
    Asked asked = asked(ctx);
    switch (site.forms().send(ctx, part(asked), action(asked), view.texts())) {
      case Sent.Saved(ObjectNode saved) ->
          ctx.redirect(
              Addresses.of("/values", Map.of("path", path(asked, saved))), HttpStatus.SEE_OTHER);
      case Sent.Again(FormView form, int status) -> {
        ctx.status(status);
        show(ctx, view, asked, form);
      }
    }
  }

  private static String path(Asked asked, ObjectNode saved) {
    JsonNode device = asked.device() < 0 ? saved : asked.configured();
    return "/Process/" + asked.bus() + "/" + device.path("name").asText();
  }

  private static String action(Asked asked) {
    return asked.address(asked.reading(), asked.device());
  }

  /** A point more of the device, or a new device with this point. */
  private Part part(Asked asked) {
    String device = "/$defs/" + asked.settings().path("type").asText() + DEVICES;
    if (asked.device() >= 0) {
      JsonNode schema = site.forms().schemas().at(device + "/properties/points/items");
      return new Part(
          asked.pointer() + "/devices/" + asked.device() + "/points/-",
          FormSpec.of(schema, "devices.points")
              .prominent("unit", "scale", "order", "writable")
              .choice("unit", UNITS),
          point(asked));
    }
    ObjectNode start = JsonNodeFactory.instance.objectNode().put("unitId", asked.unit());
    start.putArray("points").add(point(asked));
    return new Part(
        asked.pointer() + "/devices/-",
        FormSpec.of(site.forms().schemas().at(device), "devices")
            .without("meter", "derived")
            .prominent("pollInterval", "points")
            .choice("unit", UNITS),
        start);
  }

  private static ObjectNode point(Asked asked) {
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    int base = asked.configured().path("addressBase").asInt(0);
    point.put("address", Integer.toString(asked.address() + base));
    point.put(
        "function", List.of("", "coil", "discrete", "holding", "input").indexOf(asked.area()));
    String[] words = asked.reading().split(" ");
    point.put("type", asked.isBit() ? "bool" : words[0].isEmpty() ? "uint16" : words[0]);
    if (asked.reading().matches("[a-z]+(32|64).*")) {
      point.put("order", asked.reading().contains("low-first") ? "low-first" : "high-first");
    }
    if (asked.reading().endsWith("swapped")) {
      point.put("swapBytes", true);
    }
    return point;
  }

  private void show(Context ctx, View view, Asked asked, FormView form) {
    List<Choice> readings = new ArrayList<>();
    String failure = asked.isBit() ? "" : read(asked, readings);
    List<Choice> others = new ArrayList<>();
    for (int index : asked.fitting()) {
      String name = asked.settings().path("devices").path(index).path("name").asText();
      others.add(
          new Choice(name, "", asked.address(asked.reading(), index), index == asked.device()));
    }
    PointPage page =
        new PointPage(
            Addresses.of(
                "/registers",
                Map.of(
                    "bus", asked.bus(),
                    "unit", Integer.toString(asked.unit()),
                    "area", asked.area(),
                    "address", Integer.toString(asked.address()))),
            view.texts()
                .get(
                    "registers.at",
                    asked.address(),
                    "%04X".formatted(asked.address()),
                    asked.unit(),
                    asked.bus()),
            view.texts().reason(failure),
            readings.stream().filter(one -> !isRare(one)).toList(),
            readings.stream().filter(RegisterPoints::isRare).toList(),
            asked.device() < 0 ? null : asked.configured().path("name").asText(),
            others.size() > 1 ? others : List.of());
    site.show(ctx, view, "registerpoint.jte", Map.of("page", page, "form", form));
  }

  private static boolean isRare(Choice reading) {
    return !reading.chosen() && RARE.matcher(reading.name()).matches();
  }

  /** What stands there now, by type and word order; why not when it cannot be read. */
  private String read(Asked asked, List<Choice> readings) {
    int count = Math.min(MOST_REGISTERS, LAST + 1 - asked.address());
    Page page;
    try {
      page =
          site.console()
              .registers()
              .read(asked.bus(), asked.unit(), asked.area(), asked.address(), count);
    } catch (Refusal e) {
      return e.sentence();
    }
    return switch (page) {
      case Page.Not(Page.Failure _, String sentence) -> sentence;
      case Page.Read(String _, String _, List<Console.Registers.Place> places) -> {
        for (Map.Entry<String, String> one : places.getFirst().readings().entrySet()) {
          if (!NO_NUMBERS.contains(one.getKey())) {
            readings.add(
                new Choice(
                    one.getKey(),
                    one.getValue(),
                    asked.address(one.getKey(), asked.device()),
                    one.getKey().equals(asked.reading())));
          }
        }
        yield "";
      }
    };
  }
}
