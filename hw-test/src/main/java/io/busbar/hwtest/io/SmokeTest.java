package io.busbar.hwtest.io;

import io.busbar.drivers.BusType;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.drivers.io.BoardLibrary;
import io.busbar.drivers.io.GpioType;
import io.busbar.drivers.io.I2cType;
import io.busbar.drivers.io.OneWireType;
import io.busbar.drivers.io.Pi4jPins;
import io.busbar.drivers.io.Pins;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Each wire of the Pi by the appliance's own drivers, and a table of what became of it: {@code
 * smoke DATA-FOLDER [wire ...]}, with the wires gpio, counter, i2c, onewire; all of them without.
 *
 * <p>The jumpers on the 40-pin header, and an MCP23017 at address 0x20:
 *
 * <pre>
 *   pin 13  GPIO27 (output) ----+---- pin 11  GPIO17 (input)
 *                               +---- pin 15  GPIO22 (counter)
 *
 *   pin  1  3.3 V  ---- VDD, RESET      MCP23017   GPA0 ---- GPB0
 *   pin  3  SDA    ---- SDA                        A0, A1, A2 ---- GND
 *   pin  5  SCL    ---- SCL
 *   pin  6  GND    ---- VSS
 * </pre>
 */
public final class SmokeTest {
  private static final int EDGES = 200;

  private final Path data;
  private final Pins pins = new Pi4jPins();
  private final BoardLibrary boards = BoardLibrary.shipped();
  private final InstantSource clock = InstantSource.system();

  /** One wire's test. */
  @FunctionalInterface
  private interface Wire {
    /** Tests it; says what was seen. */
    String test() throws SmokeException, IOException, InterruptedException;
  }

  private SmokeTest(Path data) {
    this.data = data;
  }

  public static void main(String[] arguments) throws InterruptedException {
    SmokeTest smoke = new SmokeTest(Path.of(arguments[0]));
    Map<String, Wire> wires = new LinkedHashMap<>();
    wires.put("gpio", smoke::gpio);
    wires.put("counter", smoke::counter);
    wires.put("i2c", smoke::i2c);
    wires.put("onewire", smoke::oneWire);
    List<String> wanted = List.of(arguments).subList(1, arguments.length);
    wires.keySet().removeIf(name -> !wanted.isEmpty() && !wanted.contains(name));
    boolean good = true;
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (Map.Entry<String, Wire> wire : wires.entrySet()) {
      long start = System.nanoTime();
      String verdict = verdict(wire.getValue());
      good &= verdict.startsWith("good");
      out.printf(
          "%-8s %5d ms  %s%n", wire.getKey(), (System.nanoTime() - start) / 1_000_000, verdict);
    }
    System.exit(good ? 0 : 1);
  }

  private static String verdict(Wire wire) throws InterruptedException {
    try {
      return "good  " + wire.test();
    } catch (SmokeException | IOException e) {
      return "FAIL  " + e.getMessage();
    }
  }

  private String gpio() throws SmokeException, IOException, InterruptedException {
    try (@Nullable Jumper jumper = jumper();
        RunningBus bus = bus(gpioType(), GPIO)) {
      bus.awaitValue("IO/I/P0", new Value.Bool(false));
      for (int i = 1; i <= EDGES; i++) {
        boolean high = i % 2 == 1;
        bus.set("IO/Q/P0", new Value.Bool(high));
        bus.awaitValue("IO/I/P0", new Value.Bool(high));
      }
      if (bus.changes("IO/I/P0") != EDGES) {
        throw new SmokeException("got " + bus.changes("IO/I/P0") + " edges, want " + EDGES);
      }
      return EDGES + " of " + EDGES + " edges" + (jumper == null ? "" : ", simulated lines");
    }
  }

