package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.io.OneWireSettings.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneWireBusTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

  @TempDir private Path root;
  private final Map<String, Sample> last = new TreeMap<>();

  @Test
  void aSensorIsReadAndLostAndBack() throws IOException {
    OneWireBus bus = bus();
    file("sys/bus/w1/devices/28-0316a2795aff/temperature", "21437\n");
    bus.read(this::note);
    assertEquals("21.437", value("Cellar/Temperature"));
    Files.delete(root.resolve("sys/bus/w1/devices/28-0316a2795aff/temperature"));
    bus.read(this::note);
    assertEquals(Quality.UNCERTAIN, sample("Cellar/Temperature").quality());
    assertEquals("0", value("Cellar/DeviceState"));
    bus.read(this::note);
    bus.read(this::note);
    assertEquals(Quality.BAD, sample("Cellar/Temperature").quality());
    file("sys/bus/w1/devices/28-0316a2795aff/temperature", "-500\n");
    bus.read(this::note);
    assertEquals("-0.5", value("Cellar/Temperature"));
  }

  @Test
  void eightyFiveDegreesAreRefusedUnlessTheyStay() throws IOException {
    OneWireBus bus = bus();
    file("sys/bus/w1/devices/28-0316a2795aff/temperature", "85000\n");
    bus.read(this::note);
    assertEquals(null, sample("Cellar/Temperature").value());
    bus.read(this::note);
    assertEquals("85.0", value("Cellar/Temperature"));
  }

  @Test
  void theMainboardShowsItsTemperatureAndWhatItsFirmwareSaysOfTheSupply() throws IOException {
    OneWireBus bus = bus();
    file("sys/class/thermal/thermal_zone0/temp", "48312\n");
    file("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n");
    bus.read(this::note);
    assertEquals("48.312", value("Mainboard/CPUTemp"));
    assertEquals("true", value("Mainboard/UnderVoltage"));
    assertEquals("false", value("Mainboard/FrequencyCapped"));
    assertEquals("true", value("Mainboard/Throttled"));
    assertEquals("true", value("Mainboard/UnderVoltageSinceStart"));
    assertEquals("true", value("Mainboard/ThrottledSinceStart"));
  }

  @Test
  void aMachineThatIsNoPiSaysSo() {
    bus().read(this::note);
    assertEquals("1", value("Mainboard/DeviceState"));
    assertEquals(
        "got no "
            + root.resolve("sys/class/thermal/thermal_zone0/temp")
            + ", this machine does not have it",
        sample("Mainboard/CPUTemp").reason());
    assertEquals(Quality.BAD, sample("Mainboard/UnderVoltage").quality());
  }

  private OneWireBus bus() {
    return new OneWireBus(
        new OneWireSettings(
            "OneWire", Duration.ofSeconds(10), List.of(new Sensor("Cellar", "28-0316a2795aff"))),
        root,
        CLOCK);
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void note(List<Sample> block) {
    block.forEach(
        sample -> last.put(sample.point().device() + "/" + sample.point().name(), sample));
  }

  private Sample sample(String path) {
    return java.util.Objects.requireNonNull(last.get(path), path);
  }

  private String value(String path) {
    return String.valueOf(sample(path).value());
  }
}
