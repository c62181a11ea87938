package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.Members.Holds;
import io.busbar.appliance.tixml.Members.Member;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code PROCCFG/External}: the Modbus buses and their devices, as Tixi gateways have them:
 *
 * <pre>
 * &lt;External&gt;
 *   &lt;Bus Name="Meters" _="/dev/ttyUSB0" family="Modbus" Product="RTU" baud="19200" format="8N1"&gt;
 *     &lt;Device Name="SDM1" _="2" Pollrate="1s" meter="eastron-sdm630"/&gt;
 *     &lt;Device Name="Puffer" _="1" Pollrate="1s" Timeout="300ms"&gt;
 *       &lt;Temperatur_U1 _="R" simpleType="Uint16" ind="106" acc="R" exp="-2"/&gt;
 *     &lt;/Device&gt;
 *   &lt;/Bus&gt;
 * &lt;/External&gt;
 * </pre>
 *
 * <p>The port is a device of Linux or {@code COM1}, {@code COM2} ..., which are the ports of {@code
 * gateway.ports} in their order; of {@code Product="TCP"}, which is ours, it is {@code host:port}.
 * The variables of a device are its elements, see {@link ExternalVariable}, and those of its
 * register map, named by {@code meter}, which is ours. Writing puts these buses in place of all
 * Modbus buses; what TiXML has no word for stays with the bus, device and variable of the same
 * name. Other buses, such as radio, are neither shown nor touched.
 */
final class External implements Database {
  private static final String EXTERNAL = "External";
  private static final String RTU = "modbus-rtu";
  private static final String TCP = "modbus-tcp";
  private static final Pattern FORMAT = Pattern.compile("([5-8])([NEO])([12])");
  private static final Pattern ENDPOINT = Pattern.compile("(.{1,253}?)(?::([0-9]{1,5}))?");
  private static final Pattern COM = Pattern.compile("COM([1-9][0-9]?)");
  private static final String PORTS = "/gateway/ports";
  private static final Map<String, String> PARITIES = Map.of("N", "none", "E", "even", "O", "odd");
  private static final List<String> BUS_OTHERS =
      List.of(Element.MAIN, "family", "Product", "format", "protocol", "type", "handshake");

  /** Keys of a bus that no attribute stands for; they stay as they are. */
  private static final List<String> KEPT = List.of("direction", "connections");

  private static final Pattern PLACE =
      Pattern.compile("/buses/([0-9]{1,4})(?:/devices/([0-9]{1,4}))?(/.*)?");

  private static final Members BUS =
      new Members(
          List.of(
              new Member("Name", "name", Holds.TEXT),
              new Member("baud", "baudRate", Holds.NUMBER),
              new Member("Timeout", "timeout", Holds.TEXT),
              new Member("Pause", "pause", Holds.TEXT)));

  @Override
  public boolean owns(String group) {
    return group.equals(EXTERNAL);
  }

  @Override
  public List<Element> read(ObjectNode document) {
    List<Element> buses = new ArrayList<>();
    for (JsonNode bus : document.path("buses")) {
      if (isModbus(bus)) {
        buses.add(bus(bus, document.at(PORTS)));
      }
    }
    return List.of(Element.of(EXTERNAL, buses));
  }

  private static boolean isModbus(JsonNode bus) {
    return List.of(RTU, TCP).contains(bus.path("type").asText());
  }

  private static Element bus(JsonNode bus, JsonNode ports) {
    boolean serial = bus.path("type").asText().equals(RTU);
    Map<String, String> attributes = new LinkedHashMap<>(BUS.attributes(bus));
    String port = bus.path("port").asText();
    String host = bus.path("host").asText() + (bus.has("port") ? ":" + port : "");
    attributes.put(Element.MAIN, serial ? word(port, ports) : host);
    attributes.put("family", "Modbus");
    attributes.put("Product", serial ? "RTU" : "TCP");
    attributes.putAll(facts(serial));
    if (bus.has("parity") || bus.has("stopBits") || bus.has("dataBits")) {
      String parity = bus.path("parity").asText("none");
      attributes.put(
          "format",
          bus.path("dataBits").asText("8")
              + Character.toUpperCase(parity.charAt(0))
              + bus.path("stopBits").asText("1"));
    }
    List<Element> devices = new ArrayList<>();
    for (JsonNode device : bus.path("devices")) {
      devices.add(ExternalDevice.element(device));
    }
    return new Element("Bus", attributes, devices, "");
  }

