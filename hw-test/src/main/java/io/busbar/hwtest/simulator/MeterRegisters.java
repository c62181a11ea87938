package io.busbar.hwtest.simulator;

import io.busbar.hwtest.simulator.ThreePhaseMeter.Energy;
import io.busbar.hwtest.simulator.ThreePhaseMeter.Phase;
import io.busbar.hwtest.simulator.ThreePhaseMeter.Reading;
import java.util.function.ToDoubleFunction;

/** The simulated meter in the registers of three real ones, measured anew at every request. */
public final class MeterRegisters {
  /** Where an SDM630 has its imported active energy, float, kWh. */
  public static final int SDM630_IMPORT = 0x48;

  private static final int SUNSPEC_BASE = 40_000;
  private static final int NOT_THERE = 0x8000;

  private MeterRegisters() {}

  /** Eastron SDM630: floats, energy in kWh. */
  public static Registers sdm630(ThreePhaseMeter meter) {
    RegisterImage image = new RegisterImage().reserve(0, 0x180);
    return measured(meter, image, MeterRegisters::fillSdm630);
  }

  /** Siemens PAC2200: floats from 1 on, energy as doubles in Wh from 801 on. */
  public static Registers pac2200(ThreePhaseMeter meter) {
    RegisterImage image = new RegisterImage().reserve(1, 72).reserve(801, 160);
    return measured(meter, image, MeterRegisters::fillPac2200);
  }

  /** A SunSpec meter: "SunS" at 40000, model 1, model 203 with integers and scale factors. */
  public static Registers sunspec203(ThreePhaseMeter meter) {
    RegisterImage image = new RegisterImage();
    int model = sunspecFrame(image);
    return measured(meter, image, (into, reading) -> fillSunspec203(into, model, reading));
  }

  private interface Fill {
    void fill(RegisterImage into, Reading reading);
  }

  private static Registers measured(ThreePhaseMeter meter, RegisterImage image, Fill fill) {
    return (function, address, count) -> {
      synchronized (image) {
        fill.fill(image, meter.read());
        return image.read(function, address, count);
      }
    };
  }

  private static void fillSdm630(RegisterImage into, Reading reading) {
    floats(into, 0x00, reading, Phase::volts);
    floats(into, 0x06, reading, Phase::amps);
    floats(into, 0x0C, reading, Phase::watts);
    floats(into, 0x12, reading, Phase::voltAmps);
    floats(into, 0x18, reading, Phase::vars);
    floats(into, 0x1E, reading, Phase::powerFactor);
    floats(into, 0x24, reading, Phase::degrees);
    into.putFloat(0x2A, reading.mean(Phase::volts));
    into.putFloat(0x2E, reading.mean(Phase::amps)).putFloat(0x30, reading.total(Phase::amps));
    into.putFloat(0x34, reading.total(Phase::watts));
    into.putFloat(0x38, reading.total(Phase::voltAmps));
    into.putFloat(0x3C, reading.total(Phase::vars));
    into.putFloat(0x3E, reading.powerFactor());
    into.putFloat(0x42, Math.toDegrees(Math.acos(reading.powerFactor())));
    into.putFloat(0x46, reading.hertz());
    double kiloWattHours = reading.totalEnergy(Energy::wattHours) / 1000;
    double kiloVarHours = reading.totalEnergy(Energy::varHours) / 1000;
    into.putFloat(SDM630_IMPORT, kiloWattHours).putFloat(0x4C, kiloVarHours);
    into.putFloat(0x50, reading.totalEnergy(Energy::voltAmpHours) / 1000);
    lineVolts(into, 0xC8, reading);
    into.putFloat(0xCE, reading.meanLineVolts());
    into.putFloat(0xE0, reading.neutralAmps());
    into.putFloat(0x156, kiloWattHours).putFloat(0x158, kiloVarHours);
    for (int i = 0; i < 3; i++) {
      into.putFloat(0x15A + 2 * i, reading.energy().get(i).wattHours() / 1000);
    }
  }

