package io.busbar.hwtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The configuration of the demo's appliance. */
final class DemoConfig {
  private static final List<String> POINTS =
      List.of(
          "activePowerTotal",
          "voltageL1",
          "voltageL2",
          "voltageL3",
          "currentL1",
          "currentL2",
          "currentL3",
          "powerFactorTotal",
          "frequency",
          "activeEnergyImportTotal");

  private DemoConfig() {}

  /** The names of the energy node's points at the cloud, as its customers know them. */
  private static final Map<String, String> RADIO_POINTS =
      Map.of(
          "realEnergy", "activeEnergyImportTotal",
          "apparentEnergy", "apparentEnergyImportTotal",
          "validEnergy", "valid",
          "linkBudget", "linkBudget");

  /** One meter, one radio node, one cloud every two seconds and a portal. */
  static String json(int meterPort, int unit, String radioUrl, String brokerUrl) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.putObject("gateway").put("name", "demo-cabinet").put("serialNumber", "DEMO-1");
    ArrayNode buses = root.putArray("buses");
    ObjectNode bus = buses.addObject();
    bus.put("name", "Lan").put("type", "modbus-tcp").put("host", "127.0.0.1");
    bus.put("port", meterPort);
    ObjectNode meter = bus.putArray("devices").addObject();
    meter.put("name", "Meter1").put("unitId", unit).put("meter", "eastron-sdm630");
    meter.put("pollInterval", "1s");
    ObjectNode radio = buses.addObject();
    radio.put("name", "Radio").put("type", "dash7").put("port", radioUrl);
    ObjectNode node = radio.putArray("devices").addObject();
    node.put("name", "Energy_4").put("uid", DemoRadio.ENERGY_NODE).put("layout", "camexia-energy");
    ObjectNode cloud = root.putArray("connectors").addObject();
    cloud.put("name", "Cloud").put("type", "mindsphere");
    cloud.putObject("broker").put("url", brokerUrl).put("clientId", "demo_cabinet");
    cloud.putObject("settings").put("tenant", "demo");
    ObjectNode section = cloud.putArray("sections").addObject();
    section.put("name", "Realtime1").put("send", "2s");
    ArrayNode points = section.putArray("points");
    for (String point : POINTS) {
      points.addObject().put("name", point).put("path", "/Process/Lan/Meter1/" + point);
    }
    new TreeMap<>(RADIO_POINTS)
        .forEach((name, variable) ->
            points
                .addObject()
                .put("name", name)
                .put("path", "/Process/Radio/Energy_4/" + variable));
    portal(root.withArray("connectors").addObject(), brokerUrl);
    return root.toPrettyString();
  }

  /** A gateway that asks its portal who it is, and then sends every half minute. */
  private static void portal(ObjectNode cloud, String brokerUrl) {
    cloud.put("name", "CloudConn").put("type", "juconn");
    cloud.putObject("broker").put("url", brokerUrl).put("clientId", "DEMO-1");
    cloud.putObject("settings").putArray("allow").add("read").add("write");
    ObjectNode section = cloud.putArray("sections").addObject();
    section.put("name", "Realtime1").put("send", "30s");
    section
        .putArray("points")
        .addObject()
        .put("name", "activePowerTotal")
        .put("path", "/Process/Lan/Meter1/activePowerTotal");
  }
}
