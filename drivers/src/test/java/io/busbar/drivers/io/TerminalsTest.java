package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Claim;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TerminalsTest {
  private final BoardLibrary boards = BoardLibrary.shipped();
  private final FakePins pins = new FakePins();
  private final Terminals terminals = new Terminals(boards);
  private final GpioType gpio =
      new GpioType(pins, boards, Path.of(""), InstantSource.system(), System::nanoTime);
  private final I2cType i2c = new I2cType(pins, boards, InstantSource.system(), System::nanoTime);

  private static GpioSettings lines(@Nullable String board) {
    return new GpioSettings(
        "MB",
        board,
        List.of(new GpioSettings.Input("Door", 2, Pull.UP, true, Duration.ZERO)),
        List.of(),
        List.of(new GpioSettings.Counter("P0", 3, Pull.UP, true, Duration.ZERO, 1000, "kWh", null)),
        Duration.ofSeconds(30),
        null);
  }

  private static I2cSettings chips(@Nullable String board) {
    return new I2cSettings("I2C1", board, 1, Duration.ofMillis(200), List.of());
  }

  private static Set<String> paths(Driver bus) {
    Set<String> paths = new HashSet<>();
    for (Device device : bus.devices()) {
      String root = device.apart() ? "" : bus.name() + "/";
      device.points().forEach(point -> paths.add(root + device.name() + "/" + point.name()));
    }
    return paths;
  }

  @Test
  void everyTerminalOfEveryBoardIsAVariableOfItsBus() {
    for (String id : boards.ids()) {
      for (Terminal terminal : terminals.of(lines(id))) {
        assertTrue(paths(gpio.driver(lines(id))).contains(terminal.point()), terminal.toString());
      }
      for (Terminal terminal : terminals.of(chips(id))) {
        boolean own = terminal.kind() == Terminal.Kind.OWN;
        assertTrue(
            own || paths(i2c.driver(chips(id))).contains(terminal.point()), terminal.toString());
      }
    }
  }

  @Test
  void everyLabelOfABoardStandsAtATerminal() {
    for (String id : boards.ids()) {
      Set<String> shown = new HashSet<>();
      terminals.of(lines(id)).forEach(one -> shown.add(one.label()));
      terminals.of(chips(id)).forEach(one -> shown.add(one.label()));
      Set<String> labels = new HashSet<>(boards.find(id).orElseThrow().labels().values());
      labels.removeAll(shown);
      assertEquals(Set.of(), labels, id);
    }
  }

  @Test
  void theLabelsOfABoardStandAtItsTerminals() {
    Terminal input = terminals.of(lines("unipi-1-1")).getFirst();
    assertEquals("I01 MB/IO/I/P0 4", input.label() + " " + input.point() + " " + input.line());
    Terminal relay =
        terminals.of(chips("unipi-1-1")).stream()
            .filter(one -> one.label().equals("Relay 1"))
            .findFirst()
            .orElseThrow();
    assertEquals("Relays/Q/P7", relay.point());
    assertEquals("Relays 0x20 pin 7", relay.place());
    assertEquals("false", relay.safe());
  }

  @Test
  void aLineThatIsWantedTwiceIsToldWhereItsOwnerNamesIt() {
    GpioSettings twice = lines("pi-header");
    List<Claim> claims = gpio.claims(twice);
    assertEquals(
        List.of("/board", "/board", "/board", "/board", "/inputs/0/line"),
        claims.stream().limit(5).map(Claim::path).toList());
  }
}
