package io.busbar.drivers.io;

import io.busbar.drivers.BusType;
import io.busbar.drivers.Claim;
import io.busbar.drivers.Driver;
import io.busbar.drivers.io.I2cSettings.Channel;
import io.busbar.drivers.io.I2cSettings.ChipSettings;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The bus type {@code i2c}, for the composition root.
 *
 * @param pins the machine's I2C buses
 * @param boards the carrier boards it knows
 * @param clock stamps the samples
 * @param nanos the monotonic clock, usually {@code System::nanoTime}
 */
public record I2cType(Pins pins, BoardLibrary boards, InstantSource clock, LongSupplier nanos)
    implements BusType<I2cSettings> {
  /** The header's lines of the buses that have some: SDA and SCL (Raspberry Pi, I2C). */
  private static final Map<Integer, List<Integer>> HEADER =
      Map.of(0, List.of(0, 1), 1, List.of(2, 3));

  /** The header's lines that a bus takes: SDA and SCL. */
  static List<Integer> wires(int bus) {
    return HEADER.getOrDefault(bus, List.of());
  }

  @Override
  public String type() {
    return "i2c";
  }

  @Override
  public Class<I2cSettings> settings() {
    return I2cSettings.class;
  }

  @Override
  public List<Problem> check(I2cSettings settings) {
    List<Problem> found = new ArrayList<>();
    Checks.board(settings.board(), boards, found);
    Checks.names(settings.chips(), ChipSettings::name, "/chips", found);
    Duration shortest = Duration.ofMillis(10);
    Checks.range(settings.pollInterval(), shortest, Duration.ofHours(1), "/pollInterval", found);
    for (int i = 0; i < settings.chips().size(); i++) {
      check(settings.chips().get(i), "/chips/" + i, found);
    }
    return found;
  }

  private static void check(ChipSettings chip, String path, List<Problem> found) {
    Checks.deadMan(chip.deadMan(), path + "/deadMan", found);
    Checks.names(chip.channels(), Channel::name, path + "/channels", found);
    switch (chip.chip()) {
      case MCP23008, MCP23017, PCF8574, PCA9555 -> expander(chip, path, found);
      case ADS1115 -> {
        noPins(chip, path, found);
        channels(chip, 1, path, found);
        for (int i = 0; i < chip.channels().size(); i++) {
          double range = chip.channels().get(i).range();
          if (!AnalogInputs.RANGES.contains(range)) {
            found.add(
                new Problem(
                    path + "/channels/" + i + "/range",
                    "got " + range + ", want one of " + AnalogInputs.RANGES));
          }
        }
      }
      case MCP4725 -> {
        noPins(chip, path, found);
        channels(chip, 1, path, found);
        output(chip, path, found);
      }
    }
  }

  private static void expander(ChipSettings chip, String path, List<Problem> found) {
    int width = Expander.of(chip.chip()).width();
    for (List<Integer> pins :
        List.of(chip.outputs(), chip.activeLow(), chip.pullUp(), chip.safe())) {
      pins.stream()
          .filter(pin -> pin >= width)
          .forEach(
              pin -> found.add(new Problem(path, "got pin " + pin + ", want 0 to " + (width - 1))));
    }
    if (!chip.outputs().containsAll(chip.safe())) {
      found.add(
          new Problem(path + "/safe", "got " + chip.safe() + ", want outputs: " + chip.outputs()));
    }
    if (!chip.channels().isEmpty()) {
      found.add(new Problem(path + "/channels", "this chip has pins, not channels"));
    }
  }

  private static void noPins(ChipSettings chip, String path, List<Problem> found) {
    if (!chip.outputs().isEmpty() || !chip.activeLow().isEmpty() || !chip.pullUp().isEmpty()) {
      found.add(new Problem(path, "this chip has channels, not pins: take the lists of pins away"));
    }
  }

  private static void channels(ChipSettings chip, int least, String path, List<Problem> found) {
    if (chip.channels().size() < least) {
      found.add(new Problem(path + "/channels", "got none, want one for each that is wired"));
    }
    for (int i = 0; i < chip.channels().size(); i++) {
      if (!chip.channels().get(i).scale().isUsable()) {
        found.add(
            new Problem(path + "/channels/" + i + "/from", "want two different points and values"));
      }
    }
  }

  private static void output(ChipSettings chip, String path, List<Problem> found) {
    if (chip.channels().size() > 1) {
      found.add(new Problem(path + "/channels", "got several, want the one that it has"));
    }
    for (Channel channel : chip.channels()) {
      if (channel.scale().isUsable() && !AnalogOutput.isPossible(channel, channel.safe())) {
        found.add(
            new Problem(
                path + "/channels/0/safe", "got " + channel.safe() + ", want one in its range"));
      }
    }
  }

  @Override
  public List<Claim> claims(I2cSettings settings) {
    List<Claim> claims = new ArrayList<>();
    I2cSettings whole = boards.with(settings);
    for (int line : wires(settings.i2cBus())) {
      claims.add(Claim.line(line, "its wires", "/i2cBus"));
    }
    for (ChipSettings chip : whole.chips()) {
      int index = settings.chips().indexOf(chip);
      String place = index < 0 ? "/board" : "/chips/" + index;
      String resource = "address 0x%02X of I2C bus %d".formatted(chip.bits(), settings.i2cBus());
      claims.add(
          new Claim(resource, "chip " + chip.name(), index < 0 ? place : place + "/address"));
      if (chip.interrupt() != null) {
        claims.add(
            Claim.line(
                chip.interrupt(),
                "interrupt of chip " + chip.name(),
                index < 0 ? place : place + "/interrupt"));
      }
    }
    return claims;
  }

  @Override
  public Driver driver(I2cSettings settings) {
    return new I2cBus(boards.with(settings), pins, clock, nanos);
  }
}
