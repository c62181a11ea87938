package io.busbar.hwtest.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.simulator.ThreePhaseMeter.Energy;
import io.busbar.hwtest.simulator.ThreePhaseMeter.Phase;
import io.busbar.hwtest.simulator.ThreePhaseMeter.Reading;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ThreePhaseMeterTest {
  private long nanos;
  private final ThreePhaseMeter meter = new ThreePhaseMeter(() -> nanos);

  @Test
  void measuresWhatAWorkshopDraws() {
    for (int second = 0; second < 300; second++) {
      nanos += 1_000_000_000L;
      Reading reading = meter.read();
      for (Phase phase : reading.phases()) {
        assertTrue(phase.volts() > 220 && phase.volts() < 240, () -> "volts of " + phase);
        assertTrue(phase.amps() > 0.5 && phase.amps() < 20, () -> "amps of " + phase);
      }
      assertEquals(400, reading.lineVolts(0), 12);
      assertEquals(50, reading.hertz(), 0.1);
    }
  }

  @Test
  void countsTheEnergyOfThePowersItShows() {
    double before = meter.read().totalEnergy(Energy::wattHours);
    double expected = 0;
    for (int second = 0; second < 600; second++) {
      nanos += 1_000_000_000L;
      expected += meter.read().total(Phase::watts) / 3600;
    }
    assertEquals(expected, meter.read().totalEnergy(Energy::wattHours) - before, 0.01);
  }

  @Test
  void showsTheSameInTheRegistersOfThreeMeters() throws RefusalException {
    double watts = meter.read().total(Phase::watts);
    double wattHours = meter.read().totalEnergy(Energy::wattHours);

    Registers sdm = MeterRegisters.sdm630(meter);
    Registers pac = MeterRegisters.pac2200(meter);
    Registers sunspec = MeterRegisters.sunspec203(meter);

    assertEquals(watts, real(sdm, 0x34), 0.01);
    assertEquals(watts, real(pac, 65), 0.01);
    assertEquals(watts, (short) sunspec.read(3, 40_070 + 18, 1)[0], 0.5);
    assertEquals(wattHours / 1000, real(sdm, MeterRegisters.SDM630_IMPORT), 0.001);
    assertEquals(wattHours, bytes(pac, 801, 4).getDouble(), 0.001);
    assertEquals(wattHours, bytes(sunspec, 40_070 + 46, 2).getInt(), 0.5);
  }

  @Test
  void leadsThroughTheSunspecChain() throws RefusalException {
    Registers sunspec = MeterRegisters.sunspec203(meter);

    assertEquals(0x5375_6E53, bytes(sunspec, 40_000, 2).getInt());
    assertEquals(66, sunspec.read(3, 40_003, 1)[0]);
    assertEquals(203, sunspec.read(3, 40_070, 1)[0]);
    assertEquals(105, sunspec.read(3, 40_071, 1)[0]);
    assertEquals(0xFFFF, sunspec.read(3, 40_177, 1)[0]);
  }

  @Test
  void countsEveryReadOfTheCountingRegister() throws RefusalException {
    int address = MeterRegisters.SDM630_IMPORT;
    ReadCounter counter = new ReadCounter(MeterRegisters.sdm630(meter), address, () -> nanos);

    assertEquals(1, real(counter, address));
    assertEquals(230, real(counter, 0), 5);
    nanos = 7;
    assertEquals(2, real(counter, address));

    assertEquals(2, counter.log().size());
    assertEquals(new ReadCounter.Count(2, 7), counter.log().get(1));
  }

  private static float real(Registers registers, int address) throws RefusalException {
    return bytes(registers, address, 2).getFloat();
  }

  private static ByteBuffer bytes(Registers registers, int address, int count)
      throws RefusalException {
    ByteBuffer bytes = ByteBuffer.allocate(2 * count);
    for (int word : registers.read(Registers.HOLDING, address, count)) {
      bytes.putShort((short) word);
    }
    return bytes.flip();
  }
}
