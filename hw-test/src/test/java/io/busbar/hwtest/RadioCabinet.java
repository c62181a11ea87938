package io.busbar.hwtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.hwtest.dash7.ModemServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the DASH7 tests have in common: node, files, bus, and how values are looked up. */
final class RadioCabinet {
  static final Uid MODEM = Uid.parse("3236363000390001");
  static final Uid NODE = Uid.parse("323636300039004C");
  static final Uid STRANGER = Uid.parse("41303039002F002A");
  static final int ENERGY = 52;
  static final int CONFIG = 62;
  static final int CLIMATE = 53;

  /** Vector 27 of the facts, the whole frame: 605 Wh, 15 VAh, valid, link budget 71 dB. */
  static final Bytes VECTOR_27 =
      Bytes.hex(
          "C0 00 03 01 2C A9 56 20 34 00 11 5D 02 00 00 00 00 00 00 0F 00 00 00 00 00 00 00 01 62 D7"
              + " 14 32 00 00 39 47 50 00 49 00 A9 20 01 32 36 36 30 00 39 00 4C");

  static final Bytes V1 = Bytes.hex("5D 02 00 00 00 00 00 00 0F 00 00 00 00 00 00 00 01");

  /** The new energy file: three times VAh and Wh, mA, V, and valid. */
  static final Bytes V2 =
      Bytes.hex(
          "87 D6 12 00 00 00 00 00 50 D4 12 00 00 00 00 00 5C D2 12 00 00 00 00 00 81 4F 12 00"
              + " 00 00 00 00 98 4B 12 00 00 00 00 00 B0 47 12 00 00 00 00 00 39 30 00 00 72 2E 00 00"
              + " 06 FF FF FF E7 00 E5 00 E6 00 01");

  private RadioCabinet() {}

  /** A configuration with one DASH7 bus {@code Radio}. */
  static CabinetConfig radio(String port) {
    CabinetConfig config = CabinetConfig.empty();
    ObjectNode bus = config.json().withArray("buses").addObject();
    bus.put("name", "Radio").put("type", "dash7").put("port", port).putArray("devices");
    return config;
  }

  /** The same with the energy node {@code Energy_4}; its period may be left to the node. */
  static CabinetConfig energyNode(String port, @Nullable String period) {
    CabinetConfig config = radio(port);
    ObjectNode node = ((ObjectNode) config.json().at("/buses/0")).withArray("devices").addObject();
    node.put("name", "Energy_4").put("uid", NODE.toString()).put("layout", "camexia-energy");
    if (period != null) {
      node.put("period", period);
    }
    return config;
  }

  /** The node pushes a file. */
  static void push(ModemServer server, Uid node, int file, Bytes content) {
    server.modem(modem -> {
      modem.put(node, file, content);
      modem.push(node, file, 57, 71);
    });
  }

  static String path(String device, String variable) {
    return "/Process/Radio/" + device + "/" + variable;
  }

  static JsonNode value(ApplianceProcess appliance, String device, String variable)
      throws Exception {
    return Cabinet.value(appliance, path(device, variable));
  }

  /** Value and quality, for example {@code 605 GOOD}. */
  static String shows(ApplianceProcess appliance, String device, String variable) throws Exception {
    JsonNode value = value(appliance, device, variable);
    return value.path("value").asText() + " " + value.path("quality").asText();
  }

  static JsonNode bus(ApplianceProcess appliance) throws Exception {
    return appliance.api().get("/api/v1/status").path("buses").path(0);
  }

  static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  record Ran(int exitCode, String printed) {}

  /** Runs {@code busbar} to its end. */
  static Ran busbar(Path folder, String... arguments) throws Exception {
    Path log = Files.createTempFile(folder, "busbar", ".log");
    String token = AdminToken.in(Cabinet.DISTRIBUTION, folder.resolve("data"));
    Process process = ApplianceProcess.launch(Cabinet.DISTRIBUTION, List.of(arguments), log, token);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("busbar " + List.of(arguments) + " does not end");
    }
    return new Ran(process.exitValue(), Files.readString(log));
  }
}
