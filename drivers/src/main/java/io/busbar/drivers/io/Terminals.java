package io.busbar.drivers.io;

import io.busbar.drivers.io.GpioSettings.PanelLines;
import io.busbar.drivers.io.I2cSettings.Channel;
import io.busbar.drivers.io.I2cSettings.ChipSettings;
import io.busbar.drivers.io.Terminal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The terminals of a bus, with those of its board, in the order in which they are configured.
 *
 * @param boards the carrier boards that are known
 */
public record Terminals(BoardLibrary boards) {
  /** Those of a bus of this package; none of any other. */
  public List<Terminal> of(Object settings) {
    return switch (settings) {
      case GpioSettings gpio -> lines(boards.with(gpio), labels(gpio.board()));
      case I2cSettings i2c -> chips(boards.with(i2c), labels(i2c.board()));
      case OneWireSettings wire -> sensors(wire);
      default -> List.of();
    };
  }

  private Map<String, String> labels(@Nullable String board) {
    return boards.find(board).map(Board::labels).orElse(Map.of());
  }

  private static List<Terminal> lines(GpioSettings bus, Map<String, String> labels) {
    List<Terminal> all = new ArrayList<>();
    for (GpioSettings.Input one : bus.inputs()) {
      String point = "I/" + one.name();
      all.add(
          line(
              Kind.INPUT,
              bus.name() + "/IO/" + point,
              labels.get(point),
              one.line(),
              one.pull(),
              one.activeLow()));
    }
    for (GpioSettings.Output one : bus.outputs()) {
      String point = "Q/" + one.name();
      all.add(
          new Terminal(
              Kind.OUTPUT,
              bus.name() + "/IO/" + point,
              labels.getOrDefault(point, ""),
              one.line(),
              "",
              "",
              one.activeLow(),
              String.valueOf(one.safe()),
              one.deadMan()));
    }
    for (GpioSettings.Counter one : bus.counters()) {
      String point = bus.name() + "/" + CounterPoints.DEVICE + "/" + one.name();
      all.add(line(Kind.COUNTER, point, "", one.line(), one.pull(), one.activeLow()));
    }
    PanelLines panel = bus.panel();
    if (panel != null) {
      own(panel.red(), "LED red", all);
      own(panel.green(), "LED green", all);
      own(panel.button(), "Button", all);
    }
    return all;
  }

  private static void own(@Nullable Integer line, String label, List<Terminal> all) {
    if (line != null) {
      all.add(line(Kind.OWN, "", label, line, Pull.NONE, false));
    }
  }

  private static Terminal line(
      Kind kind, String point, @Nullable String label, int line, Pull pull, boolean activeLow) {
    return new Terminal(
        kind, point, label == null ? "" : label, line, "", word(pull), activeLow, null, null);
  }

  private static String word(Pull pull) {
    return pull == Pull.NONE ? "" : pull.name().toLowerCase(Locale.ROOT);
  }

  private static List<Terminal> chips(I2cSettings bus, Map<String, String> labels) {
    List<Terminal> all = new ArrayList<>();
    for (int line : I2cType.wires(bus.i2cBus())) {
      own(line, line % 2 == 0 ? "SDA" : "SCL", all);
    }
    for (ChipSettings chip : bus.chips()) {
      own(chip.interrupt(), chip.name() + " INT", all);
      switch (chip.chip()) {
        case MCP23008, MCP23017, PCF8574, PCA9555 -> pins(chip, labels, all);
        case ADS1115 -> channels(chip, Kind.ANALOG_INPUT, "/AI/", all);
        case MCP4725 -> channels(chip, Kind.ANALOG_OUTPUT, "/AO/", all);
      }
    }
    return all;
  }

  private static void pins(ChipSettings chip, Map<String, String> labels, List<Terminal> all) {
    for (int pin = 0; pin < Expander.of(chip.chip()).width(); pin++) {
      boolean output = chip.outputs().contains(pin);
      String point = chip.name() + (output ? "/Q/P" : "/I/P") + pin;
      all.add(
          new Terminal(
              output ? Kind.OUTPUT : Kind.INPUT,
              point,
              labels.getOrDefault(point, ""),
              null,
              "%s %s pin %d".formatted(chip.name(), chip.address(), pin),
              chip.pullUp().contains(pin) ? "up" : "",
              chip.activeLow().contains(pin),
              output ? String.valueOf(chip.safe().contains(pin)) : null,
              output ? chip.deadMan() : null));
    }
  }

  private static void channels(ChipSettings chip, Kind kind, String branch, List<Terminal> all) {
    boolean output = kind == Kind.ANALOG_OUTPUT;
    for (Channel channel : chip.channels()) {
      String where = output ? "" : " AIN" + channel.channel();
      all.add(
          new Terminal(
              kind,
              chip.name() + branch + channel.name(),
              "",
              null,
              chip.name() + " " + chip.address() + where,
              "",
              false,
              output ? String.valueOf(channel.safe()) : null,
              output ? chip.deadMan() : null));
    }
  }

  private static List<Terminal> sensors(OneWireSettings bus) {
    List<Terminal> all = new ArrayList<>();
    all.add(sensor(bus.name() + "/" + Mainboard.NAME + "/CPUTemp", "CPU"));
    bus.sensors()
        .forEach(one ->
            all.add(sensor(bus.name() + "/" + one.name() + "/" + OneWireBus.POINT, one.id())));
    return all;
  }

  private static Terminal sensor(String point, String place) {
    return new Terminal(Kind.TEMPERATURE, point, "", null, place, "", false, null, null);
  }
}
