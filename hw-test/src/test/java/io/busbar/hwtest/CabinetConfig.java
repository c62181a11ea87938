package io.busbar.hwtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A configuration as tests write it: buses with one SDM630 each, MindSphere connectors. */
final class CabinetConfig {
  /** The canonical name of the register that the simulated meters count in, in kWh there. */
  static final String COUNTER = "activeEnergyImportTotal";

  private final ObjectNode root = new ObjectMapper().createObjectNode();

  private CabinetConfig() {
    root.putObject("gateway").put("name", "cabinet").put("serialNumber", "01234567");
    root.putArray("buses");
    root.putArray("connectors");
  }

  static CabinetConfig empty() {
    return new CabinetConfig();
  }

  ObjectNode json() {
    return root;
  }

  /** The same again, to change one thing in it. */
  CabinetConfig copy() {
    CabinetConfig copy = new CabinetConfig();
    copy.root.setAll(root.deepCopy());
    return copy;
  }

  /** A Modbus TCP bus on the loopback address with one device {@code Meter}, unit 1. */
  CabinetConfig tcp(String bus, int port) {
    return tcp(bus, "127.0.0.1", port, 1);
  }

  CabinetConfig tcp(String bus, String host, int port, int unit) {
    ObjectNode settings = root.withArray("buses").addObject();
    settings.put("name", bus).put("type", "modbus-tcp").put("host", host).put("port", port);
    return meter(settings, unit);
  }

  /** A Modbus RTU bus at 9600 8N1 with one device {@code Meter}. */
  CabinetConfig rtu(String bus, Path port, int unit) {
    ObjectNode settings = root.withArray("buses").addObject();
    settings.put("name", bus).put("type", "modbus-rtu").put("port", port.toString());
    settings.put("baudRate", 9600).put("parity", "none").put("stopBits", 1);
    return meter(settings, unit);
  }

  private CabinetConfig meter(ObjectNode bus, int unit) {
    ObjectNode device = bus.putArray("devices").addObject();
    device.put("name", "Meter").put("unitId", unit).put("meter", "eastron-sdm630");
    // Many tests look at values that no section uses.
    device.put("pollInterval", "500ms").put("idleInterval", "500ms");
    return this;
  }

  /** How often the device of the last bus is read. */
  CabinetConfig pollInterval(Duration interval) {
    ObjectNode device =
        (ObjectNode) root.path("buses").get(root.path("buses").size() - 1).at("/devices/0");
    device.put("pollInterval", interval.toMillis() + "ms");
    return this;
  }

  /** A MindSphere connector with no section yet. */
  CabinetConfig cloud(String name, String url) {
    ObjectNode connector = root.withArray("connectors").addObject();
    connector.put("name", name).put("type", "mindsphere");
    connector.putObject("broker").put("url", url).put("clientId", "plant_" + name);
    connector.putObject("settings").put("tenant", "plant");
    connector.putArray("sections");
    return this;
  }

  /** A connector of another platform, client id as its name, with no section yet. */
  CabinetConfig platform(String name, String type, String url, ObjectNode settings) {
    ObjectNode connector = root.withArray("connectors").addObject();
    connector.put("name", name).put("type", type);
    connector.putObject("broker").put("url", url).put("clientId", name);
    connector.set("settings", settings);
    connector.putArray("sections");
    return this;
  }

  /** TLS files, and a client certificate, of the last connector. */
  CabinetConfig files(Path authority, Path certificate, Path key) {
    broker().put("caFile", authority.toString());
    broker().put("certFile", certificate.toString()).put("keyFile", key.toString());
    return this;
  }

  /** The authority's file of the last connector's broker. */
  CabinetConfig authority(Path authority) {
    broker().put("caFile", authority.toString());
    return this;
  }

  /** A section of the last connector; its points are named as their variables. */
  CabinetConfig section(String name, String send, String bus, List<String> variables) {
    ObjectNode section = last().withArray("sections").addObject();
    section.put("name", name).put("send", send);
    for (String variable : variables) {
      section
          .withArray("points")
          .addObject()
          .put("name", variable)
          .put("path", path(bus, variable));
    }
    return this;
  }

  /** The last connector gives up a broker that is silent for half as long again. */
  CabinetConfig keepAlive(Duration keepAlive) {
    broker().put("keepAlive", keepAlive.toSeconds() + "s");
    return this;
  }

  /**
   * The text variable {@link Load} writes; each of its values is one Send of the last connector.
   */
  CabinetConfig load() {
    if (root.path("variables").isMissingNode()) {
      ObjectNode variable = root.putArray("variables").addObject();
      variable.put("name", Load.NAME).put("type", "text").put("writable", true);
    }
    last().putObject("replay").put("order", "in-order");
    ObjectNode section = last().withArray("sections").addObject();
    section.put("name", Load.NAME).put("send", "on-change");
    section.withArray("points").addObject().put("name", Load.NAME).put("path", Load.PATH);
    return this;
  }

  /** Every sample of the counter is one Send; the oldest go first, so that order can be judged. */
  CabinetConfig everyCount(String bus) {
    last().putObject("replay").put("order", "in-order");
    return section("Counts", "on-change", bus, List.of(COUNTER));
  }

  CabinetConfig spillAfter(String duration) {
    return store("spillAfter", duration);
  }

  /** A setting of the store, besides those that were made. */
  CabinetConfig store(String key, Object value) {
    root.withObject("/store").putPOJO(key, value);
    return this;
  }

  static String path(String bus, String variable) {
    return "/Process/" + bus + "/Meter/" + variable;
  }

  /** Where a connector of this name publishes its time series. */
  static String topic(String connector) {
    return "tc/plant/plant_" + connector + "/o/mc_v3/ts";
  }

  private ObjectNode last() {
    return (ObjectNode) root.withArray("connectors").get(root.path("connectors").size() - 1);
  }

  private ObjectNode broker() {
    return (ObjectNode) last().path("broker");
  }
}
