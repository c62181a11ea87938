package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.web.Console.ValueView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the first connection to a cloud is sent: the main values of every device.
 *
 * @param site where they are looked up
 */
record FirstSection(Site site) {
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

  private static final int MOST_POINTS = 100;
  private static final String CYCLE = "10s";

  /** A connection that sends nothing shows nothing: it begins with what tells most. */
  void addTo(ObjectNode connector) {
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
  List<ValueView> main() {
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
}