  /** What is so of every bus of its kind, and may be said. */
  private static Map<String, String> facts(boolean serial) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("protocol", serial ? "Modbus,RTU" : "Modbus,TCP");
    facts.put("type", "Master");
    if (serial) {
      facts.put("handshake", "HALF");
    }
    return facts;
  }

  /** A port that has a number is called by it. */
  private static String word(String port, JsonNode ports) {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).asText().equals(port)) {
        return "COM" + (i + 1);
      }
    }
    return port;
  }

  @Override
  public void write(Element group, ObjectNode document, List<Cause> faults) {
    ArrayNode buses = DocumentSchema.mapper().createArrayNode();
    for (JsonNode bus : document.path("buses")) {
      if (!isModbus(bus)) {
        buses.add(bus);
      }
    }
    for (Element bus : group.children()) {
      if (bus.name().equals("Bus")) {
        buses.add(json(bus, document, faults));
      } else {
        faults.add(
            new Cause(ErrorNumber.UNKNOWN_KEY, EXTERNAL + "/" + bus.name() + ": want a Bus"));
      }
    }
    document.set("buses", buses);
  }

  private static String attribute(Element element, String word) {
    return String.valueOf(element.attributes().get(word));
  }

  private static ObjectNode json(Element bus, ObjectNode document, List<Cause> faults) {
    JsonNode ports = document.at(PORTS);
    JsonNode before = ExternalDevice.named(document.path("buses"), attribute(bus, "Name"));
    ObjectNode json = DocumentSchema.mapper().createObjectNode();
    String place = EXTERNAL + "/" + attribute(bus, "Name");
    BUS.put(bus, json, BUS_OTHERS, place, faults);
    wanted(bus, "family", List.of("Modbus"), place, faults);
    wanted(bus, "Product", List.of("RTU", "TCP"), place, faults);
    boolean serial = !"TCP".equals(bus.attributes().get("Product"));
    for (Map.Entry<String, String> fact : facts(serial).entrySet()) {
      if (bus.attributes().containsKey(fact.getKey())) {
        wanted(bus, fact.getKey(), List.of(fact.getValue()), place, faults);
      }
    }
    json.put("type", serial ? RTU : TCP);
    String port = bus.value() == null ? "" : bus.value();
    putPort(serial ? device(port, ports, place, faults) : port, serial, json, place, faults);
    String format = bus.attributes().get("format");
    if (format != null) {
      putFormat(format, json, place, faults);
    }
    ArrayNode devices = json.putArray("devices");
    for (Element device : bus.children()) {
      String there = place + "/" + attribute(device, "Name");
      if (!device.name().equals("Device")) {
        faults.add(
            new Cause(ErrorNumber.UNKNOWN_KEY, place + "/" + device.name() + ": want a Device"));
      }
      JsonNode old = ExternalDevice.named(before.path("devices"), attribute(device, "Name"));
      devices.add(ExternalDevice.json(device, old, there, faults));
    }
    ExternalDevice.keep(before, json, KEPT);
    return json;
  }

  private static void wanted(
      Element bus, String word, List<String> allowed, String place, List<Cause> faults) {
    String value = bus.attributes().get(word);
    if (value == null || !allowed.contains(value)) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE,
              "%s/%s: got %s, want %s"
                  .formatted(place, word, value, String.join(" or ", allowed))));
    }
  }

  /** What a number stands for; the text itself when it is none, or stands for nothing. */
  private static String device(String port, JsonNode ports, String place, List<Cause> faults) {
    Matcher number = COM.matcher(port);
    if (!number.matches()) {
      return port;
    }
    JsonNode device = ports.path(Integer.parseInt(number.group(1)) - 1);
    if (device.isMissingNode()) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE,
              "%s/_: got %s, want one of the %d ports in the configuration's gateway.ports, or a"
                      .formatted(place, port, ports.size())
                  + " port such as /dev/ttyUSB0"));
      return "/dev/" + port; // So that it is told once.
    }
    return device.asText();
  }

  private static void putPort(
      String text, boolean serial, ObjectNode json, String place, List<Cause> faults) {
    Matcher endpoint = ENDPOINT.matcher(text);
    if (text.isEmpty() || !endpoint.matches()) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE,
              "%s/_: got `%s`, want %s"
                  .formatted(place, text, serial ? "a port such as /dev/ttyUSB0" : "host:port")));
    } else if (serial) {
      json.put("port", text);
    } else {
      json.put("host", endpoint.group(1));
      if (endpoint.group(2) != null) {
        json.put("port", Integer.parseInt(endpoint.group(2)));
      }
    }
  }

  private static void putFormat(String text, ObjectNode json, String place, List<Cause> faults) {
    Matcher format = FORMAT.matcher(text);
    if (!format.matches()) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE, place + "/format: got " + text + ", want for example 8N1"));
      return;
    }
    json.put("dataBits", Integer.parseInt(format.group(1)));
    json.put("parity", PARITIES.get(format.group(2)));
    json.put("stopBits", Integer.parseInt(format.group(3)));
  }

  @Override
  public String place(Problem problem, ObjectNode document) {
    Matcher place = PLACE.matcher(problem.path());
    if (!place.matches()) {
      return problem.path();
    }
    JsonNode bus = document.path("buses").path(Integer.parseInt(place.group(1)));
    if (!isModbus(bus)) {
      return problem.path();
    }
    String words = EXTERNAL + "/" + bus.path("name").asText();
    String rest = place.group(3) == null ? "" : place.group(3);
    if (place.group(2) == null) {
      return words + (rest.isEmpty() ? "" : "/" + BUS.word(rest.substring(1)));
    }
    JsonNode device = bus.path("devices").path(Integer.parseInt(place.group(2)));
    words += "/" + device.path("name").asText();
    return rest.isEmpty() ? words : words + ExternalDevice.place(rest, device);
  }
}
