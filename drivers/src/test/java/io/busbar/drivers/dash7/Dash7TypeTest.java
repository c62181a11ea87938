package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.busbar.drivers.Device;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.serial.SerialPort;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class Dash7TypeTest {
  private final Dash7Type type =
      new Dash7Type(
          LayoutLibrary.shipped(),
          SerialPort::open,
          (line, low, length) -> {},
          InstantSource.system(),
          System::nanoTime);

  @Test
  void makesADriverFromTheSettingsOfAConfiguration() throws JsonProcessingException {
    Dash7Settings settings =
        DocumentSchema.mapper()
            .readValue(
                """
                {"name": "Radio", "port": "/dev/ttyACM0", "baudRate": 115200, "devices": [
                  {"name": "Energy_4", "uid": "323636300039004c", "layout": "camexia-energy",
                   "period": "20m", "accessClass": 1}]}
                """,
                type.settings());
    assertEquals(List.of(), type.check(settings));
    assertEquals(Duration.ofMinutes(20), settings.devices().getFirst().period());
    assertEquals("115200 8N1", settings.line().line());
    Dash7Bus bus = type.driver(settings);
    assertEquals("dash7", type.type());
    assertEquals(List.of("Modem", "Energy_4"), bus.devices().stream().map(Device::name).toList());
  }

  @Test
  void namesEveryFaultThatTheSchemaCannotSee() {
    Dash7Settings settings =
        new Dash7Settings(
            "Radio",
            "tcp://host",
            115_200,
            null,
            List.of(
                Rig.node("Modem", Rig.UID, "camexia-energy", null, null),
                Rig.node("A", Rig.UID.toLowerCase(java.util.Locale.ROOT), "acme-node", null, null),
                Rig.node(
                    "A",
                    "0000000000000001",
                    "push7-node",
                    Duration.ofMillis(1),
                    Duration.ofDays(6))));
    assertEquals(
        List.of(
            "/port",
            "/devices/0/name",
            "/devices/1/uid",
            "/devices/1/layout",
            "/devices/2/name",
            "/devices/2/period",
            "/devices/2/dormant"),
        type.check(settings).stream().map(Problem::path).toList());
  }
}