  /** Ten pulses on top of what was counted before, on the disk when it ends. */
  private String counter() throws SmokeException, IOException, InterruptedException {
    try (@Nullable Jumper jumper = jumper();
        RunningBus bus = bus(gpioType(), GPIO)) {
      long before = count(bus);
      for (int i = 0; i < 10; i++) {
        bus.set("IO/Q/P0", new Value.Bool(true));
        bus.awaitValue("IO/I/P0", new Value.Bool(true));
        Thread.sleep(40);
        bus.set("IO/Q/P0", new Value.Bool(false));
        bus.awaitValue("IO/I/P0", new Value.Bool(false));
        Thread.sleep(40);
      }
      bus.awaitValue("Counter/P0.pulses", new Value.Int(before + 10));
      String file = "\"P0\":" + (before + 10);
      for (int i = 0; i < 100 && !saved().contains(file); i++) {
        Thread.sleep(50);
      }
      if (!saved().contains(file)) {
        throw new SmokeException("got " + saved() + " on the disk, want " + file);
      }
      return "from " + before + " to " + (before + 10) + (jumper == null ? "" : ", simulated");
    }
  }

  private static long count(RunningBus bus) throws SmokeException, InterruptedException {
    Value value = bus.await("Counter/P0.pulses", sample -> sample.value() != null).value();
    return value instanceof Value.Int(long count) ? count : 0;
  }

  private String saved() throws IOException {
    Path file = data.resolve("counters-MB.json");
    return Files.exists(file) ? Files.readString(file) : "nothing";
  }

  private String i2c() throws SmokeException, IOException, InterruptedException {
    I2cModel model = I2cModel.find();
    try (RunningBus bus = bus(new I2cType(pins, boards, clock, System::nanoTime), I2C)) {
      bus.await("C20/I/P8", sample -> sample.quality() == Quality.GOOD);
      for (int i = 1; i <= 20; i++) {
        boolean high = i % 2 == 1;
        bus.set("C20/Q/P0", new Value.Bool(high));
        model.inputs(high ? 0x0100 : 0);
        bus.awaitValue("C20/I/P8", new Value.Bool(high));
      }
      if (!model.isSimulated()) {
        return "20 of 20 levels";
      }
      model.away(true);
      bus.await("C20/I/P8", sample -> sample.quality() == Quality.BAD);
      bus.awaitValue("C20/DeviceState", new Value.Int(0));
      model.away(false);
      bus.awaitValue("C20/DeviceState", new Value.Int(1));
      bus.set("C20/QB/P0", new Value.Int(0xA5));
      return "20 of 20 levels, lost and back, simulated chip" + model.transactions();
    }
  }

  private String oneWire() throws SmokeException, IOException, InterruptedException {
    try (RunningBus bus = bus(new OneWireType(Path.of("/"), clock), ONE_WIRE)) {
      var seen = bus.await("Mainboard/CPUTemp", _ -> true);
      return "CPU " + (seen.value() == null ? "without: " + seen.reason() : seen.value());
    }
  }

  private @Nullable Jumper jumper() throws IOException {
    return Jumper.isNeeded() ? Jumper.wire(27, List.of(17, 22)) : null;
  }

  private GpioType gpioType() {
    return new GpioType(pins, boards, data, clock, System::nanoTime);
  }

  private static <S> RunningBus bus(BusType<S> type, String settings) throws IOException {
    S bound = DocumentSchema.mapper().readValue(settings, type.settings());
    return new RunningBus(type.driver(bound));
  }

  private static final String GPIO =
      """
      {"name": "MB", "saveCounters": "1s",
       "inputs": [{"name": "P0", "line": 17, "pull": "down", "activeLow": false, "debounce": "0ms"}],
       "outputs": [{"name": "P0", "line": 27, "activeLow": false, "safe": false}],
       "counters": [{"name": "P0", "line": 22, "pull": "down", "activeLow": false,
                     "debounce": "5ms", "pulsesPerUnit": 1000, "unit": "kWh"}]}
      """;

  private static final String I2C =
      """
      {"name": "I2C1", "i2cBus": 1, "pollInterval": "50ms",
       "chips": [{"name": "C20", "chip": "mcp23017", "address": "0x20",
                  "outputs": [0, 1, 2, 3, 4, 5, 6, 7],
                  "activeLow": [], "pullUp": [], "safe": [], "channels": []}]}
      """;

  private static final String ONE_WIRE =
      """
      {"name": "OneWire", "pollInterval": "1s", "sensors": []}
      """;
}
