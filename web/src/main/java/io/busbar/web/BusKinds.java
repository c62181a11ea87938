package io.busbar.web;

import java.util.List;
import java.util.Set;

/** What the pages know of the kinds of bus beyond their schema. */
final class BusKinds {
  /** Its devices are not there; every page says so. */
  static final String SIMULATED = "simulated";

  /** Those that a person adds, the likeliest first. */
  static final List<String> ALL =
      List.of(
          "modbus-rtu",
          "modbus-tcp",
          "modbus-rtu-tcp",
          "dash7",
          "gpio",
          "i2c",
          "onewire",
          SIMULATED);

  private static final Set<String> WITH_DEVICES =
      Set.of("modbus-rtu", "modbus-tcp", "modbus-rtu-tcp", "dash7", SIMULATED);

  private BusKinds() {}

  /** Whether its devices have pages of their own; else they are part of the bus's settings. */
  static boolean hasDevices(String type) {
    return WITH_DEVICES.contains(type);
  }
}
