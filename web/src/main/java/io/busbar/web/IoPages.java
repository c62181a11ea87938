package io.busbar.web;

import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ValueView;
import io.busbar.web.Wires.TerminalView;
import io.busbar.web.Wires.WiresView;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.IoPage;
import io.busbar.web.pages.IoPage.Spot;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wires: lines, chips, counters and sensors as they are now, and setting outputs. */
final class IoPages {
  private final Site site;

  IoPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/io", ctx -> show(ctx, "io.jte"), For.VIEWER);
    routes.get("/parts/io", ctx -> show(ctx, "terminals.jte"), For.VIEWER);
    routes.get("/api/v1/io", this::api, For.VIEWER);
  }

  private void show(Context ctx, String template) {
    View view = site.view(ctx);
    site.show(
        ctx, view, template, Map.of("wires", new Reader(site.console(), view.texts()).read()));
  }

  /** All that the API says of them. */
  private record Io(List<WiresView> buses, List<Wires.BoardView> boards) {}

  /** The terminals and the boards; what a terminal is now is at {@code /api/v1/values}. */
  private void api(Context ctx) {
    Wires wires = site.console().wires();
    Answers.json(ctx, new Io(wires.buses(), wires.boards()));
  }

  /** Puts what the Console says into the words of the page. */
  private static final class Reader {
    private final Console console;
    private final Texts texts;
    private final Forms forms;
    private final List<BusView> states;

    Reader(Console console, Texts texts) {
      this.console = console;
      this.texts = texts;
      this.forms = new Forms(texts);
      this.states = console.status().read().buses();
    }

    IoPage read() {
      List<WiresView> buses = console.wires().buses();
      HeaderPins header = new HeaderPins(texts);
      for (WiresView bus : buses) {
        for (TerminalView one : bus.terminals()) {
          header.take(one, value(one.path()));
        }
      }
      return new IoPage(
          new Moment(console.status().read().time()).utc(),
          header.pins(),
          buses.stream().map(this::bus).toList());
    }

    private @Nullable ValueView value(String path) {
      List<ValueView> found = path.isEmpty() ? null : console.values().under(path);
      return found == null || found.isEmpty() ? null : found.getFirst();
    }

    private IoPage.Bus bus(WiresView bus) {
      BusView state =
          states.stream().filter(one -> one.name().equals(bus.name())).findFirst().orElse(null);
      return new IoPage.Bus(
          bus.name(),
          bus.type(),
          bus.board(),
          OverviewPages.light(texts, state == null ? "down" : state.state()),
          state == null ? texts.get("devices.notrunning") : texts.reasonOrNull(state.reason()),
          Addresses.of("/buses/edit", Map.of("bus", bus.name())),
          bus.terminals().stream().map(one -> spot(one, state)).toList());
    }

    /** What is wrong with the whole bus is not said again at each of its terminals. */
    private static @Nullable String reason(@Nullable ValueView value, @Nullable BusView bus) {
      boolean wrong = bus == null || bus.reason() != null;
      return value == null || wrong ? null : value.reason();
    }

    private Spot spot(TerminalView one, @Nullable BusView bus) {
      ValueView value = value(one.path());
      String point = one.path().substring(one.path().lastIndexOf('/') + 1);
      boolean bare = one.label().isEmpty();
      String label = bare ? name(one, point) : one.label();
      String quality = value == null ? "never" : ValuesPages.quality(value);
      return new Spot(
          label,
          bare ? "" : point,
          one.kind(),
          lamp(one, value),
          text(value),
          quality,
          one.path().isEmpty() ? "" : texts.get("quality." + quality),
          texts.reasonOrNull(reason(value, bus)),
          facts(one),
          one.kind().equals("counter") ? more(one.path()) : List.of(),
          one.safe() == null ? null : safe(one.safe(), one.deadMan()),
          one.path(),
          one.path().isEmpty() ? "" : Addresses.of("/values", Map.of("path", one.path())),
          value == null || !value.writable() ? null : value.type());
    }

    /** A sensor is known by its device, a point by its own name. */
    private static String name(TerminalView one, String point) {
      String[] parts = one.path().split("/");
      return one.kind().equals("temperature") ? parts[parts.length - 2] : point;
    }

    private static String lamp(TerminalView one, @Nullable ValueView value) {
      boolean state = one.kind().equals("input") || one.kind().equals("output");
      if (!state || value == null || value.value() == null) {
        return "none";
      }
      return Boolean.TRUE.equals(value.value()) ? "on" : "off";
    }

    private String text(@Nullable ValueView value) {
      return value == null
          ? ""
          : (forms.value(value.value(), value.unit()) + " " + value.unit()).strip();
    }

    private String facts(TerminalView one) {
      List<String> facts = new ArrayList<>();
      if (one.line() != null) {
        facts.add("GPIO " + one.line());
      }
      if (one.pin() != null) {
        facts.add(texts.get("io.pin", one.pin()));
      }
      if (!one.place().isEmpty()) {
        facts.add(one.place());
      }
      if (!one.pull().isEmpty()) {
        facts.add(texts.get("io.pull." + one.pull()));
      }
      if (one.activeLow()) {
        facts.add(texts.get("io.activelow"));
      }
      return String.join(" · ", facts);
    }

    private String safe(String safe, @Nullable String deadMan) {
      String word =
          switch (safe) {
            case "true" -> texts.get("value.on");
            case "false" -> texts.get("value.off");
            default -> safe;
          };
      return deadMan == null ? texts.get("io.safe", word) : texts.get("io.deadman", word, deadMan);
    }

    /** A counter's other points stand beside it: {@code P0.power}, {@code P0.refused}. */
    private List<String> more(String path) {
      List<String> more = new ArrayList<>();
      List<ValueView> all = console.values().under(path.substring(0, path.lastIndexOf('/')));
      for (ValueView value : all == null ? List.<ValueView>of() : all) {
        if (value.path().startsWith(path + ".")) {
          String word = texts.find("io.more." + value.path().substring(path.length() + 1));
          if (word != null) {
            more.add(word + " " + text(value));
          }
        }
      }
      return more;
    }
  }
}
