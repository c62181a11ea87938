package io.busbar.hwtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** The demo's cabinet for browsers to look at: meter, radio, broker and the packaged appliance. */
final class DemoCabinet implements AutoCloseable {
  static final String PASSWORD = "three words do well";

  /** The meter's unit id on the bus {@code Lan}. */
  static final int UNIT = 1;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ApplianceProcess appliance;
  private final TcpFront meter;

  DemoCabinet() throws IOException, InterruptedException {
    Path all = Path.of(System.getProperty("basedir", "."), "target/cabinets").toAbsolutePath();
    Files.createDirectories(all);
    Path folder = Files.createTempDirectory(all, "browser-");
    InstantSource clock = InstantSource.system();
    ModbusSlave slave =
        new ModbusSlave(UNIT, MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)));
    meter = add(new TcpFront(0, slave));
    DemoRadio radio = add(new DemoRadio());
    DemoBroker broker = add(new DemoBroker(0, clock, _ -> {}));
    ObjectNode config =
        (ObjectNode)
            new ObjectMapper()
                .readTree(DemoConfig.json(meter.port(), UNIT, radio.url(), broker.url()));
    // One device that is never there, so that pages show what is wrong, too.
    ObjectNode dead = ((ObjectNode) config.at("/buses/0")).withArray("devices").addObject();
    dead.put("name", "Meter2").put("unitId", 9).put("meter", "siemens-pac2200");
    // The wires of the Pi, which this machine has not: the page shows them as they are configured.
    ObjectNode lines = config.withArray("buses").addObject();
    lines.put("name", "MB").put("type", "gpio").put("board", "pimoroni-automation-hat");
    ObjectNode counter = lines.putArray("counters").addObject();
    counter.put("name", "P0").put("line", 17).put("pulsesPerUnit", 1000);
    ObjectNode chips = config.withArray("buses").addObject();
    chips.put("name", "I2C1").put("type", "i2c").put("board", "unipi-1-1");
    Path first = folder.resolve("first.json");
    Files.writeString(first, config.toPrettyString());
    Path data = Files.createDirectories(folder.resolve("data"));
    appliance =
        add(
            ApplianceProcess.start(
                Cabinet.DISTRIBUTION, data, first, Ports.free(0), folder.resolve("log")));
    appliance.ready(Cabinet.SOON);
    claim();
  }

  /** Where its pages are. */
  String address() {
    return appliance.address();
  }

  ApplianceProcess appliance() {
    return appliance;
  }

  /** Takes the meter off the network for good. */
  void pullTheMeterOut() throws IOException {
    meter.close();
  }

  private void claim() throws IOException, InterruptedException {
    JsonNode body =
        new ObjectMapper().createObjectNode().put("password", PASSWORD).put("language", "en");
    HttpResponse<String> answer = appliance.api().post("/api/v1/claim", body);
    if (answer.statusCode() >= 300) {
      throw new IOException("claim: got " + answer.statusCode() + ": " + answer.body());
    }
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() throws IOException {
    try {
      while (!parts.isEmpty()) {
        parts.pop().close();
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
