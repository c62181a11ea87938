package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.web.ConfigForms.Part;
import io.busbar.web.ConfigForms.Sent;
import io.busbar.web.Console.StageView;
import io.busbar.web.Console.TestView;
import io.busbar.web.Console.ValueView;
import io.busbar.web.forms.FormSpec;
import io.busbar.web.pages.FormView;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.busbar.web.pages.Wizard;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first connection to a cloud: its platform's form, what it is sent at first, and a test. */
final class WizardClouds {
  static final String PATH = "/start/cloud";

  private static final List<String> PLATFORMS =
      List.of("mindsphere", "scorp-io", "fiware", "smartgear", "juconn");

  /** What tells most of a device; of one that has none of these its first number is sent. */
  private static final Set<String> TELLING =
      Set.of(
          "activePowerTotal",
          "activeEnergyImportTotal",
          "activeEnergyImport",
          "activePower",
          "frequency",
          "volume",
          "temperature",
          "Temperature");

  /** What a form asks for at once, of whichever platform has it. */
  private static final String[] MAIN = {
    "settings",
    "username",
    "password",
    "caFile",
    "certFile",
    "keyFile",
    "tenant",
    "dialect",
    "project",
    "edgeNode",
    "customerId",
    "gatewayId"
  };

  private static final int MOST_POINTS = 100;
  private static final String CYCLE = "10s";

  private final Site site;

  WizardClouds(Site site) {
    this.site = site;
  }

  Wizard.Clouds read(Context ctx, View view, @Nullable FormView again, Wizard.@Nullable Test test) {
    String type = ctx.queryParam("type");
    FormView form = again;
    if (form == null && type != null) {
      form = site.forms().show(part(type), action(type), view.texts());
    }
    return new Wizard.Clouds(
        lines(view.texts()),
        PLATFORMS,
        type,
        form,
        main().stream().map(ValueView::path).toList(),
        test);
  }

  Sent send(Context ctx, View view) {
    String type = String.valueOf(ctx.queryParam("type"));
    return site.forms().send(ctx, part(type), action(type), view.texts());
  }

  private static String action(String type) {
    return PATH + "?type=" + type;
  }

  private Part part(String type) {
    if (!PLATFORMS.contains(type)) {
      throw new Refusal(404, "type: want one of " + String.join(", ", PLATFORMS));
    }
    FormSpec spec =
        FormSpec.of(site.forms().schemas().at("/$defs/" + type), type)
            .without("enabled", "sections", "replay")
            .prominent(MAIN);
    ObjectNode start =
        JsonNodeFactory.instance.objectNode().put("type", type).put("name", "CloudConn");
    addSection(start);
    return new Part("/connectors/-", spec, start);
  }

  /** A connection that sends nothing shows nothing: it begins with what tells most. */
  private void addSection(ObjectNode connector) {
    List<ValueView> sent = main();
    if (!sent.isEmpty()) {
      ArrayNode points =
          connector
              .putArray("sections")
              .addObject()
              .put("name", "Realtime1")
              .put("send", CYCLE)
              .putArray("points");
      for (ValueView value : sent) {
        String[] names = value.path().split("/");
        String name = names[names.length - 2] + "_" + names[names.length - 1];
        points.addObject().put("name", name).put("path", value.path());
      }
    }
  }

  /** The main values of every device; simulated ones only where there is nothing else. */
  private List<ValueView> main() {
    List<String> simulated = new ArrayList<>();
    List<String> real = new ArrayList<>();
    for (JsonNode bus : site.forms().document().path("buses")) {
      boolean none = bus.path("type").asText().equals(BusKinds.SIMULATED);
      (none ? simulated : real).add(bus.path("name").asText());
    }
    List<ValueView> found = main(real);
    return found.isEmpty() ? main(simulated) : found;
  }

  private List<ValueView> main(List<String> buses) {
    Map<String, List<ValueView>> devices = new LinkedHashMap<>();
    for (String bus : buses) {
      List<ValueView> values = site.console().values().under("/Process/" + bus);
      for (ValueView value : values == null ? List.<ValueView>of() : values) {
        String device = value.path().substring(0, value.path().lastIndexOf('/'));
        if (!value.type().equals("text") && !value.path().startsWith(device + "/Device")) {
          devices.computeIfAbsent(device, _ -> new ArrayList<>()).add(value);
        }
      }
    }
    return devices.values().stream()
        .flatMap(all -> telling(all).stream())
        .limit(MOST_POINTS)
        .toList();
  }

  private static List<ValueView> telling(List<ValueView> device) {
    List<ValueView> found =
        device.stream()
            .filter(value ->
                TELLING.contains(value.path().substring(value.path().lastIndexOf('/') + 1)))
            .toList();
    return found.isEmpty() ? device.subList(0, 1) : found;
  }

  private List<Wizard.Line> lines(Texts texts) {
    return site.console().connectors().all().stream()
        .map(cloud ->
            new Wizard.Line(
                cloud.name(),
                texts.get("wizard.platform." + cloud.type()) + " · " + cloud.broker(),
                OverviewPages.light(texts, cloud.state()),
                cloud.reason(),
                null))
        .toList();
  }

  /** Tries a connection, for less than a minute. */
  Wizard.Test test(String name, View view) throws InterruptedException {
    TestView test = site.console().connectors().test(name);
    if (test == null) {
      throw new Refusal(404, "there is no connection of this name any more");
    }
    return new Wizard.Test(
        name, test.accepted(), test.stages().stream().map(one -> stage(one, view)).toList());
  }

  private static Wizard.Stage stage(StageView stage, View view) {
    String kind =
        switch (stage.result()) {
          case "passed" -> "good";
          case "failed" -> "bad";
          default -> "off";
        };
    return new Wizard.Stage(
        stage.number(),
        view.texts().get("wizard.stage." + stage.stage()),
        kind,
        view.texts().get("wizard.result." + stage.result()),
        stage.sentence());
  }
}
