package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ISP/ISP/OUT} (section 6): which way a connection takes, {@code networkInterface} of its
 * broker. {@code Ethernet} is the network as the system routes it, or a wired interface that the
 * page has chosen; {@code WLAN}, which is ours, is the wireless one. There is no modem and no
 * tunnel here.
 */
final class ServiceRouting implements Database {
  private static final String OUT = "OUT";
  private static final String WIRED = "Ethernet";
  private static final String WIRELESS = "WLAN";

  /** What Raspberry Pi OS calls it. */
  private static final String WIRELESS_CARD = "wlan0";

  private static final String KEY = "networkInterface";

  @Override
  public boolean owns(String group) {
    return group.equals(OUT);
  }

  @Override
  public List<Element> read(ObjectNode document) {
    List<Element> ways = new ArrayList<>();
    for (String service : CloudConns.NAMES) {
      ObjectNode connector = CloudConns.find(document, service);
      if (connector != null) {
        ways.add(Element.of(service, way(connector.at("/broker/" + KEY))));
      }
    }
    return List.of(
        Element.of(
            OUT, ways.isEmpty() ? List.of(Element.of(CloudConns.NAMES.getFirst(), WIRED)) : ways));
  }

  /** A card that is neither is shown by its name. */
  private static String way(JsonNode card) {
    String name = card.asText("");
    return name.startsWith("wl") ? WIRELESS : name.isEmpty() || name.startsWith("e") ? WIRED : name;
  }

  @Override
  public void write(Element group, ObjectNode document, List<Cause> faults) {
    for (Element service : group.children()) {
      String place = OUT + "/" + service.name();
      String way = service.value();
      if (!CloudConns.NAMES.contains(service.name())) {
        faults.add(
            new Cause(
                ErrorNumber.UNKNOWN_KEY,
                "%s: got a service that is not here, want one of %s"
                    .formatted(place, String.join(", ", CloudConns.NAMES))));
      } else if (way == null
          || !List.of(WIRED, WIRELESS).contains(way)
          || !Arguments.isValue(service)) {
        faults.add(
            new Cause(
                ErrorNumber.BAD_VALUE,
                "%s: got %s, want Ethernet or WLAN: there is no modem and no tunnel here"
                    .formatted(place, way)));
      } else {
        put(way, CloudConns.find(document, service.name()), place, faults);
      }
    }
  }

  private static void put(
      String way, @Nullable ObjectNode connector, String place, List<Cause> faults) {
    if (connector == null) {
      if (way.equals(WIRELESS)) {
        faults.add(
            new Cause(
                ErrorNumber.BAD_VALUE,
                place + ": got WLAN for a connection that is not here, want its database first"));
      }
      return;
    }
    ObjectNode broker = connector.withObject("/broker");
    if (way(broker.path(KEY)).equals(way)) {
      return;
    }
    if (way.equals(WIRELESS)) {
      broker.put(KEY, WIRELESS_CARD);
    } else {
      broker.remove(KEY);
    }
  }
}
