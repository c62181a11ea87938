package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Claim;
import io.busbar.drivers.Device;
import io.busbar.drivers.io.I2cSettings.Channel;
import io.busbar.drivers.io.I2cSettings.ChipSettings;
import io.busbar.drivers.io.I2cSettings.Kind;
import io.busbar.drivers.io.I2cSettings.Signal;
import io.busbar.drivers.schema.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IoTypesTest {
  private final BoardLibrary boards = BoardLibrary.shipped();
  private final FakePins pins = new FakePins();
  private final GpioType gpio =
      new GpioType(pins, boards, Path.of(""), InstantSource.system(), System::nanoTime);
  private final I2cType i2c = new I2cType(pins, boards, InstantSource.system(), System::nanoTime);

  @Test
  void noShippedBoardWantsALineOrAnAddressTwice() {
    for (String id : boards.ids()) {
      List<Claim> claims = new java.util.ArrayList<>(gpio.claims(board(id)));
      claims.addAll(i2c.claims(chips(id, List.of())));
      Set<String> resources = new HashSet<>();
      claims.forEach(claim -> assertTrue(resources.add(claim.resource()), id + ": " + claim));
    }
  }

  @Test
  void aBoardGivesItsLinesAndTheOwnOnesGoBefore() {
    GpioSettings own =
        new GpioSettings(
            "MB",
            "pimoroni-automation-hat",
            List.of(new GpioSettings.Input("P1", 4, Pull.UP, true, Duration.ZERO)),
            List.of(),
            List.of(),
            Duration.ofSeconds(30),
            null);
    assertEquals(
        List.of("GPIO line 26", "GPIO line 4", "GPIO line 21", "GPIO line 5"),
        gpio.claims(own).stream().map(Claim::resource).limit(4).toList());
  }

  @Test
  void theChipsOfABoardStandBelowTheirOwnNames() {
    List<Device> devices = i2c.driver(chips("unipi-1-1", List.of())).devices();
    assertEquals(
        List.of("Relays/Q", "Relays/QB", "Relays/QW", "Relays/QD", "Relays"),
        devices.stream().map(Device::name).toList());
    assertTrue(devices.stream().allMatch(Device::apart));
  }

  @Test
  void faultsOfLinesAreNamed() {
    GpioSettings.Input slow =
        new GpioSettings.Input("P0", 4, Pull.UP, true, Duration.ofSeconds(11));
    GpioSettings.Output hasty =
        new GpioSettings.Output("P0", 5, false, false, Duration.ofMillis(99));
    assertEquals(
        List.of(
            "/board",
            "/inputs/1/name",
            "/saveCounters",
            "/inputs/0/debounce",
            "/inputs/1/debounce",
            "/outputs/0/deadMan"),
        paths(
            gpio.check(
                new GpioSettings(
                    "MB",
                    "acme-1",
                    List.of(slow, slow),
                    List.of(hasty),
                    List.of(),
                    Duration.ofMillis(10),
                    null))));
  }

  @Test
  void faultsOfChipsAreNamed() {
    Channel odd = new Channel("P0", 0, Signal.VOLTAGE, 3.3, 150, List.of(1.0, 1.0), null, "V", 0);
    assertEquals(
        List.of(
            "/chips/0",
            "/chips/0/safe",
            "/chips/1",
            "/chips/1/channels",
            "/chips/2/channels/0/from",
            "/chips/2/channels/0/range"),
        paths(
            i2c.check(
                chips(
                    null,
                    List.of(
                        chip("A", Kind.PCF8574, List.of(8), List.of(1), List.of()),
                        chip("B", Kind.MCP4725, List.of(1), List.of(), List.of()),
                        chip("C", Kind.ADS1115, List.of(), List.of(), List.of(odd)))))));
  }

  private static GpioSettings board(String id) {
    return new GpioSettings(
        "MB", id, List.of(), List.of(), List.of(), Duration.ofSeconds(30), null);
  }

  private static I2cSettings chips(@Nullable String board, List<ChipSettings> chips) {
    return new I2cSettings("I2C1", board, 1, Duration.ofMillis(200), chips);
  }

  private static ChipSettings chip(
      String name, Kind kind, List<Integer> outputs, List<Integer> safe, List<Channel> channels) {
    return new ChipSettings(
        name, kind, "0x20", null, outputs, List.of(), List.of(), safe, null, channels);
  }

  private static List<String> paths(List<Problem> problems) {
    return problems.stream().map(Problem::path).toList();
  }
}