  private static void fillPac2200(RegisterImage into, Reading reading) {
    floats(into, 1, reading, Phase::volts);
    lineVolts(into, 7, reading);
    floats(into, 13, reading, Phase::amps);
    floats(into, 19, reading, Phase::voltAmps);
    floats(into, 25, reading, Phase::watts);
    floats(into, 31, reading, Phase::vars);
    floats(into, 37, reading, Phase::powerFactor);
    into.putFloat(55, reading.hertz()).putFloat(57, reading.mean(Phase::volts));
    into.putFloat(59, reading.meanLineVolts()).putFloat(61, reading.mean(Phase::amps));
    into.putFloat(63, reading.total(Phase::voltAmps));
    into.putFloat(65, reading.total(Phase::watts)).putFloat(67, reading.total(Phase::vars));
    into.putFloat(69, reading.powerFactor()).putFloat(71, reading.neutralAmps());
    into.putDouble(801, reading.totalEnergy(Energy::wattHours));
    into.putDouble(817, reading.totalEnergy(Energy::varHours));
    into.putDouble(833, reading.totalEnergy(Energy::voltAmpHours));
  }

  /** The model chain; returns the address of model 203's id register. */
  private static int sunspecFrame(RegisterImage image) {
    image.putText(SUNSPEC_BASE, 2, "SunS");
    int common = SUNSPEC_BASE + 2;
    image.reserve(common, 68).put(common, 1).put(common + 1, 66);
    image.putText(common + 2, 16, "Busbar").putText(common + 18, 16, "Simulated meter");
    image.putText(common + 50, 16, "SIM-1").put(common + 66, 1);
    int model = common + 68;
    image.reserve(model, 107).put(model, 203).put(model + 1, 105);
    image.put(model + 107, 0xFFFF).put(model + 108, 0);
    return model;
  }

  private static void fillSunspec203(RegisterImage into, int model, Reading reading) {
    into.put(model + 2, scaled(reading.total(Phase::amps), -2));
    integers(into, model + 3, reading, Phase::amps, -2);
    into.put(model + 6, -2);
    into.put(model + 7, scaled(reading.mean(Phase::volts), -1));
    integers(into, model + 8, reading, Phase::volts, -1);
    into.put(model + 11, NOT_THERE).put(model + 15, -1);
    for (int i = 0; i < 3; i++) {
      into.put(model + 12 + i, scaled(reading.lineVolts(i), -1));
    }
    into.put(model + 16, scaled(reading.hertz(), -2)).put(model + 17, -2);
    power(into, model + 18, reading, Phase::watts);
    power(into, model + 23, reading, Phase::voltAmps);
    power(into, model + 28, reading, Phase::vars);
    into.put(model + 33, scaled(reading.powerFactor(), -3));
    integers(into, model + 34, reading, Phase::powerFactor, -3);
    into.put(model + 37, -3);
    into.putInt(model + 46, Math.round(reading.totalEnergy(Energy::wattHours)));
    for (int i = 0; i < 3; i++) {
      into.putInt(model + 48 + 2 * i, Math.round(reading.energy().get(i).wattHours()));
    }
  }

  private static void power(
      RegisterImage into, int address, Reading reading, ToDoubleFunction<Phase> quantity) {
    into.put(address, scaled(reading.total(quantity), 0));
    integers(into, address + 1, reading, quantity, 0);
    into.put(address + 4, 0);
  }

  private static void floats(
      RegisterImage into, int address, Reading reading, ToDoubleFunction<Phase> quantity) {
    for (int i = 0; i < 3; i++) {
      into.putFloat(address + 2 * i, quantity.applyAsDouble(reading.phases().get(i)));
    }
  }

  private static void lineVolts(RegisterImage into, int address, Reading reading) {
    for (int i = 0; i < 3; i++) {
      into.putFloat(address + 2 * i, reading.lineVolts(i));
    }
  }

  private static void integers(
      RegisterImage into, int address, Reading reading, ToDoubleFunction<Phase> quantity, int sf) {
    for (int i = 0; i < 3; i++) {
      into.put(address + i, scaled(quantity.applyAsDouble(reading.phases().get(i)), sf));
    }
  }

  private static int scaled(double value, int scaleFactor) {
    return (int) Math.round(value / Math.pow(10, scaleFactor));
  }
}
