package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.io.I2cSettings.Channel;
import io.busbar.drivers.io.I2cSettings.ChipSettings;
import io.busbar.drivers.io.I2cSettings.Kind;
import io.busbar.drivers.io.I2cSettings.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Chips against what their data sheets say must be on the wire. */
class ChipTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void anMcp23017DrivesItsLatchBeforeItsDirection() throws Exception {
    Chip chip = new ExpanderChip(expander(Kind.MCP23017, List.of(0, 1), List.of(8), List.of(1)));
    try (Trace wire =
        new Trace(
            """
            W 14 02 00     # OLATA, OLATB: P1 is high when safe
            W 0C 00 01     # GPPUA, GPPUB: P8 is pulled up
            W 00 FC FF     # IODIRA, IODIRB: P0 and P1 are outputs from here on
            W 00 R FC FF   # still set up
            W 12 R 02 01   # GPIOA, GPIOB: P1 is driven, P8 is high
            """)) {
      chip.start(wire);
      Map<String, Value> values = values(chip.read(wire, T0));
      assertEquals(new Value.Bool(true), values.get("C20/I/P8"));
      assertEquals(new Value.Int(0x0100), values.get("C20/IW/P0"));
      assertEquals(new Value.Int(2), values.get("C20/QB/P0"));
    }
  }

  @Test
  void anMcp23017ThatLostItsSupplyForAMomentIsSetUpAnew() throws Exception {
    Chip chip = new ExpanderChip(expander(Kind.MCP23017, List.of(0, 1), List.of(), List.of()));
    try (Trace wire =
        new Trace(
            """
            W 14 00 00     # OLATA, OLATB
            W 0C 00 00     # GPPUA, GPPUB
            W 00 FC FF     # IODIRA, IODIRB
            W 14 01 00     # OLATA: P0 on
            W 00 R FF FF   # all inputs, as from the factory
            W 14 01 00     # P0 on again
            W 0C 00 00     # GPPUA, GPPUB
            W 00 FC FF     # IODIRA, IODIRB
            W 12 R 01 00   # GPIOA, GPIOB
            """)) {
      chip.start(wire);
      set(chip, wire, "C20/Q/P0", new Value.Bool(true), 0);
      assertEquals(new Value.Bool(true), values(chip.read(wire, T0)).get("C20/Q/P0"));
    }
  }

  @Test
  void anMcp23008WithAnInterruptLineTellsOfChanges() throws Exception {
    ChipSettings plain = expander(Kind.MCP23008, List.of(7), List.of(), List.of());
    ChipSettings wired =
        new ChipSettings(
            "C20",
            plain.chip(),
            "0x20",
            25,
            plain.outputs(),
            List.of(0),
            List.of(),
            List.of(),
            null,
            List.of());
    Chip chip = new ExpanderChip(wired);
    try (Trace wire =
        new Trace(
            """
            W 0A 00        # OLAT
            W 06 00        # GPPU
            W 00 7F        # IODIR: P7 is an output
            W 05 04        # IOCON: INT is open drain
            W 02 7F        # GPINTEN: each input
            W 00 R 7F      # still set up
            W 09 R 02      # GPIO: P0 is low, which is true
            """)) {
      chip.start(wire);
      assertEquals(new Value.Int(3), values(chip.read(wire, T0)).get("C20/IB/P0"));
    }
  }

  @Test
  void aPca9555HasItsRegistersElsewhereAndNoPullUps() throws Exception {
    Chip chip = new ExpanderChip(expander(Kind.PCA9555, List.of(15), List.of(), List.of()));
    try (Trace wire =
        new Trace(
            """
            W 02 00 00     # output port 0, 1
            W 06 FF 7F     # configuration port 0, 1: P15 is an output
            W 02 00 80     # P15 on
            W 06 R FF 7F   # still set up
            W 00 R 01 80   # input port 0, 1
            """)) {
      chip.start(wire);
      set(chip, wire, "C20/Q/P15", new Value.Bool(true), 0);
      assertEquals(new Value.Bool(true), values(chip.read(wire, T0)).get("C20/I/P0"));
    }
  }

  @Test
  void aPcf8574KeepsItsInputsHighInItsLatch() throws Exception {
    Chip chip = new ExpanderChip(expander(Kind.PCF8574, List.of(0, 1, 2, 3), List.of(), List.of()));
    try (Trace wire =
        new Trace(
            """
            W F0           # outputs low, inputs as weak high
            W F5           # P0 and P2 on
            R A5           # the pins: P5 and P7 high, P4 and P6 low
            """)) {
      chip.start(wire);
      set(chip, wire, "C20/QB/P0", new Value.Int(5), 0);
      assertEquals(new Value.Bool(false), values(chip.read(wire, T0)).get("C20/I/P4"));
    }
  }

  @Test
  void anOutputThatWasNotTakenIsNotWantedLater() throws Exception {
    Chip chip = new ExpanderChip(expander(Kind.PCF8574, List.of(0), List.of(), List.of()));
    try (Trace wire =
        new Trace(
            """
            W FE           # all off
            NACK           # the command does not arrive
            W FE           # set up after it is back: still off
            """)) {
      chip.start(wire);
      assertThrows(NoAnswer.class, () -> set(chip, wire, "C20/Q/P0", new Value.Bool(true), 0));
      chip.start(wire);
    }
  }

  @Test
  void afterTheDeadManTimeAChipIsSafe() throws Exception {
    ChipSettings settings =
        new ChipSettings(
            "C20",
            Kind.PCF8574,
            "0x20",
            null,
            List.of(0, 1),
            List.of(),
            List.of(),
            List.of(1),
            Duration.ofSeconds(1),
            List.of());
    Chip chip = new ExpanderChip(settings);
    try (Trace wire =
        new Trace(
            """
            W FE           # P1 is on when safe
            W FD           # P0 on, P1 off by command
            W FE           # safe again
            """)) {
      chip.start(wire);
      set(chip, wire, "C20/QB/P0", new Value.Int(1), 0);
      assertEquals(1_000_000_000L, chip.due(0));
      assertFalse(chip.expired(999_999_999));
      assertTrue(chip.expired(1_000_000_000));
      chip.start(wire);
    }
  }

  @Test
  void anAds1115MeasuresALoopAndFindsABrokenWire() throws Exception {
    Channel loop =
        new Channel(
            "P0", 0, Signal.LOOP, 4.096, 150, List.of(4.0, 20.0), List.of(0.0, 10.0), "bar", 0);
    Channel other =
        new Channel("P1", 1, Signal.LOOP, 4.096, 150, null, List.of(0.0, 10.0), "bar", 0);
    Chip chip = new AnalogInputs(analog(Kind.ADS1115, List.of(loop, other)));
    try (Trace wire =
        new Trace(
            """
            W 01 C3 83     # config: start, AIN0 to ground, 4.096 V, once, 128/s
            REST 9
            W 01 R 43 83   # OS 0: still at it
            REST 9
            W 01 R C3 83   # OS 1: done
            W 00 R 38 40   # 14400 of 32768: 1.8 V over 150 ohms are 12 mA
            W 01 D3 83     # the same for AIN1
            REST 9
            W 01 R D3 83
            W 00 R 00 03   # next to nothing
            """)) {
      chip.start(wire);
      List<Sample> samples = chip.read(wire, T0);
      assertEquals(5.0, real(samples.get(0)), 1e-9);
      assertEquals(null, samples.get(1).value());
      assertEquals(
          "got 0.00 mA, want 4 to 20: the wire is broken or the transmitter has no supply",
          samples.get(1).reason());
    }
  }

  @Test
  void anAds1115TellsTheEndOfItsRangeAndMeasuresBelowZero() throws Exception {
    Channel volts = new Channel("P0", 2, Signal.VOLTAGE, 2.048, 150, null, null, "V", 0);
    Chip chip = new AnalogInputs(analog(Kind.ADS1115, List.of(volts)));
    try (Trace wire =
        new Trace(
            """
            W 01 E5 83     # AIN2 to ground, 2.048 V
            REST 9
            W 01 R E5 83
            W 00 R 7F FF   # the last step: it may be anything above
            W 01 E5 83
            REST 9
            W 01 R E5 83
            W 00 R FF F0   # 16 steps of 62.5 uV below
            """)) {
      assertEquals(
          "got 2.048 V or more, the end of the range: choose a larger one",
          chip.read(wire, T0).getFirst().reason());
      assertEquals(-0.001, real(chip.read(wire, T0).getFirst()), 1e-9);
    }
  }

  @Test
  void anMcp4725IsWrittenReadBackAndWrittenAgainWhenItForgot() throws Exception {
    Channel valve =
        new Channel(
            "P0", 0, Signal.VOLTAGE, 5.0, 150, List.of(0.0, 5.0), List.of(0.0, 100.0), "%", 0);
    Chip chip = new AnalogOutput(analog(Kind.MCP4725, List.of(valve)));
    try (Trace wire =
        new Trace(
            """
            W 00 00        # fast mode: 0 V
            W 08 00        # 2048 of 4096: half of the supply
            R C0 80 00     # ready, D11-D4 80, D3-D0 0: as wanted
            R C0 00 00     # it lost its supply for a moment
            W 08 00        # half of it again
            """)) {
      chip.start(wire);
      set(chip, wire, "C20/AO/P0", new Value.Real(50), 0);
      chip.read(wire, T0);
      assertEquals(50, real(chip.read(wire, T0).getFirst()));
      assertThrows(
          IllegalArgumentException.class,
          () -> set(chip, wire, "C20/AO/P0", new Value.Real(100.1), 0));
    }
  }

  private static ChipSettings expander(
      Kind kind, List<Integer> outputs, List<Integer> pullUp, List<Integer> safe) {
    return new ChipSettings(
        "C20", kind, "0x20", null, outputs, List.of(), pullUp, safe, null, List.of());
  }

  private static ChipSettings analog(Kind kind, List<Channel> channels) {
    return new ChipSettings(
        "C20", kind, "0x48", null, List.of(), List.of(), List.of(), List.of(), null, channels);
  }

  private static void set(Chip chip, Trace wire, String path, Value value, long now)
      throws Exception {
    DataPoint point =
        chip.devices().stream()
            .flatMap(device -> device.points().stream())
            .filter(each -> path.equals(each.device() + "/" + each.name()))
            .findFirst()
            .orElseThrow();
    assertTrue(chip.canSet(point));
    chip.set(wire, point, value, now, T0);
  }

  private static Map<String, Value> values(List<Sample> samples) {
    Map<String, Value> values = new TreeMap<>();
    for (Sample sample : samples) {
      @Nullable Value value = sample.value();
      if (value != null) {
        values.put(sample.point().device() + "/" + sample.point().name(), value);
      }
    }
    return values;
  }

  private static double real(Sample sample) {
    return sample.value() instanceof Value.Real(double value) ? value : Double.NaN;
  }
}
