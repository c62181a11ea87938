package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other projects have wrong of these meters stays right here. */
class KnownErrorsTest {
  private final RegisterLibrary library = new RegisterLibrary();

  @ParameterizedTest(name = "{0} {1}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "siemens-pac2200 | frequency | 0x0037 | 1 | mbmd reads 46, which has no value",
        "siemens-pac3120 | thdVoltageL2 | 0x002D | 1 | mbmd takes this for the frequency",
        "siemens-pac3200 | voltageUnbalance | 0x0047 | 1 | it is no neutral current here",
        "siemens-pac2200 | currentN | 0x0047 | 1 | here it is one",
        "carlo-gavazzi-em24-din | activeEnergyImportTotal | 0x003E | 100 | mbmd: the partial one",
        "carlo-gavazzi-em24-e1 | activeEnergyImportTotal | 0x0034 | 100 | not as EM24-DIN",
        "carlo-gavazzi-em24-e1 | activeEnergyExportTotal | 0x004E | 100 | not as EM24-DIN",
        "schneider-powertag | activePowerTotal | 0x0BF3 | 1 | in W, iEM3000 has kW there",
        "schneider-powertag | activeEnergySumTotal | 0x0C83 | 1 | iEM3000 has the import there",
        "schneider-powertag | activeEnergyImportTotal | 0x0C87 | 1 | iEM3000 has the export there",
        "schneider-powertag | activeEnergyExportTotal | 0x0C8B | 1 | of its own",
        "schneider-iem3155 | activePowerTotal | 0x0BF3 | 1000 | the manual's number less one",
        "janitza-umg96rm | currentN | 0x4A4A | 1 | OpenEMS takes it for the sum of currents",
        "janitza-umg96rm | activeEnergyImportTotal | 0x4A7C | 1 | OpenEMS calls it production",
        "socomec-countis-e23 | frequency | 0xC55E | 0.001 | in mHz",
        "socomec-countis-e34 | frequency | 0xC55E | 0.01 | not in mHz",
        "phoenix-eem-ma370 | activeEnergyImportTotal | 0x8100 | 1 | OpenEMS calls it production",
      })
  void stayRight(String meter, String point, String address, double scale, String error) {
    Register register = point(meter, point);
    assertEquals(Integer.decode(address), register.address(), error);
    assertEquals(scale, register.scale().doubleValue(), error);
  }

  @ParameterizedTest
  @CsvSource({
    "carlo-gavazzi-em24-din, 11",
    "carlo-gavazzi-em24-e1, 11",
    "carlo-gavazzi-em340, 20",
    "eastron-sdm630, 60",
    "abb-b23, 125",
  })
  void noMeterIsAskedForMoreThanItTakes(String meter, int registers) {
    assertEquals(registers, map(meter).maxRegisters());
  }

  @ParameterizedTest
  @CsvSource({"siemens-pac2200", "siemens-pac3120", "siemens-pac3200", "siemens-pac4200"})
  void theTotalOfAPacIsTheSumOfItsTariffs(String meter) {
    assertTrue(
        map(meter).derived().stream()
            .anyMatch(one ->
                one.name().equals("activeEnergyImportTotal")
                    && one.inputs()
                        .equals(List.of("activeEnergyImportT1", "activeEnergyImportT2"))));
  }

  @Test
  void everyValueOfAPacIsHighWordFirst() {
    for (Register point : map("siemens-pac4200").points()) {
      assertEquals(WordOrder.HIGH_FIRST, point.order(), point.name());
    }
  }

  private Register point(String meter, String name) {
    return map(meter).points().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private RegisterMap map(String meter) {
    return library.find(meter).orElseThrow();
  }
}
